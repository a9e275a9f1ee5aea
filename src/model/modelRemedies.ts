import type { CheckParameters } from "./issues.ts";
import type { Check, KeyRemedy } from "./shapes.ts";

const PAIRS = ["xx", "yy", "zz", "xy", "xz", "yz"] as const;
const KEYS = `{ ${PAIRS.join(", ")} }`;

const HAMILTONIAN =
  "give its parts: field: [x, y, z] of B.J, and interaction: { zz: 1 } of terms of second order; the equation of the P-function ends at second order only where there are no higher ones";

/** What people call the parts of a model. */
const MODEL_WORDS: Readonly<Record<string, string>> = {
  chi: "write interaction: { zz: 1 }",
  twisting: "write interaction: { zz: 1 }",
  h: HAMILTONIAN,
  hamiltonian: HAMILTONIAN,
  b: "write field: [x, y, z]",
  n: "write spins",
  jumps: "move it into collective, for operators of J, or local, for operators of each spin",
  jump: "write jumps: [{ rate, operator }] in collective, for operators of J, or local, for operators of each spin",
};

const wordIn = (words: Readonly<Record<string, string>>, key: string): string | null => {
  const word = key.toLowerCase();
  return Object.hasOwn(words, word) ? words[word]! : null;
};

export const modelRemedy: KeyRemedy = (key) => wordIn(MODEL_WORDS, key);

const GROUP_WORDS: Readonly<Record<string, string>> = {
  rate: "put it into a list: jumps: [{ rate, operator }]",
  operator: "put it into a list: jumps: [{ rate, operator }]",
  interaction: "move it out, beside spins and field",
};

export const groupRemedy: KeyRemedy = (key) => wordIn(GROUP_WORDS, key);

const JUMP_WORDS: Readonly<Record<string, string>> = {
  l: "write operator",
  kappa: "write rate",
  gamma: "write rate",
};

export const jumpRemedy: KeyRemedy = (key) => wordIn(JUMP_WORDS, key);

/** A key such as yx, Jx*Jy, Jz^2 or zzz. */
export const interactionRemedy: KeyRemedy = (key) => {
  if (key.length > 30) return null;
  const axes = key
    .toLowerCase()
    .replace(/[\s*_j]/g, "")
    .replace(/([xyz])(?:\^)([2-9])/g, (_, axis: string, power: string) => axis.repeat(Number(power)));
  if (!/^[xyz]+$/.test(axes)) return null;
  if (axes.length === 1) return "a term of first order belongs to field: [x, y, z]";
  if (axes.length > 2)
    return "leave it out: the equation of the P-function ends at second order only for Hamiltonians that are at most quadratic in the spin";
  const name = [...axes].sort().join("");
  return name === axes ? `write ${name}` : `write ${name}, which stands for chi_${name} = chi_${axes}`;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** In the way of a field in time. */
const inTime = (value: unknown): boolean => isObject(value) && ("formula" in value || "times" in value);

const notConstant = (remedy: string): CheckParameters => ({
  what: "which depends on time",
  remedy,
  limit: undefined,
});

/** For a rate or a coefficient of the interaction. */
export const constantFault: Check<unknown> = (value) =>
  inTime(value)
    ? notConstant(
        "give a constant number, and to an evolution a drive: a model file may say it here, for a model in code see docs/drives.md",
      )
    : null;

/** For jumps that are no list. */
export const jumpsFault: Check<unknown> = (value) =>
  isObject(value)
    ? { what: "not a list", remedy: "put every jump into brackets: jumps: [{ rate, operator }]", limit: "a list" }
    : null;

/** For an interaction that is no map, or one in time. */
export const interactionFault: Check<unknown> = (value) => {
  if (inTime(value)) return notConstant(`give constant coefficients ${KEYS}`);
  if (Array.isArray(value)) return matrixFault(value);
  if (typeof value !== "number" && typeof value !== "string") return null;
  return { what: "not a map", remedy: `say which products it is of: ${KEYS}, as in { zz: 1 }`, limit: "a map" };
};

const isRow = (row: unknown): row is readonly number[] =>
  Array.isArray(row) && row.length === 3 && row.every(Number.isFinite);

function matrixFault(rows: readonly unknown[]): CheckParameters {
  const plain = { what: "not a map", remedy: `give its coefficients ${KEYS}`, limit: "a map" };
  if (rows.length !== 3 || !rows.every(isRow)) return plain;
  const entry = (name: string): number => rows["xyz".indexOf(name[0]!)]!["xyz".indexOf(name[1]!)]!;
  const uneven = ["xy", "xz", "yz"].find((name) => entry(name) !== entry(`${name[1]}${name[0]}`));
  if (uneven !== undefined) {
    const [name, other] = [uneven, `${uneven[1]}${uneven[0]}`];
    return {
      what: `not symmetric: its ${name} is ${entry(name)} and its ${other} ${entry(other)}, and H would not be Hermitian`,
      remedy: `give one ${name} for both, in a map ${KEYS}`,
      limit: entry(other),
    };
  }
  const written = PAIRS.filter((name) => entry(name) !== 0).map((name) => `${name}: ${entry(name)}`);
  return written.length === 0 ? plain : { ...plain, remedy: `write { ${written.join(", ")} }` };
}
