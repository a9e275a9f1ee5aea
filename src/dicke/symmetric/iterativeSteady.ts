import { ConvergenceError } from "../../core/errors.ts";
import { gmres } from "../../linalg/iterative/gmres.ts";
import { FORMULA_ROUNDINGS, rootMeanSquare, roundingSamples } from "../../linalg/roundingSamples.ts";
import { infinityNorm, multiply, type SparseMatrix } from "../../linalg/sparse.ts";
import { addScaled, norm } from "../../linalg/vectorKernels.ts";
import { type BlockSweep, sweep, sweptProduct } from "./blockSweep.ts";
import type { BlockLayout } from "./layout.ts";
import { packedTrace, traceNormBound } from "./packing.ts";
import { maximallyMixed, type SteadySolution } from "./steadySolution.ts";

/** Residual of the swept equation, relative to the state, at which a further round gains nothing. */
const sufficient = 1e-14;
const maximumRounds = 4;

/**
 * The null vector of L by GMRES on (D + E)^{-1} L (see `sweep`), from the maximally mixed state. A sweep takes probability
 * down to the smallest j, but up by one step only: about N iterations, fewer where the local rates are small.
 *
 * @throws ConvergenceError where the residual stays too large
 */
export function iterativeSteady(blocks: BlockSweep, maximumIterations: number): SteadySolution {
  const { layout, matrix } = blocks;
  const packed = maximallyMixed(layout);
  const residual = new Float64Array(layout.size);
  const swept = new Float64Array(layout.size);
  const error = new Float64Array(layout.size);
  let iterations = 0;
  let smallest = 1;
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; ; round++) {
    multiply(matrix, packed, residual);
    sweep(blocks, residual, swept);
    const size = norm(packed);
    // What rounding adds along rho itself, much where a block nearly keeps its state, is harmless: it is divided out.
    const along = packedTrace(layout, swept);
    for (let k = 0; k < packed.length; k++) error[k] = swept[k]! - along * packed[k]!;
    const length = norm(error);
    if (length <= sufficient * size || !(length < 0.5 * before) || round === maximumRounds) {
      const relative = length / size;
      // The negated comparison also catches NaN.
      if (!(relative <= 100 * sufficient)) throw notConverged(relative, iterations);
      return {
        packed,
        residual: relativeResidual(matrix, layout, residual, packed),
        traceNormError:
          traceNormBound(layout, error) / smallest + entryError(blocks, packed, smallest, maximumIterations),
        iterations,
      };
    }
    before = length;
    for (let k = 0; k < swept.length; k++) swept[k]! *= -1;
    const found = gmres((x, y) => sweptProduct(blocks, x, y), swept, {
      tolerance: 0.3 * sufficient * size,
      maximumIterations,
    });
    iterations += found.iterations;
    // Later rounds start from rounding errors, which reach into the kernel: their spaces would tell about that.
    if (round === 0) smallest = found.smallestSingularValue();
    for (let k = 0; k < packed.length; k++) packed[k]! += found.solution[k]!;
    const trace = packedTrace(layout, packed);
    for (let k = 0; k < packed.length; k++) packed[k]! /= trace;
  }
}

/** Accuracy of the changes that errors of entries cause, relative: a direction that is seen at all is then seen. */
const SAMPLE_TOLERANCE = 1e-4;

/** Trace norm of what errors of the entries of L do to rho, through the condition of the equation. */
function entryError(
  blocks: BlockSweep,
  packed: Float64Array,
  smallestSingularValue: number,
  maximumIterations: number,
): number {
  const { layout, matrix } = blocks;
  let missed = 0;
  const changes = roundingSamples(matrix, packed, (noise, change) => {
    // The range of L has no trace; what noise has of it changes rho along itself, and is divided out.
    addScaled(noise, -packedTrace(layout, noise), packed);
    sweep(blocks, noise, change);
    const found = gmres((x, y) => sweptProduct(blocks, x, y), change.slice(), {
      tolerance: SAMPLE_TOLERANCE * norm(change),
      maximumIterations,
    });
    change.set(found.solution);
    addScaled(change, -packedTrace(layout, change), packed);
    if (found.status !== "converged") missed += found.residual / smallestSingularValue;
  });
  // Euclidean norms of what is missed, as trace norms.
  const rest = Math.sqrt(layout.size) * missed;
  return (
    FORMULA_ROUNDINGS * Number.EPSILON * (rootMeanSquare(changes.map((one) => traceNormBound(layout, one))) + rest)
  );
}

const relativeResidual = (
  matrix: SparseMatrix,
  layout: BlockLayout,
  residual: Float64Array,
  packed: Float64Array,
): number => traceNormBound(layout, residual) / (infinityNorm(matrix) * traceNormBound(layout, packed));

const notConverged = (relative: number, iterations: number): ConvergenceError =>
  new ConvergenceError({
    what: `the iteration for the steady state stopped at a relative residual of ${relative} after ${iterations} steps (limit ${100 * sufficient})`,
    remedy: "ask for the direct method, bring rates of very different size closer together, or evolve in time instead",
    value: relative,
    limit: 100 * sufficient,
  });
