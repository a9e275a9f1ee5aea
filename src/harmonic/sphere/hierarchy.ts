import { ResourceLimitError } from "../../core/errors.ts";
import { recursionCoefficient } from "../../core/harmonicRecursion.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import { requireCollective, requireRatesAlone, type SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";
import { requireBand } from "../band.ts";
import { assembleHierarchy, EntryList, generatorOf, type Hierarchy } from "../hierarchy.ts";
import { addField, neighbourScale } from "../ladder.ts";
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
 */
export type HarmonicHierarchy = Hierarchy;

/** theta_k of the terms: B_x, B_y, B_z, k_z, k_- + k_+, k_- - k_+. */
export function hierarchyCoefficients(model: SpinModel, field: Vector3 = model.field): number[] {
  requireRatesAlone(model, "the hierarchy of harmonics");
  const { dephasing, pump, decay } = model.collective;
  return [field[0], field[1], field[2], dephasing, decay + pump, decay - pump];
}

const [DEPHASING, SUM, DIFFERENCE] = [3, 4, 5] as const;
const TERM_COUNT = 6;

/** Above this band (10^6 unknowns) a factorisation no longer fits into the memory of one process. */
export const MAXIMUM_BAND = 999;

/**
 * Assembles the parameter-free matrices of N spins for harmonics l <= band (default N, exact).
 *
 * @throws InputError for a band that is no integer from 2 to N; ResourceLimitError above MAXIMUM_BAND
 */
export function harmonicHierarchy(spins: number, band: number = spins): HarmonicHierarchy {
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
    }
  }
  return assembleHierarchy({ spins, band, size }, TERM_COUNT, entries);
}

/** All terms but the field, in the row(s) of p_lm: they keep m, and are the same for real and imaginary part. */
function addAxial(spins: number, band: number, l: number, m: number, entries: EntryList): void {
  const row = unknownIndex(l, m);
  const parts = m === 0 ? 1 : 2;
  const up = l < band ? recursionCoefficient(l + 1, m) * l * neighbourScale(spins, l) : 0;
  const down = -recursionCoefficient(l, m) * (l + 1) * neighbourScale(spins, l - 1);
  for (let part = 0; part < parts; part++) {
    entries.add(SUM, row + part, row + part, (-l * (l + 1) + m * m) / spins);
    entries.add(DEPHASING, row + part, row + part, (-m * m) / spins);
    if (l < band) entries.add(DIFFERENCE, row + part, unknownIndex(l + 1, m) + part, up);
    if (m < l) entries.add(DIFFERENCE, row + part, unknownIndex(l - 1, m) + part, down);
  }
}

/** The generator of a model with collective processes only. @throws InputError where N differs or local rates are set */
export function harmonicGenerator(hierarchy: HarmonicHierarchy, model: SpinModel): SparseMatrix {
  requireCollective(model);
  return generatorOf(hierarchy, model, hierarchyCoefficients(model));
}
