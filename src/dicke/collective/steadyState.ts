import { ConvergenceError } from "../../core/errors.ts";
import { analyze, type Factorization, solve } from "../../linalg/direct/lu.ts";
import { FORMULA_ROUNDINGS, rootMeanSquare, roundingSamples } from "../../linalg/roundingSamples.ts";
import { infinityNorm, multiply, type SparseMatrix } from "../../linalg/sparse.ts";
import { addScaled } from "../../linalg/vectorKernels.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { notUniqueInPractice, requireUniqueSteadyState } from "../../model/uniqueness.ts";
import { type DensityMatrix, isPositive } from "../../state/densityMatrix.ts";
import type { Observables } from "../../state/moments.ts";
import { hasAxis } from "../axis/axis.ts";
import { thermalSteadyState } from "../axis/steadyState.ts";
import { slowestChainRate } from "../axis/thermalChain.ts";
import { factorShifted } from "../factorShifted.ts";
import { defaultMemoryLimit, requireFactorMemory, requireMatrixMemory } from "../memory.ts";
import { requireCollective } from "./checks.ts";
import { frobeniusNorm, type PackedDensity, packedTrace, unpack } from "./coherences.ts";
import { collectiveLiouvillian } from "./liouvillian.ts";
import { collectiveObservables } from "./moments.ts";

export interface SteadyStateOptions {
  /** Memory that the matrix and its factors may take; default 2^31 bytes. */
  readonly memoryLimit?: number;
}

export interface SteadyState {
  /** null where a field along z leaves populations only, and the matrix that holds them would exceed the memory limit. */
  readonly density: DensityMatrix | null;
  /** Of m = N/2, ..., -N/2, where the field is along z; null where it is not, and where they would exceed the limit. */
  readonly populations: Float64Array | null;
  readonly observables: Observables;
  /** ||L rho|| / (||L|| ||rho||): Frobenius norms of matrices, largest absolute row sum of L. */
  readonly residual: number;
  readonly iterations: number;
  /**
   * Estimate of the smallest |eigenvalue| of L besides zero, the rate of the slowest relaxation, from some steps of inverse
   * iteration. Where the field is along z, that of the populations.
   */
  readonly slowestRate: number;
  /** Estimate of the relative error of rho: ||L rho|| / (slowestRate ||rho||), and what errors of the entries of L do. */
  readonly errorEstimate: number;
}

/** The shift, relative to ||L||: far below the rates of interest, far above rounding. */
const relativeShift = 1e-9;
const maximumIterations = 60;
/** Steps of inverse iteration for the slowest rate: with two, a rate near the shift was taken to be several times faster. */
const RELAXATION_STEPS = 6;
/** A residual above this (relative) has not converged: products with L are exact to a few units of rounding. */
const residualLimit = 1e-14;
/** An eigenvalue below it counts as rounding. */
const negativityLimit = 1e-8;
/**
 * The steady state of the master equation of docs/physics.md, section 1 without local processes, in the spin-N/2 space.
 *
 * Inverse iteration with a small shift, rho <- s (s - L)^{-1} rho. This map is the average of the evolution over an
 * exponentially distributed time of mean 1/s; it keeps the trace and the sign, needs no guess where rho is large, and
 * contracts everything else by s / (s + rate). It runs in incremental form, rho <- rho + (s - L)^{-1} L rho, so that each
 * step is at once one of iterative refinement. Start: the maximally mixed state.
 *
 * @throws InputError for local rates
 * @throws NotUniqueError where an operator besides the identity is conserved, exactly or to working precision
 * @throws ResourceLimitError where the estimated memory exceeds the limit
 * @throws ConvergenceError where the residual stays too large or the result is not positive
 */
export function steadyState(model: SpinModel, options: SteadyStateOptions = {}): SteadyState {
  requireCollective(model);
  requireUniqueSteadyState(model);
  const { spins } = model;
  const limit = options.memoryLimit ?? defaultMemoryLimit;
  if (hasAxis(model)) return thermal(model, limit);
  requireMatrixMemory("the steady state", spins, limit);
  const liouvillian = collectiveLiouvillian(model);
  const symbolic = analyze(liouvillian.pattern);
  requireFactorMemory("the steady state", spins, symbolic.factorSize, limit);

  const norm = infinityNorm(liouvillian);
  const shift = relativeShift * norm;
  const factorization = factorShifted(model, liouvillian, symbolic, shift);
  const slowestRate = slowestRelaxation(spins, factorization, shift);
  if (slowestRate < shift) throw notUniqueInPractice(model, "rate of the slowest relaxation", slowestRate, shift);
  const { packed, absolute, iterations } = iterate(spins, liouvillian, factorization, residualLimit * norm);
  const size = frobeniusNorm(spins, packed);
  const density = unpack(spins, packed);
  requirePositive(density);
  return {
    density,
    populations: null,
    observables: collectiveObservables(density),
    residual: absolute / (norm * size),
    iterations,
    slowestRate,
    errorEstimate: absolute / (slowestRate * size) + entryError(spins, liouvillian, factorization, packed) / size,
  };
}

