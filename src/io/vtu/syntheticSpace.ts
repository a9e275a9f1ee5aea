import { lagrangeTriangle } from "../../fem/sphere/element.ts";
import { type SphereNodes, sphereNodes } from "../../fem/sphere/space.ts";
import { gradeMesh } from "../../mesh/grade.ts";
import { icosphere } from "../../mesh/icosphere.ts";
import type { State } from "../../roads/state.ts";
import { spreadOf } from "../../state/spread.ts";

/** Degree of the cells of a function that comes without a mesh. */
const DEGREE = 4;

/** Spread in radians from which on a uniform mesh shows a peak well, and what a narrower one is magnified to. */
const NARROW = 0.12;
const MAGNIFIED = 0.25;

/** Level of a mesh with sides of 4 degrees, on which harmonics up to l = 60 have three nodes in half a wave; those up to 20 have four at one level less. */
const DENSITY_LEVEL = 4;
const FEW_HARMONICS = 20;

/** Sides of 8 degrees, drawn together where the function is narrow. */
const HUSIMI_LEVEL = 3;

/** A mesh of the sphere for P as a sum of harmonics up to a degree, which oscillate everywhere. */
export const spaceForHarmonics = (band: number): SphereNodes =>
  sphereNodes(icosphere(band <= FEW_HARMONICS ? DENSITY_LEVEL - 1 : DENSITY_LEVEL), lagrangeTriangle(DEGREE));

/** A mesh of the sphere for Q: drawn together around the mean where the state is narrow. */
export function spaceForHusimi({ model, observables }: Pick<State, "model" | "observables">): SphereNodes {
  const { mean } = observables;
  const length = Math.hypot(...mean);
  const spread = spreadOf(model.spins, observables);
  const even = icosphere(HUSIMI_LEVEL);
  const narrow = spread !== null && spread < NARROW && length > 0.5;
  const mesh = narrow
    ? gradeMesh(even, [mean[0] / length, mean[1] / length, mean[2] / length], MAGNIFIED / spread)
    : even;
  return sphereNodes(mesh, lagrangeTriangle(DEGREE));
}
