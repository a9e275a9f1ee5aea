import { createRandomStream, fillNormal, fillUniform } from "../core/random.ts";
import { checkedInitialState, type InitialState, type MixturePart } from "../model/initialState.ts";

/** Words at the beginning of each trajectory's stream that are kept for its start: two blocks. */
export const initialWords = 8;

/**
 * Starts of the trajectories first .. first + x.length - 1 of a seed, into x, y, z. Takes at most `initialWords` words of
 * each stream. The bits of a thermal start depend on the engine's log1p and expm1; all others are the same everywhere.
 * Throws InputError as `checkedInitialState` does.
 */
export function sampleInitialState(
  initial: InitialState,
  spins: number,
  seed: number,
  first: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
): void {
  const state = checkedInitialState(initial);
  const uniform = new Float64Array(2);
  const normal = new Float64Array(2);
  for (let i = 0; i < x.length; i++) {
    const stream = createRandomStream(seed, first + i);
    fillUniform(stream, uniform);
    const part = state.kind === "mixture" ? choosePart(state.parts, uniform[1]!) : state;
    if (part.kind === "coherent") {
      [x[i], y[i], z[i]] = part.direction;
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

function choosePart(parts: readonly MixturePart[], uniform: number): MixturePart["state"] {
  let left = uniform;
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
