import type { BlockDensityMatrix } from "../../../state/blocks/blockDensity.ts";
import { mixProductStates } from "../../../state/blocks/blockMultipoles.ts";
import type { Vector3 } from "../../../state/moments.ts";
import { ballBasisReach } from "./ballBasis.ts";
import { ballFunctional } from "./ballFunctional.ts";
import { ballRule } from "./ballRule.ts";

/** Point masses of positive weight and a smooth part, `uniformPart` times 1/(2 pi r). */
export interface BallMixture {
  readonly points: readonly Vector3[];
  readonly weights: Float64Array;
  readonly uniformPart: number;
}

/** What a mixture leaves of a state. */
export interface MixtureRest {
  /** Bound of the polynomial that has what is left as its integrals, for every state within the error: at most `uniformPart` where the mixture proves. */
  readonly reach: number;
  /** Upper bound of the trace distance of state and mixture. */
  readonly traceDistance: number;
}

/**
 * Adds a mixture up, as density matrices. Where the smooth part is not below `reach`, it and the polynomial that is left are a density without negative
 * values, which with the points is a P of the state.
 */
export function mixtureRest(
  density: BlockDensityMatrix,
  error: number,
  { points, weights, uniformPart }: BallMixture,
): MixtureRest {
  const { spins } = density;
  const rule = ballRule(spins + (spins % 2));
  const count = points.length;
  const all = new Float64Array(3 * count + rule.points.length);
  for (const [k, point] of points.entries()) all.set(point, 3 * k);
  all.set(rule.points, 3 * count);
  const shares = new Float64Array(count + rule.weights.length);
  shares.set(weights);
  for (const [k, weight] of rule.weights.entries()) shares[count + k] = uniformPart * weight;
  const mixture = mixProductStates(spins, all, shares);
  let traceNorm = 0;
  const blocks = density.blocks.map((block, k) => {
    const other = mixture.blocks[k]!;
    const real = block.real.map((value, at) => value - other.real[at]!);
    const imaginary = block.imaginary.map((value, at) => value - other.imaginary[at]!);
    traceNorm += Math.sqrt(block.spins + 1) * Math.hypot(Math.hypot(...real), Math.hypot(...imaginary));
    return { spins: block.spins, real, imaginary };
  });
  // Multipoles of so many points, added up.
  const rounding = 8 * (spins + 4 + Math.log2(shares.length + 1)) * Number.EPSILON;
  const rest = ballFunctional({ spins, blocks }, error + rounding);
  return {
    reach: ballBasisReach(spins) * (Math.hypot(...rest.values) + rest.error),
    traceDistance: (traceNorm + error + rounding) / 2,
  };
}
