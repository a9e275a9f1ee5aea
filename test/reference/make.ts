import { readFileSync, writeFileSync } from "node:fs";
import { type GeneralModel, generalEquation } from "./equation.ts";
import type { ReferenceState } from "./precise/linearEquation.ts";
import { preciseEvolution, preciseSteady } from "./precise/states.ts";

/*
 * npm run reference [-- --check]: computes what stands in the reference files for the models that stand there, and writes it, or says which file differs.
 */

/** A state as the files have it. */
export interface Entry {
  m1: readonly number[];
  m2: readonly number[];
  cross: readonly number[];
  purity: number;
}

/** What is left of a zero after sixty digits is a zero. */
const cleared = (values: readonly number[]): number[] => values.map((value) => (Math.abs(value) < 1e-50 ? 0 : value));

const entryOf = ({ mean, square, cross, purity }: ReferenceState): Entry => ({
  m1: cleared(mean),
  m2: cleared(square),
  cross: cleared(cross),
  purity,
});

interface Evolution {
  readonly initial: readonly [number, number, number];
  readonly at: readonly (Entry & { readonly t: number })[];
}

/** An entry of exact.json or general.json. */
export interface Problem {
  readonly model: GeneralModel;
  readonly steady?: Entry;
  readonly evolution?: Evolution;
}

/** An entry of extreme.json. */
export type SteadyProblem = Entry & { readonly model: GeneralModel };

function computedEvolution(model: GeneralModel, { initial, at }: Evolution): Evolution {
  const states = preciseEvolution(
    generalEquation(model),
    initial,
    at.map(({ t }) => t),
  );
  return { initial, at: at.map(({ t }, k) => ({ t, ...entryOf(states[k]!) })) };
}

/** The same problem with its numbers computed anew. */
export const computed = ({ model, steady, evolution }: Problem): Problem => ({
  model,
  ...(steady && { steady: entryOf(preciseSteady(generalEquation(model))) }),
  ...(evolution && { evolution: computedEvolution(model, evolution) }),
});

export const computedSteady = ({ model }: SteadyProblem): SteadyProblem => ({
  model,
  ...entryOf(preciseSteady(generalEquation(model))),
});

const isFlat = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return true;
  return Array.isArray(value) ? value.every(isFlat) : Object.values(value).every((part) => typeof part === "number");
};

/** JSON as the formatter has it: lists of numbers, and objects of nothing else, on one line. */
function textOf(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const inner = isFlat(value) ? "" : `${indent}  `;
  const items = Object.entries(value).map(([key, part]) => {
    const text = textOf(part, inner);
    return Array.isArray(value) ? text : `"${key}": ${text}`;
  });
  if (!isFlat(value)) return `${open}\n${items.map((item) => inner + item).join(",\n")}\n${indent}${close}`;
  return Array.isArray(value) ? `[${items.join(", ")}]` : `{ ${items.join(", ")} }`;
}

function main(): void {
  const files: readonly (readonly [string, (entry: never) => unknown])[] = [
    ["exact", computed],
    ["general", computed],
    ["extreme", computedSteady],
  ];
  for (const [name, compute] of files) {
    const url = new URL(`${name}.json`, import.meta.url);
    const now = readFileSync(url, "utf8");
    const text = `${textOf(JSON.parse(now).map(compute))}\n`;
    if (!process.argv.includes("--check")) writeFileSync(url, text);
    else if (text !== now) {
      console.error(`${name}.json is not what its models give; run npm run reference`);
      process.exitCode = 1;
    }
  }
}

if (process.argv[1] === import.meta.filename) main();
