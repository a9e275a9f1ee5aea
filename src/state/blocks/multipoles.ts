import { ResourceLimitError } from "../../core/errors.ts";
import { harmonicIndex, logPurityWeights } from "../../core/sphericalHarmonics.ts";
import { type DensityMatrix, requireShape } from "../densityMatrix.ts";

/**
 * A density matrix of order n + 1 by its components in the multipole operators T_lm, l <= n, which are orthonormal and turn as
 * spherical harmonics do: rho = sum_lm u_lm T_lm. (n + 1)^2 real numbers in the layout and scale of the harmonics of a
 * P-function on the sphere, u_lm = sqrt(4 pi g_l) int P Y_lm for m = 0 and sqrt(2) times its real and imaginary part for m > 0:
 * l owns the 2l + 1 entries from l^2 on, in the order m = 0, Re m = 1, Im m = 1, .... Their squares add up to tr rho^2. So rho
 * and the u are one another's turned coordinates, and no digit is lost between them.
 *
 * With tau_b^lq = <b + q|T_lq|b> > 0 at b = 0 (|0> has all spins up), <b + q|rho|b> = sum_l (-1)^q p_lq tau_b^lq, p_lq the
 * complex component: a coherent state near the pole has <b + q|rho|b> ~ exp(i q phi) and Y_lq ~ (-1)^q exp(i q phi).
 */
export const multipoleCount = (twiceSpin: number): number => (twiceSpin + 1) ** 2;

/** Place of component m = 0, or of the real part of m > 0, which the imaginary part follows. */
export const multipoleIndex = (l: number, m: number): number => (m === 0 ? l * l : l * l + 2 * m - 1);

/** sqrt(4 pi g_l) for l = 0 .. band: from p_l0 to u_l0. */
export const multipoleScales = (spins: number, band: number): Float64Array =>
  logPurityWeights(spins, band).map((log) => Math.sqrt(4 * Math.PI) * Math.exp(log / 2));

/** From packed p_lm = int P Y_lm, m >= 0 (layout of core/sphericalHarmonics.ts), up to degree `band`. */
export function multipolesOfHarmonics(
  spins: number,
  band: number,
  real: Float64Array,
  imaginary: Float64Array,
): Float64Array {
  const scales = multipoleScales(spins, band);
  const multipoles = new Float64Array(multipoleCount(band));
  for (let l = 0; l <= band; l++) {
    multipoles[multipoleIndex(l, 0)] = scales[l]! * real[harmonicIndex(l, 0)]!;
    for (let m = 1; m <= l; m++) {
      const at = multipoleIndex(l, m);
      multipoles[at] = Math.SQRT2 * scales[l]! * real[harmonicIndex(l, m)]!;
      multipoles[at + 1] = Math.SQRT2 * scales[l]! * imaginary[harmonicIndex(l, m)]!;
    }
  }
  return multipoles;
}

/** Above it one conversion, n^3/3 multiplications, takes minutes. */
const LARGEST_ORDER = 1500;

/** rho of 2j = `twiceSpin` from its multipoles; those that are not given are zero. */
export function fromMultipoles(twiceSpin: number, multipoles: Float64Array): DensityMatrix {
  requireOrder(twiceSpin);
  const n = twiceSpin + 1;
  const real = new Float64Array(n * n);
  const imaginary = new Float64Array(n * n);
  forEachMultipole(twiceSpin, Math.floor(Math.sqrt(multipoles.length)) - 1, (l, q, tau) => {
    const at = multipoleIndex(l, q);
    const sign = q % 2 === 0 ? 1 : -1;
    const re = q === 0 ? multipoles[at]! : sign * Math.SQRT1_2 * multipoles[at]!;
    const im = q === 0 ? 0 : sign * Math.SQRT1_2 * multipoles[at + 1]!;
    if (re === 0 && im === 0) return;
    for (let b = 0, k = q * n; b < n - q; b++, k += n + 1) {
      real[k]! += re * tau[b]!;
      imaginary[k]! += im * tau[b]!;
    }
  });
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      real[b * n + a] = real[a * n + b]!;
      imaginary[b * n + a] = -imaginary[a * n + b]!;
    }
  }
  return { spins: twiceSpin, real, imaginary };
}

