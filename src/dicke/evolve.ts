import { InputError, ResourceLimitError } from "../core/errors.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { type DensityMatrix, hermiticityDefect, requireShape, trace } from "../state/densityMatrix.ts";
import type { Observables, Vector3 } from "../state/moments.ts";
import { applyCollective, collectiveAction } from "./action.ts";
import { frobeniusNorm, pack, requireSameSpins, unpack } from "./coherences.ts";
import { requireCollective } from "./collective.ts";
import { advance, createIntegrator } from "./integrate.ts";
import { collectiveObservables } from "./moments.ts";

export interface EvolutionOptions {
  /** Times at which observables are wanted, increasing, none before `startTime`. */
  readonly times: readonly number[];
  /** Time of the initial state; default 0. */
  readonly startTime?: number;
  /** B(t), in place of the model's constant field. Jumps are allowed, best at one of `times`. */
  readonly field?: (time: number) => Vector3;
  /** Largest estimated error of one step, in the Frobenius norm of rho; default 1e-11. */
  readonly tolerance?: number;
  /** Steps before giving up; default 1,000,000. */
  readonly maximumSteps?: number;
  /** Whether to keep the density matrix at each time, 16 (N + 1)^2 bytes each; default false. */
  readonly keepStates?: boolean;
  /** Memory that the working arrays and kept states may take; default 2^31 bytes. */
  readonly memoryLimit?: number;
}

export interface EvolutionPoint {
  readonly time: number;
  readonly observables: Observables;
  /** Where `keepStates` was asked for. */
  readonly density?: DensityMatrix;
}

export interface Evolution {
  /** One an output time, in order. */
  readonly points: readonly EvolutionPoint[];
  /** The state at the last output time. */
  readonly final: DensityMatrix;
  readonly acceptedSteps: number;
  readonly rejectedSteps: number;
}

/** How far the trace and the Hermiticity of an initial state may be off. */
const stateTolerance = 1e-10;
/** Below this, rounding of the stages (whose weights reach 43) decides about a step, not its error. */
const smallestTolerance = 1e-14;
const defaultMemoryLimit = 2 ** 31;
/** Twelve stages, the state, the trial state and a scratch vector of the integrator; input and output matrices. */
const workingVectors = 19;

/**
 * Solves the master equation of PHYSICS.md section 1 without local processes in the spin-N/2 space, from `initial`.
 *
 * Trace and Hermiticity are kept to rounding by construction. The error of the result is about the tolerance times the
 * number of steps at most, and usually far less, since dissipation forgets.
 *
 * @throws InputError for local rates, a state of another N, a state that is not Hermitian with trace 1, unordered times
 * @throws ResourceLimitError where the arrays would exceed the memory limit
 * @throws ConvergenceError where the steps run out or shrink to nothing
 */
export function evolve(model: SpinModel, initial: DensityMatrix, options: EvolutionOptions): Evolution {
  const { times, startTime = 0, tolerance = 1e-11, maximumSteps = 1e6, keepStates = false } = options;
  requireCollective(model);
  requireState(model.spins, initial);
  requireTimes(startTime, times);
  requireTolerance(tolerance);
  requireMemory(model.spins, keepStates ? times.length : 0, options.memoryLimit ?? defaultMemoryLimit);

  const { spins } = model;
  const action = collectiveAction(spins, model.collective);
  const field = options.field === undefined ? () => model.field : checkedField(options.field);
  const state = pack(initial);
  const integrator = createIntegrator(
    state.length,
    (time, density, derivative) => applyCollective(action, field(time), density, derivative),
    { tolerance, maximumSteps, norm: (vector) => frobeniusNorm(spins, vector) },
  );
  const points: EvolutionPoint[] = [];
  let time = startTime;
  for (const next of times) {
    if (next > time) advance(integrator, state, time, next);
    time = next;
    const density = unpack(spins, state);
    const point = { time, observables: collectiveObservables(density) };
    points.push(keepStates ? { ...point, density } : point);
  }
  return {
    points,
    final: unpack(spins, state),
    acceptedSteps: integrator.accepted,
    rejectedSteps: integrator.rejected,
  };
}

function checkedField(field: (time: number) => Vector3): (time: number) => Vector3 {
  return (time) => {
    const value = field(time);
    if (value.length === 3 && value.every(Number.isFinite)) return value;
    throw new InputError({
      what: `the time-dependent field is [${value.join(", ")}] at t = ${time}`,
      remedy: "return three finite numbers for every time of the interval",
      value,
    });
  };
}

function requireState(spins: number, density: DensityMatrix): void {
  requireSameSpins(spins, density.spins);
  requireShape(density);
  const defect = Math.max(Math.abs(trace(density) - 1), hermiticityDefect(density));
  // The negated comparison also catches NaN.
  if (!(defect <= stateTolerance)) {
    throw new InputError({
      what: `the initial state misses trace 1 or Hermiticity by ${defect} (limit ${stateTolerance})`,
      remedy: "normalise it, or build it with coherentState, thermalState or mixture",
      value: defect,
      limit: stateTolerance,
    });
  }
}

function requireTimes(startTime: number, times: readonly number[]): void {
  let previous = startTime;
  for (const time of times) {
    if (!(time >= previous) || !Number.isFinite(time)) {
      throw new InputError({
        what: `the output time ${time} comes after ${previous}`,
        remedy: "give finite output times in increasing order, none before the start",
        value: time,
        limit: previous,
      });
    }
    previous = time;
  }
}

function requireTolerance(tolerance: number): void {
  if (tolerance >= smallestTolerance && Number.isFinite(tolerance)) return;
  throw new InputError({
    what: `the tolerance ${tolerance} is below ${smallestTolerance}, what double precision allows`,
    remedy: "give a tolerance between 1e-14 and 1e-4; the default is 1e-11",
    value: tolerance,
    limit: smallestTolerance,
  });
}

function requireMemory(spins: number, keptStates: number, limit: number): void {
  const bytes = (workingVectors + 2 * keptStates) * 8 * (spins + 1) ** 2;
  if (bytes <= limit) return;
  throw new ResourceLimitError({
    what: `the evolution of ${spins} spins with ${keptStates} kept states needs about ${bytes} bytes, above the limit of ${limit}`,
    remedy: "keep fewer states, raise memoryLimit, or take the harmonic road, which may stop at a low degree",
    value: bytes,
    limit,
  });
}
