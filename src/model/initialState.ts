import { z } from "zod";
import { InputError } from "../core/errors.ts";
import { checkedBy, checkedNumber, checkedVector } from "./checks.ts";
import type { CheckParameters } from "./issues.ts";

/** Every spin along `direction`, a unit vector: P is a delta function there. */
export interface CoherentStart {
  readonly kind: "coherent";
  readonly direction: readonly [number, number, number];
}

/**
 * rho diagonal in J_z with <m|rho|m> ~ ratio^m: the steady state for a field along z and ratio = k_+/k_-. 1 is maximally
 * mixed, 0 all spins down, Infinity all up.
 */
export interface ThermalStart {
  readonly kind: "thermal";
  readonly ratio: number;
}

/** A state chosen with a probability proportional to the weight. */
export interface MixturePart {
  readonly weight: number;
  readonly state: CoherentStart | ThermalStart;
}

/** Weights of mixtures inside a mixture are products, to be given directly. */
export interface MixtureStart {
  readonly kind: "mixture";
  readonly parts: readonly MixturePart[];
}

/** Where an evolution starts, in terms that every road understands: states of the symmetric subspace. */
export type InitialState = CoherentStart | ThermalStart | MixtureStart;

/**
 * A frozen copy as the roads take it: directions of length 1 to rounding, weights that sum to 1. A copy of a copy is the same
 * to the last bit.
 *
 * @throws InputError for a direction that is no unit vector (to 1e-6), a ratio below 0, and weights that are negative, not
 * finite or all zero
 */
export function checkedInitialState(state: InitialState): InitialState {
  if (state.kind !== "mixture") return checkedPart(state);
  const weights = state.parts.map((part) => part.weight);
  refuse("the list of weights of a mixture", `[${weights.join(", ")}]`, weightsFault(weights));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = state.parts.map(({ weight, state: part }) =>
    Object.freeze({ weight: isOne(total) ? weight : weight / total, state: checkedPart(part) }),
  );
  return Object.freeze({ kind: "mixture", parts: Object.freeze(parts) });
}

function checkedPart(state: CoherentStart | ThermalStart): CoherentStart | ThermalStart {
  if (state.kind === "thermal") {
    refuse("the ratio of a thermal state", String(state.ratio), ratioFault(state.ratio));
    return Object.freeze({ kind: "thermal", ratio: state.ratio });
  }
  const [x, y, z] = state.direction;
  refuse("the direction of a coherent state", `[${state.direction.join(", ")}]`, directionFault(state.direction));
  const length = Math.sqrt(x * x + y * y + z * z);
  const scale = isOne(length) ? 1 : 1 / length;
  return Object.freeze({ kind: "coherent", direction: Object.freeze([x * scale, y * scale, z * scale] as const) });
}

/** 1 but for what rounding leaves of a vector, or of weights, that were divided by their sum. */
const isOne = (value: number): boolean => Math.abs(value - 1) <= 16 * Number.EPSILON;

function refuse(subject: string, shown: string, fault: CheckParameters | null): void {
  if (fault === null) return;
  throw new InputError({
    what: `${subject} is ${shown}, ${fault.what}`,
    remedy: fault.remedy,
    value: shown,
    limit: fault.limit,
  });
}

/** How far the length of a direction may be from 1: what rounding and a few printed digits leave. */
const directionTolerance = 1e-6;

function directionFault(direction: readonly [number, number, number]): CheckParameters | null {
  const length = direction.length === 3 ? Math.hypot(...direction) : Number.NaN;
  if (Math.abs(length - 1) <= directionTolerance) return null;
  if (!(length > 0 && length < Number.POSITIVE_INFINITY))
    return { what: "which is no direction", remedy: "give a unit vector of three finite numbers", limit: 1 };
  const unit = direction.map((component) => Number((component / length).toPrecision(9)));
  return {
    what: `of length ${Number(length.toPrecision(9))}, not 1`,
    remedy: `give the unit vector, [${unit.join(", ")}]`,
    limit: 1,
  };
}

function ratioFault(ratio: unknown): CheckParameters | null {
  if (typeof ratio === "number" && ratio >= 0) return null;
  return {
    what: "not a number of at least 0",
    remedy: "give pump/decay: 0 for all spins down, 1 for maximally mixed, infinity (.inf in YAML) for all spins up",
    limit: 0,
  };
}

function weightsFault(weights: readonly number[]): CheckParameters | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.every((weight) => weight >= 0) && total > 0 && total < Number.POSITIVE_INFINITY) return null;
  return {
    what: "which are no weights of a mixture",
    remedy: "give at least one part; weights are finite, not negative, and not all zero",
    limit: 0,
  };
}

// Not z.number(), which refuses infinity. Read the fault of a missing ratio as a missing value.
const ratio = z
  .unknown()
  .check(checkedBy(ratioFault))
  .transform((value) => value as number);

const stateShape = {
  coherent: checkedVector(directionFault).optional(),
  thermal: z.strictObject({ ratio }).optional(),
};

interface WrittenState {
  readonly coherent?: readonly [number, number, number] | undefined;
  readonly thermal?: { readonly ratio: number } | undefined;
}

const weight = checkedNumber((value) =>
  value >= 0 ? null : { what: "below 0", remedy: "give a probability or a relative weight", limit: 0 },
);

const mixture = z
  .array(z.strictObject({ weight, ...stateShape }).check(checkedBy((part) => kindFault(part, ["coherent", "thermal"]))))
  .check(checkedBy((parts) => weightsFault(parts.map((part) => part.weight))));

/**
 * The initial state of a model file: one of
 *
 *     initial: { coherent: [0, 0, 1] }
 *     initial: { thermal: { ratio: 0.5 } }
 *     initial: { mixture: [{ weight: 0.3, coherent: [1, 0, 0] }, { weight: 0.7, thermal: { ratio: 0 } }] }
 */
export const initialStateSchema = z
  .strictObject({ ...stateShape, mixture: mixture.optional() })
  .check(checkedBy((written) => kindFault(written, ["coherent", "thermal", "mixture"])))
  .transform((written) =>
    checkedInitialState(
      written.mixture === undefined
        ? fromWritten(written)
        : {
            kind: "mixture",
            parts: written.mixture.map(({ weight, ...part }) => ({ weight, state: fromWritten(part) })),
          },
    ),
  );

function fromWritten({ coherent, thermal }: WrittenState): CoherentStart | ThermalStart {
  return coherent === undefined
    ? { kind: "thermal", ratio: thermal!.ratio }
    : { kind: "coherent", direction: coherent };
}

function kindFault(written: object, kinds: readonly string[]): CheckParameters | null {
  const found = kinds.filter((kind) => (written as Record<string, unknown>)[kind] !== undefined);
  if (found.length === 1) return null;
  const among = found.length === 0 ? kinds : found;
  const names = `${among.slice(0, -1).join(", ")} ${found.length === 0 ? "or" : "and"} ${among.at(-1)}`;
  return {
    what: found.length === 0 ? `without ${names}` : `with ${names}, which are different states`,
    remedy:
      found.length === 0
        ? `give one of ${kinds.join(", ")}`
        : "give one of them; to mix states, list them under mixture",
    limit: 1,
  };
}
