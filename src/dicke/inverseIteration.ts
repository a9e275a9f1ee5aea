import { ConvergenceError } from "../core/errors.ts";
import { type Factorization, type SymbolicFactorization, solve } from "../linalg/direct/lu.ts";
import { FORMULA_ROUNDINGS, rootMeanSquare, roundingSamples } from "../linalg/roundingSamples.ts";
import { infinityNorm, multiply, type SparseMatrix } from "../linalg/sparse.ts";
import { addScaled, scale } from "../linalg/vectorKernels.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { notUniqueInPractice } from "../model/uniqueness.ts";
import { factorShifted } from "./factorShifted.ts";

/** The vectors that a Liouvillian acts on, as the iteration sees them. */
export interface PackedSpace {
  readonly trace: (vector: Float64Array) => number;
  /** In which the residual and the rates are measured. */
  readonly norm: (vector: Float64Array) => number;
  /** The maximally mixed state. */
  readonly mixed: Float64Array;
  /** A vector that has a share in whatever may be nearly conserved. */
  readonly probe: Float64Array;
}

export interface InverseIterate {
  readonly packed: Float64Array;
  /** |L rho|, and in units of ||L|| |rho|; ||L|| the largest absolute row sum. */
  readonly absoluteResidual: number;
  readonly relativeResidual: number;
  /** Estimate of the smallest |eigenvalue| of L besides zero, the rate of the slowest relaxation. */
  readonly slowestRate: number;
  /** Estimated norm of the error of rho: |L rho| over the slowest rate, and what errors of the entries of L do. */
  readonly error: number;
  readonly iterations: number;
}

/** The shift, relative to ||L||: far below the rates of interest, far above rounding. */
const relativeShift = 1e-9;
const maximumIterations = 60;
/** Steps of inverse iteration for the slowest rate: with two, a rate near the shift was taken to be several times faster. */
const RELAXATION_STEPS = 6;
/** A residual above this (relative) has not converged: products with L are exact to a few units of rounding. */
const residualLimit = 1e-14;

/**
 * The null vector of a Liouvillian by inverse iteration with a small shift, rho <- s (s - L)^{-1} rho. This map is the evolution, averaged over an
 * exponentially distributed time of mean 1/s: it keeps the trace and the sign, needs no guess where rho is large, and contracts everything else by
 * s/(s + rate). It runs in incremental form, rho <- rho + (s - L)^{-1} L rho, so that each step is at once one of iterative refinement. Start: the
 * maximally mixed state.
 *
 * @throws NotUniqueError where a relaxation is as slow as the shift
 * @throws ConvergenceError where the residual stays too large
 */
export function inverseIteration(
  model: SpinModel,
  space: PackedSpace,
  liouvillian: SparseMatrix,
  symbolic: SymbolicFactorization,
): InverseIterate {
  const size = infinityNorm(liouvillian);
  const shift = relativeShift * size;
  const factorization = factorShifted(model, liouvillian, symbolic, shift);
  const slowestRate = slowestRelaxation(space, factorization, shift);
  if (slowestRate < shift) throw notUniqueInPractice(model, "rate of the slowest relaxation", slowestRate, shift);
  const { packed, residual, iterations } = iterate(space, liouvillian, factorization);
  const relativeResidual = residual / (size * space.norm(packed));
  if (!(relativeResidual <= residualLimit)) {
    throw new ConvergenceError({
      what: `the steady state of ${model.spins} spins stopped at a relative residual of ${relativeResidual} after ${iterations} iterations (limit ${residualLimit})`,
      remedy: "bring rates of very different size closer together, or evolve in time instead",
      value: relativeResidual,
      limit: residualLimit,
    });
  }
  const error = residual / slowestRate + entryError(space, liouvillian, factorization, packed);
  return { packed, absoluteResidual: residual, relativeResidual, slowestRate, error, iterations };
}

/** Iterates until the residual stagnates: a slow mode contracts by 1/2 at worst. */
function iterate(
  space: PackedSpace,
  liouvillian: SparseMatrix,
  factorization: Factorization,
): { readonly packed: Float64Array; readonly residual: number; readonly iterations: number } {
  const packed = space.mixed.slice();
  const best = packed.slice();
  const residual = new Float64Array(packed.length);
  const correction = new Float64Array(packed.length);
  let smallest = Number.POSITIVE_INFINITY;
  for (let iterations = 0; ; iterations++) {
    multiply(liouvillian, packed, residual);
    const length = space.norm(residual);
    const improved = length < 0.7 * smallest;
    if (length < smallest) {
      smallest = length;
      best.set(packed);
    }
    if (length === 0 || !improved || iterations === maximumIterations) {
      return { packed: best, residual: smallest, iterations };
    }
    solve(factorization, residual, correction);
    addScaled(packed, 1, correction);
    // The correction has a rounding error along rho itself, enlarged by 1/shift: it is harmless once divided out.
    const trace = space.trace(packed);
    for (let k = 0; k < packed.length; k++) packed[k]! /= trace;
  }
}

/** Norm of what errors of the entries of L do to rho, through the condition of the equation. */
function entryError(
  { trace, norm }: PackedSpace,
  liouvillian: SparseMatrix,
  factorization: Factorization,
  packed: Float64Array,
): number {
  const changes = roundingSamples(liouvillian, packed, (right, left) => solve(factorization, right, left));
  const sizes = changes.map((change) => {
    // Noise has a trace, and the shift enlarges it: what it adds along rho is divided out.
    addScaled(change, -trace(change), packed);
    return norm(change);
  });
  // The shift hides at most half of the slowest mode, which is no slower.
  return 2 * FORMULA_ROUNDINGS * Number.EPSILON * rootMeanSquare(sizes);
}

/** Size of the smallest non-zero eigenvalue: (s - L)^{-1} enlarges a traceless vector by 1/(s + rate) of its slowest part. */
function slowestRelaxation(
  { trace, norm, mixed, probe }: PackedSpace,
  factorization: Factorization,
  shift: number,
): number {
  const vector = probe.slice();
  // Rounding feeds the steady state, which is enlarged by 1/shift: its trace is taken out.
  const dropTrace = (): void => addScaled(vector, -trace(vector), mixed);
  dropTrace();
  let growth = 0;
  for (let step = 0; step < RELAXATION_STEPS; step++) {
    scale(vector, 1 / norm(vector));
    solve(factorization, vector, vector);
    dropTrace();
    growth = norm(vector);
  }
  return Math.max(0, 1 / growth - shift);
}
