import { ResourceLimitError } from "../../core/errors.ts";
import { recursionCoefficient } from "../../core/harmonicRecursion.ts";
import { derivativeDown, derivativeUp, solidCount, solidIndex } from "../../core/solidHarmonics.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireBand } from "../band.ts";
import { assembleHierarchy, EntryList, generatorOf, type Hierarchy } from "../hierarchy.ts";
import { addField, addImaginary, type Place } from "../ladder.ts";
import { addInteraction, addLocal, addProduct, addVector } from "../tensors.ts";
import { KIND, RATES_ALONE, type TermSet } from "../terms.ts";
import type { SectorLayout } from "./sectorLayout.ts";

/**
 * The moment hierarchy of P in the ball for the unknowns of BallState.
 *
 * With E = r.grad, L_i = (e_i x r).grad, s = k_- + k_+, d = k_- - k_+ and sigma = g_- + g_+, delta = g_- - g_+, the generator of
 * docs/physics.md, section 2, is
 *
 *     G = B.L + (k_z/N) L_z^2 + (s/N)(L_x^2 + L_y^2) - g_z (E - z d_z) - sigma (E + z d_z) - 2 delta d_z
 *         + (d/N) [ (N-1)(z E - r^2 d_z) - 2 d_z + z (Laplacian - E (E-1)) + (r^2 - 1) E d_z ]
 *
 * (for the last: C = 2 z (1 - r r^T) + (r^2 - 1)(r e_z^T + e_z r^T)). On r^n Y_lm every piece is diagonal or a ladder in z; in
 * the bracket the terms of degree n + 1, and those of degree n - 1, add up to
 *
 *     (N-n) [ l A_{l+1,m} r^(n+1) Y_{l+1,m} - (l+1) A_lm r^(n+1) Y_{l-1,m} ]
 *     (n-l) l A_{l+1,m} r^(n-1) Y_{l+1,m} - (n+l+1)(l+1) A_lm r^(n-1) Y_{l-1,m}
 *
 * so that the hierarchy closes at n = N by itself, and at every n where k_- = k_+. At r = 1 the two lines sum to the ladder
 * of the sphere. dp_nlm/dt has the moments of G r^n Y_lm on its right side. A band below N leaves out those with n = band + 1.
 *
 * What else a model of the whole class has (harmonic/tensors.ts) couples m to m +- 2 at most. w is taken for d e_z in the two lines, and for
 * delta e_z; in chi, r_a and d_a have N - n before both harmonics of degree n + 1, and n - l and n + l + 1 before those of degree n - 1.
 */
export type BallHierarchy = Hierarchy;

/** Above this band (1.4 million unknowns, 14 million matrix entries) the matrices no longer fit beside a Krylov basis. */
export const MAXIMUM_BALL_BAND = 200;

/** Highest band that may be factorised: 0.2 GiB of factors at 80 where half of the moments are driven, some 2 GiB here for all. */
export const MAXIMUM_FACTORED_BAND = 100;

/** @throws ResourceLimitError for a band above MAXIMUM_FACTORED_BAND */
export function requireFactoredBand(band: number): void {
  if (!(band > MAXIMUM_FACTORED_BAND)) return;
  throw new ResourceLimitError({
    what: `moments of degree up to ${band} in the ball, ${solidCount(band)} unknowns, are too many to factorise`,
    remedy: `choose a band of at most ${MAXIMUM_FACTORED_BAND}, or evolve in time`,
    value: band,
    limit: MAXIMUM_FACTORED_BAND,
  });
}

/**
 * Assembles the parameter-free matrices of N spins for n <= band (default N, exact), and of the terms beyond the three rates those of `holds`.
 * @throws InputError for a band that is no integer from 2 to N; ResourceLimitError above MAXIMUM_BALL_BAND
 */
export function ballHierarchy(spins: number, band: number = spins, holds: TermSet = RATES_ALONE): BallHierarchy {
  requireBand(spins, band);
  const size = solidCount(band);
  if (band > MAXIMUM_BALL_BAND)
    throw new ResourceLimitError({
      what: `moments of degree up to ${band} in the ball are ${size} unknowns`,
      remedy: `choose a band of at most ${MAXIMUM_BALL_BAND}`,
      value: band,
      limit: MAXIMUM_BALL_BAND,
    });
  const entries = new EntryList();
  const hierarchy = { spins, band, holds, scale: scaleRatios(spins, band), shell: wholeShell };
  for (let n = 1; n <= band; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      for (let m = 0; m <= l; m++) {
        addAxial(hierarchy, n, l, m, entries);
        addField(entries, solidIndex(n, l, 0), l, m);
        if (holds.size > 0) addTurning(hierarchy, n, l, m, entries);
      }
    }
  }
  return assembleHierarchy({ spins, band, size, holds }, entries);
}

const wholeShell = (n: number, l: number): number => solidIndex(n, l, 0);

/**
 * The same for the moments of some orders m of models with an axis along z, whose other terms are left out: orders do not feed one another then.
 *
 * @throws InputError for a band that is no integer from 2 to N
 */
export function sectorHierarchy(spins: number, layout: SectorLayout, holds: TermSet = RATES_ALONE): BallHierarchy {
  const { band, lowest, highest, size, shell } = layout;
  requireBand(spins, band);
  const entries = new EntryList();
  const hierarchy = { spins, band, holds, scale: scaleRatios(spins, band), shell };
  for (let n = 1; n <= band; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      for (let m = lowest; m <= Math.min(l, highest); m++) {
        addAxial(hierarchy, n, l, m, entries);
        const start = shell(n, l);
        addImaginary(entries, KIND.fieldZ, { row: start, l, m, column: start, degree: l }, m);
        if (holds.has("interactionAxis")) addTurning(hierarchy, n, l, m, entries);
      }
    }
  }
  return assembleHierarchy({ spins, band, size, holds }, entries);
}

