import { parabolicity } from "../../src/diagnose/parabolicity.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { divergingBands } from "../../src/plot/axes/bands.ts";
import { cameraAt } from "../../src/plot/camera.ts";
import { hatchedRegion } from "../../src/plot/diffusionRegion.ts";
import { discContours, nearHalfValues } from "../../src/plot/discContours.ts";
import { axes, graticule, type SphereView, sphereOutline } from "../../src/plot/sphere.ts";
import { sphereCurves } from "../../src/plot/sphereMarks.ts";
import { svgDocument } from "../../src/plot/svg.ts";
import type { SvgTheme } from "../../src/plot/theme.ts";
import { diagnose } from "../../src/roads/diagnose.ts";
import type { Figure } from "./figure.ts";

const SIZE = 320;

/**
 * What blochfem is about in one sphere: P of driven spins that decay together, in the harmonics that observables depend on, with its zeros, and
 * hatched where its equation is not parabolic.
 */
export function cover(): Figure {
  const model = spinModel({ spins: 8, field: [1.2, 0, 0], collective: { decay: 1 } });
  const { negativity } = diagnose(model);
  const { values, regions, minimum } = negativity!;
  const camera = cameraAt(35, -8);
  const view: SphereView = { camera, x: SIZE / 2, y: SIZE / 2, radius: 0.38 * SIZE };
  const near = nearHalfValues(camera, (points, out) => values!.fill(points, out));
  const most = near.values.reduce((one, other) => Math.max(one, other), 0);
  return {
    name: "cover",
    table: [
      `least P ${minimum.toFixed(3)}, most on this side ${most.toFixed(3)}, least eigenvalue of D ${parabolicity(model).minimumEigenvalue.toFixed(3)}`,
    ],
    draw: (theme) => draw(theme),
  };

  function draw(theme: SvgTheme): string {
    const bands = divergingBands(minimum, most, theme);
    const axis = { theme, size: 13, to: 1.17, from: 1 };
    return svgDocument(
      {
        width: SIZE,
        height: SIZE,
        title: "P on the Bloch sphere",
        description: "P of eight driven spins, with its zeros, and hatched where the equation is not parabolic",
        background: "none",
        fontFamily: theme.fontFamily,
      },
      axes(view, "far", axis),
      discContours(view, near, bands, "cover"),
      hatchedRegion(view, model, theme.ink, "cover-d"),
      sphereCurves(view, regions, { color: theme.ink, width: 1 }),
      sphereOutline(view, theme.line, 1),
      graticule(view, "near", { stroke: theme.line, "stroke-width": 0.5, "stroke-opacity": 0.5 }),
      axes(view, "near", axis),
    );
  }
}
