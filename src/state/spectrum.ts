import { InputError, ToleranceError } from "../core/errors.ts";
import type { Eigenvalue } from "../linalg/eigen/order.ts";
import { slowestQuantity } from "../model/slowestQuantity.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { unitOfRates } from "../model/turnedField.ts";
import { conservedQuantity, zeroEigenvalues } from "../model/uniqueness.ts";
import { acceptedTolerance, requireTolerance } from "./tolerance.ts";

/** What every road takes. */
export interface SpectrumOptions {
  /**
   * Number of eigenvalues, all zeros included; default 10, one more where a conjugate pair would be cut, fewer
   * where there are fewer.
   */
  readonly count?: number;
  /**
   * A place [real, imaginary] of the complex plane: the eigenvalues nearest to it or to its mirror image, both of a pair, take
   * the place of the slowest ones.
   */
  readonly near?: readonly [number, number];
  /** Largest accepted error estimate, in units of the sum of field and rates (`unitOfRates`); from 1e-14 to below 1, default 1e-8. */
  readonly tolerance?: number;
  /**
   * The list holds those with |imaginary part| up to this. By default all, where all eigenvalues are computed; where they are searched for,
   * up to 1.5 of `frequencyScale`, and more in steps of it while modes reach that far. Not together with `near`.
   */
  readonly frequencyLimit?: number;
  /**
   * The coherence m - m' = 0, 1, 2, ... of a model with an axis whose eigenvalues alone are asked for: 0 is that of populations, 1 that
   * of the light. Those of -sector are their conjugates.
   */
  readonly sector?: number;
  /** Frequency that the model is known to have, such as that of its mean field; by default the size of the field. */
  readonly frequencyScale?: number;
  /** Bytes that matrices and factors may take; default 2^31. */
  readonly memoryLimit?: number;
  /** Processor time that the prediction may come to; default 600 s. */
  readonly secondsLimit?: number;
  /** Called while a search goes on. */
  readonly onProgress?: (text: string) => void;
}

export type SpectrumMethod = "fem" | "harmonic" | "dicke";

/**
 * Eigenvalues of the generator, which are the Liouvillian's: in the symmetric subspace without local rates, among the
 * permutation-symmetric operators with them. -real part is a rate of relaxation, |imaginary part| a frequency, in the unit of the rates.
 */
export interface Spectrum {
  readonly method: SpectrumMethod;
  /**
   * [real, imaginary] by |real part|, then |imaginary part|, or by the distance to `near` before these; of a pair the positive imaginary
   * part comes first. Real parts closer than 1e-7 of the unit count as equal, so that roads order alike.
   */
  readonly eigenvalues: readonly (readonly [number, number])[];
  /** Of each, absolute. 0 for the zero of the trace, which is exact. */
  readonly errorEstimate: readonly number[];
  /**
   * The order holds among all eigenvalues with an imaginary part in this interval; null where it holds among all. Where the field is
   * along z and the model has an axis, dicke searches each coherence q = m - m' in the frame that turns with the field, unless a
   * limit of the frequencies is asked for: the interval is then that of the imaginary part less q times the field.
   */
  readonly searched: readonly [number, number] | null;
  readonly zeros: Zeros;
}

/** Eigenvalues that are zero: each belongs to a conserved quantity. */
export interface Zeros {
  /** How many there are in all: 1 is the trace, where the steady state is unique. */
  readonly count: number;
  /** What is conserved besides the trace; null where there is nothing. */
  readonly conserved: string | null;
}

export interface SpectrumSettings {
  readonly count: number;
  readonly near: readonly [number, number] | null;
  readonly tolerance: number;
  readonly frequencyLimit: number | null;
  readonly sector: number | null;
  readonly frequencyScale: number | null;
  readonly memoryLimit: number;
  readonly secondsLimit: number;
  readonly onProgress: ((text: string) => void) | undefined;
}

/** In units of the sum of field and rates. */
export const SPECTRUM_TOLERANCE = 1e-8;

