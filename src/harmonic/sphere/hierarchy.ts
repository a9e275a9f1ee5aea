import { ResourceLimitError } from "../../core/errors.ts";
import { recursionCoefficient } from "../../core/harmonicRecursion.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import { requireCollective, type SpinModel } from "../../model/spinModel.ts";
import { requireBand } from "../band.ts";
import { assembleHierarchy, EntryList, generatorOf, type Hierarchy } from "../hierarchy.ts";
import { addField, neighbourScale } from "../ladder.ts";
import { addInteraction, addProduct, addVector } from "../tensors.ts";
import { KIND, RATES_ALONE, type TermSet } from "../terms.ts";
import { unknownIndex } from "./state.ts";

/**
 * The moment hierarchy of P on the sphere, for the unknowns of HarmonicState. The pattern is block
 * tridiagonal in l. With
 * A_lm = sqrt((l^2-m^2)/(4l^2-1)) and s = k_- + k_+, d = k_- - k_+ the equation of p_lm = int P Y_lm is
 *
 *     dp_lm/dt = [ -s l(l+1)/N + (s - k_z) m^2/N + i B_z m ] p_lm
 *         + d A_{l+1,m} l (N-l)/N p_{l+1,m} - d A_lm (l+1)(N+1+l)/N p_{l-1,m}
 *         + (i/2)(B_x - i B_y) sqrt(l(l+1)-m(m+1)) p_{l,m+1} + (i/2)(B_x + i B_y) sqrt(l(l+1)-m(m-1)) p_{l,m-1}
 *
 * and in the unknowns the two couplings in l become d A_{l+1,m} l S_l and -d A_lm (l+1) S_{l-1}, with
 * S_l = sqrt((N-l)(N+l+2))/N: nearly antisymmetric, as are the field terms exactly. Row l = 0 is zero (int P = 1), and
 * the hierarchy closes at l = N by itself; a band below N leaves out p_{band+1}.
 *
 * What else a model of the whole class has couples m to m +- 2 at most, and stays in the pattern in l: harmonic/tensors.ts. There
 * w is taken for d e_z, and chi has S_l for the two numbers in front of A_a, antisymmetric too.
 */
export type HarmonicHierarchy = Hierarchy;

/** Above this band (10^6 unknowns) a factorisation no longer fits into the memory of one process. */
export const MAXIMUM_BAND = 999;

/**
 * Assembles the parameter-free matrices of N spins for harmonics l <= band (default N, exact), and of the terms beyond the three rates
 * those of `holds`.
 *
 * @throws InputError for a band that is no integer from 2 to N; ResourceLimitError above MAXIMUM_BAND
 */
export function harmonicHierarchy(
  spins: number,
  band: number = spins,
  holds: TermSet = RATES_ALONE,
): HarmonicHierarchy {
  requireBand(spins, band);
  const size = (band + 1) ** 2;
  if (band > MAXIMUM_BAND)
    throw new ResourceLimitError({
      what: `band ${band} has ${size} unknowns`,
      remedy: `choose a band of at most ${MAXIMUM_BAND}; 5 to 8 sqrt(N) is often enough`,
      value: band,
      limit: MAXIMUM_BAND,
    });
  const entries = new EntryList();
  for (let l = 1; l <= band; l++) {
    for (let m = 0; m <= l; m++) {
      addAxial(spins, band, l, m, entries);
      addField(entries, unknownIndex(l, 0), l, m);
      if (holds.size > 0) addTurning(spins, band, holds, l, m, entries);
    }
  }
  return assembleHierarchy({ spins, band, size, holds }, entries);
}

/** All terms but the field, in the row(s) of p_lm: they keep m, and are the same for real and imaginary part. */
function addAxial(spins: number, band: number, l: number, m: number, entries: EntryList): void {
  const row = unknownIndex(l, m);
  const parts = m === 0 ? 1 : 2;
  const up = l < band ? recursionCoefficient(l + 1, m) * l * neighbourScale(spins, l) : 0;
  const down = -recursionCoefficient(l, m) * (l + 1) * neighbourScale(spins, l - 1);
  for (let part = 0; part < parts; part++) {
    entries.add(KIND.sum, row + part, row + part, (-l * (l + 1) + m * m) / spins);
    entries.add(KIND.dephasing, row + part, row + part, (-m * m) / spins);
    if (l < band) entries.add(KIND.difference, row + part, unknownIndex(l + 1, m) + part, up);
    if (m < l) entries.add(KIND.difference, row + part, unknownIndex(l - 1, m) + part, down);
  }
}

/** The terms of `holds`. */
function addTurning(spins: number, band: number, holds: TermSet, l: number, m: number, entries: EntryList): void {
  const row = unknownIndex(l, 0);
  addProduct(entries, holds, { row, l, m, column: row, degree: l }, -1 / spins);
  for (const degree of l < band ? [l - 1, l + 1] : [l - 1]) {
    const place = { row, l, m, column: unknownIndex(degree, 0), degree };
    const scale = neighbourScale(spins, Math.min(l, degree));
    if (holds.has("skew")) addVector(entries, "skew", place, scale * (degree > l ? l : -(l + 1)));
    addInteraction(entries, holds, place, scale);
  }
}

/** The generator of a model with collective processes only. @throws InputError where N differs, a term is not held or local rates are set */
export function harmonicGenerator(hierarchy: HarmonicHierarchy, model: SpinModel): SparseMatrix {
  requireCollective(model);
  return generatorOf(hierarchy, model);
}
