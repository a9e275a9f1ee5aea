import { steadyStateKind } from "blochfem/model";
import { type Answer, disagreements, missingModes } from "./compare.ts";
import { exactSteady } from "./exactReference.ts";
import { generalProblem, modelFileOf, type RandomProblem, randomProblem } from "./randomProblems.ts";
import { evolvedBy, modesBy, type Outcome, steadyBy } from "./roads.ts";

export const questions = ["steady", "evolve", "spectrum"] as const;
export type Question = (typeof questions)[number];

/** How much is asked of a problem. */
export interface Extent {
  /** Finite elements by themselves take seconds: for every so many-th problem. */
  readonly elementsEvery: number;
  readonly questions: readonly Question[];
  /** Problems with interactions and jumps in the place of those with the seven rates. */
  readonly general?: boolean;
}

export interface Examination {
  readonly problem: RandomProblem;
  /** Each a sentence; empty where all is well. */
  readonly violations: readonly string[];
  /** null where the steady state is not unique, so that none is to be had, or was not asked for. */
  readonly auto: { readonly answered: boolean; readonly seconds: number; readonly message: string } | null;
}

/** Largest processor time in which `auto` is to answer. */
export const patience = 30;

/** All roads through one problem: those that answer have to agree, and none may crash. */
export function examine(problem: RandomProblem, extent: Extent): Examination {
  const roads: readonly Road[] =
    problem.index % extent.elementsEvery === 0 ? ["fem", "harmonic", "dicke"] : ["harmonic", "dicke"];
  const violations: string[] = [];
  let auto: Examination["auto"] = null;
  if (extent.questions.includes("steady")) {
    const byItself = steadyBy(problem, "auto");
    violations.push(...steadyViolations(problem, roads, byItself));
    if (hasOneSteadyState(problem)) {
      const answered = byItself.kind === "answer" && byItself.seconds <= patience;
      const message = byItself.kind === "answer" ? "answered" : byItself.message;
      auto = { answered, seconds: byItself.seconds, message };
    }
  }
  if (extent.questions.includes("evolve")) violations.push(...evolutionViolations(problem, roads));
  if (extent.questions.includes("spectrum")) violations.push(...spectrumViolations(problem));
  return { problem, violations, auto };
}

type Road = "fem" | "harmonic" | "dicke";

const hasOneSteadyState = ({ model }: RandomProblem): boolean => steadyStateKind(model).kind !== "notUnique";

function steadyViolations(problem: RandomProblem, roads: readonly Road[], auto: Outcome<Answer>): string[] {
  const outcomes = [auto, ...roads.map((road) => steadyBy(problem, road))];
  const exact = hasOneSteadyState(problem) ? exactSteady(problem.model) : null;
  const answers = exact === null ? answersOf(outcomes) : [...answersOf(outcomes), exact];
  return [...crashes(outcomes), ...pairs(answers, disagreements)].map((text) => `steady: ${text}`);
}

function evolutionViolations(problem: RandomProblem, roads: readonly Road[]): string[] {
  const outcomes = roads.map((road) => evolvedBy(problem, road));
  const answers = answersOf(outcomes);
  const differences = problem.times.flatMap((time, k) =>
    pairs(
      answers.map((states) => states[k]!),
      disagreements,
    ).map((text) => `t = ${time}: ${text}`),
  );
  return [...crashes(outcomes), ...differences].map((text) => `evolve: ${text}`);
}

function spectrumViolations(problem: RandomProblem): string[] {
  const outcomes = (["harmonic", "dicke"] as const).map((road) => modesBy(problem, road));
  const missing = pairs(answersOf(outcomes), (a, b) => [...missingModes(a, b), ...missingModes(b, a)]);
  return [...crashes(outcomes), ...missing].map((text) => `spectrum: ${text}`);
}

const answersOf = <T>(outcomes: readonly Outcome<T>[]): T[] =>
  outcomes.flatMap((outcome) => (outcome.kind === "answer" ? [outcome.answer] : []));

const crashes = (outcomes: readonly Outcome<unknown>[]): string[] =>
  outcomes.flatMap((outcome) => (outcome.kind === "crashed" ? [outcome.message] : []));

const pairs = <T>(list: readonly T[], compare: (a: T, b: T) => readonly string[]): string[] =>
  list.flatMap((a, k) => list.slice(k + 1).flatMap((b) => compare(a, b)));

export interface Summary {
  readonly examined: number;
  readonly failures: readonly Examination[];
  /** Of the models with one steady state, those that auto answers in time, and those that it does not. */
  readonly answered: number;
  readonly unanswered: readonly Examination[];
  readonly slowest: number;
}

/** Problems first .. first + count - 1 of a seed; `look` is called after each. */
export function examineMany(
  seed: number,
  first: number,
  count: number,
  extent: Extent,
  look: (examination: Examination) => void = () => {},
): Summary {
  const failures: Examination[] = [];
  const unanswered: Examination[] = [];
  let answered = 0;
  let slowest = 0;
  for (let index = first; index < first + count; index++) {
    const problem = extent.general === true ? generalProblem(seed, index) : randomProblem(seed, index);
    const examination = examine(problem, extent);
    look(examination);
    if (examination.violations.length > 0) failures.push(examination);
    if (examination.auto === null) continue;
    slowest = Math.max(slowest, examination.auto.seconds);
    if (examination.auto.answered) answered++;
    else unanswered.push(examination);
  }
  return { examined: count, failures, answered, unanswered, slowest };
}

/** A failing problem as a model file that shows it, with what is wrong as comments. */
export const failureText = ({ problem, violations }: Examination): string =>
  modelFileOf(problem) + violations.map((text) => text.replace(/^/gm, "# ")).join("\n");

/** Seed, share that auto answers, and every model that it does not. */
export function summaryText(seed: number, { examined, failures, answered, unanswered, slowest }: Summary): string {
  const asked = answered + unanswered.length;
  const share = asked === 0 ? "-" : `${((100 * answered) / asked).toFixed(2)} %`;
  const lines = [
    `seed ${seed}: ${examined} models, ${failures.length} with a violation`,
    `auto answers ${answered} of ${asked} models with one steady state (${share}) within ${patience} s of processor time; slowest ${slowest.toFixed(1)} s`,
    ...unanswered.map(
      ({ problem, auto }) => `${modelFileOf(problem)}# ${auto!.seconds.toFixed(1)} s; ${auto!.message}`,
    ),
  ];
  return lines.join("\n");
}
