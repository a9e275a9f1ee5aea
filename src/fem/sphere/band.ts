import { ResourceLimitError } from "../../core/errors.ts";
import { synthesizeHarmonics } from "../../core/harmonicSynthesis.ts";
import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../../core/sphericalHarmonics.ts";
import { entryIndex, type SparseMatrix, type SparsityPattern, sparseFromTriplets } from "../../linalg/sparse.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { movingSets } from "../affineTerms.ts";
import type { MomentFunctionals } from "../functionals.ts";
import type { PointMasses } from "../momentPoints.ts";
import { type BandForms, bandForms, forEachEntry } from "./bandForms.ts";
import { bandPattern, bandTerms } from "./bandTerms.ts";
import { generatorWeights } from "./generator.ts";

/**
 * Gauge filter: the real harmonics l <= degree as trial and test functions. Modes above the band are gauge (exactly
 * above N, nearly so below it); where the equation is not parabolic they are also what makes it ill-posed.
 * Galerkin's method inside the band is the limit of filtering after ever smaller time steps. The harmonics are evaluated exactly, so that
 * nothing but the cut is left to err; they are orthonormal, so that coefficients and loads are the same numbers.
 */
export interface HarmonicBand {
  readonly degree: number;
  /** Number of real harmonics, (degree + 1)^2; (l, m) stands at l^2 for m = 0, at l^2 + 2m - 1 (cos), l^2 + 2m (sin). */
  readonly size: number;
  /** Entries that the generator can have for rates about z: l' = l and |m' - m| <= 1, or l' = l +- 1 and m' = m. */
  readonly pattern: SparsityPattern;
  readonly forms: BandForms;
}

/** Entries that the terms for rates about z together may hold: 800 MB. */
const LARGEST_BAND = 1e8;

/** Most entries in a row of one term, times the number of terms. */
const ENTRIES_PER_HARMONIC = 10 * 7;

/** Up to this N a band holds all harmonics that observables depend on, and cuts nothing off; it then takes a fraction of a second. */
export const LARGEST_WHOLE_BAND = 100;

/** Up to this N a band that holds the purity, too, takes two seconds; above it functions around an axis come first, whose cost does not grow with N. */
export const LARGEST_FOR_BAND = 300;

/**
 * Starting band in units of sqrt(N), where it is cut (docs/physics.md, section 3). Of decay 1 at N = 1000 the estimate of the moments with 2, 3, 4 and 6 is 7e-3,
 * 1e-5, 3e-9 and 2e-13 in a field of 0.5, where P is narrow: 4 is the first to meet 1e-8, in 1.6 s, and 6 takes 3.7. In the critical field 1 it is
 * 3e-2 to 1e-4, and bands widen whatever the first was. test/fem/steadyInBand.test.ts notices both a narrower and a wider one.
 */
const WIDTHS = 4;

/** Starting rule for the band. */
export const defaultBand = (spins: number): number =>
  spins <= LARGEST_WHOLE_BAND ? spins : Math.max(LARGEST_WHOLE_BAND, Math.ceil(WIDTHS * Math.sqrt(spins)));

/**
 * @throws ResourceLimitError where the band does not fit into memory
 */
export function harmonicBand(degree: number): HarmonicBand {
  const size = (degree + 1) ** 2;
  const entries = ENTRIES_PER_HARMONIC * size;
  if (!(entries <= LARGEST_BAND)) {
    throw new ResourceLimitError({
      what: `the band l <= ${degree} holds ${entries} values, above the limit ${LARGEST_BAND}`,
      remedy: "use a smaller band",
      value: entries,
      limit: LARGEST_BAND,
    });
  }
  const pattern = bandPattern(degree);
  return { degree, size, pattern, forms: bandForms(degree, bandTerms(degree, pattern)) };
}

/** The generator of a model inside the band. */
export const bandGenerator = (band: HarmonicBand, model: SpinModel): SparseMatrix =>
  combinedForms(band, [generatorWeights(coefficientsOf(model))])[0]!;

/** That of what stands still in a model that moves, and one matrix for each coefficient that moves, all on one pattern. */
export const movingBandGenerator = (band: HarmonicBand, moving: MovingModel): readonly SparseMatrix[] =>
  combinedForms(band, movingSets(moving, generatorWeights));

/** What the terms of each entry of the generator of a model add up to in absolute value, on its pattern. */
export const bandEntrySizes = (band: HarmonicBand, model: SpinModel): SparseMatrix =>
  combinedForms(band, [generatorWeights(coefficientsOf(model))], Math.abs)[0]!;

