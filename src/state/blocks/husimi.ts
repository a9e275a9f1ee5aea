import { InputError } from "../../core/errors.ts";
import { synthesizeHarmonics } from "../../core/harmonicSynthesis.ts";
import { harmonicCount, harmonicIndex } from "../../core/sphericalHarmonics.ts";
import { type DensityMatrix, requireShape } from "../densityMatrix.ts";
import type { Vector3 } from "../moments.ts";
import type { BlockDensityMatrix } from "./blockDensity.ts";
import { multipoleIndex, multipoleScales } from "./multipoles.ts";

/**
 * Husimi function Q(n) = <n|rho|n> for the coherent state with every spin along n: of a state of all total spins only
 * its block j = N/2 contributes. Between 0 and 1; (N + 1)/(4 pi) times its integral over the sphere is
 * tr rho. `directions` holds 3 numbers a direction; they are normalised. O(N^2) a direction.
 *
 * @returns one value a direction
 * @throws InputError for a direction of length 0 or not finite
 */
export function husimiFunction(density: DensityMatrix | BlockDensityMatrix, directions: Float64Array): Float64Array {
  const symmetric = "blocks" in density ? density.blocks[0]! : density;
  requireShape(symmetric);
  const { spins, real, imaginary } = symmetric;
  const n = spins + 1;
  const values = new Float64Array(directions.length / 3);
  const amplitudes = new Float64Array(n);
  for (let k = 0; k < values.length; k++) {
    const [x, y, z] = unitVector(directions[3 * k]!, directions[3 * k + 1]!, directions[3 * k + 2]!);
    fillAmplitudes(amplitudes, z, Math.hypot(x, y));
    const phase = Math.atan2(y, x);
    let value = 0;
    for (let a = 0; a < n; a++) value += amplitudes[a]! ** 2 * real[a * n + a]!;
    for (let q = 1; q < n; q++) {
      // <n|a><a|rho|b><b|n> carries e^{-iq phase} for a = b + q; its mirror image is its complex conjugate.
      const cosine = 2 * Math.cos(q * phase);
      const sine = 2 * Math.sin(q * phase);
      for (let b = 0; b < n - q; b++) {
        const at = (b + q) * n + b;
        value += amplitudes[b]! * amplitudes[b + q]! * (cosine * real[at]! + sine * imaginary[at]!);
      }
    }
    values[k] = value;
  }
  return values;
}

/**
 * As `husimiFunction` from the multipoles of the block j = N/2 (layout of multipoles.ts, up to any l), without a density matrix:
 * Q(n) = sum_lm u_lm v_lm with the multipoles v_lm = sqrt(4 pi g_l) Y_lm(n) of the coherent state. O(l^2) a direction.
 *
 * @throws InputError for a direction of length 0 or not finite
 */
export function husimiOfMultipoles(spins: number, multipoles: Float64Array, directions: Float64Array): Float64Array {
  const band = Math.floor(Math.sqrt(multipoles.length)) - 1;
  const real = new Float64Array(harmonicCount(band));
  const imaginary = new Float64Array(harmonicCount(band));
  const scales = multipoleScales(spins, band);
  for (let l = 0; l <= band; l++) {
    const scale = scales[l]!;
    real[harmonicIndex(l, 0)] = scale * multipoles[multipoleIndex(l, 0)]!;
    for (let m = 1; m <= l; m++) {
      const at = multipoleIndex(l, m);
      real[harmonicIndex(l, m)] = scale * Math.SQRT1_2 * multipoles[at]!;
      imaginary[harmonicIndex(l, m)] = scale * Math.SQRT1_2 * multipoles[at + 1]!;
    }
  }
  const values = new Float64Array(directions.length / 3);
  synthesizeHarmonics(band, real, imaginary, unitVectors(directions), values);
  return values;
}

/**
 * As `husimiFunction` from the populations <m|rho|m> of the block j = N/2, m = N/2 first, of a state without coherences. O(N) a direction.
 *
 * @throws InputError for a direction of length 0 or not finite
 */
export function husimiOfPopulations(spins: number, populations: Float64Array, directions: Float64Array): Float64Array {
  const values = new Float64Array(directions.length / 3);
  const amplitudes = new Float64Array(spins + 1);
  const units = unitVectors(directions);
  for (let k = 0; k < values.length; k++) {
    fillAmplitudes(amplitudes, units[3 * k + 2]!, Math.hypot(units[3 * k]!, units[3 * k + 1]!));
    let value = 0;
    for (let a = 0; a <= spins; a++) value += amplitudes[a]! ** 2 * populations[a]!;
    values[k] = value;
  }
  return values;
}

/**
 * Q(n) = ((1 + n.r)/2)^N of the state in which each spin is (1 + r . sigma)/2 on its own.
 *
 * @throws InputError for a direction of length 0 or not finite
 */
export function husimiOfProduct(spins: number, [x, y, z]: Vector3, directions: Float64Array): Float64Array {
  const units = unitVectors(directions);
  // 1 - n.r = (1 - |r|^2 + |n - r|^2)/2 loses no digits near the peak, which has a width of 1/sqrt(N).
  const length2 = x * x + y * y + z * z;
  return Float64Array.from({ length: units.length / 3 }, (_, k) => {
    const apart = (units[3 * k]! - x) ** 2 + (units[3 * k + 1]! - y) ** 2 + (units[3 * k + 2]! - z) ** 2;
    return Math.exp(spins * Math.log1p(-Math.min(1, (1 - length2 + apart) / 4)));
  });
}

/** Directions at length 1. Throws InputError for one of length 0 or not finite. */
export function unitVectors(directions: Float64Array): Float64Array {
  const units = new Float64Array(directions.length);
  for (let at = 0; at < units.length; at += 3) {
    units.set(unitVector(directions[at]!, directions[at + 1]!, directions[at + 2]!), at);
  }
  return units;
}

function unitVector(x: number, y: number, z: number): Vector3 {
  const length = Math.hypot(x, y, z);
  if (length > 0 && length < Number.POSITIVE_INFINITY) return [x / length, y / length, z / length];
  throw new InputError({
    what: `the direction [${x}, ${y}, ${z}] has no finite length above 0`,
    remedy: "give three finite numbers for each direction, not all zero",
    value: length,
    limit: 0,
  });
}

/** sqrt(C(N, a)) cos^{N-a}(theta/2) sin^a(theta/2), by ratios outwards from the largest: it can underflow, not overflow. */
function fillAmplitudes(amplitudes: Float64Array, z: number, transverse: number): void {
  const spins = amplitudes.length - 1;
  // Of the two forms of each half-angle square, the one that does not cancel.
  const up = z >= 0 ? (1 + z) / 2 : transverse ** 2 / (2 * (1 - z));
  const down = z >= 0 ? transverse ** 2 / (2 * (1 + z)) : (1 - z) / 2;
  const peak = Math.min(spins, Math.floor((spins + 1) * down));
  amplitudes[peak] = 1;
  for (let a = peak; a < spins; a++)
    amplitudes[a + 1] = amplitudes[a]! * Math.sqrt(((spins - a) * down) / ((a + 1) * up));
  for (let a = peak; a > 0; a--) amplitudes[a - 1] = amplitudes[a]! * Math.sqrt((a * up) / ((spins - a + 1) * down));
  let sum = 0;
  for (const amplitude of amplitudes) sum += amplitude ** 2;
  const norm = Math.sqrt(sum);
  for (let a = 0; a <= spins; a++) amplitudes[a]! /= norm;
}
