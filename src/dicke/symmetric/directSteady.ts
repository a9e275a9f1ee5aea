import { ConvergenceError } from "../../core/errors.ts";
import { type Factorization, type SymbolicFactorization, solve } from "../../linalg/direct/lu.ts";
import { FORMULA_ROUNDINGS, rootMeanSquare, roundingSamples } from "../../linalg/roundingSamples.ts";
import { infinityNorm, multiply, type SparseMatrix } from "../../linalg/sparse.ts";
import { addScaled } from "../../linalg/vectorKernels.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { notUniqueInPractice } from "../../model/uniqueness.ts";
import { factorShifted } from "../factorShifted.ts";
import { type BlockLayout, blockOrder } from "./layout.ts";
import { packedTrace, traceNormBound } from "./packing.ts";
import { maximallyMixed, type SteadySolution } from "./steadySolution.ts";

/** The shift, relative to ||L||: far below the rates of interest, far above rounding. */
const relativeShift = 1e-9;
const maximumIterations = 60;
/** Steps of inverse iteration for the slowest rate: with two, a rate near the shift was taken to be several times faster. */
const RELAXATION_STEPS = 6;
/** A residual above this (relative) has not converged: products with L are exact to a few units of rounding. */
const residualLimit = 1e-14;

/**
 * The null vector of L by inverse iteration, rho <- s (s - L)^{-1} rho with a small shift s. This map is the evolution,
 * averaged over an exponentially distributed time of mean 1/s: it keeps the trace and the sign, and contracts everything
 * else by s/(s + rate). It runs in incremental form, rho <- rho + (s - L)^{-1} L rho, so that each step is at once one of
 * iterative refinement.
 *
 * @throws NotUniqueError where a relaxation is as slow as the shift
 * @throws ConvergenceError where the residual stays too large
 */
export function directSteady(
  model: SpinModel,
  layout: BlockLayout,
  matrix: SparseMatrix,
  symbolic: SymbolicFactorization,
): SteadySolution {
  const scale = infinityNorm(matrix);
  const shift = relativeShift * scale;
  const factorization = factorShifted(model, matrix, symbolic, shift);
  const slowest = slowestRelaxation(layout, factorization, shift);
  if (slowest < shift) throw notUniqueInPractice(model, "rate of the slowest relaxation", slowest, shift);

  let packed = maximallyMixed(layout);
  let best = packed;
  let bestLength = Number.POSITIVE_INFINITY;
  const residual = new Float64Array(layout.size);
  const correction = new Float64Array(layout.size);
  let iterations = 0;
  for (;;) {
    multiply(matrix, packed, residual);
    const length = traceNormBound(layout, residual);
    const improved = length < 0.7 * bestLength;
    if (length < bestLength) {
      bestLength = length;
      best = packed.slice();
    }
    if (length === 0 || !improved || iterations === maximumIterations) break;
    solve(factorization, residual, correction);
    packed = packed.map((value, k) => value + correction[k]!);
    // The correction has a rounding error along rho itself, enlarged by 1/shift: it is harmless once divided out.
    const trace = packedTrace(layout, packed);
    for (let k = 0; k < packed.length; k++) packed[k]! /= trace;
    iterations++;
  }
  const relative = bestLength / (scale * traceNormBound(layout, best));
  if (!(relative <= residualLimit)) {
    throw new ConvergenceError({
      what: `the steady state stopped at a relative residual of ${relative} after ${iterations} iterations (limit ${residualLimit})`,
      remedy: "bring rates of very different size closer together, or evolve in time instead",
      value: relative,
      limit: residualLimit,
    });
  }
  const traceNormError = bestLength / slowest + entryError(layout, matrix, factorization, best);
  return { packed: best, residual: relative, traceNormError, iterations };
}

/** Trace norm of what errors of the entries of L do to rho, through the condition of the equation. */
function entryError(
  layout: BlockLayout,
  matrix: SparseMatrix,
  factorization: Factorization,
  packed: Float64Array,
): number {
  const changes = roundingSamples(matrix, packed, (right, left) => solve(factorization, right, left));
  const sizes = changes.map((change) => {
    // Noise has a trace, and the shift enlarges it: what it adds along rho is divided out.
    addScaled(change, -packedTrace(layout, change), packed);
    return traceNormBound(layout, change);
  });
  // The shift hides at most half of the slowest mode, which is no slower.
  return 2 * FORMULA_ROUNDINGS * Number.EPSILON * rootMeanSquare(sizes);
}

/**
 * Size of the smallest non-zero eigenvalue: (s - L)^{-1} enlarges a traceless vector by 1/(s + rate) of its slowest part.
 * The start has a share in whatever may be nearly conserved: m, m^2, j, and an irrational turn in all the rest.
 */
function slowestRelaxation(layout: BlockLayout, factorization: Factorization, shift: number): number {
  const { spins, blockCount } = layout;
  const mixed = maximallyMixed(layout);
  const vector = new Float64Array(layout.size);
  for (let k = 0; k < vector.length; k++) vector[k] = Math.sin(k) / (spins + 1);
  for (let block = 0; block < blockCount; block++) {
    const order = blockOrder(spins, block);
    for (let b = 0; b < order; b++) {
      const m = (order - 1) / 2 - b;
      vector[layout.blockStarts[block]! + b] = (m + (m * m) / spins + order) / (spins * (spins + 1));
    }
  }
  let ratio = 0;
  for (let step = 0; step < RELAXATION_STEPS; step++) {
    // Rounding feeds the steady state, which is enlarged by 1/shift: take the trace out.
    const trace = packedTrace(layout, vector);
    for (let k = 0; k < vector.length; k++) vector[k]! -= trace * mixed[k]!;
    const before = traceNormBound(layout, vector);
    solve(factorization, vector, vector);
    const after = packedTrace(layout, vector);
    for (let k = 0; k < vector.length; k++) vector[k]! -= after * mixed[k]!;
    ratio = traceNormBound(layout, vector) / before;
  }
  return Math.max(0, 1 / ratio - shift);
}
