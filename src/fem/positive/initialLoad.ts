import { InputError } from "../../core/errors.ts";
import type { InitialState } from "../../model/initialState.ts";
import type { BallSpace } from "../ball/space.ts";
import { initialPoints } from "../initialPoints.ts";
import { initialLoad } from "../sphere/initialLoad.ts";
import type { FunctionSpace } from "../sphere/space.ts";

/** Points round the z axis of a thermal state: more than a mesh resolves. */
const RING_POINTS = 64;

/**
 * Non-negative load p_i of an initial state on elements of degree 1, of mass 1. A delta in a cell is shared among its vertices by its
 * barycentric coordinates. One outside the polyhedron of a ball mesh goes to the cell that it is least far outside of, with its coordinates
 * cut at 0: that moves it by the distance between sphere and polyhedron, O(h^2).
 */
export function positiveLoad(space: FunctionSpace | BallSpace, initial: InitialState, spins: number): Float64Array {
  const load = "corners" in space ? ballLoad(space, initial, spins) : initialLoad(space, initial, spins);
  requirePositive(load);
  let total = 0;
  for (let i = 0; i < load.length; i++) {
    // The point on an edge between two cells may have coordinates below 0 by rounding.
    load[i] = Math.max(0, load[i]!);
    total += load[i]!;
  }
  for (let i = 0; i < load.length; i++) load[i]! /= total;
  return load;
}

/** Share of a load below 0 that rounding may leave. */
const NEGATIVE_SHARE = 1e-9;

/** @throws InputError where P is negative somewhere, as that of an entangled state is */
function requirePositive(load: Float64Array): void {
  let [negative, size] = [0, 0];
  for (const value of load) {
    negative += Math.max(0, -value);
    size += Math.abs(value);
  }
  if (negative <= NEGATIVE_SHARE * size) return;
  throw new InputError({
    what: `P of the initial state is negative somewhere, with a share ${(negative / size).toExponential(1)} of it`,
    remedy: "leave the scheme fluxCorrection out, whose P is nowhere negative",
    value: negative / size,
    limit: NEGATIVE_SHARE,
  });
}

function ballLoad(space: BallSpace, initial: InitialState, spins: number): Float64Array {
  const { points, weights } = initialPoints(initial, spins, RING_POINTS - 1);
  const { locate, nearest } = space.geometry.finder();
  const load = new Float64Array(space.unknowns);
  const reference = new Float64Array(3);
  for (let p = 0; p < weights.length; p++) {
    locate(points.subarray(3 * p, 3 * p + 3), reference);
    const [u, v, w] = reference as unknown as [number, number, number];
    const coordinates = [1 - u - v - w, u, v, w].map((value) => Math.max(0, value));
    const total = coordinates.reduce((sum, value) => sum + value, 0);
    for (let k = 0; k < 4; k++) load[space.corners[4 * nearest() + k]!]! += (weights[p]! * coordinates[k]!) / total;
  }
  return load;
}