/** sum_k weights_k L_k for each vector of weights, or of what `of` makes of the summands, on one pattern that holds all that are asked for. */
function combinedForms(
  band: HarmonicBand,
  weightSets: readonly Float64Array[],
  of: (value: number) => number = (value) => value,
): readonly SparseMatrix[] {
  const terms = Array.from(weightSets[0]!.keys()).filter((k) => weightSets.some((weights) => weights[k] !== 0));
  const forms = new Map(terms.map((k) => [k, band.forms.term(k)]));
  const pattern = unionPattern(band.pattern, [...forms.values()]);
  return weightSets.map((weights) => {
    const values = new Float64Array(pattern.columnIndices.length);
    for (const [k, form] of forms) {
      const weight = weights[k]!;
      if (weight === 0) continue;
      if (form.pattern === pattern) {
        for (let i = 0; i < values.length; i++) values[i]! += of(weight * form.values[i]!);
      } else {
        forEachEntry(form, (row, column, value) => {
          values[entryIndex(pattern, row, column)]! += of(weight * value);
        });
      }
    }
    return { pattern, values };
  });
}

/** The given pattern itself where it has room for all matrices. */
function unionPattern(pattern: SparsityPattern, matrices: readonly SparseMatrix[]): SparsityPattern {
  const others = matrices.filter((matrix) => matrix.pattern !== pattern);
  if (others.length === 0) return pattern;
  const [rows, columns]: [number[], number[]] = [[], []];
  const add = (row: number, column: number): void => {
    rows.push(row);
    columns.push(column);
  };
  forEachEntry({ pattern, values: new Float64Array(pattern.columnIndices.length).fill(1) }, add);
  for (const matrix of others) forEachEntry(matrix, add);
  return sparseFromTriplets(pattern.rows, pattern.columns, rows, columns, new Float64Array(rows.length)).pattern;
}

/** The mass matrix, which is the identity, on the pattern of a generator. */
export function bandMass(pattern: SparsityPattern): SparseMatrix {
  const { rows, rowStarts, columnIndices } = pattern;
  const values = new Float64Array(columnIndices.length);
  for (let k = 0; k < rows; k++)
    for (let q = rowStarts[k]!; q < rowStarts[k + 1]!; q++) values[q] = +(columnIndices[q] === k);
  return { pattern, values };
}

/** The observed integrals as functionals of the coefficients: they need l <= 2 only. */
export function bandFunctionals({ size }: Pick<HarmonicBand, "size">): MomentFunctionals {
  const functional = (entries: readonly (readonly [number, number])[]): Float64Array => {
    const vector = new Float64Array(size);
    for (const [at, value] of entries) vector[at] = value;
    return vector;
  };
  const whole = Math.sqrt(4 * Math.PI);
  const first = Math.sqrt((4 * Math.PI) / 3);
  const mixed = Math.sqrt((4 * Math.PI) / 15);
  const axial = Math.sqrt((16 * Math.PI) / 45);
  const third = whole / 3;
  // The harmonics with m odd carry the sign of Condon and Shortley.
  return {
    centre: [0, 0, 0],
    mass: functional([[0, whole]]),
    first: [functional([[2, -first]]), functional([[3, -first]]), functional([[1, first]])],
    second: [
      functional([
        [0, third],
        [4, -axial / 2],
        [7, mixed],
      ]),
      functional([
        [0, third],
        [4, -axial / 2],
        [7, -mixed],
      ]),
      functional([
        [0, third],
        [4, axial],
      ]),
      functional([[8, mixed]]),
      functional([[5, -mixed]]),
      functional([[6, -mixed]]),
    ],
  };
}

/** Coefficients of point masses on the sphere. */
export function bandLoad(
  { degree, size }: Pick<HarmonicBand, "degree" | "size">,
  { points, weights }: PointMasses,
): Float64Array {
  const load = new Float64Array(size);
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  for (const [p, weight] of weights.entries()) {
    evaluateHarmonics(degree, points[3 * p]!, points[3 * p + 1]!, points[3 * p + 2]!, real, imaginary);
    for (let l = 0; l <= degree; l++) {
      load[l * l]! += weight * real[harmonicIndex(l, 0)]!;
      for (let m = 1; m <= l; m++) {
        const at = harmonicIndex(l, m);
        load[l * l + 2 * m - 1]! += weight * Math.SQRT2 * real[at]!;
        load[l * l + 2 * m]! += weight * Math.SQRT2 * imaginary[at]!;
      }
    }
  }
  return load;
}

/** Values at points of the sphere (3 numbers each) of a density given by its coefficients. */
export function expandBand(degree: number, coefficients: Float64Array, points: Float64Array): Float64Array {
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  for (let l = 0; l <= degree; l++) {
    real[harmonicIndex(l, 0)] = coefficients[l * l]!;
    for (let m = 1; m <= l; m++) {
      real[harmonicIndex(l, m)] = Math.SQRT1_2 * coefficients[l * l + 2 * m - 1]!;
      imaginary[harmonicIndex(l, m)] = Math.SQRT1_2 * coefficients[l * l + 2 * m]!;
    }
  }
  const values = new Float64Array(points.length / 3);
  synthesizeHarmonics(degree, real, imaginary, points, values);
  return values;
}

/** S_l = sum_m |p_lm|^2 of real coefficients. */
export function bandPower(degree: number, coefficients: Float64Array): Float64Array {
  const power = new Float64Array(degree + 1);
  for (let l = 0; l <= degree; l++) {
    for (let k = l * l; k < (l + 1) ** 2; k++) power[l]! += coefficients[k]! ** 2;
  }
  return power;
}
