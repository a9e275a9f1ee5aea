import { InputError } from "../core/errors.ts";
import { inCode, type Named } from "../roads/selectRoads.ts";
import type { Found } from "./tasks/task.ts";

/** Where along a parameter a sweep looks: where a quantity takes a value, or where a statement begins or ends to hold; plain data. */
export interface Condition {
  readonly text: string;
  /** Keys and places from the row on: ["observables", "mean", 2]. */
  readonly path: readonly (string | number)[];
  /** null: the quantity is a statement itself. */
  readonly operator: "=" | "<" | ">" | null;
  readonly value: number;
}

/** A side of the place that is looked for: its sign, 0 where errors leave that open, and for a quantity its distance with the error of it. */
export interface Side {
  readonly sign: -1 | 0 | 1;
  readonly distance: number | null;
  readonly error?: number;
}

const EXAMPLE = 'write it as in "observables.mean[2] = 0", "observables.concurrence > 0" or "observables.parabolic"';

/**
 * A condition that is written as "observables.mean[2] = 0", with = < or >, or as the name of a statement alone.
 *
 * @throws InputError for any other text
 */
export function parseCondition(text: string, named: Named = inCode): Condition {
  const [, name, operator, number] =
    /^\s*(observables(?:\.[A-Za-z]\w*|\[\d+\])+)\s*(?:(=|<|>)\s*(\S+))?\s*$/.exec(text) ?? [];
  const value = number === undefined ? 0 : Number(number);
  if (name === undefined || !Number.isFinite(value)) {
    throw new InputError({
      what: `${named("until")} is "${text}", which is no condition`,
      remedy: EXAMPLE,
      value: text,
    });
  }
  const path = [...name.matchAll(/[A-Za-z]\w*|\d+/g)].map(([part]) => (/^\d/.test(part) ? Number(part) : part));
  return { text: text.trim(), path, operator: (operator ?? null) as Condition["operator"], value };
}

/**
 * On which side of a condition a point is. Of a statement, or an inequality, whether it holds beyond the error; of an equation the sign of the difference, 0
 * where that is within the error estimate.
 *
 * @returns null where the quantity is not known there
 * @throws InputError where a task does not have the quantity, or it cannot be compared so
 */
export function sideOf({ text, path, operator, value }: Condition, { observables, errorEstimate }: Found): Side | null {
  const [, ...keys] = path;
  const found = at(observables, keys);
  if (found === null) return null;
  if (operator === null && typeof found === "boolean") return truth(found);
  if (operator === null || typeof found !== "number") throw notUsable(text, found, operator);
  const estimate = at(errorEstimate, keys);
  const error = typeof estimate === "number" ? estimate : 0;
  const distance = found - value;
  if (operator === ">") return truth(distance > error);
  if (operator === "<") return truth(-distance > error);
  return { sign: Math.abs(distance) <= error ? 0 : distance > 0 ? 1 : -1, distance, error };
}

const truth = (holds: boolean): Side => ({ sign: holds ? 1 : -1, distance: null });

const at = (value: unknown, keys: Condition["path"]): unknown =>
  keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );

function notUsable(text: string, found: unknown, operator: Condition["operator"]): InputError {
  const kind = found === undefined ? "not there" : typeof found === "number" ? "a number" : "not a number";
  return new InputError({
    what: `the quantity of "${text}" is ${kind}`,
    remedy:
      kind === "a number" && operator === null
        ? "compare it with one, as in = 0"
        : "name a key that a row of this task has",
    value: text,
  });
}
