import { ConvergenceError } from "../../core/errors.ts";
import { gmres } from "../../linalg/iterative/gmres.ts";
import { partByPart } from "../../linalg/partByPart.ts";
import { FORMULA_ROUNDINGS, rootMeanSquare, roundingSamples } from "../../linalg/roundingSamples.ts";
import { infinityNorm, multiply, type SparseMatrix } from "../../linalg/sparse.ts";
import { addScaled, norm, scale } from "../../linalg/vectorKernels.ts";
import { type BlockSweep, sweep, sweptProduct } from "./blockSweep.ts";
import type { BlockLayout } from "./layout.ts";
import { packedTrace, traceNormBound } from "./packing.ts";
import { maximallyMixed, type SteadySolution } from "./steadySolution.ts";

/** Residual of the swept equation, relative to the state, that the first round is solved to. */
const sufficient = 1e-14;
/**
 * Later rounds, and what errors of entries cause, start from noise and are solved to so much of it: where local dephasing is 1e5 times as fast as what
 * pumps, a sweep leaves 1e-5 of the slow direction in the residual, and it still has digits.
 */
const NOISE_TOLERANCE = 1e-7;
const maximumRounds = 6;
/** Trace norm of a change of the state after which elimination of the whole matrix does better. */
const LARGEST_CHANGE = 1e-9;

/**
 * The null vector of L by GMRES on (D + E)^{-1} L (see `sweep`), from the maximally mixed state. A sweep takes probability
 * down to the smallest j, but up by one step only: about N iterations, fewer where the local rates are small.
 *
 * A small residual of the swept equation does not tell of a small error: a direction that sweeps hardly change has little of it. The estimate is what the last
 * round of refinement changes, from the residual of L itself.
 *
 * @throws ConvergenceError where the state keeps changing
 */
export function iterativeSteady(blocks: BlockSweep, maximumIterations: number): SteadySolution {
  const { layout, matrix } = blocks;
  const packed = maximallyMixed(layout);
  const residual = new Float64Array(layout.size);
  let iterations = 0;
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; ; round++) {
    multiply(matrix, packed, residual);
    const remaining = relativeResidual(matrix, layout, residual, packed);
    // The range of L has no trace: rounding gives one to a residual that is nothing else.
    if (round > 0) addScaled(residual, -packedTrace(layout, residual), packed);
    const tolerance = round === 0 ? 0.3 * sufficient * norm(packed) : null;
    const found = responseTo(blocks, residual, tolerance, maximumIterations);
    iterations += found.iterations;
    const { response } = found;
    for (let k = 0; k < packed.length; k++) response[k] = packed[k]! - response[k]!;
    // What rounding adds along rho, much where a block nearly keeps its state, is divided out.
    const trace = packedTrace(layout, response);
    scale(response, 1 / trace);
    addScaled(packed, -1, response);
    const change = traceNormBound(layout, packed) + found.missed / Math.abs(trace);
    packed.set(response);
    const settled = change <= sufficient || (round > 1 && !(change < 0.5 * before));
    if (settled || round === maximumRounds) {
      // The negated comparison also catches NaN.
      if (!(change <= LARGEST_CHANGE)) throw notConverged(change, iterations);
      return {
        packed,
        residual: remaining,
        traceNormError: change + entryError(blocks, packed, maximumIterations),
        iterations,
      };
    }
    before = change;
  }
}

interface Response {
  /** A solution of L x = y, with whatever trace. */
  readonly response: Float64Array;
  /** Trace norm of what a solve that did not converge may have missed. */
  readonly missed: number;
  readonly iterations: number;
}

/** @param tolerance of the swept equation; null: NOISE_TOLERANCE of y */
function responseTo(
  blocks: BlockSweep,
  vector: Float64Array,
  tolerance: number | null,
  maximumIterations: number,
): Response {
  const { layout } = blocks;
  const swept = new Float64Array(layout.size);
  sweep(blocks, vector, swept);
  const found = gmres((x, y) => sweptProduct(blocks, x, y), swept, {
    tolerance: tolerance ?? NOISE_TOLERANCE * norm(swept),
    maximumIterations,
  });
  // A Euclidean norm, as a trace norm.
  const missed =
    found.status === "converged" ? 0 : (Math.sqrt(layout.size) * found.residual) / found.smallestSingularValue();
  return { response: found.solution, missed, iterations: found.iterations };
}

/** Trace norm of what errors of the entries of L do to rho. */
function entryError(blocks: BlockSweep, packed: Float64Array, maximumIterations: number): number {
  const { layout, matrix } = blocks;
  let missed = 0;
  const respond = partByPart(packed.length, (noise, change) => {
    // The range of L has no trace; what noise has of it changes rho along itself, and is divided out.
    addScaled(noise, -packedTrace(layout, noise), packed);
    const found = responseTo(blocks, noise, null, maximumIterations);
    change.set(found.response);
    addScaled(change, -packedTrace(layout, change), packed);
    missed += found.missed;
  });
  const changes = roundingSamples(matrix, packed, respond);
  const sizes = changes.map((one) => traceNormBound(layout, one));
  return FORMULA_ROUNDINGS * Number.EPSILON * (rootMeanSquare(sizes) + missed);
}

const relativeResidual = (
  matrix: SparseMatrix,
  layout: BlockLayout,
  residual: Float64Array,
  packed: Float64Array,
): number => traceNormBound(layout, residual) / (infinityNorm(matrix) * traceNormBound(layout, packed));

const notConverged = (change: number, iterations: number): ConvergenceError =>
  new ConvergenceError({
    what: `the iteration for the steady state still changed it by ${change} (trace norm, limit ${LARGEST_CHANGE}) after ${iterations} steps`,
    remedy: "ask for the direct method, bring rates of very different size closer together, or evolve in time instead",
    value: change,
    limit: LARGEST_CHANGE,
  });
