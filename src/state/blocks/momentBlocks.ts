import { ConvergenceError, InputError } from "../../core/errors.ts";
import { solidCount, solidIndex } from "../../core/solidHarmonics.ts";
import { logPurityWeights } from "../../core/sphericalHarmonics.ts";
import type { BallMoments } from "../ballMoments.ts";
import { type BlockDensityMatrix, blockCountOf } from "./blockDensity.ts";
import { blockMultipoleStart, blockMultipoles, blocksFromMultipoles, requireBlockSpins } from "./blockMultipoles.ts";
import { logDegeneracies } from "./degeneracy.ts";
import { multipoleCount } from "./multipoles.ts";

/** Trace norm of what rounding may make of rho, above which it is refused. */
const LARGEST_ERROR = 1e-6;

export interface MomentBlocks {
  readonly density: BlockDensityMatrix;
  /** Estimate of the trace norm of what rounding of the moments makes of it: about 2^(N/2) roundings where all |r| are near 1. */
  readonly error: number;
}

/**
 * rho from the moments of all degrees n <= N of its P-function. For each l and m, with y_i = u_{l+2i,lm}, multipole k is a mean
 * of k-th differences of the y, as r^(l+2i) (1 - r^2)^k is one: G_m of blockMultipoles.ts is the positive sum
 * 2^-m sum_s C(l + s, s) C(m + 2l + 1, m - 2s) r^2s. Those differences are what loses digits, k times a factor of 2 where the
 * moments hardly fall with their degree: seen for a pure state 2e-12 at N = 40, estimated 5e-9, and refused from N = 54 on; less
 * is lost of mixed ones. From P itself, with `mixProductStates`, no digit is lost at any N.
 *
 * @throws InputError for a band below N, whose missing moments are not known to vanish
 * @throws ConvergenceError where the moments in double precision leave an error above 1e-6
 * @throws ResourceLimitError for too many spins
 */
export function blocksFromMoments({ spins, band, unknowns }: BallMoments): MomentBlocks {
  requireBlockSpins(spins);
  if (band !== spins) {
    throw new InputError({
      what: `the moments end at degree ${band} of ${spins}, and a density matrix needs them all`,
      remedy: "give the solver the full band, N",
      value: band,
      limit: spins,
    });
  }
  const multipoles = new Float64Array(solidCount(spins));
  const errors = new Float64Array(blockCountOf(spins));
  const degeneracies = logDegeneracies(spins);
  const purityWeights = Array.from(errors, (_, k) => logPurityWeights(spins - 2 * k, spins - 2 * k));
  for (let l = 0; l <= spins; l++) {
    const count = Math.floor((spins - l) / 2) + 1;
    const means = Array.from({ length: count }, (_, k) => radialWeights(spins - l - 2 * k, l));
    const scales = means.map((_, k) =>
      Math.exp(degeneracies[k]! - 2 * k * Math.LN2 + (purityWeights[k]![l]! - purityWeights[0]![l]!) / 2),
    );
    const values = new Float64Array(count);
    for (let part = 0; part <= 2 * l; part++) {
      for (let i = 0; i < count; i++) values[i] = unknowns[solidIndex(l + 2 * i, l, 0) + part]!;
      // Moments are taken to be right to rounding of the largest of their l and m.
      let error = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) * Number.EPSILON;
      for (let k = 0; k < count; k++) {
        const mean = means[k]!;
        let sum = 0;
        for (let s = 0; s < mean.length; s++) sum += mean[s]! * values[s]!;
        multipoles[blockMultipoleStart(spins, k) + l * l + part] = scales[k]! * sum;
        errors[k]! += (scales[k]! * error) ** 2;
        for (let i = 0; i + 1 < count - k; i++) values[i] = values[i]! - values[i + 1]!;
        error *= 2;
      }
    }
  }
  const error = errors.reduce((sum, square, k) => sum + Math.sqrt((spins + 1 - 2 * k) * square), 0);
  if (!(error <= LARGEST_ERROR)) {
    throw new ConvergenceError({
      what: `the moments of N = ${spins} spins give rho to ${error.toExponential(1)} only (limit ${LARGEST_ERROR})`,
      remedy: "take rho from a solver that works with it, or leave the method to be chosen where moments are to go on",
      value: error,
      limit: LARGEST_ERROR,
    });
  }
  return { density: blocksFromMultipoles(spins, multipoles), error };
}

/**
 * Multipoles (layout of multipoles.ts) of the block j = N/2 alone: positive means of the moments, for any N. A band below N
 * leaves out what its missing moments add.
 */
export function symmetricMultipoles({ spins, band, unknowns }: BallMoments): Float64Array {
  const multipoles = new Float64Array(multipoleCount(band));
  for (let l = 0; l <= band; l++) {
    const mean = radialWeights(spins - l, l);
    for (let s = 0; l + 2 * s <= band; s++) {
      const from = solidIndex(l + 2 * s, l, 0);
      for (let part = 0; part <= 2 * l; part++) multipoles[l * l + part]! += mean[s]! * unknowns[from + part]!;
    }
  }
  return multipoles;
}

