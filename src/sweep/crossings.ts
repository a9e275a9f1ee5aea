import { InputError } from "../core/errors.ts";
import { withParameter } from "../model/parameters.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { inCode, type Named } from "../roads/selectRoads.ts";
import { changesAmong, type Look, narrow } from "./bracket.ts";
import { type Condition, type Side, sideOf } from "./condition.ts";
import type { SweepGrid } from "./grid.ts";
import type { Found } from "./tasks/task.ts";

/** Along which parameter a condition is followed, and where it is looked at first; plain data. */
export interface Line {
  readonly condition: Condition;
  readonly parameter: string;
  readonly path: string;
  /** Ascending. */
  readonly values: readonly number[];
  /** Of the places that are found. */
  readonly width: number;
}

/** A place where a condition changes. */
export interface Crossing extends Found {
  /** The parameter along the line. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The change is within this of that value. */
  readonly uncertainty: number;
}

/** Of the range of the parameter. */
const ACCURACY = 1e-9;

/**
 * The last entry of a grid as the line, and the grid of the others.
 *
 * @throws InputError where parameters go together there, it is N, or it has fewer than two values
 */
export function lineOf(
  grid: SweepGrid,
  condition: Condition,
  named: Named = inCode,
): { readonly line: Line; readonly grid: SweepGrid } {
  const [axis, ...others] = grid.entries.at(-1)!;
  const path = grid.paths.at(-1)![0]!;
  const values = [...new Set(axis!.values)].sort((a, b) => a - b);
  const fault =
    others.length > 0
      ? "several parameters that go together"
      : path === "spins"
        ? "spins, a whole number"
        : values.length < 2
          ? `one value of ${axis!.parameter}`
          : null;
  if (fault !== null) {
    throw new InputError({
      what: `${named("until")} follows the last of ${named("vary")}, which is ${fault}`,
      remedy: "give there one rate, field or interaction and two values or more, between which the condition changes",
      value: axis!.values,
    });
  }
  const width = ACCURACY * (values.at(-1)! - values[0]!);
  return {
    line: { condition, parameter: axis!.parameter, path, values, width },
    grid: {
      entries: grid.entries.slice(0, -1),
      paths: grid.paths.slice(0, -1),
      points: grid.points / axis!.values.length,
    },
  };
}

/** Of a line: where the condition changes, and where there was no answer. */
export interface Crossings {
  readonly roots: readonly Crossing[];
  readonly failed: readonly { readonly parameters: Readonly<Record<string, number>>; readonly error: unknown }[];
}

/**
 * The places along a line where a condition changes between neighbouring values of it; what changes twice between two of them is not seen. Each is narrowed
 * down to the width, or as far as errors tell sides apart.
 *
 * @throws InputError where the task does not have the quantity
 */
export function crossingsAlong(
  { condition, parameter, path, values, width }: Line,
  model: SpinModel,
  solve: (model: SpinModel) => Found,
): Crossings {
  const failed: { parameters: Readonly<Record<string, number>>; error: unknown }[] = [];
  const found = (at: number): Found | null => {
    try {
      return solve(withParameter(model, path, at));
    } catch (error) {
      failed.push({ parameters: { [parameter]: at }, error });
      return null;
    }
  };
  const look = (at: number): Side => {
    const answer = found(at);
    const side = answer === null ? null : sideOf(condition, answer);
    if (answer !== null && side === null) failed.push({ parameters: { [parameter]: at }, error: unknown(condition) });
    return side ?? { sign: 0, distance: null };
  };
  const looks: Look[] = values.map((at) => ({ at, side: look(at) }));
  const roots = changesAmong(looks).flatMap((change): Crossing[] => {
    const { low, high } = narrow(change, width, look);
    const at = (low + high) / 2;
    const answer = found(at);
    return answer === null ? [] : [{ parameters: { [parameter]: at }, uncertainty: (high - low) / 2, ...answer }];
  });
  return { roots, failed };
}

const unknown = ({ text }: Condition): InputError =>
  new InputError({
    what: `the quantity of "${text}" is not known here`,
    remedy: "take one that is: the notes of a diagnosis say why it is not",
    value: text,
  });
