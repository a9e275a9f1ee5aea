import { InputError } from "../../core/errors.ts";
import type { Vector3 } from "../../state/moments.ts";
import type {
  ClassicalCertificate,
  EntangledCertificate,
  Judged,
  SphereCertificate,
  UndecidedCertificate,
  Witness,
} from "./certificate.ts";

/** A value as JSON has it: arrays in the place of typed arrays. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The certificate as an object that JSON.stringify writes without loss; the keys are those of the certificate. */
export const certificateToJson = (certificate: SphereCertificate): { readonly [key: string]: JsonValue } =>
  plainJson(certificate) as { readonly [key: string]: JsonValue };

/** Arrays in the place of typed arrays, and nothing that is undefined. */
export function plainJson(value: unknown): JsonValue {
  if (value instanceof Float64Array) return [...value];
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== "object" || value === null) return value as JsonValue;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(entries.map(([key, entry]) => [key, plainJson(entry)]));
}

/**
 * The certificate in a parsed JSON object. Whether it is right is what `verifyCertificate` asks.
 *
 * @throws InputError where a part is missing or is not what it has to be
 */
export function certificateFromJson(json: unknown): SphereCertificate {
  const read = reader(json, "the certificate");
  const outcome = read.oneOf("outcome", ["entangled", "classical", "undecided"]);
  const judged: Judged = {
    leastEigenvalue: read.numberOrNull("leastEigenvalue"),
    ...(read.has("leastEigenvalueError") && { leastEigenvalueError: read.numberOrNull("leastEigenvalueError") }),
  };
  if (outcome === "entangled") return entangledOf(read, judged);
  return outcome === "classical" ? classicalOf(read, judged) : undecidedOf(read, judged);
}

function entangledOf(read: Reader, judged: Judged): EntangledCertificate {
  const part = reader(read.value("witness"), "the witness");
  const witness: Witness = {
    kind: part.oneOf("kind", ["square", "polynomial"]),
    degree: part.number("degree"),
    coefficients: part.numbers("coefficients"),
  };
  const [value, errorBound, visibility] = [read.number("value"), read.number("errorBound"), read.number("visibility")];
  return { outcome: "entangled", witness, value, errorBound, visibility, ...judged };
}

function classicalOf(read: Reader, judged: Judged): ClassicalCertificate {
  const proof = read.oneOf("proof", ["parabolic", "points"]);
  const traceDistance = read.number("traceDistance");
  if (proof === "parabolic") return { outcome: "classical", proof, traceDistance, ...judged };
  return {
    outcome: "classical",
    proof,
    points: read.list("points").map((point, k): Vector3 => {
      const [x, y, z, ...more] = Array.isArray(point) ? point : [];
      if (isNumber(x) && isNumber(y) && isNumber(z) && more.length === 0) return [x, y, z];
      throw wrongPart(`point ${k + 1} of the certificate`, "three numbers", point);
    }),
    weights: read.numbers("weights"),
    uniformPart: read.number("uniformPart"),
    residual: read.number("residual"),
    traceDistance,
    ...judged,
  };
}

function undecidedOf(read: Reader, judged: Judged): UndecidedCertificate {
  const reason = read.text("reason");
  const bounds = read.value("bounds") === null ? null : read.numbers("bounds");
  if (bounds !== null && bounds.length !== 2)
    throw wrongPart("bounds of the certificate", "two numbers", bounds.length);
  return {
    outcome: "undecided",
    reason,
    bounds: bounds === null ? null : [bounds[0]!, bounds[1]!],
    traceDistance: read.numberOrNull("traceDistance"),
    ...judged,
  };
}

/** Parts of an object, each of which is what it has to be. */
export interface Reader {
  readonly has: (key: string) => boolean;
  readonly value: (key: string) => unknown;
  readonly oneOf: <Name extends string>(key: string, names: readonly Name[]) => Name;
  readonly number: (key: string) => number;
  readonly numberOrNull: (key: string) => number | null;
  readonly numbers: (key: string) => Float64Array;
  readonly list: (key: string) => readonly unknown[];
  readonly text: (key: string) => string;
}

/** Throws InputError where a part that is asked for is missing or something else; `owner` is what messages call the object. */
export function reader(json: unknown, owner: string): Reader {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw wrongPart(owner, "an object", json);
  const record = json as Readonly<Record<string, unknown>>;
  const fail = (key: string, what: string): InputError => wrongPart(`${key} of ${owner}`, what, record[key]);
  const list = (key: string): readonly unknown[] => {
    const found = record[key];
    if (!Array.isArray(found)) throw fail(key, "a list");
    return found;
  };
  return {
    has: (key) => record[key] !== undefined,
    value: (key) => record[key],
    oneOf: (key, names) => {
      const found = names.find((name) => name === record[key]);
      if (found === undefined) throw fail(key, `one of ${names.join(", ")}`);
      return found;
    },
    number: (key) => {
      const found = record[key];
      if (!isNumber(found)) throw fail(key, "a finite number");
      return found;
    },
    numberOrNull: (key) => {
      const found = record[key];
      if (found !== null && !isNumber(found)) throw fail(key, "a finite number or null");
      return found;
    },
    numbers: (key) => {
      const found = list(key);
      if (!found.every(isNumber)) throw fail(key, "a list of finite numbers");
      return Float64Array.from(found);
    },
    list,
    text: (key) => {
      const found = record[key];
      if (typeof found !== "string") throw fail(key, "a sentence");
      return found;
    },
  };
}

export const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** The error for a part that is not what it has to be. */
export function wrongPart(name: string, what: string, found: unknown): InputError {
  const shown = found === undefined ? "missing" : typeof found === "object" ? "something else" : String(found);
  return new InputError({
    what: `${name} has to be ${what}, and is ${shown}`,
    remedy: "give the certificate as it was written",
    value: found,
  });
}
