import { BlochfemError } from "../core/errors.ts";
import { createRandomStream, fillNormal, fillUniform } from "../core/random.ts";
import {
  checkedInitialState,
  type InitialState,
  type MixturePart,
  partsOf,
  type StatePart,
} from "../model/initialState.ts";
import { packedHarmonics } from "../state/harmonicDensity.ts";
import { harmonicSampler } from "./harmonicSampler.ts";

/** Words at the beginning of each trajectory's stream that are kept for its start: two blocks. */
export const initialWords = 8;

/** Writes the starts of the trajectories first .. first + x.length - 1 of a seed. */
export type StartSampler = (seed: number, first: number, x: Float64Array, y: Float64Array, z: Float64Array) => void;

/**
 * Sampler of an initial state. Takes at most `initialWords` words of each stream. The bits of thermal starts and of earlier
 * results depend on the engine's elementary functions; all others are the same everywhere.
 *
 * @throws InputError as `checkedInitialState` does
 * @throws BlochfemError where P of the state is not a positive density
 */
export function startSampler(initial: InitialState, spins: number): StartSampler {
  const parts = partsOf(checkedInitialState(initial, spins));
  const samplers = parts.map(({ state }) => partSampler(state, spins));
  return (seed, first, x, y, z) => {
    const uniform = new Float64Array(3);
    const normal = new Float64Array(2);
    const point = new Float64Array(3);
    for (let i = 0; i < x.length; i++) {
      const stream = createRandomStream(seed, first + i);
      fillUniform(stream, uniform.subarray(0, 2));
      const part = parts.length > 1 ? choosePart(parts, uniform[1]!) : 0;
      fillNormal(stream, normal);
      fillUniform(stream, uniform.subarray(2));
      samplers[part]!(uniform, normal, point);
      x[i] = point[0]!;
      y[i] = point[1]!;
      z[i] = point[2]!;
    }
  };
}

/** Takes uniform numbers 0 and 2, and two normal ones. */
type PartSampler = (uniform: Float64Array, normal: Float64Array, point: Float64Array) => void;

function partSampler(state: StatePart, spins: number): PartSampler {
  switch (state.kind) {
    case "coherent":
      return (_uniform, _normal, point) => point.set(state.direction);
    case "product":
      return (_uniform, _normal, point) => point.set(state.vector);
    case "thermal":
      return (uniform, normal, point) => {
        const rise = thermalRise(state.ratio > 1 ? 1 / state.ratio : state.ratio, spins, uniform[0]!);
        // A point (normal, normal) of the plane has a uniform direction; r sin(theta) = sqrt(rise (2 - rise)).
        const length = Math.sqrt(normal[0]! ** 2 + normal[1]! ** 2);
        const transverse = length > 0 ? Math.sqrt(rise * (2 - rise)) / length : 0;
        point[0] = normal[0]! * transverse;
        point[1] = normal[1]! * transverse;
        point[2] = state.ratio > 1 ? 1 - rise : rise - 1;
      };
    case "moments": {
      if (state.domain === "ball") throw noDensity("an earlier result in the ball, which holds moments only");
      if (state.band < spins) throw noDensity(`an earlier result that holds harmonics up to degree ${state.band} only`);
      const sample = harmonicSampler(packedHarmonics(spins, state.band, state.unknowns));
      return (uniform, _normal, point) => sample(uniform[0]!, uniform[2]!, point);
    }
    case "dicke":
      throw noDensity(`the Dicke state |j = ${state.j}, m = ${state.m}>, which is no mixture of product states`);
  }
}

const noDensity = (state: string): BlochfemError =>
  new BlochfemError({
    what: `trajectories start from a positive density P, and the initial state is ${state}`,
    remedy: "start from a product, coherent or thermal state, or take a method that needs no positive P",
    value: state,
  });

/** Number of the part that a uniform number stands for. */
function choosePart(parts: readonly MixturePart[], uniform: number): number {
  let left = uniform;
  for (const [k, part] of parts.entries()) {
    left -= part.weight;
    if (left < 0) return k;
  }
  // Rounding of the sum: the last part that has any weight.
  return parts.findLastIndex((part) => part.weight > 0);
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
