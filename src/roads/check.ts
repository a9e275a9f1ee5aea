import { defined } from "../core/defined.ts";
import { BlochfemError } from "../core/errors.ts";
import { pause } from "../core/pause.ts";
import { checkedInitialState, type InitialState } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { initialStateOf } from "../model/startInput.ts";
import { steadyStateKind } from "../model/uniqueness.ts";
import { courseOf } from "../state/course.ts";
import type { EvolutionRequest } from "../state/evolution.ts";
import {
  type Attempt,
  attempt,
  type DensityAnswer,
  dickeInTime,
  dickeSteady,
  femInTime,
  femSteady,
  harmonicInTime,
  harmonicSteady,
  type RoadAnswer,
  type RoadName,
} from "./check/answers.ts";
import { histogramOf } from "./check/histogram.ts";
import { type CheckOptions, type CheckRequest, checkRequest } from "./check/options.ts";
import { type Check, type CheckedState, compared } from "./check/report.ts";
import { type CountedAnswer, trajectoriesInTime, trajectoriesSteady } from "./check/trajectories.ts";
import { inCode, type Named } from "./selectRoads.ts";

/** The note of a check without an initial state. */
export const NO_INITIAL_STATE = "Not compared in time: there is no initial state.";

/**
 * A model by every method that applies, compared: finite elements, harmonics, the density matrix and trajectories, in the steady
 * state and, from an initial state, in time. The one with the smallest errors is the reference for the others. Bounded answers
 * disagree where they differ by more than both error estimates together; trajectories where chance would do so in less than 1
 * of 100 checks, all tests taken together. What a method cannot do is left out, with the reason. `named` is how messages call an option.
 *
 *     const { agrees, states } = await check(model, { initial: { coherent: [1, 0, 0] }, times: [0.5, 2] });
 *
 * All runs in this thread unless the options bring a pool.
 *
 * @throws InputError for options out of range, an initial state that the model does not have, times that do not ascend from 0
 * @throws AbortedError where the signal says so
 * @throws BlochfemError where no two methods have an answer: the message has the reason of each
 */
export async function check(model: SpinModel, options: CheckOptions = {}, named: Named = inCode): Promise<Check> {
  const request = checkRequest(options, named);
  const initial =
    request.initial === undefined ? null : checkedInitialState(initialStateOf(request.initial), model.spins);
  const states: CheckedState[] = [];
  const notes: string[] = [];
  if (initial === null) notes.push(NO_INITIAL_STATE);
  else states.push(...(await inTime(model, initial, request)));
  const kind = steadyStateKind(model);
  if (request.field !== undefined) notes.push(`No steady state: ${movingName(request.field)} on time.`);
  else if (kind.kind === "notUnique") notes.push(`No unique steady state: ${kind.conserved} is conserved.`);
  else states.push(await inSteadyState(model, kind.kind === "point", request));
  const { trajectories, seed } = request;
  const found = compared(model, initial, states, notes, { trajectories, seed });
  if (found.states.some(({ roads }) => roads.length > 1)) return found;
  throw nothingToCompare(states, notes);
}

/** "the field depends", "the field and collective.decay depend". */
function movingName(drive: NonNullable<CheckRequest["field"]>): string {
  if (!("parameters" in drive)) return "the field depends";
  const names = [...(drive.drivesField ? ["the field"] : []), ...drive.parameters.keys()];
  return `${names.join(names.length === 2 ? " and " : ", ")} ${names.length === 1 ? "depends" : "depend"}`;
}

/** Reports a step; a signal is set by others, who get a turn before it. */
async function begin({ onProgress, signal }: CheckRequest, step: string): Promise<void> {
  if (signal !== undefined) await pause(0);
  onProgress(step);
}

async function inTime(
  model: SpinModel,
  initial: InitialState,
  request: CheckRequest,
): Promise<readonly CheckedState[]> {
  const { at: times, field, maximumStep, maximumSeconds } = request;
  const asked: EvolutionRequest = { model, initial, times, ...defined({ field, maximumStep, maximumSeconds }) };
  // What is in the way of a course is in the way of every road, each of which says so.
  const moved = await attempt(() => courseOf(asked).model);
  const evolution = { ...asked, model: moved.answer ?? model };
  await begin(request, "harmonic moments in time");
  const harmonic = await attempt(() => harmonicInTime(evolution));
  await begin(request, "density matrix in time");
  const dicke = await attempt(() => dickeInTime(evolution));
  await begin(request, "finite elements in time");
  const fem = await attempt(() => femInTime(evolution));
  const densities = fem.answer?.densities ?? times.map(() => null);
  const sde = await attempt(() => trajectoriesInTime(evolution, densities, request));
  return times.map((time, k) =>
    checkedState(
      time,
      {
        fem: picked(fem, ({ answers }) => answers[k]!),
        harmonic: picked(harmonic, (answers) => answers[k]!),
        dicke: picked(dicke, (answers) => answers[k]!),
      },
      picked(sde, (answers) => answers[k]!),
      densities[k]!,
      fem.answer?.withoutDensity ?? null,
    ),
  );
}

async function inSteadyState(model: SpinModel, isPoint: boolean, request: CheckRequest): Promise<CheckedState> {
  await begin(request, "steady state, harmonic moments");
  const harmonic = await attempt(() => harmonicSteady(model));
  await begin(request, "steady state, density matrix");
  const dicke = await attempt(() => dickeSteady(model));
  await begin(request, "steady state, finite elements");
  const fem = await attempt(() => femSteady(model));
  const density = fem.answer?.density ?? null;
  const sde: Attempt<CountedAnswer> = isPoint
    ? { answer: null, reason: "P is a single point, where nothing is left to chance" }
    : await attempt(() => trajectoriesSteady(model, density, request));
  return checkedState(null, { fem: picked(fem, ({ answer }) => answer), harmonic, dicke }, sde, density);
}

const picked = <T, U>(found: Attempt<T>, pick: (answer: T) => U): Attempt<U> =>
  found.reason === null ? { answer: pick(found.answer), reason: null } : found;

function checkedState(
  time: number | null,
  bounded: Readonly<Record<"fem" | "harmonic" | "dicke", Attempt<RoadAnswer>>>,
  sde: Attempt<CountedAnswer>,
  density: DensityAnswer | null,
  withoutDensity: string | null = null,
): CheckedState {
  const found: [RoadName, Attempt<RoadAnswer>][] = [
    ["harmonic", bounded.harmonic],
    ["dicke", bounded.dicke],
    ["fem", bounded.fem],
    ["sde", picked(sde, ({ answer }) => answer)],
  ];
  const counts = sde.answer?.counts ?? null;
  const histogram = density === null || counts === null ? null : histogramOf(density, counts);
  return {
    time,
    answers: found.flatMap(([, { answer }]) => (answer === null ? [] : [answer])),
    leftOut: found.flatMap(([road, { reason }]) => (reason === null ? [] : [{ road, reason }])),
    histogram: histogram?.answer ?? null,
    histogramLeftOut: histogram?.reason ?? (sde.answer === null ? null : withoutDensity),
  };
}

function nothingToCompare(states: readonly CheckedState[], notes: readonly string[]): BlochfemError {
  const reasons = states.flatMap(({ leftOut }) => leftOut.map(({ road, reason }) => `${road}: ${reason}`));
  return new BlochfemError({
    what: `no two roads have an answer: ${[...new Set([...reasons, ...notes])].join("; ")}`,
    remedy: "give an initial state, or a model within the reach of two methods",
  });
}
