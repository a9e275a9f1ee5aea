import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import { BlochfemError, InputError } from "../../core/errors.ts";
import type { Problem } from "../../io/modelFile.ts";
import type { InitialState } from "../../model/initialState.ts";
import { steadyStateKind } from "../../model/uniqueness.ts";
import type { EvolutionRequest } from "../../state/evolution.ts";
import { describeInitial, initialReport, initialStateOf, readInitialText } from "../arguments/initial.ts";
import { describeModel, parseProblem, readModelText } from "../arguments/problem.ts";
import type { CommandContext } from "../context.ts";
import { EXIT_NUMERICAL } from "../exitCodes.ts";
import { toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";
import { histogramOf } from "./histogram.ts";
import { type CheckedState, checkReport } from "./report.ts";
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
} from "./roads.ts";
import { checkTable } from "./table.ts";
import { type CountedAnswer, type EnsembleOptions, trajectoriesInTime, trajectoriesSteady } from "./trajectories.ts";

export interface CheckArguments {
  readonly path: string;
  /** undefined: the default ones, where there is an initial state. */
  readonly times: readonly number[] | undefined;
  readonly initial: string | undefined;
  readonly maximumStep: number | undefined;
  readonly maximumSeconds: number | undefined;
  readonly trajectories: number;
  readonly seed: number;
  readonly json: boolean;
}

/** Times without --at, in the unit of the rates. */
const DEFAULT_TIMES = [0.25, 1, 3];

/** Below this, means over trajectories are not normal enough for the level of the tests. */
const LEAST_TRAJECTORIES = 1000;

/** `blochfem check`. Throws the library's errors. */
export async function runCheck(context: CommandContext, args: CheckArguments): Promise<void> {
  const { io } = context;
  const { trajectories, seed } = args;
  if (!(Number.isInteger(trajectories) && trajectories >= LEAST_TRAJECTORIES)) {
    throw new InputError({
      what: `--trajectories is ${trajectories}, not a whole number of at least ${LEAST_TRAJECTORIES}`,
      remedy: "fewer have no normal distribution, which the tests rely on; 10000 is the default",
      value: trajectories,
      limit: LEAST_TRAJECTORIES,
    });
  }
  const text = await readModelText(io, args.path);
  const problem = await parseProblem(text);
  const timed = args.times !== undefined || args.initial !== undefined || problem.initial !== undefined;
  const initial = timed
    ? initialStateOf(problem, text.source, args.initial === undefined ? undefined : readInitialText(args.initial))
    : null;

  const progress = createProgress(io);
  const ensemble: EnsembleOptions = { trajectories, seed, onProgress: progress.show };
  const states: CheckedState[] = [];
  const notes: string[] = [];
  try {
    if (initial === null)
      notes.push(`Not compared in time: ${text.source} names no initial state; give --initial x,y,z.`);
    else
      states.push(
        ...(await inTime(
          problem,
          {
            initial,
            times: args.times ?? DEFAULT_TIMES,
            maximumStep: args.maximumStep,
            maximumSeconds: args.maximumSeconds,
          },
          ensemble,
        )),
      );
    const kind = steadyStateKind(problem.model);
    if (problem.drive !== undefined) notes.push("No steady state: the field depends on time.");
    else if (kind.kind === "notUnique") notes.push(`No unique steady state: ${kind.conserved} is conserved.`);
    else states.push(await steady(problem, kind.kind === "point", ensemble));
  } finally {
    progress.clear();
  }
  const report = checkReport(problem.model, initial === null ? null : initialReport(initial), states, notes, {
    trajectories,
    seed,
  });
  if (!report.states.some(({ roads }) => roads.length > 1)) throw nothingToCompare(states, notes);
  const colours = pc.createColors(useColour(io, io.outIsTerminal));
  const heading = [
    colours.bold(`Check of ${text.source}`),
    describeModel(problem.model, problem.drive),
    ...(initial === null ? [] : [`from ${describeInitial(initial)}`]),
    "",
  ];
  io.writeOut(args.json ? `${toJson(report)}\n` : `${[...heading, ...checkTable(report, colours)].join("\n")}\n`);
  if (!report.agrees) context.setExitCode(EXIT_NUMERICAL);
}

async function inTime(
  problem: Problem,
  asked: {
    readonly initial: InitialState;
    readonly times: readonly number[];
    readonly maximumStep: number | undefined;
    readonly maximumSeconds: number | undefined;
  },
  ensemble: EnsembleOptions,
): Promise<readonly CheckedState[]> {
  const { model, drive } = problem;
  const { initial, times, maximumStep, maximumSeconds } = asked;
  const request: EvolutionRequest = {
    model,
    initial,
    times,
    ...defined({ field: drive, maximumStep, maximumSeconds }),
  };
  const { onProgress } = ensemble;
  onProgress("harmonic moments in time");
  const harmonic = await attempt(() => harmonicInTime(request));
  onProgress("density matrix in time");
  const dicke = await attempt(() => dickeInTime(request));
  onProgress("finite elements in time");
  const fem = await attempt(() => femInTime(request));
  const densities = fem.answer?.densities ?? times.map(() => null);
  const sde = await attempt(() => trajectoriesInTime(problem, request, densities, ensemble));
  return times.map((time, k) =>
    checkedState(
      time,
      {
        fem: at(fem, ({ answers }) => answers[k]!),
        harmonic: at(harmonic, (answers) => answers[k]!),
        dicke: at(dicke, (answers) => answers[k]!),
      },
      at(sde, (answers) => answers[k]!),
      densities[k]!,
      fem.answer?.withoutDensity ?? null,
    ),
  );
}

async function steady(problem: Problem, isPoint: boolean, ensemble: EnsembleOptions): Promise<CheckedState> {
  const { model } = problem;
  const { onProgress } = ensemble;
  onProgress("steady state, harmonic moments");
  const harmonic = await attempt(() => harmonicSteady(model));
  onProgress("steady state, density matrix");
  const dicke = await attempt(() => dickeSteady(model));
  onProgress("steady state, finite elements");
  const fem = await attempt(() => femSteady(model));
  const density = fem.answer?.density ?? null;
  const sde: Attempt<CountedAnswer> = isPoint
    ? { answer: null, reason: "P is a single point, where nothing is left to chance" }
    : await attempt(() => trajectoriesSteady(problem, density, ensemble));
  return checkedState(null, { fem: at(fem, ({ answer }) => answer), harmonic, dicke }, sde, density);
}

const at = <T, U>(found: Attempt<T>, pick: (answer: T) => U): Attempt<U> =>
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
    ["sde", at(sde, ({ answer }) => answer)],
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
