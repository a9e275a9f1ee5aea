import { ConvergenceError } from "../../core/errors.ts";
import { analyze } from "../../linalg/direct/lu.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import { type DensityMatrix, isPositive } from "../../state/densityMatrix.ts";
import type { Observables } from "../../state/moments.ts";
import { populationModel } from "../axis/axis.ts";
import { slowestChainRate } from "../axis/thermalChain.ts";
import { thermalSteadyState } from "../axis/thermalState.ts";
import { inverseIteration, type PackedSpace } from "../inverseIteration.ts";
import { collectiveBytes } from "../matrixBytes.ts";
import { bytesPerFactorValue, defaultMemoryLimit, requireMemory } from "../memory.ts";
import { requireCollective } from "./checks.ts";
import { frobeniusNorm, packedTrace, unpack } from "./coherences.ts";
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

/** An eigenvalue below it counts as rounding. */
const negativityLimit = 1e-8;

/**
 * The steady state of the master equation of docs/physics.md, sections 1 and 8 without local processes, in the spin-N/2 space.
 *
 * By inverse iteration, or in closed form where everything is about z.
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
  const populations = populationModel(model);
  if (populations !== null) return thermal(populations, limit);
  const subject = `the steady state of ${spins} spins`;
  const matrixBytes = collectiveBytes(model);
  requireMemory(subject, matrixBytes, limit);
  const liouvillian = collectiveLiouvillian(model);
  const symbolic = analyze(liouvillian.pattern);
  requireMemory(subject, matrixBytes + bytesPerFactorValue * symbolic.factorSize, limit);
  const found = inverseIteration(model, packedSpace(spins), liouvillian, symbolic);
  const density = unpack(spins, found.packed);
  requirePositive(density);
  return {
    density,
    populations: null,
    observables: collectiveObservables(density),
    residual: found.relativeResidual,
    iterations: found.iterations,
    slowestRate: found.slowestRate,
    errorEstimate: found.error / frobeniusNorm(spins, found.packed),
  };
}

function packedSpace(spins: number): PackedSpace {
  const size = (spins + 1) ** 2;
  const mixed = new Float64Array(size).fill(1 / (spins + 1), 0, spins + 1);
  const probe = Float64Array.from({ length: size }, (_, k) => {
    const m = spins / 2 - k;
    // Populations: a line and a parabola, J_z and J_z^2; everything else: an irrational turn, which no symmetry leaves out.
    return k <= spins ? m + (m * m) / spins : Math.sin(k);
  });
  return {
    trace: (packed) => packedTrace(spins, packed),
    norm: (packed) => frobeniusNorm(spins, packed),
    mixed,
    probe,
  };
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

function requirePositive(density: DensityMatrix): void {
  if (isPositive(density, negativityLimit)) return;
  throw new ConvergenceError({
    what: `the steady state has an eigenvalue below ${-negativityLimit}`,
    remedy: "bring rates of very different size closer together, or evolve in time instead",
    limit: -negativityLimit,
  });
}
