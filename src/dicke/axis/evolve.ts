import { aboutDuration } from "../../core/duration.ts";
import { InputError, ResourceLimitError } from "../../core/errors.ts";
import { finished } from "../../core/finished.ts";
import { checkedInitialState, type InitialState, livesInBall } from "../../model/initialState.ts";
import { type MovingModel, partsOfModel } from "../../model/movingModel.ts";
import { transposed } from "../../model/secondOrder/turn.ts";
import { interacts, type SpinModel } from "../../model/spinModel.ts";
import { joinedSnapshot, partOfSnapshot } from "../../ode/snapshot.ts";
import type { BlockDensityMatrix } from "../../state/blocks/blockDensity.ts";
import { courseOf } from "../../state/course.ts";
import type { DensityMatrix } from "../../state/densityMatrix.ts";
import { leastPurity, raiseErrors } from "../../state/errorEstimate.ts";
import {
  type Evolution,
  type EvolutionRequest,
  type EvolutionStream,
  type EvolvingState,
  followTimes,
} from "../../state/evolution.ts";
import { requireSeconds } from "../../state/evolutionCost.ts";
import { turned } from "../../state/rotatingFrame.ts";
import { requireTolerance } from "../../state/tolerance.ts";
import { defaultMemoryLimit, requireMemory } from "../memory.ts";
import { type BlockLayout, blockLayout, densityBytes, fullBlockCount } from "../symmetric/layout.ts";
import { unpackBlocks } from "../symmetric/packing.ts";
import { hasAxis } from "./axis.ts";
import { coherencesFollowed } from "./flow/coherences.ts";
import { type FlowCost, flowCost, largestRate, SECONDS_PER_ELEMENT } from "./flow/cost.ts";
import { type SectorState, sectorErrors, sectorObservables } from "./flow/sectorMoments.ts";
import { sectorRates } from "./flow/sectorRates.ts";
import { commonAzimuth, isDiagonalStart, isKnownStart, sectorStart } from "./flow/sectorStart.ts";
import { type UniformFlow, uniformFlow } from "./flow/uniformFlow.ts";
import { axisFrame } from "./frame.ts";

/** A density matrix that is diagonal in J_z, by its populations p(j, m): blocks of falling j one after another, m falling in each. */
export interface DiagonalState {
  readonly spins: number;
  readonly layout: BlockLayout;
  readonly populations: Float64Array;
}

export interface PopulationRequest extends Omit<EvolutionRequest, "initial"> {
  readonly initial: InitialState;
  /** Default 1e-10. */
  readonly tolerance?: number;
  readonly memoryLimit?: number;
}

export interface PopulationEvolution extends Evolution {
  readonly method: "dicke";
  /** Populations at the last time: all of the state where it started diagonal in J_z. */
  readonly final: DiagonalState;
  /** Coherences q = 0, 1, ... that were followed: 1 where populations are all that there is. */
  readonly coherences: number;
  /** Whether these are about another axis than z. */
  readonly isTurned: boolean;
  /** Products with a generator. */
  readonly products: number;
}

/** Whether all coherences of a model change independently of one another at all times, and turn with a field along z at most. */
const keepsCoherences = (model: SpinModel, moving: MovingModel | null): boolean =>
  (moving === null || moving.isField) && partsOfModel(model, moving).every(hasAxis);

/**
 * Whether an evolution is one of populations alone: the model keeps J_z at all times but for a field along it, which does nothing then, and the
 * state is diagonal in it.
 */
export const isOfPopulations = (model: SpinModel, moving: MovingModel | null, initial: InitialState): boolean =>
  keepsCoherences(model, moving) && isKnownStart(initial) && isDiagonalStart(initial);

/** Whether populations and a few coherences about some axis tell the moments of an evolution, from a state that need not be the same all around it. */
export const isOfCoherences = (model: SpinModel, moving: MovingModel | null, initial: InitialState): boolean =>
  moving === null ? axisFrame(model, initial) !== null : isOfPopulations(model, moving, initial);

/** What following them is predicted to take; for an evolution of which that is so. */
export function coherencesCost(model: SpinModel, initial: InitialState, times: readonly number[]): FlowCost {
  const frame = axisFrame(model, initial) ?? { model, initial };
  const { count } = coherencesFollowed(frame.model, frame.initial, times);
  return flowCost(frame.model, livesInBall(model, initial), times, count, count > 1);
}

/**
 * Solves the rate equations of the populations of a model about an axis, N + 1 of them without local processes, (N/2 + 1)^2 with; and from a state that is not the same all
 * around it those of the coherences q = 1 and 2 as well, which tell all first and second moments. Each moves in a window of its own. Where all coherences together take little time they are
 * followed for the purity, which else has an error as large as what they may add.
 *
 * @throws InputError where coherences do not change independently, and for times that do not ascend; ResourceLimitError where the arrays would exceed the memory limit, or the work the limit on seconds
 */
export const evolvePopulations = (request: PopulationRequest): PopulationEvolution =>
  finished(followPopulations(request));