/** The options with their defaults. @throws InputError for one that is out of range, and for both a place and a limit of frequencies */
export function spectrumSettings(options: SpectrumOptions): SpectrumSettings {
  const { count = 10, near = null, tolerance = SPECTRUM_TOLERANCE, frequencyLimit = null } = options;
  const { memoryLimit = 2 ** 31, secondsLimit = 600, frequencyScale = null, sector = null } = options;
  requireModeCount(count);
  requireTolerance(tolerance);
  if (near !== null && !(Number.isFinite(near[0]) && Number.isFinite(near[1]))) {
    throw new InputError({
      what: `the place ${near[0]} + ${near[1]} i is not finite`,
      remedy: "give two finite numbers, real and imaginary part",
      value: near,
    });
  }
  if (frequencyLimit !== null && !(frequencyLimit > 0 && Number.isFinite(frequencyLimit))) {
    throw new InputError({
      what: `the limit ${frequencyLimit} of the frequencies is not a positive number`,
      remedy: "give the highest frequency that the search has to cover, in the unit of the rates",
      value: frequencyLimit,
      limit: 0,
    });
  }
  if (near !== null && frequencyLimit !== null) {
    throw new InputError({
      what: `a place, ${near[0]} + ${near[1]} i, and a limit of the frequencies, ${frequencyLimit}, are both given`,
      remedy: "leave one of them out: the eigenvalues nearest to a place are listed whatever their frequency",
      value: frequencyLimit,
    });
  }
  if (sector !== null) requireSector(sector);
  const { onProgress } = options;
  return { count, near, tolerance, frequencyLimit, sector, frequencyScale, memoryLimit, secondsLimit, onProgress };
}

function requireSector(sector: number): void {
  if (Number.isInteger(sector) && sector >= 0) return;
  throw new InputError({
    what: `the sector is ${sector}, not 0, 1, 2, ...`,
    remedy: "give the difference m - m' of the elements that are asked for: 0 for populations, 1 for the light",
    value: sector,
    limit: 0,
  });
}

/** @throws InputError for a number of eigenvalues below 1 */
export function requireModeCount(count: number): void {
  if (Number.isInteger(count) && count >= 1) return;
  throw new InputError({
    what: `${count} eigenvalues are asked for`,
    remedy: "ask for 1, the zero of the steady state, or more",
    value: count,
    limit: 1,
  });
}

/** Real parts closer than this count as equal: two roads that are right to 1e-8 of the unit order alike. */
export const tieOf = (model: SpinModel): number => 1e-7 * unitOfRates(model);

/** What rounding leaves of an eigenvalue that is zero at most, in units of field and rates. */
const ZERO_ROUNDING = 1e-12;

/**
 * A list in the form in which every road returns it: the zero of the trace exact, zeros counted.
 *
 * @param ball whether the eigenvalues are those among all permutation-symmetric operators
 * @throws ToleranceError where an error estimate is above the tolerance
 */
export function finishedSpectrum(
  model: SpinModel,
  ball: boolean,
  found: readonly Eigenvalue[],
  searched: number | null,
  settings: SpectrumSettings,
): Omit<Spectrum, "method"> {
  const listed = found.map(settledReal);
  const isZero = ({ real, imaginary, error }: Eigenvalue): boolean => Math.hypot(real, imaginary) <= error;
  const zeros = zerosOf(model, ball, settings.sector);
  const sorted = listed.toSorted((a, b) => Math.hypot(a.real, a.imaginary) - Math.hypot(b.real, b.imaginary));
  const conserved = new Set(sorted.slice(0, zeros.count));
  const exact = conservedQuantity(model) !== null || (ball && zeros.count > 1);
  const rounding = ZERO_ROUNDING * unitOfRates(model);
  const values = listed.map((value): Eigenvalue => {
    // What is conserved is so exactly: the trace, and what else is known to be.
    if (conserved.has(value) && Math.hypot(value.real, value.imaginary) <= Math.max(value.error, rounding)) {
      return { real: 0, imaginary: 0, error: value === sorted[0] ? 0 : value.error };
    }
    if (!isZero(value)) return value;
    return exact ? { real: 0, imaginary: 0, error: value.error } : value;
  });
  requireAccuracy(model, values, settings.tolerance);
  const counted = values.filter(isZero).length;
  return {
    eigenvalues: values.map(({ real, imaginary }) => [real, imaginary]),
    errorEstimate: values.map(({ error }) => error),
    searched: searched === null ? null : [-searched, searched],
    zeros: counted > zeros.count ? { count: counted, conserved: nearlyConserved(model) } : zeros,
  };
}

