import { InputError } from "../../core/errors.ts";
import {
  advance,
  createIntegrator,
  packProgress,
  progressLength,
  restoreProgress,
} from "../../linalg/explicitIntegrator.ts";
import { multiply } from "../../linalg/sparse.ts";
import type { InitialState } from "../../model/initialState.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import {
  type BlockDensityMatrix,
  blockHermiticityDefect,
  blockTrace,
  fromSymmetricSubspace,
  requireBlockShape,
} from "../../state/blocks/blockDensity.ts";
import {
  type Evolution,
  type EvolutionRequest,
  followTimes,
  requestedField,
  requireTimes,
  requireTolerance,
  snapshotArray,
} from "../../state/evolution.ts";
import { requireSpins } from "../../state/observables.ts";
import { requireSameSpins } from "../coherences.ts";
import { initialDensity } from "../initialDensity.ts";
import { errorsFromTraceNorm } from "./errors.ts";
import { fieldAction } from "./fieldAction.ts";
import { type BlockLayout, blockLayout, fullBlockCount, unknownCount } from "./layout.ts";
import { liouvillian } from "./liouvillian.ts";
import { defaultMemoryLimit, requireMemory } from "./memory.ts";
import { packedObservables } from "./moments.ts";
import { packBlocks, traceNormBound, unpackBlocks } from "./packing.ts";

export interface SymmetricRequest extends Omit<EvolutionRequest, "initial"> {
  /** Any permutation-symmetric state may take the place of a named one. */
  readonly initial: InitialState | BlockDensityMatrix;
  /** Default 1e-10: a looser one hardly saves time, since stability limits the steps. */
  readonly tolerance?: number;
  /** Whether to keep the state at each time; default false. */
  readonly keepStates?: boolean;
  /** Steps before giving up; default 1,000,000. */
  readonly maximumSteps?: number;
  /** Memory that the working arrays and kept states may take; default 2^31 bytes. */
  readonly memoryLimit?: number;
}

export interface SymmetricEvolution extends Evolution {
  readonly method: "dicke";
  /** At each of `times` where `keepStates` was asked for, otherwise null. */
  readonly states: readonly BlockDensityMatrix[] | null;
  /** The state at the last time. */
  readonly final: BlockDensityMatrix;
  readonly acceptedSteps: number;
  readonly rejectedSteps: number;
}

/** How far the trace and the Hermiticity of an initial state may be off. */
const stateTolerance = 1e-10;
/** Twelve stages, state, trial and scratch of the integrator, a snapshot, states in and out, and the matrix (about 12). */
const workingVectors = 36;

/**
 * Solves the master equation of PHYSICS.md section 1, local processes included, for permutation-symmetric states.
 *
 * Hermiticity is kept by construction, the trace to rounding. The error estimate adds up the estimates of all steps, as if
 * nothing were forgotten: see `errorsFromTraceNorm`. Blocks that neither the initial state nor a local process reaches, and
 * coherences that no transverse field reaches, are left out.
 *
 * @throws InputError for a state of another N or one that is not Hermitian with trace 1, times that do not ascend, a field
 *   that is not finite, a snapshot of another problem
 * @throws ResourceLimitError where the arrays would exceed the memory limit
 * @throws ConvergenceError where the steps run out or shrink to nothing
 */
export function evolveSymmetric(request: SymmetricRequest): SymmetricEvolution {
  const { model, initial, times, resume, keepStates = false, maximumSteps = 1e6 } = request;
  const { spins } = model;
  requireSpins(spins);
  requireTimes(times, resume);
  const blockCount = "kind" in initial && !hasLocalRates(model) ? 1 : fullBlockCount(spins);
  const vectors = workingVectors + (keepStates ? 2 * times.length : 0);
  const bytes = 8 * vectors * unknownCount(spins, blockCount);
  requireMemory("the evolution", spins, bytes, request.memoryLimit ?? defaultMemoryLimit);
  const tolerance = requireTolerance(request.tolerance ?? 1e-10) / 2;
  const field = requestedField(request) ?? (() => model.field);
  const start = "kind" in initial ? fromSymmetricSubspace(initialDensity(spins, initial)) : initial;
  requireState(spins, start);

  const turnsOnly = request.field === undefined && model.field[0] === 0 && model.field[1] === 0;
  const highestCoherence = turnsOnly ? largestCoherence(start) : spins;
  const layout = blockLayout(spins, { blockCount, highestCoherence });
  const state =
    resume === undefined ? packBlocks(layout, start) : snapshotArray(resume.snapshot, "density", layout.size);
  const integrator = createIntegrator(layout.size, rightHandSide(model, layout, field), {
    tolerancePerTime: tolerance / (times.at(-1)! || 1),
    maximumSteps,
    norm: (vector) => traceNormBound(layout, vector),
  });
  const { progress } = integrator;
  if (resume !== undefined) restoreProgress(progress, snapshotArray(resume.snapshot, "progress", progressLength));
  const states: BlockDensityMatrix[] = [];
  const followed = followTimes(request, {
    advance: (from, to) => advance(integrator, state, from, to),
    look: () => {
      if (keepStates) states.push(unpackBlocks(layout, state));
      const observables = packedObservables(layout, state);
      const error = progress.error + roundingError(spins, progress.accepted) * traceNormBound(layout, state);
      return { observables, errorEstimate: errorsFromTraceNorm(error, observables.purity) };
    },
    snapshot: () => ({ density: state.slice(), progress: packProgress(progress) }),
  });
  return {
    method: "dicke",
    ...followed,
    states: keepStates ? states : null,
    final: unpackBlocks(layout, state),
    acceptedSteps: progress.accepted,
    rejectedSteps: progress.rejected,
  };
}

/** Dissipation from a matrix, the field, which may change, without one. */
function rightHandSide(
  model: SpinModel,
  layout: BlockLayout,
  field: (time: number) => readonly [number, number, number],
): (time: number, state: Float64Array, derivative: Float64Array) => void {
  const dissipator = liouvillian(model, layout, [0, 0, 0]);
  const addField = fieldAction(layout);
  return (time, state, derivative) => {
    multiply(dissipator, state, derivative);
    addField(field(time), state, derivative);
  };
}

/** Relative: of the initial amplitudes, which come from up to N quotients in a row, and of twelve stages a step. */
const roundingError = (spins: number, steps: number): number => (spins + 12 * steps) * Number.EPSILON;

/** The largest q = |m - m'| of an element that is not zero. */
function largestCoherence({ blocks }: BlockDensityMatrix): number {
  let largest = 0;
  for (const { spins, real, imaginary } of blocks) {
    const order = spins + 1;
    for (let q = order - 1; q > largest; q--) {
      for (let b = 0; b < order - q && q > largest; b++) {
        const at = (b + q) * order + b;
        if (real[at] !== 0 || imaginary[at] !== 0) largest = q;
      }
    }
  }
  return largest;
}

function requireState(spins: number, density: BlockDensityMatrix): void {
  requireSameSpins(spins, density.spins);
  requireBlockShape(density);
  const defect = Math.max(Math.abs(blockTrace(density) - 1), blockHermiticityDefect(density));
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
