import type { CheckParameters } from "./issues.ts";

/*
 * What may be wrong with the parts of an initial state, in the words of the messages; null where nothing is.
 */

/** How far the length of a direction may be from 1: what rounding and a few printed digits leave. */
const DIRECTION_TOLERANCE = 1e-6;

const lengthOf = (vector: readonly number[]): number => (vector.length === 3 ? Math.hypot(...vector) : Number.NaN);

export function directionFault(direction: readonly [number, number, number]): CheckParameters | null {
  const length = lengthOf(direction);
  if (Math.abs(length - 1) <= DIRECTION_TOLERANCE) return null;
  if (!(length > 0 && length < Number.POSITIVE_INFINITY))
    return { what: "which is no direction", remedy: "give a unit vector of three finite numbers", limit: 1 };
  const shown = Number(length.toPrecision(9));
  const unit = `[${direction.map((component) => Number((component / length).toPrecision(9))).join(", ")}]`;
  return {
    what: `of length ${shown}, not 1`,
    remedy:
      length < 1
        ? `give the unit vector, ${unit}, or a state of mixed spins as product: [${direction.join(", ")}]`
        : `give the unit vector, ${unit}`,
    limit: 1,
  };
}

export function productFault(vector: readonly [number, number, number]): CheckParameters | null {
  const length = lengthOf(vector);
  if (length <= 1 + DIRECTION_TOLERANCE) return null;
  return {
    what: Number.isFinite(length) ? `of length ${Number(length.toPrecision(9))}, above 1` : "which is no vector",
    remedy: "give a vector of three numbers inside the unit ball: (1 + r.sigma)/2 is no state of a spin for |r| > 1",
    limit: 1,
  };
}

export function ratioFault(ratio: unknown): CheckParameters | null {
  if (typeof ratio === "number" && ratio >= 0) return null;
  return {
    what: "not a number of at least 0",
    remedy: "give pump/decay: 0 for all spins down, 1 for maximally mixed, infinity (.inf in YAML) for all spins up",
    limit: 0,
  };
}

export function weightsFault(weights: readonly number[]): CheckParameters | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.every((weight) => weight >= 0) && total > 0 && total < Number.POSITIVE_INFINITY) return null;
  return {
    what: "which are no weights of a mixture",
    remedy: "give at least one part; weights are finite, not negative, and not all zero",
    limit: 0,
  };
}

export function dickeFault(spins: number, m: number, j: number): CheckParameters | null {
  const lowest = spins % 2 === 0 ? "0" : "1/2";
  if (!(j >= 0 && 2 * j <= spins && Number.isInteger(spins / 2 - j))) {
    return {
      what: `but ${spins} spins have no total spin j = ${j}`,
      remedy: `give j = ${spins / 2}, ${spins / 2 - 1}, ... down to ${lowest}, or leave it out for ${spins / 2}`,
      limit: spins / 2,
    };
  }
  if (Math.abs(m) <= j && Number.isInteger(j - m)) return null;
  const kind = Number.isInteger(j) ? "a whole number" : "half an odd number";
  return {
    what: Math.abs(m) > j ? `but m lies between -j and j` : `but m is ${kind} for j = ${j}`,
    remedy: `give m = ${j}, ${j - 1}, ... down to ${-j}`,
    limit: j,
  };
}

export function spinsFault(found: number, spins: number): CheckParameters | null {
  if (found === spins) return null;
  return { what: `and the model has ${spins}`, remedy: `give a result of ${spins} spins`, limit: spins };
}