/** sqrt(g_l / g_{l+1}) at index l: the factor of p_{., l+1} in the equation of p_{., l}, in the scaled unknowns. */
export function scaleRatios(spins: number, band: number): Float64Array {
  return Float64Array.from({ length: band + 1 }, (_, l) => Math.sqrt((spins + l + 2) / (spins - l)));
}

/** What the entries of a hierarchy are made from. */
interface Assembly {
  readonly spins: number;
  readonly band: number;
  readonly holds: TermSet;
  readonly scale: Float64Array;
  /** Where the unknowns of a degree n and l begin, in the order m = 0, Re m = 1, Im m = 1, ... */
  readonly shell: (n: number, l: number) => number;
}

/** All terms but the field across z: they keep m, and are the same for real and imaginary part. */
function addAxial({ spins, band, scale, shell }: Assembly, n: number, l: number, m: number, entries: EntryList): void {
  const parts = m === 0 ? 1 : 2;
  const inShell = Math.max(0, 2 * m - 1);
  const row = shell(n, l) + inShell;
  const put = (kind: number, degree: number, order: number, value: number): void => {
    if (degree > band || order < m || order > degree || value === 0) return;
    const column = shell(degree, order) + inShell;
    for (let part = 0; part < parts; part++) entries.add(kind, row + part, column + part, value);
  };
  const above = recursionCoefficient(l + 1, m);
  const below = recursionCoefficient(l, m);
  // Factors of the scaling for a neighbour in l; where there is none, `put` leaves the entry out.
  const up = scale[l]!;
  const down = l > 0 ? 1 / scale[l - 1]! : 0;
  put(KIND.sum, n, l, (m * m - l * (l + 1)) / spins);
  put(KIND.dephasing, n, l, (-m * m) / spins);
  const rise = (spins - n) / spins;
  put(KIND.difference, n + 1, l + 1, up * rise * l * above);
  put(KIND.difference, n + 1, l - 1, -down * rise * (l + 1) * below);
  const raised = derivativeUp(n, l, m);
  const lowered = derivativeDown(n, l, m);
  put(KIND.difference, n - 1, l + 1, (up * raised * l) / spins);
  put(KIND.difference, n - 1, l - 1, (-down * lowered * (l + 1)) / spins);
  put(KIND.localDifference, n - 1, l + 1, -2 * up * raised);
  put(KIND.localDifference, n - 1, l - 1, -2 * down * lowered);
  // z d_z keeps n.
  const [stay, common] = axialShare(n, l, m);
  put(KIND.localDephasing, n, l, (stay - n * common) / common);
  put(KIND.localSum, n, l, (-stay - n * common) / common);
  if (l + 2 <= n) {
    const twiceUp = raised * recursionCoefficient(l + 2, m) * up * scale[l + 1]!;
    put(KIND.localDephasing, n, l + 2, twiceUp);
    put(KIND.localSum, n, l + 2, -twiceUp);
  }
  if (l - 2 >= m) {
    const twiceDown = (lowered * recursionCoefficient(l - 1, m) * down) / scale[l - 2]!;
    put(KIND.localDephasing, n, l - 2, twiceDown);
    put(KIND.localSum, n, l - 2, -twiceDown);
  }
}

/** The terms of `holds`. */
function addTurning(
  { spins, band, holds, scale, shell }: Assembly,
  n: number,
  l: number,
  m: number,
  entries: EntryList,
): void {
  const row = shell(n, l);
  const place = (power: number, degree: number): Place => ({
    row,
    l,
    m,
    column: shell(power, degree),
    degree,
  });
  addProduct(entries, holds, place(n, l), -1 / spins);
  for (const power of n < band ? [n - 1, n + 1] : [n - 1]) {
    for (const degree of [l - 1, l + 1]) {
      if (degree < 0 || degree > power) continue;
      const rises = degree > l;
      const ratio = rises ? scale[l]! : 1 / scale[degree]!;
      // Of d_a on r^n Y_lm.
      const derivative = ratio * (rises ? n - l : n + l + 1);
      const weight = (power > n ? ratio * (spins - n) : derivative) / spins;
      const to = place(power, degree);
      if (holds.has("skew")) addVector(entries, "skew", to, weight * (rises ? l : -(l + 1)));
      addInteraction(entries, holds, to, weight);
      if (holds.has("localSkew") && power < n) addVector(entries, "localSkew", to, -2 * derivative);
    }
  }
  if (!holds.has("localTilt") && !holds.has("localPlane")) return;
  addLocal(entries, holds, place(n, l), n, 1);
  if (l + 2 <= n) addLocal(entries, holds, place(n, l + 2), n, scale[l]! * scale[l + 1]!);
  if (l >= 2) addLocal(entries, holds, place(n, l - 2), n, 1 / (scale[l - 1]! * scale[l - 2]!));
}

/**
 * What z d_z leaves of r^n Y_lm in itself, (n - l) A_{l+1,m}^2 + (n + l + 1) A_lm^2, as numerator and denominator. They are integers, so that its difference
 * from n has no rounding error, which would stand for a rate where dephasing does not act.
 */
function axialShare(n: number, l: number, m: number): readonly [number, number] {
  const raised = (n - l) * ((l + 1) ** 2 - m * m) * (2 * l - 1);
  const lowered = (n + l + 1) * (l * l - m * m) * (2 * l + 3);
  return [raised + lowered, (2 * l - 1) * (2 * l + 1) * (2 * l + 3)];
}

/** The generator of a model. @throws InputError where N differs or a term is not held */
export const ballGenerator = (hierarchy: BallHierarchy, model: SpinModel): SparseMatrix =>
  generatorOf(hierarchy, model);
