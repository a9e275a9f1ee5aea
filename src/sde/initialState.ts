import { InputError } from "../core/errors.ts";
import { createRandomStream, fillNormal, fillUniform } from "../core/random.ts";
import type { Vector3 } from "../state/moments.ts";

/**
 * Where trajectories start.
 * - coherent: all at `direction`, a unit vector (P is a delta)
 * - thermal: P(z) = C (s + d z)^-(N+2) with ratio = k_+/k_-: 1 is uniform, 0 all spins down, Infinity all up
 * - mixture: a part, chosen with probability proportional to its weight
 */
export type InitialState =
  | { readonly kind: "coherent"; readonly direction: Vector3 }
  | { readonly kind: "thermal"; readonly ratio: number }
  | {
      readonly kind: "mixture";
      readonly parts: readonly { readonly weight: number; readonly state: PureInitialState }[];
    };

/** A part of a mixture; weights of mixtures inside a mixture are products, to be given directly. */
export type PureInitialState = Exclude<InitialState, { readonly kind: "mixture" }>;

/** Words at the beginning of each trajectory's stream that are kept for its start: two blocks. */
export const initialWords = 8;

/** How far the length of a direction may be from 1: what rounding and a few printed digits leave. */
const directionTolerance = 1e-6;

/** @throws InputError for a direction that is no unit vector, a ratio below 0 and weights that are not probabilities */
export function requireInitialState(state: InitialState): void {
  if (state.kind === "coherent") {
    const length = Math.hypot(...state.direction);
    if (state.direction.length === 3 && Math.abs(length - 1) <= directionTolerance) return;
    throw new InputError({
      what: `the direction [${state.direction.join(", ")}] of a coherent state has length ${length}, not 1`,
      remedy: "give a unit vector",
      value: length,
      limit: 1,
    });
  }
  if (state.kind === "thermal") {
    if (state.ratio >= 0) return;
    throw new InputError({
      what: `the ratio of a thermal state is ${state.ratio}, not a number of at least 0`,
      remedy: "give pump/decay: 0 for all spins down, Infinity for all spins up",
      value: state.ratio,
      limit: 0,
    });
  }
  const weights = state.parts.map((part) => part.weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!weights.every((weight) => weight >= 0) || !(total > 0 && total < Number.POSITIVE_INFINITY)) {
    throw new InputError({
      what: `the weights of a mixture are [${weights.join(", ")}]`,
      remedy: "give at least one part; weights are finite, not negative, and not all zero",
      value: weights,
      limit: 0,
    });
  }
  for (const part of state.parts) requireInitialState(part.state);
}

/**
 * Starts of the trajectories first .. first + x.length - 1 of a seed, into x, y, z. Takes at most `initialWords` words of
 * each stream. The bits of a thermal start depend on the engine's log1p and expm1; all others are the same everywhere.
 */
export function sampleInitialState(
  state: InitialState,
  spins: number,
  seed: number,
  first: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
): void {
  const uniform = new Float64Array(2);
  const normal = new Float64Array(2);
  for (let i = 0; i < x.length; i++) {
    const stream = createRandomStream(seed, first + i);
    fillUniform(stream, uniform);
    const part = state.kind === "mixture" ? choosePart(state.parts, uniform[1]!) : state;
    if (part.kind === "coherent") {
      const [dx, dy, dz] = part.direction;
      const length = Math.sqrt(dx * dx + dy * dy + dz * dz);
      x[i] = dx / length;
      y[i] = dy / length;
      z[i] = dz / length;
      continue;
    }
    const rise = thermalRise(part.ratio > 1 ? 1 / part.ratio : part.ratio, spins, uniform[0]!);
    fillNormal(stream, normal);
    // A point (normal, normal) of the plane has a uniform direction; r sin(theta) = sqrt(rise (2 - rise)).
    const length = Math.sqrt(normal[0]! ** 2 + normal[1]! ** 2);
    const transverse = length > 0 ? Math.sqrt(rise * (2 - rise)) / length : 0;
    x[i] = normal[0]! * transverse;
    y[i] = normal[1]! * transverse;
    z[i] = part.ratio > 1 ? 1 - rise : rise - 1;
  }
}

function choosePart(
  parts: readonly { readonly weight: number; readonly state: PureInitialState }[],
  uniform: number,
): PureInitialState {
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  let left = uniform * total;
  for (const part of parts) {
    left -= part.weight;
    if (left < 0) return part.state;
  }
  // Rounding of the sum: the last part that has any weight.
  return parts.findLast((part) => part.weight > 0)!.state;
}

/**
 * 1 + z of the thermal law for ratio <= 1, by inversion. (s + d z)/(2 k_+) = 1 + (1 + z)(1 - ratio)/(2 ratio) has the
 * distribution function [1 - w^-(N+1)] / [1 - ratio^(N+1)], written so that neither ratio -> 0 nor ratio -> 1 cancels.
 */
function thermalRise(ratio: number, spins: number, uniform: number): number {
  if (ratio === 0) return 0;
  const gap = 1 - ratio;
  if (gap === 0) return 2 * uniform;
  const mass = -Math.expm1((spins + 1) * Math.log1p(-gap));
  const excess = Math.expm1(-Math.log1p(-uniform * mass) / (spins + 1));
  return Math.min(2, (2 * ratio * excess) / gap);
}
