import { ResourceLimitError } from "../../core/errors.ts";
import type { BlockDensityMatrix } from "../../state/blocks/blockDensity.ts";
import { mixProductStates, requireBlockSpins } from "../../state/blocks/blockMultipoles.ts";
import { unitVectors } from "../../state/blocks/husimi.ts";
import type { WeightedPoints } from "../weightedPoints.ts";
import { ballMomentsCost, momentWeights } from "./moments.ts";
import type { BallNodes } from "./space.ts";

/** Multiplications that take half a minute at most. */
const LARGEST_COST = 1e10;

/**
 * rho = int P alpha(r) of a density in the ball, given by nodal values and scaled to mass 1. Right as far as P is: where it has
 * errors, or gauge that was not filtered, small eigenvalues may be negative.
 *
 * @throws ResourceLimitError for more spins than a density matrix is made for, or where it would take minutes
 */
export function densityMatrixInBall(space: BallNodes, density: Float64Array, spins: number): BlockDensityMatrix {
  requireBlockSpins(spins);
  const cost = ballMomentsCost(space, spins);
  if (cost > LARGEST_COST) {
    throw new ResourceLimitError({
      what: `the density matrix of ${spins} spins on this mesh takes ${cost.toExponential(1)} multiplications, above the limit ${LARGEST_COST}`,
      remedy: "use a coarser mesh, or moments, purity and Husimi function, which need no density matrix",
      value: cost,
      limit: LARGEST_COST,
    });
  }
  const sampler = momentWeights(space, spins);
  return mixProductStates(spins, sampler.points, normalised(sampler, density));
}

/**
 * Husimi function Q(n) = int P ((1 + n.r)/2)^N in `directions` (3 numbers each) of a density in the ball, scaled to mass 1.
 *
 * @throws InputError for a direction of length 0 or not finite
 */
export function husimiInBall(
  space: BallNodes,
  density: Float64Array,
  spins: number,
  directions: Float64Array,
): Float64Array {
  const units = unitVectors(directions);
  const sampler = momentWeights(space, spins);
  const { points } = sampler;
  const weights = normalised(sampler, density);
  const values = new Float64Array(units.length / 3);
  for (let k = 0; k < values.length; k++) {
    const [x, y, z] = [units[3 * k]!, units[3 * k + 1]!, units[3 * k + 2]!];
    let sum = 0;
    for (let q = 0, at = 0; q < weights.length; q++, at += 3) {
      sum += weights[q]! * ((1 + x * points[at]! + y * points[at + 1]! + z * points[at + 2]!) / 2) ** spins;
    }
    values[k] = sum;
  }
  return values;
}

function normalised({ weights }: WeightedPoints, density: Float64Array): Float64Array {
  const values = weights(density);
  const mass = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / mass);
}