/** The same, time by time. */
export function* followPopulations(asked: PopulationRequest): EvolutionStream<PopulationEvolution> {
  const given = checkedInitialState(asked.initial, asked.model.spins);
  const course = courseOf(asked);
  requireCoherences(course.model, course.moving, given);
  const { model, initial, rotation } = axisFrame(course.model, given)!;
  const { spins } = model;
  const inBall = livesInBall(model, initial);
  const { times, resume } = asked;
  const azimuth = commonAzimuth(initial);
  const complex = azimuth === null || (interacts(model) && !isDiagonalStart(initial));
  const { count, beyond } = coherencesFollowed(model, initial, times);
  const limit = requireAffordable(model, inBall, asked, count, complex);
  const tolerance = requireTolerance(asked.tolerance ?? 1e-10) / 2;
  const flows = Array.from({ length: count }, (_, q): UniformFlow => {
    const sector = sectorRates(model, inBall, q);
    const { vector, error } = sectorStart(sector, initial, azimuth ?? 0, complex && q > 0);
    return uniformFlow(sector, vector, { end: times.at(-1)!, tolerance, startError: error });
  });
  if (resume !== undefined) {
    for (const [q, flow] of flows.entries()) flow.restore(partOfSnapshot(resume.snapshot, String(q)));
  }
  let time = resume === undefined ? 0 : times[resume.index]!;
  const turn = course.moving === null ? model.field[2] : 0;
  const request = { times, initial, ...(resume === undefined ? {} : { resume }) };
  const state: EvolvingState = {
    *advance(_from, to) {
      for (const flow of flows) {
        for (const reached of flow.advance(to)) {
          requireTime(flows, reached, limit);
          // The last coherence ends the step of all.
          yield { kind: "move", time: flow === flows.at(-1) ? reached : time };
        }
      }
      time = to;
    },
    look: () => {
      const states = flows.map(
        (flow): SectorState => ({ sector: flow.sector, vector: flow.state(), angle: (azimuth ?? 0) + turn * time }),
      );
      const observables = sectorObservables(states);
      const errors = flows.map((flow) => flow.error());
      const errorEstimate = sectorErrors(spins, errors, observables.purity, beyond);
      if (rotation === null) return { observables, errorEstimate };
      const rounding = ROUNDING_OF_AXIS * (1 + (largestRate(model) + HIGHEST * Math.abs(turn)) * time);
      return turned(observables, raiseErrors(errorEstimate, rounding, rounding), transposed(rotation));
    },
    leastPurity: leastPurity(spins, inBall),
    snapshot: () => joinedSnapshot(Object.fromEntries(flows.map((flow, q) => [String(q), flow.pack()]))),
  };
  return yield* followTimes(request, course, state, (found) => ({
    method: "dicke",
    ...found,
    final: diagonalState(flows[0]!, inBall),
    coherences: count,
    isTurned: rotation !== null,
    products: flows.reduce((sum, flow) => sum + flow.products(), 0),
  }));
}

/** Coherence that moments depend on, at most. */
const HIGHEST = 2;
/** Roundings of the coefficients of a model about another axis than z. */
const ROUNDING_OF_AXIS = 64 * Number.EPSILON;

/** @throws InputError where coherences feed one another, or the state is not known by its coherences */
function requireCoherences(model: SpinModel, moving: MovingModel | null, initial: InitialState): void {
  if (isOfCoherences(model, moving, initial)) return;
  throw new InputError({
    what: "the coherences of this evolution do not change independently: the model has no rotation axis, or a rate changes in time; or its start is a product state across the axis, an earlier result, or a Dicke or thermal state about another axis",
    remedy: "use evolveDicke or evolveSymmetric, or start from a coherent state",
    value: initial.kind,
  });
}

/** @returns the limit on seconds. Throws ResourceLimitError where memory or predicted seconds are above their limits */
function requireAffordable(
  model: SpinModel,
  inBall: boolean,
  { times, memoryLimit = defaultMemoryLimit, maximumSeconds }: PopulationRequest,
  count: number,
  complex: boolean,
): number {
  const { seconds, products, bytes } = flowCost(model, inBall, times, count, complex);
  requireMemory(
    `the evolution of ${count === 1 ? "the populations" : `${count} coherences`} of ${model.spins} spins`,
    bytes,
    memoryLimit,
    "raise memoryLimit, or take fewer spins",
  );
  const limit = requireSeconds(maximumSeconds);
  if (seconds <= limit) return limit;
  throw new ResourceLimitError({
    what: `to t = ${times.at(-1)!} populations of ${model.spins} spins would take about ${products.toPrecision(2)} products and ${aboutDuration(seconds)}, above the limit of ${limit} s`,
    remedy: "ask for a shorter time or fewer spins, or raise maximumSeconds",
    value: seconds,
    limit,
  });
}

/** @throws ResourceLimitError where the work that is done took longer than predicted, and than the limit */
function requireTime(flows: readonly UniformFlow[], time: number, limit: number): void {
  const seconds = SECONDS_PER_ELEMENT * flows.reduce((sum, flow) => sum + flow.work(), 0);
  if (seconds <= limit) return;
  throw new ResourceLimitError({
    what: `the evolution of populations has come to t = ${time} after about ${aboutDuration(seconds)}, above the limit of ${limit} s`,
    remedy: "ask for a shorter time or fewer spins, or raise maximumSeconds",
    value: seconds,
    limit,
  });
}

/** The populations with zeros outside of their window. */
function diagonalState(flow: UniformFlow, inBall: boolean): DiagonalState {
  const { spins, offsets } = flow.sector;
  const layout = blockLayout(spins, {
    blockCount: inBall ? fullBlockCount(spins) : 1,
    highestCoherence: 0,
    imaginary: false,
  });
  const { re, first, last, top, bottom } = flow.state();
  const populations = new Float64Array(layout.size);
  for (let row = top; row <= bottom; row++) {
    if (first[row]! > last[row]!) continue;
    populations.set(
      re.subarray(offsets[row]! + first[row]!, offsets[row]! + last[row]! + 1),
      layout.blockStarts[row]! + first[row]! - row,
    );
  }
  return { spins, layout, populations };
}

/** Bytes of a density matrix that populations are written down as. */
const LARGEST = 2 ** 27;

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
