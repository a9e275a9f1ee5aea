import { InputError } from "../../core/errors.ts";
import { type Problem, parseInitialState } from "../../io/modelFile.ts";
import { checkedInitialState, type InitialState } from "../../model/initialState.ts";
import { pointOption } from "./pointOption.ts";
import { INITIAL_OPTION, type ModelText, parseProblem, startReader, withStartFiles } from "./problem.ts";

/** An initial state on the command line, with the texts of the files that it names. */
export type InitialText = ModelText;

/**
 * The state of --initial: "x,y,z" for every spin along a unit vector, a map as under `initial` in a model file, or the name of
 * an earlier result. Throws InputError where a file cannot be read.
 */
export function readInitialText(option: string): InitialText {
  const written = option.trim();
  if (written.startsWith("{") || isPoint(written)) return withStartFiles({ source: INITIAL_OPTION, text: written });
  // Not a vector with a mistake in it: those are refused with what they are.
  if (/^[-+.\d\s,]*$/.test(written)) return { source: INITIAL_OPTION, text: written };
  return withStartFiles({ source: INITIAL_OPTION, text: `{ from: ${JSON.stringify(written)} }` });
}

const isPoint = (text: string): boolean => text.split(",").length === 3 && !Number.isNaN(Number(text.split(",")[0]));

/** The state of --initial, or else that of the file. Throws InputError where there is none. */
export function initialStateOf(problem: Problem, source: string, option: InitialText | undefined): InitialState {
  const { spins } = problem.model;
  if (option !== undefined) {
    return option.text.startsWith("{")
      ? parseInitialState(option.text, INITIAL_OPTION, spins, startReader(option))
      : checkedInitialState({ kind: "coherent", direction: pointOption(INITIAL_OPTION, option.text) }, spins);
  }
  if (problem.initial !== undefined) return problem.initial;
  throw new InputError({
    what: `${source} names no initial state`,
    remedy: "add initial: { coherent: [1, 0, 0] } to it, or give --initial 1,0,0",
    value: source,
  });
}

/** A start, and the texts of the earlier results that it is from. */
export interface NamedStart {
  readonly state: InitialState;
  readonly texts: Readonly<Record<string, string>>;
}

/** The state of --initial, or that of the model file. Throws InputError where there is none. */
export async function namedStart(initial: string | undefined, text: ModelText): Promise<NamedStart> {
  const option = initial === undefined ? undefined : readInitialText(initial);
  const model = option === undefined ? withStartFiles(text) : text;
  const state = initialStateOf(await parseProblem(model), text.source, option);
  return { state, texts: (option ?? model).files ?? {} };
}

/** As JSON and people read it. */
export function initialReport(initial: InitialState): unknown {
  switch (initial.kind) {
    case "coherent":
      return { coherent: initial.direction };
    case "thermal":
      // JSON has no infinity.
      return { thermal: { ratio: Number.isFinite(initial.ratio) ? initial.ratio : ".inf" } };
    case "product":
      return { product: initial.vector };
    case "dicke":
      return { dicke: { m: initial.m, j: initial.j } };
    case "moments":
      return { from: initial.source ?? "moments", band: initial.band, error: initial.error };
    case "mixture":
      return { mixture: initial.parts.map(({ weight, state }) => ({ weight, ...(initialReport(state) as object) })) };
  }
}

export function describeInitial(initial: InitialState): string {
  switch (initial.kind) {
    case "coherent":
      return `all spins along (${initial.direction.join(", ")})`;
    case "thermal":
      return `thermal, ratio ${initial.ratio}`;
    case "product":
      return initial.vector.every((component) => component === 0)
        ? "the fully mixed state"
        : `every spin in (1 + r.sigma)/2, r = (${initial.vector.join(", ")})`;
    case "dicke":
      return `the Dicke state |j = ${initial.j}, m = ${initial.m}>`;
    case "moments":
      return `the state in ${initial.source ?? "an earlier result"}`;
    case "mixture":
      return `mixture of ${initial.parts.length} states`;
  }
}