/** The weights of r^2s in 2^-m sum_s C(l + s, s) C(m + 2l + 1, m - 2s) r^2s / C(m + l, l); they add up to 1. */
function radialWeights(m: number, l: number): Float64Array {
  const weights = new Float64Array(Math.floor(m / 2) + 1);
  // Ratios in logarithms, so that nothing overflows.
  let log = 0;
  let largest = 0;
  const logs = weights.map((_, s) => {
    if (s > 0) {
      log += Math.log((((l + s) / s) * ((m - 2 * s + 2) * (m - 2 * s + 1))) / ((2 * l + 2 * s) * (2 * l + 2 * s + 1)));
      largest = Math.max(largest, log);
    }
    return log;
  });
  let sum = 0;
  for (let s = 0; s < weights.length; s++) {
    weights[s] = Math.exp(logs[s]! - largest);
    sum += weights[s]!;
  }
  return weights.map((weight) => weight / sum);
}

/**
 * The moments of all degrees n <= N of any P-function of rho. r^(l+2i) is a sum over the blocks k of what multipole k is the
 * integral of: with 2 s = D^(-1/2) and M = N - l both are D^(M/2) times a polynomial of degree M in s, (2s)^M (1 - 1/s^2)^i and a
 * Gegenbauer polynomial C_{M-2k}^(l+1)(s). No digit is lost: the moments are means of spin correlations.
 *
 * @throws InputError where the blocks do not fit N, ResourceLimitError for too many spins
 */
export function momentsOfBlocks(density: BlockDensityMatrix): BallMoments {
  const { spins } = density;
  requireBlockSpins(spins);
  const multipoles = blockMultipoles(density);
  const unknowns = new Float64Array(solidCount(spins));
  const degeneracies = logDegeneracies(spins);
  const purityWeights = Array.from({ length: blockCountOf(spins) }, (_, k) =>
    logPurityWeights(spins - 2 * k, spins - 2 * k),
  );
  for (let l = 0; l <= spins; l++) {
    const highest = spins - l;
    const count = Math.floor(highest / 2) + 1;
    const scales = Float64Array.from({ length: count }, (_, k) =>
      Math.exp((purityWeights[0]![l]! - purityWeights[k]![l]!) / 2 - degeneracies[k]! + logBinomial(spins - 2 * k, l)),
    );
    for (let i = 0; i < count; i++) {
      const expansion = gegenbauerExpansion(l + 1, highest, i);
      for (let k = 0; k < count; k++) {
        const factor = scales[k]! * expansion[highest - 2 * k]!;
        const from = blockMultipoleStart(spins, k) + l * l;
        const to = solidIndex(l + 2 * i, l, 0);
        for (let part = 0; part <= 2 * l; part++) unknowns[to + part]! += factor * multipoles[from + part]!;
      }
    }
  }
  return { spins, band: spins, unknowns };
}

function logBinomial(n: number, l: number): number {
  let log = 0;
  for (let k = 1; k <= l; k++) log += Math.log((n - l + k) / k);
  return log;
}

/**
 * Coefficients in C_m^(lambda)(s), m = 0 .. degree, of (2s)^degree (1 - 1/s^2)^i, 2i <= degree. Those of (s^2 - 1)^i are in closed
 * form (by Rodrigues' formula for the weight); then 2s C_m = ((m + 1) C_{m+1} + (m + 2 lambda - 1) C_{m-1})/(m + lambda).
 */
function gegenbauerExpansion(lambda: number, degree: number, i: number): Float64Array {
  let coefficients = new Float64Array(degree + 2);
  // The highest, from the leading coefficient 2^m lambda (lambda + 1) .. (lambda + m - 1)/m! of C_m, times the factor 4^i.
  let value = 1;
  for (let m = 1; m <= 2 * i; m++) value *= m / (lambda + m - 1);
  coefficients[2 * i] = value;
  for (let p = i - 1; p >= 0; p--) {
    const n = 2 * p;
    const norms = ((n + 1) * (n + 2) * (n + 2 + lambda)) / ((n + 2 * lambda) * (n + 2 * lambda + 1) * (n + lambda));
    value /= (((p - i) * (lambda + p)) / ((p + 1) * (i + lambda + 1 + p))) * norms;
    coefficients[2 * p] = value;
  }
  for (let power = 2 * i; power < degree; power++) {
    const next = new Float64Array(degree + 2);
    for (let m = power % 2; m <= power; m += 2) {
      const share = coefficients[m]! / (m + lambda);
      next[m + 1]! += (m + 1) * share;
      if (m > 0) next[m - 1]! += (m + 2 * lambda - 1) * share;
    }
    coefficients = next;
  }
  return coefficients;
}
