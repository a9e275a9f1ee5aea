import { InputError } from "../../core/errors.ts";
import { finished } from "../../core/finished.ts";
import { multiply } from "../../linalg/sparse.ts";
import {
  checkedInitialState,
  type InitialState,
  livesInBall,
  partsOf,
  type StatePart,
} from "../../model/initialState.ts";
import { type MovingModel, partsOfModel } from "../../model/movingModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { BlockDensityMatrix } from "../../state/blocks/blockDensity.ts";
import { courseOf } from "../../state/course.ts";
import type { DensityMatrix } from "../../state/densityMatrix.ts";
import { errorsFromTraceNorm, leastPurity } from "../../state/errorEstimate.ts";
import type { EvolutionRequest, EvolutionStream } from "../../state/evolution.ts";
import { requireTolerance } from "../../state/tolerance.ts";
import { type DensityEvolution, followDensity } from "../evolveDensity.ts";
import { defaultMemoryLimit, requireMemory } from "../memory.ts";
import { type BlockLayout, blockLayout, densityBytes, fullBlockCount } from "../symmetric/layout.ts";
import { liouvillian } from "../symmetric/liouvillian.ts";
import { packedObservables } from "../symmetric/moments.ts";
import { unpackBlocks } from "../symmetric/packing.ts";
import { hasAxis, populationModel } from "./axis.ts";

/** A density matrix that is diagonal in J_z, by its populations p(j, m): blocks of falling j one after another, m falling in each. */
export interface DiagonalState {
  readonly spins: number;
  readonly layout: BlockLayout;
  readonly populations: Float64Array;
}

export interface PopulationRequest extends Omit<EvolutionRequest, "initial"> {
  readonly initial: InitialState;
  readonly memoryLimit?: number;
}

export type PopulationEvolution = DensityEvolution<DiagonalState>;

/** Stages, state, trial and scratch of the integrator, a snapshot, and the matrix: some nine entries a row with their places. */
const workingVectors = 40;

/**
 * Whether an evolution is one of populations alone: the model keeps J_z at all times but for a field along it, which does nothing then, and the
 * state is diagonal in it.
 */
export const isOfPopulations = (model: SpinModel, moving: MovingModel | null, initial: InitialState): boolean =>
  (moving === null || moving.isField) &&
  partsOfModel(model, moving).every(hasAxis) &&
  partsOf(initial).every(({ state }) => isDiagonal(state));

const isDiagonal = (state: StatePart): boolean =>
  state.kind === "thermal" ||
  state.kind === "dicke" ||
  (state.kind === "coherent" && state.direction[0] === 0 && state.direction[1] === 0);

/** Number of populations: of all total spins, or of the largest alone. */
export const populationsInTime = (model: SpinModel, initial: InitialState): number =>
  livesInBall(model, initial) ? Math.floor((model.spins + 2) ** 2 / 4) : model.spins + 1;

/**
 * Solves the rate equations of the populations of a model about z: N + 1 of them without local processes, (N/2 + 1)^2 with. Steps are explicit, and as short as the
 * fastest of the rates asks for.
 *
 * @throws InputError where there is more than populations, and for times that do not ascend; ResourceLimitError where the arrays would exceed the memory limit, or the steps the limit on seconds
 */
export const evolvePopulations = (request: PopulationRequest): PopulationEvolution =>
  finished(followPopulations(request));

/** The same, time by time. */
export function followPopulations(asked: PopulationRequest): EvolutionStream<PopulationEvolution> {
  const { field: _, ...request } = asked;
  const initial = checkedInitialState(asked.initial, asked.model.spins);
  const course = courseOf(asked);
  requirePopulations(course.model, course.moving, initial);
  const inBall = livesInBall(asked.model, initial);
  const model: SpinModel = { ...populationModel(asked.model)!, field: [0, 0, 0] };
  const { spins } = model;
  const layout = blockLayout(spins, {
    blockCount: inBall ? fullBlockCount(spins) : 1,
    highestCoherence: 0,
    imaginary: false,
  });
  requireMemory(
    `the evolution of ${layout.size} populations of ${spins} spins`,
    8 * workingVectors * layout.size,
    request.memoryLimit ?? defaultMemoryLimit,
    "raise memoryLimit, or take fewer spins",
  );
  const start = new Float64Array(layout.size);
  for (const { weight, state } of partsOf(initial)) addPart(layout, weight, state, start);
  const generator = liouvillian(model, layout);
  return followDensity({ ...request, model, initial }, courseOf({ ...request, model }), {
    start,
    rate: (_time, populations, derivative) => multiply(generator, populations, derivative),
    norm: sumOfModuli,
    // Nothing turns.
    damping: () => 0,
    frobeniusNorms: Math.sqrt(layout.size),
    tolerance: requireTolerance(request.tolerance ?? 1e-10) / 2,
    unpack: (populations) => ({ spins, layout, populations: populations.slice() }),
    observables: (populations) => packedObservables(layout, populations),
    errors: (error, purity) => errorsFromTraceNorm(error, purity),
    leastPurity: leastPurity(spins, inBall),
  });
}

/** Bytes of a density matrix that populations are written down as. */
const LARGEST = 2 ** 27;

/** @throws InputError where there is more than populations */
function requirePopulations(model: SpinModel, moving: MovingModel | null, initial: InitialState): void {
  if (isOfPopulations(model, moving, initial)) return;
  throw new InputError({
    what: "the populations alone do not tell this evolution: a field, an interaction or a jump is not along z, a rate changes in time, or the start is not diagonal in J_z",
    remedy: "use evolveDicke or evolveSymmetric, or start from all spins up or down, a Dicke or a thermal state",
    value: initial.kind,
  });
}

/** The density matrix, mostly zeros: of the largest total spin where that is the only one; null where it would be large. */
export function densityOfPopulations({
  spins,
  layout,
  populations,
}: DiagonalState): DensityMatrix | BlockDensityMatrix | null {
  if (layout.blockCount > 1) return densityBytes(spins) > LARGEST ? null : unpackBlocks(layout, populations);
  const order = spins + 1;
  if (16 * order ** 2 > LARGEST) return null;
  const real = new Float64Array(order * order);
  for (const [k, population] of populations.entries()) real[k * order + k] = population;
  return { spins, real, imaginary: new Float64Array(order * order) };
}

const sumOfModuli = (values: Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += Math.abs(value);
  return sum;
};

/** Adds the populations of one part of a mixture. */
function addPart(
  { spins, blockStarts }: BlockLayout,
  weight: number,
  state: StatePart,
  populations: Float64Array,
): void {
  if (state.kind === "coherent") populations[state.direction[2] > 0 ? 0 : spins]! += weight;
  if (state.kind === "dicke") {
    const block = Math.round(spins / 2 - state.j!);
    populations[blockStarts[block]! + Math.round(state.j! - state.m)]! += weight;
  }
  if (state.kind !== "thermal") return;
  const { ratio } = state;
  // Relative to the largest population, so that powers can only underflow.
  const factor = ratio > 1 ? 1 / ratio : ratio;
  const total = factor === 1 ? spins + 1 : -Math.expm1((spins + 1) * Math.log(factor)) / (1 - factor);
  for (let k = 0; k <= spins; k++) populations[ratio > 1 ? k : spins - k]! += (weight * factor ** k) / total;
}
