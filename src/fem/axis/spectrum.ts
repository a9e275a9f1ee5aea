import { InputError } from "../../core/errors.ts";
import { once } from "../../core/once.ts";
import { type DenseSpectrum, denseSpectrum, eigenvectors } from "../../linalg/eigen/denseSpectrum.ts";
import { ordinaryRounding, refineEigenvalue } from "../../linalg/eigen/eigenvalueError.ts";
import type { Eigenvalue } from "../../linalg/eigen/order.ts";
import { type SparseMatrix, sparseFromTriplets } from "../../linalg/sparse.ts";
import { type AxialModel, aroundAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { unitOfRates } from "../../model/turnedField.ts";
import {
  finishedSpectrum,
  type Spectrum,
  type SpectrumOptions,
  spectrumSettings,
  tieOf,
} from "../../state/spectrum.ts";
import { bestModes, type PlacedEigenvalue } from "../expandedModes.ts";
import { firstWeight, frameOf, type Weight } from "./frame.ts";
import { ENTRY_ROUNDINGS, expansionSize, generatorMatrix, turningMatrix } from "./generator.ts";
import { settledWeight } from "./solve.ts";
import type { AxisExpansion } from "./steady.ts";
import { requireExpandable } from "./validity.ts";

export interface AxisSpectrum extends Spectrum {
  readonly method: "fem";
  readonly expansion: AxisExpansion;
}

/** Total degrees that are tried. */
const DEGREES = [10, 13, 16, 19, 22] as const;
/** Below the tolerance by this factor an expansion is good enough. */
const SPARE = 1e-3;

/**
 * Eigenvalues of the generator in the sector of one coherence (`sector`, by default 1: the light) of a model with local rates and an axis along z, at any N: those of
 * the matrix that moves the moments int P (x + i y)^m phi_i psi_j around the ring or the point of the axis (`axisSteadyState`). What is no eigenvalue of two
 * expansions has an error as large as the distance to the next.
 *
 * @throws InputError for options out of range, and where the model has no axis along z
 * @throws ConvergenceError below threshold, and where an error estimate is above the tolerance
 */
export function axisSectorSpectrum(model: SpinModel, options: SpectrumOptions = {}): AxisSpectrum {
  const settings = spectrumSettings(options);
  const m = settings.sector ?? 1;
  if (m > model.spins) {
    throw new InputError({
      what: `the sector ${m} is asked for, and ${model.spins} spins have those from 0 to ${model.spins}`,
      remedy: "give a smaller one: 1 is that of the light",
      value: m,
      limit: model.spins,
    });
  }
  const axial = requireExpandable(aroundAxis(coefficientsOf(model)));
  const weight = settledWeight(axial, firstWeight(axial));
  const { count, near, frequencyLimit } = settings;
  const request = { count, near, highest: frequencyLimit, tie: tieOf(model) };
  const twisted = m > 0 && axial.twist !== 0;
  // The whole sector turns with a field; where it turns at different speeds that is among them.
  const turn = twisted ? 0 : m * axial.field;
  const goal = SPARE * settings.tolerance * unitOfRates(model);
  const expand = (degree: number, stretch: number) => expansionOf(axial, m, { weight, degree, stretch, turn, twisted });
  const best = bestModes(DEGREES, expand, { request, goal });
  const values = best.listed.map((value, i) => best.expansion.refined(value, best.errors[i]!));
  const finished = finishedSpectrum(model, true, values, frequencyLimit, { ...settings, sector: m });
  const { degree, compared } = best;
  const expansion = { around: weight.kind, degree, compared, unknowns: expansionSize(degree) };
  return { method: "fem", ...finished, expansion };
}

interface Way {
  readonly weight: Weight;
  readonly degree: number;
  readonly stretch: number;
  /** What all of the sector turns by. */
  readonly turn: number;
  /** Whether functions of different z turn at different speeds. */
  readonly twisted: boolean;
}

function expansionOf(model: AxialModel, m: number, { weight, degree, stretch, turn, twisted }: Way) {
  const frame = frameOf(weight, m, degree, stretch);
  const matrixOf = twisted ? turningMatrix : generatorMatrix;
  const matrix = matrixOf(model, m, frame, degree);
  const size = (twisted ? 2 : 1) * expansionSize(degree);
  const all = denseSpectrum(matrix.slice(), size);
  const found = Array.from(all.real, (real, place): PlacedEigenvalue => {
    const imaginary = all.imaginary[place]!;
    // With a field each of a pair stands with the conjugate of the sector -m.
    return { real, imaginary: turn === 0 ? imaginary : Math.abs(imaginary + turn), error: 0, place };
    // Where speeds differ both of them are there, and one is listed.
  }).filter(({ imaginary }) => !twisted || imaginary >= 0);
  const whole = fullMatrix(matrix, size);
  const moduli = once(() => matrixOf(model, m, frame, degree, true));
  /** The value with the step of its Rayleigh quotient, whose rounding is far below that of all eigenvalues at once. */
  const refined = ({ real, imaginary, place }: PlacedEigenvalue, truncation: number): Eigenvalue => {
    const { step, error } = quotientOf(all, whole, moduli(), place);
    // The value or its conjugate, whichever is listed.
    const side = Math.sign(imaginary) * Math.sign(all.imaginary[place]! + turn);
    return {
      real: real + step[0],
      imaginary: imaginary + side * step[1],
      error: truncation + error + 4 * Number.EPSILON * Math.abs(turn),
    };
  };
  return { found, refined };
}

/** The step from an eigenvalue to its Rayleigh quotient, and what rounding of the entries changes in that, by left and right vector. */
function quotientOf(
  all: DenseSpectrum,
  matrix: SparseMatrix,
  moduli: Float64Array,
  place: number,
): { readonly step: readonly [number, number]; readonly error: number } {
  const { right, left } = eigenvectors(all, place);
  const value = { real: all.real[place]!, imaginary: all.imaginary[place]! };
  const refined = refineEigenvalue(matrix, ordinaryRounding, value, right, left);
  const size = matrix.pattern.rows;
  let [sum, re, im] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    const [yr, yi] = [left.real[i]!, left.imaginary[i]!];
    re += yr * right.real[i]! + yi * right.imaginary[i]!;
    im += yr * right.imaginary[i]! - yi * right.real[i]!;
    let row = 0;
    for (let j = 0; j < size; j++) {
      row += moduli[i * size + j]! * Math.hypot(right.real[j]!, right.imaginary[j]!);
    }
    sum += Math.hypot(yr, yi) * row;
  }
  return {
    step: [refined.real - value.real, refined.imaginary - value.imaginary],
    error: refined.error + (ENTRY_ROUNDINGS * Number.EPSILON * sum) / Math.hypot(re, im),
  };
}

function fullMatrix(matrix: Float64Array, size: number): SparseMatrix {
  const rows = Array.from({ length: size * size }, (_, k) => Math.floor(k / size));
  const columns = rows.map((row, k) => k - row * size);
  return sparseFromTriplets(size, size, rows, columns, matrix);
}