/** Multipoles of a Hermitian matrix, of which the lower triangle is read. */
export function multipolesOf(density: DensityMatrix): Float64Array {
  requireShape(density);
  requireOrder(density.spins);
  const { spins, real, imaginary } = density;
  const n = spins + 1;
  const multipoles = new Float64Array(n * n);
  forEachMultipole(spins, spins, (l, q, tau) => {
    let re = 0;
    let im = 0;
    for (let b = 0, k = q * n; b < n - q; b++, k += n + 1) {
      re += tau[b]! * real[k]!;
      im += tau[b]! * imaginary[k]!;
    }
    const at = multipoleIndex(l, q);
    const scale = q === 0 ? 1 : q % 2 === 0 ? Math.SQRT2 : -Math.SQRT2;
    multipoles[at] = scale * re;
    if (q > 0) multipoles[at + 1] = scale * im;
  });
  return multipoles;
}

/** @throws ResourceLimitError for matrices that take minutes */
export function requireOrder(twiceSpin: number): void {
  if (twiceSpin <= LARGEST_ORDER) return;
  throw new ResourceLimitError({
    what: `the density matrix of ${twiceSpin} spins is above the limit ${LARGEST_ORDER}`,
    remedy: "use moments, purity and Husimi function, which need no density matrix",
    value: twiceSpin,
    limit: LARGEST_ORDER,
  });
}

/** Beyond it values are scaled down, so that nothing overflows. */
const HIGH = 1e150;

/**
 * Calls `use(l, q, tau)` for all 0 <= q <= l <= highest: tau_b of T_lq, b = 0 .. n - q (n = twiceSpin), normalised; the array is
 * used again.
 *
 * [J,[J,T_lq]] = l(l + 1) T_lq is a recursion in b. From the edge b = 0, where T_lq is smallest, to the middle it is stable; the
 * rest is the mirror image, (-1)^(l-q) times.
 */
function forEachMultipole(
  twiceSpin: number,
  highest: number,
  use: (l: number, q: number, tau: Float64Array) => void,
): void {
  const ladder = ladderElements(twiceSpin);
  const tau = new Float64Array(twiceSpin + 1);
  for (let q = 0; q <= twiceSpin; q++) {
    for (let l = q; l <= Math.min(twiceSpin, highest); l++) {
      fillMultipole(twiceSpin, l, q, ladder, tau);
      use(l, q, tau);
    }
  }
}

/** <a - 1|J_+|a> for a = 0 .. n + 1. */
const ladderElements = (n: number): Float64Array =>
  Float64Array.from({ length: n + 2 }, (_, a) => Math.sqrt(a * (n + 1 - a)));

/** Writes tau_b of T_lq, b = 0 .. n - q. */
function fillMultipole(n: number, l: number, q: number, ladder: Float64Array, tau: Float64Array): void {
  const count = n + 1 - q;
  const half = Math.ceil(count / 2);
  const odd = (l - q) % 2 !== 0;
  tau[0] = 1;
  for (let b = 0; b + 1 < half; b++) {
    const a = b + q;
    // 4 times q^2 + 2 j (j + 1) - m_a^2 - m_b^2 - l (l + 1): whole numbers, without rounding.
    const diagonal = 4 * q * q + 2 * n * (n + 2) - (n - 2 * a) ** 2 - (n - 2 * b) ** 2 - 4 * l * (l + 1);
    const before = b === 0 ? 0 : ladder[a]! * ladder[b]! * tau[b - 1]!;
    tau[b + 1] = ((diagonal / 4) * tau[b]! - before) / (ladder[a + 1]! * ladder[b + 1]!);
    if (Math.abs(tau[b + 1]!) > HIGH) for (let k = 0; k <= b + 1; k++) tau[k]! /= HIGH;
  }
  if (odd && count % 2 !== 0) tau[half - 1] = 0;
  let sum = 0;
  for (let b = 0; b < half; b++) sum += (2 * b === count - 1 ? 1 : 2) * tau[b]! ** 2;
  const scale = 1 / Math.sqrt(sum);
  for (let b = 0; b < half; b++) {
    tau[b]! *= scale;
    tau[count - 1 - b] = odd && 2 * b !== count - 1 ? -tau[b]! : tau[b]!;
  }
}

/**
 * Multipoles l <= `highest` of the Dicke state |j, m>, 2j = `twiceSpin`: only those with the order 0 are not zero. Cost:
 * twiceSpin x highest.
 */
export function dickeMultipoles(twiceSpin: number, m: number, highest: number): Float64Array {
  const multipoles = new Float64Array(multipoleCount(highest));
  const ladder = ladderElements(twiceSpin);
  const tau = new Float64Array(twiceSpin + 1);
  for (let l = 0; l <= Math.min(twiceSpin, highest); l++) {
    fillMultipole(twiceSpin, l, 0, ladder, tau);
    multipoles[multipoleIndex(l, 0)] = tau[twiceSpin / 2 - m]!;
  }
  return multipoles;
}
