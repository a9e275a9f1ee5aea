import { InputError } from "../core/errors.ts";
import { type DensityMatrix, requireShape } from "../state/densityMatrix.ts";
import type { Vector3 } from "../state/moments.ts";
import { requireSpins } from "../state/observables.ts";
import { requireSameSpins } from "./requireSameSpins.ts";

/** How far the length of a direction may be from 1: what rounding and a few printed digits leave. */
const directionTolerance = 1e-6;

/**
 * The coherent (product) state in which every spin points along `direction`, a unit vector: 2<J>/N = direction.
 *
 * @throws InputError where the direction is not of length 1 (to 1e-6): a shorter one is a mixed product state, which
 * leaves the symmetric subspace
 */
export function coherentState(spins: number, direction: Vector3): DensityMatrix {
  requireSpins(spins);
  const length = Math.hypot(...direction);
  if (!(Math.abs(length - 1) <= directionTolerance)) {
    throw new InputError({
      what: `the direction [${direction.join(", ")}] of a coherent state has length ${length}, not 1`,
      remedy: "give a unit vector",
      value: length,
      limit: 1,
    });
  }
  const [x, y, z] = [direction[0] / length, direction[1] / length, direction[2] / length];
  const amplitudes = binomialAmplitudes(spins, Math.hypot(x, y), z);
  const phase = Math.atan2(y, x);
  const n = spins + 1;
  const density = emptyDensity(spins);
  for (let q = 0; q < n; q++) {
    const cosine = Math.cos(q * phase);
    const sine = Math.sin(q * phase);
    for (let j = 0; j < n - q; j++) {
      const i = j + q;
      const product = amplitudes[i]! * amplitudes[j]!;
      density.real[i * n + j] = density.real[j * n + i] = product * cosine;
      if (q === 0) continue;
      density.imaginary[i * n + j] = product * sine;
      density.imaginary[j * n + i] = -product * sine;
    }
  }
  return density;
}

/**
 * The thermal state rho_mm proportional to ratio^m: the steady state for a field along z, with ratio = pump/decay.
 * ratio 1 is maximally mixed, ratio 0 all spins down; `Infinity` is all spins up.
 *
 * @throws InputError where the ratio is negative or no number
 */
export function thermalState(spins: number, ratio: number): DensityMatrix {
  requireSpins(spins);
  if (!(ratio >= 0)) {
    throw new InputError({
      what: `the ratio of a thermal state is ${ratio}, not a number of at least 0`,
      remedy: "give pump/decay: 0 for all spins down, Infinity for all spins up",
      value: ratio,
      limit: 0,
    });
  }
  const n = spins + 1;
  const density = emptyDensity(spins);
  // Relative to the largest population, so that powers can only underflow.
  const factor = ratio > 1 ? 1 / ratio : ratio;
  let sum = 0;
  let weight = 1;
  for (let k = 0; k < n; k++) {
    const row = ratio > 1 ? k : n - 1 - k;
    density.real[row * n + row] = weight;
    sum += weight;
    weight *= factor;
  }
  for (let row = 0; row < n; row++) density.real[row * n + row]! /= sum;
  return density;
}

/** |N/2, m><N/2, m|. Throws InputError where the spins have no such m. */
export function dickeState(spins: number, m: number): DensityMatrix {
  requireSpins(spins);
  const row = spins / 2 - m;
  if (!(Number.isInteger(row) && row >= 0 && row <= spins)) {
    throw new InputError({
      what: `${spins} spins in their symmetric subspace have no m = ${m}`,
      remedy: `give m = ${spins / 2}, ${spins / 2 - 1}, ... down to ${-spins / 2}`,
      value: m,
      limit: spins / 2,
    });
  }
  const density = emptyDensity(spins);
  density.real[row * (spins + 1) + row] = 1;
  return density;
}

/** One part of a mixture; the weight is its probability. */
export interface MixturePart {
  readonly weight: number;
  readonly density: DensityMatrix;
}

/**
 * sum_k weight_k rho_k / sum_k weight_k.
 *
 * @throws InputError where there is no part, a weight is negative or no number, all are zero, or the parts differ in N
 */
export function mixture(parts: readonly MixturePart[]): DensityMatrix {
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  const bad = parts.find((part) => !(part.weight >= 0));
  if (bad !== undefined || !(total > 0) || !Number.isFinite(total)) {
    throw new InputError({
      what: `the weights of a mixture are [${parts.map((part) => part.weight).join(", ")}]`,
      remedy: "give at least one part; weights are finite, not negative, and not all zero",
      value: bad?.weight ?? total,
      limit: 0,
    });
  }
  const spins = parts[0]!.density.spins;
  const sum = emptyDensity(spins);
  for (const { weight, density } of parts) {
    requireSameSpins(spins, density.spins);
    requireShape(density);
    const share = weight / total;
    for (let k = 0; k < sum.real.length; k++) {
      sum.real[k]! += share * density.real[k]!;
      sum.imaginary[k]! += share * density.imaginary[k]!;
    }
  }
  return sum;
}

function emptyDensity(spins: number): DensityMatrix {
  const size = (spins + 1) ** 2;
  return { spins, real: new Float64Array(size), imaginary: new Float64Array(size) };
}

/**
 * sqrt(binomial(N, i)) cos^{N-i} sin^i of the half angle, i = 0 .. N, for sin(theta) = `transverse`, cos(theta) = `z`.
 * Ratios of neighbours, outwards from the largest: it can underflow far out, where it should, and never overflows.
 */
export function binomialAmplitudes(spins: number, transverse: number, z: number): Float64Array {
  const amplitudes = new Float64Array(spins + 1);
  // Of the two forms of sin^2(theta/2), the one that does not cancel.
  const down = z > 0 ? transverse ** 2 / (2 * (1 + z)) : (1 - z) / 2;
  const up = z > 0 ? (1 + z) / 2 : transverse ** 2 / (2 * (1 - z));
  const peak = Math.min(spins, Math.floor((spins + 1) * down));
  amplitudes[peak] = 1;
  for (let i = peak; i < spins; i++) {
    amplitudes[i + 1] = amplitudes[i]! * Math.sqrt(((spins - i) / (i + 1)) * (down / up));
  }
  for (let i = peak; i > 0; i--) amplitudes[i - 1] = amplitudes[i]! * Math.sqrt((i / (spins - i + 1)) * (up / down));
  let sum = 0;
  for (const amplitude of amplitudes) sum += amplitude * amplitude;
  const norm = Math.sqrt(sum);
  for (let i = 0; i <= spins; i++) amplitudes[i]! /= norm;
  return amplitudes;
}
