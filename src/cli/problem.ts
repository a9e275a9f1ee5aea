import { InputError } from "../core/errors.ts";
import { excerpt, printable } from "../core/printable.ts";
import { decodeText } from "../io/decodeText.ts";
import { type Problem, parseProblemFile } from "../io/modelFile.ts";
import { checkedInitialState, type InitialState } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { readText } from "./files/read.ts";
import type { Io } from "./io.ts";
import { pointOption } from "./pointOption.ts";

/** A model file as it was found. */
export interface ModelText {
  /** What messages call it. */
  readonly source: string;
  readonly text: string;
}

/** What messages call it. */
export const STANDARD_INPUT = "<stdin>";

/** The file at `path`, or standard input for "-". Throws InputError where it cannot be read. */
export async function readModelText(io: Io, path: string): Promise<ModelText> {
  if (path !== "-") return { source: printable(path), text: readText(path, "a model file") };
  const input = await io.readStandardInput();
  return { source: STANDARD_INPUT, text: typeof input === "string" ? input : decodeText(input, STANDARD_INPUT) };
}

/** Model, initial state and field of a text. Throws FileFormatError. */
export const parseProblem = ({ source, text }: ModelText): Promise<Problem> => parseProblemFile(text, source);

/** The state of --initial, or else that of the file. Throws InputError where there is none. */
export function initialStateOf(problem: Problem, source: string, option: string | undefined): InitialState {
  if (option !== undefined) {
    return checkedInitialState({ kind: "coherent", direction: pointOption("--initial", option) });
  }
  if (problem.initial !== undefined) return problem.initial;
  throw new InputError({
    what: `${source} names no initial state`,
    remedy: "add initial: { coherent: [1, 0, 0] } to it, or give --initial 1,0,0",
    value: source,
  });
}

/** N, field and rates, on a line where they fit; a field in time by its formulas or the span of its samples. */
export function describeModel({ spins, field, collective, local }: SpinModel, drive?: Problem["drive"]): string {
  const rates = ({ dephasing, pump, decay }: SpinModel["local"]): string =>
    `dephasing ${dephasing}, pump ${pump}, decay ${decay}`;
  const parts = [`N = ${spins}, B = ${drive === undefined ? `(${field.join(", ")})` : describeDrive(drive)}`];
  parts.push(`collective ${rates(collective)}`);
  if (local.dephasing > 0 || local.pump > 0 || local.decay > 0) parts.push(`local ${rates(local)}`);
  const line = parts.join(", ");
  return line.length < 80 ? line : parts.join(",\n");
}

/** Of a component in a title. */
const LONGEST_FORMULA = 200;

function describeDrive({ source }: NonNullable<Problem["drive"]>): string {
  if ("formula" in source)
    return `(${source.formula.map((text) => excerpt(printable(text), LONGEST_FORMULA)).join(", ")})`;
  return `samples at ${source.times.length} times from ${source.times[0]} to ${source.times.at(-1)}`;
}

/** As JSON and people read it. */
export function initialReport(initial: InitialState): unknown {
  if (initial.kind === "coherent") return { coherent: initial.direction };
  // JSON has no infinity.
  if (initial.kind === "thermal")
    return { thermal: { ratio: Number.isFinite(initial.ratio) ? initial.ratio : ".inf" } };
  return { mixture: initial.parts.map(({ weight, state }) => ({ weight, ...(initialReport(state) as object) })) };
}

export function describeInitial(initial: InitialState): string {
  if (initial.kind === "coherent") return `all spins along (${initial.direction.join(", ")})`;
  if (initial.kind === "thermal") return `thermal, ratio ${initial.ratio}`;
  return `mixture of ${initial.parts.length} states`;
}
