import { leastDiffusionOnSphere } from "../model/pointDiffusion.ts";
import { coefficientsOf } from "../model/secondOrder/coefficients.ts";
import { tangentDiffusion } from "../model/secondOrder/parabolic/tangentDiffusion.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { PointsFunction } from "../roads/knownFunction.ts";
import { clippedToDisc, discRegion, nearHalfValues } from "./discContours.ts";
import { hatched } from "./hatch.ts";
import type { SphereView } from "./sphere.ts";
import { svgElement } from "./svg.ts";

/** The least eigenvalue of D at points of the sphere over the largest coefficient, with its sign changed: above 0 where the equation is not parabolic. */
function negativeDiffusion(model: SpinModel): PointsFunction {
  const least = leastDiffusionOnSphere(model);
  const { scale } = tangentDiffusion(coefficientsOf(model));
  return (points, out) => {
    least(points, out);
    for (let k = 0; k < out.length; k++) out[k] = -out[k]! / scale;
  };
}

/** Smaller eigenvalues are what rounding leaves of 0. */
const ROUNDED_AWAY = 1e-12;

/** Where D has a negative eigenvalue on the near half, hatched. `id` is unique in the document. */
export function hatchedRegion(view: SphereView, model: SpinModel, color: string, id: string): string {
  const data = discRegion(nearHalfValues(view.camera, negativeDiffusion(model)), view, ROUNDED_AWAY);
  if (data === "") return "";
  const rim = svgElement("path", { d: data, fill: "none", stroke: color, "stroke-width": 0.6 });
  return clippedToDisc(view, `${id}-inside`, hatched(data, color, `${id}-lines`), rim);
}
