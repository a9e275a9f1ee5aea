import { InputError } from "../core/errors.ts";
import type { DickeStart, InitialState } from "./initialState.ts";
import { initialStateShape } from "./initialStateShape.ts";
import { checkInput } from "./shapes.ts";

/** A state by its name, as in a model file. */
export type NamedStart =
  | { readonly coherent: readonly [number, number, number] }
  | { readonly product: readonly [number, number, number] }
  | { readonly thermal: { readonly ratio: number } }
  | { readonly dicke: Omit<DickeStart, "kind"> };

/** A state by its name, a mixture of such, or as the roads take it: what `initialStateOf` makes of the others. */
export type InitialInput =
  | InitialState
  | NamedStart
  | { readonly mixture: readonly ({ readonly weight: number } & NamedStart)[] };

/** The state as the roads take it. Throws InputError for one that is written wrongly. */
export function initialStateOf(input: InitialInput): InitialState {
  if ("kind" in input) return input;
  const { value, issues } = checkInput(initialStateShape, input, "the initial state");
  if (value === null) throw new InputError(issues[0]!);
  if (value.kind !== "from" && !(value.kind === "mixture" && value.parts.some(({ state }) => state.kind === "from")))
    return value as InitialState;
  throw new InputError({
    what: "the initial state stands in another file, which the library does not open",
    remedy: "read the file with parseProblemFile, and give the state that it holds",
    value: input,
  });
}
