import { icosphere } from "../../mesh/icosphere.ts";
import { nodePoints } from "../nodePoints.ts";
import type { FunctionSpace } from "./space.ts";

/** Spins of the Husimi function that is watched: narrower ones would be narrower than elements of coarse meshes. */
const WATCHED_SPINS = 40;

/** The Husimi function at a few points, or that of fewer spins: all harmonics of a state that observables and purity depend on are in it. */
export function husimiValues(space: FunctionSpace, spins: number): Float64Array[] {
  const nodes = nodePoints(space);
  const { points } = icosphere(1);
  const power = Math.min(spins, WATCHED_SPINS);
  return Array.from({ length: points.length / 3 }, (_, d) =>
    Float64Array.from({ length: space.unknowns }, (_, i) => {
      const cosine = [0, 1, 2].reduce((sum, k) => sum + points[3 * d + k]! * nodes[3 * i + k]!, 0);
      return ((1 + cosine) / 2) ** power;
    }),
  );
}
