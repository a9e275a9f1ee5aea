import { InputError, ResourceLimitError } from "../core/errors.ts";
import {
  advance,
  createIntegrator,
  packProgress,
  progressLength,
  restoreProgress,
} from "../linalg/explicitIntegrator.ts";
import type { InitialState } from "../model/initialState.ts";
import { type DensityMatrix, hermiticityDefect, requireShape, trace } from "../state/densityMatrix.ts";
import { densityTolerance, errorsFromDensity } from "../state/errorEstimate.ts";
import {
  type Evolution,
  type EvolutionRequest,
  type EvolvingState,
  followTimes,
  requestedField,
  requireTimes,
  requireTolerance,
  snapshotArray,
} from "../state/evolution.ts";
import { applyCollective, collectiveAction } from "./action.ts";
import { frobeniusNorm, type PackedDensity, pack, requireSameSpins, unpack } from "./coherences.ts";
import { requireCollective } from "./collective.ts";
import { initialDensity } from "./initialDensity.ts";
import { defaultMemoryLimit } from "./memory.ts";
import { collectiveObservables } from "./moments.ts";

export interface DickeRequest extends Omit<EvolutionRequest, "initial"> {
  /** A density matrix in the Dicke basis may take the place of a named state. */
  readonly initial: InitialState | DensityMatrix;
  /** Default 1e-10: a looser one hardly saves time, since stability limits the steps. */
  readonly tolerance?: number;
  /** Whether to keep the density matrix at each time, 16 (N + 1)^2 bytes each; default false. */
  readonly keepStates?: boolean;
  /** Steps before giving up; default 1,000,000. */
  readonly maximumSteps?: number;
  /** Memory that the working arrays and kept states may take; default 2^31 bytes. */
  readonly memoryLimit?: number;
}

export interface DickeEvolution extends Evolution {
  readonly method: "dicke";
  /** At each of `times` where `keepStates` was asked for, otherwise null. */
  readonly states: readonly DensityMatrix[] | null;
  /** The state at the last time. */
  readonly final: DensityMatrix;
  readonly acceptedSteps: number;
  readonly rejectedSteps: number;
}

/** How far the trace and the Hermiticity of an initial state may be off. */
const stateTolerance = 1e-10;
/** Twelve stages, the state, the trial state and a scratch vector of the integrator; a snapshot; input and output matrices. */
const workingVectors = 20;

/**
 * Solves the master equation of docs/physics.md, section 1 without local processes in the spin-N/2 space.
 *
 * Trace and Hermiticity are kept to rounding by construction. The error estimate adds up the estimates of all steps, as if
 * nothing were forgotten: see `errorsFromDensity`.
 *
 * @throws InputError for local rates, a state of another N, a state that is not Hermitian with trace 1, times that do not
 *   ascend, a field that is not finite, a snapshot of another problem
 * @throws ResourceLimitError where the arrays would exceed the memory limit
 * @throws ConvergenceError where the steps run out or shrink to nothing
 */
export function evolveDicke(request: DickeRequest): DickeEvolution {
  const { model, initial, times, resume, keepStates = false, maximumSteps = 1e6 } = request;
  const { spins } = model;
  requireCollective(model);
  requireTimes(times, resume);
  requireMemory(spins, keepStates ? times.length : 0, request.memoryLimit ?? defaultMemoryLimit);
  const tolerance = densityTolerance(spins, requireTolerance(request.tolerance ?? 1e-10));
  const field = requestedField(request) ?? (() => model.field);
  const start = "kind" in initial ? initialDensity(spins, initial) : initial;
  requireState(spins, start);

  const action = collectiveAction(spins, model.collective);
  const size = (spins + 1) ** 2;
  const state = resume === undefined ? pack(start) : snapshotArray(resume.snapshot, "density", size);
  const integrator = createIntegrator(
    size,
    (time, density, derivative) => applyCollective(action, field(time), density, derivative),
    {
      tolerancePerTime: tolerance / (times.at(-1)! || 1),
      maximumSteps,
      norm: (vector) => frobeniusNorm(spins, vector),
    },
  );
  const { progress } = integrator;
  if (resume !== undefined) restoreProgress(progress, snapshotArray(resume.snapshot, "progress", progressLength));
  const states: DensityMatrix[] = [];
  const evolving: EvolvingState = {
    advance: (from, to) => advance(integrator, state, from, to),
    look: () => {
      const density = unpack(spins, state);
      if (keepStates) states.push(density);
      const observables = collectiveObservables(density);
      const error = progress.error + roundingError(spins, progress.accepted, state);
      return { observables, errorEstimate: errorsFromDensity(spins, error, observables.purity) };
    },
    snapshot: () => ({ density: state.slice(), progress: packProgress(progress) }),
  };
  const followed = followTimes(request, evolving);
  return {
    method: "dicke",
    ...followed,
    states: keepStates ? states : null,
    final: unpack(spins, state),
    acceptedSteps: progress.accepted,
    rejectedSteps: progress.rejected,
  };
}

/** Of the initial amplitudes, which come from up to N quotients in a row, and of twelve stages a step. */
const roundingError = (spins: number, steps: number, state: PackedDensity): number =>
  (spins + 12 * steps) * Number.EPSILON * frobeniusNorm(spins, state);

function requireState(spins: number, density: DensityMatrix): void {
  requireSameSpins(spins, density.spins);
  requireShape(density);
  const defect = Math.max(Math.abs(trace(density) - 1), hermiticityDefect(density));
  // The negated comparison also catches NaN.
  if (!(defect <= stateTolerance)) {
    throw new InputError({
      what: `the initial state misses trace 1 or Hermiticity by ${defect} (limit ${stateTolerance})`,
      remedy: "normalise it, or name it as a coherent, thermal or mixed state",
      value: defect,
      limit: stateTolerance,
    });
  }
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