/** Frobenius norm of what errors of the entries of L do to rho, through the condition of the equation. */
function entryError(
  spins: number,
  liouvillian: SparseMatrix,
  factorization: Factorization,
  packed: PackedDensity,
): number {
  const changes = roundingSamples(liouvillian, packed, (right, left) => solve(factorization, right, left));
  const sizes = changes.map((change) => {
    // Noise has a trace, and the shift enlarges it: what it adds along rho is divided out.
    addScaled(change, -packedTrace(spins, change), packed);
    return frobeniusNorm(spins, change);
  });
  // The shift hides at most half of the slowest mode, which is no slower.
  return 2 * FORMULA_ROUNDINGS * Number.EPSILON * rootMeanSquare(sizes);
}

/** Known in closed form: the residual is what rounding leaves, at most the relative error. */
function thermal(model: SpinModel, limit: number): SteadyState {
  const { density, populations, observables, relativeError } = thermalSteadyState(model, limit);
  return {
    density,
    populations,
    observables,
    residual: relativeError,
    iterations: 0,
    slowestRate: slowestChainRate(model),
    errorEstimate: relativeError,
  };
}

interface Iterate {
  readonly packed: PackedDensity;
  /** ||L rho||. */
  readonly absolute: number;
  readonly iterations: number;
}

/** Iterates until the residual stagnates (a slow mode contracts by 1/2 at worst); `limit` is the largest acceptable ||L rho|| / ||rho||. */
function iterate(spins: number, liouvillian: SparseMatrix, factorization: Factorization, limit: number): Iterate {
  const size = (spins + 1) ** 2;
  const packed = new Float64Array(size);
  packed.fill(1 / (spins + 1), 0, spins + 1);
  const best = packed.slice();
  const residual = new Float64Array(size);
  const correction = new Float64Array(size);
  let bestNorm = Number.POSITIVE_INFINITY;
  let iterations = 0;
  for (;;) {
    multiply(liouvillian, packed, residual);
    const norm = frobeniusNorm(spins, residual);
    const improved = norm < 0.7 * bestNorm;
    if (norm < bestNorm) {
      bestNorm = norm;
      best.set(packed);
    }
    if (norm === 0 || !improved || iterations === maximumIterations) break;
    solve(factorization, residual, correction);
    for (let k = 0; k < size; k++) packed[k]! += correction[k]!;
    // The correction has a rounding error along rho itself, enlarged by 1/shift: it is harmless once divided out.
    const trace = packedTrace(spins, packed);
    for (let k = 0; k < size; k++) packed[k]! /= trace;
    iterations++;
  }
  const relative = bestNorm / frobeniusNorm(spins, best);
  if (!(relative <= limit)) {
    throw new ConvergenceError({
      what: `the steady state of ${spins} spins stopped at |L rho| / |rho| = ${relative} after ${iterations} iterations (limit ${limit})`,
      remedy: "bring rates of very different size closer together, or evolve in time instead",
      value: relative,
      limit,
    });
  }
  return { packed: best, absolute: bestNorm, iterations };
}

/**
 * Size of the smallest non-zero eigenvalue: (s - L)^{-1} enlarges a traceless vector by 1/(s + rate) of its slowest part.
 * The start holds J_x, J_y, J_z and J_z^2 (traceless part), so that whatever is nearly conserved has a share in it.
 */
function slowestRelaxation(spins: number, factorization: Factorization, shift: number): number {
  const size = (spins + 1) ** 2;
  const vector = new Float64Array(size);
  const meanSquare = (spins * (spins + 2)) / 12;
  for (let k = 0; k < size; k++) {
    const m = spins / 2 - k;
    // Populations: a line and a parabola; everything else: an irrational turn, which no symmetry leaves out.
    vector[k] = k <= spins ? m + (m * m - meanSquare) / spins : Math.sin(k);
  }
  let ratio = 0;
  for (let step = 0; step < RELAXATION_STEPS; step++) {
    const before = frobeniusNorm(spins, vector);
    for (let k = 0; k < size; k++) vector[k]! /= before;
    solve(factorization, vector, vector);
    // Rounding feeds the steady state, which is enlarged by 1/shift: take its trace out again.
    const trace = packedTrace(spins, vector);
    for (let k = 0; k <= spins; k++) vector[k]! -= trace / (spins + 1);
    ratio = frobeniusNorm(spins, vector);
  }
  return Math.max(0, 1 / ratio - shift);
}

function requirePositive(density: DensityMatrix): void {
  if (isPositive(density, negativityLimit)) return;
  throw new ConvergenceError({
    what: `the steady state has an eigenvalue below ${-negativityLimit}`,
    remedy: "bring rates of very different size closer together, or evolve in time instead",
    limit: -negativityLimit,
  });
}
