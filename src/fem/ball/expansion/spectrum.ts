import { denseSpectrum, eigenvectors } from "../../../linalg/eigen/denseSpectrum.ts";
import { type EntryRounding, refineEigenvalue } from "../../../linalg/eigen/eigenvalueError.ts";
import type { Eigenvalue } from "../../../linalg/eigen/order.ts";
import type { SparseMatrix } from "../../../linalg/sparse.ts";
import { type Coefficients, coefficientsOf } from "../../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import { unitOfRates } from "../../../model/turnedField.ts";
import {
  finishedSpectrum,
  type Spectrum,
  type SpectrumOptions,
  spectrumSettings,
  tieOf,
} from "../../../state/spectrum.ts";
import { requireAttracting } from "../../attractingPoint.ts";
import { bestModes, type ExpandedModes, type PlacedEigenvalue } from "../../expandedModes.ts";
import { frameOf, linearGaussian, settledGaussian } from "./frame.ts";
import { expandedGenerator, type Frame } from "./generator.ts";
import { functionCount } from "./places.ts";
import type { PointExpansion } from "./steady.ts";

export interface PointSpectrum extends Spectrum {
  readonly method: "fem";
  readonly expansion: PointExpansion;
}

/** Total degrees that are tried: 84 to 969 unknowns, the first four in a second, and the last two in two and eight. */
const DEGREES = [6, 8, 10, 12, 14, 16] as const;
/** Tried only where the ones before have nearly done. */
const DEAR = 14;
/** Below the tolerance by this factor an expansion is good enough. */
const SPARE = 0.1;
/** Entries are sums of products of some ten rounded numbers. */
const ENTRY_ROUNDING = 16 * Number.EPSILON;

/**
 * Eigenvalues of the generator of a model with local rates, parabolic or not, at any N: those of the matrix that moves the moments of P around the stable fixed
 * point of the mean field (`pointSteadyState`). What is no eigenvalue of two expansions has an error as large as the distance to the next.
 *
 * @throws InputError for options out of range
 * @throws ConvergenceError where no single fixed point attracts all paths, and where an error estimate is above the tolerance
 */
export function pointSpectrum(model: SpinModel, options: SpectrumOptions = {}): PointSpectrum {
  const settings = spectrumSettings(options);
  const gaussian = settledGaussian(model, linearGaussian(model, requireAttracting(model)));
  const coefficients = coefficientsOf(model);
  const { count, near, tolerance, onProgress } = settings;
  const highest = near === null ? settings.frequencyLimit : null;
  const expand = (degree: number, stretch: number) => {
    onProgress?.(`degree ${degree}, ${functionCount(degree)} unknowns`);
    return modesIn(coefficients, frameOf(gaussian, model.spins, stretch), degree);
  };
  const best = bestModes(degreesOf(model.spins), expand, {
    request: { count, near, highest, tie: tieOf(model) },
    goal: SPARE * tolerance * unitOfRates(model),
    dear: DEAR,
  });
  const { degree, compared } = best;
  const values = best.listed.map((value, i) => best.expansion.refined(value, best.errors[i]!));
  const place = gaussian.centre;
  return {
    method: "fem",
    ...finishedSpectrum(model, true, values, highest, settings),
    expansion: { around: "fixedPoint", place, degree, compared, unknowns: functionCount(degree) },
  };
}

/** None above N, where polynomials are gauge: their modes would be listed as well. */
function degreesOf(spins: number): readonly number[] {
  const below = DEGREES.filter((degree) => degree < spins);
  return spins <= DEGREES.at(-1)! ? [...below, spins] : below;
}

interface PointModes extends ExpandedModes {
  /** The value with the step of its Rayleigh quotient. */
  readonly refined: (value: PlacedEigenvalue, truncation: number) => Eigenvalue;
}

function modesIn(coefficients: Coefficients, frame: Frame, degree: number): PointModes {
  const matrix = expandedGenerator(coefficients, frame, degree);
  const all = denseSpectrum(denseOf(matrix), matrix.pattern.rows);
  const found = Array.from(all.real, (real, place) => ({ real, imaginary: all.imaginary[place]!, error: 0, place }));
  const refined = ({ place, imaginary }: PlacedEigenvalue, truncation: number): Eigenvalue => {
    const { right, left } = eigenvectors(all, place);
    const own = { real: all.real[place]!, imaginary: all.imaginary[place]! };
    const value = refineEigenvalue(matrix, roundingOf(matrix, coefficients, frame, degree), own, right, left);
    // The value or its conjugate, whichever is listed.
    const side = Math.sign(imaginary) * Math.sign(own.imaginary);
    return { real: value.real, imaginary: side * value.imaginary, error: value.error + truncation };
  };
  return { found, refined };
}

/** Of entries whose terms cancel: relative to the largest of its row, by how much the terms of a row exceed that. */
function roundingOf(
  { pattern, values }: SparseMatrix,
  coefficients: Coefficients,
  frame: Frame,
  degree: number,
): EntryRounding {
  const moduli = expandedGenerator(coefficients, frame, degree, true).values;
  let excess = 1;
  for (let row = 0; row < pattern.rows; row++) {
    let [largest, terms] = [0, 0];
    for (let k = pattern.rowStarts[row]!; k < pattern.rowStarts[row + 1]!; k++) {
      largest = Math.max(largest, Math.abs(values[k]!));
      terms = Math.max(terms, moduli[k]!);
    }
    if (largest > 0) excess = Math.max(excess, terms / largest);
  }
  return { relative: 0, row: ENTRY_ROUNDING * excess, diagonal: 0 };
}

/** Row-major. */
function denseOf({ pattern, values }: SparseMatrix): Float64Array {
  const { rows, rowStarts, columnIndices } = pattern;
  const dense = new Float64Array(rows * rows);
  for (let row = 0; row < rows; row++) {
    for (let k = rowStarts[row]!; k < rowStarts[row + 1]!; k++) dense[row * rows + columnIndices[k]!] = values[k]!;
  }
  return dense;
}