/** What is conserved is diagonal in J_z where that is an axis and any process acts: populations alone have zeros. */
const zerosOf = (model: SpinModel, ball: boolean, sector: number | null): Zeros =>
  sector !== null && sector > 0 ? { count: 0, conserved: null } : zeroEigenvalues(model, ball);

/** An imaginary part within its error is none. */
function settledReal(value: Eigenvalue): Eigenvalue {
  const { real, imaginary, error } = value;
  return imaginary === 0 || Math.abs(imaginary) > error
    ? value
    : { real, imaginary: 0, error: error + Math.abs(imaginary) };
}

const nearlyConserved = (model: SpinModel): string =>
  `${slowestQuantity(model)?.quantity ?? "a quantity besides the trace"}, to the accuracy of the eigenvalues`;

function requireAccuracy(model: SpinModel, values: readonly Eigenvalue[], tolerance: number): void {
  const unit = unitOfRates(model);
  const worst = values.toSorted((a, b) => b.error - a.error)[0]!;
  if (worst.error <= tolerance * unit) return;
  const certain = values.findIndex(({ error }) => error > tolerance * unit);
  const fewer = certain > 0 ? `the first ${certain} of the list meet it` : "not even the first of the list meets it";
  const estimate = worst.error / unit;
  const at = values.indexOf(worst);
  const coincides = estimate <= ROOT_OF_ROUNDING && values.some((other, k) => k !== at && isCoincident(worst, other));
  const why = coincides
    ? ", since two eigenvalues coincide there (an exceptional point), where rounding counts by its square root"
    : "";
  const accepted = acceptedTolerance(estimate);
  const remedy = certain > 0 ? [`ask for the first ${certain} only`] : [];
  if (accepted < 1) remedy.push(`accept a tolerance of ${accepted}`);
  throw new ToleranceError({
    what: Number.isFinite(estimate)
      ? `the eigenvalue ${placeText(worst)} has an error estimate of ${estimate.toExponential(1)} in units of field and rates, above the tolerance ${tolerance}${why}; ${fewer}`
      : `the eigenvalue ${placeText(worst)} is so ill-conditioned that rounding may move it by as much as it is apart from others, above the tolerance ${tolerance}; ${fewer}`,
    remedy: remedy.length === 0 ? "take fewer spins: conditioning grows with their number" : remedy.join(", or "),
    value: estimate,
    limit: tolerance,
  });
}

/** What rounding makes of a double eigenvalue with one vector at most, in the unit: the square root of some 1e5 eps. */
const ROOT_OF_ROUNDING = 1e-5;
/** Two that lie apart as the square root of rounding leaves those that coincide, to a few times their errors. */
const COINCIDENT = 4;

const isCoincident = (a: Eigenvalue, b: Eigenvalue): boolean =>
  Number.isFinite(a.error) &&
  Math.hypot(a.real - b.real, a.imaginary - b.imaginary) <= COINCIDENT * (a.error + b.error);

const placeText = ({ real, imaginary }: Eigenvalue): string => {
  if (imaginary === 0) return real.toPrecision(4);
  return `${real.toPrecision(4)} ${imaginary < 0 ? "-" : "+"} ${Math.abs(imaginary).toPrecision(4)} i`;
};
