import { solveDense } from "../../../linalg/dense/solve.ts";
import type { AxialModel } from "../../../model/secondOrder/axis.ts";
import { type HalfDiskForms, halfDiskForms } from "./forms.ts";
import { halfDiskMesh } from "./mesh.ts";

/** P in the band of one mesh. */
export interface HalfDiskSolution {
  readonly forms: HalfDiskForms;
  /** Of the interpolants of the polynomials in P. */
  readonly coefficients: Float64Array;
  /** int P phi_k. */
  readonly integrals: Float64Array;
  /** Largest rate at which a moment would change, over the largest at which one is fed and drained. */
  readonly residual: number;
  /** What rounding may change in each of int P phi_k for the first few k that are asked for. */
  readonly rounding: (first: number) => Float64Array;
}

/** Two meshes for each band, of elements of different degrees, so that two solutions do not err alike. */
export type MeshChoice = 0 | 1;

const ELEMENT_DEGREES = [8, 7] as const;

/** Nodes from pole to pole over the degree of a band in z, and from the axis outwards over that in u. */
const NODES_ALONG = 1.25;
const NODES_ACROSS = 1.5;

/** Forms of a model in a band, on a mesh with enough nodes for its polynomials. */
export function formsInBand(model: AxialModel, band: number, choice: MeshChoice): HalfDiskForms {
  const degree = ELEMENT_DEGREES[choice];
  const rows = Math.max(3, Math.ceil((NODES_ALONG * band) / degree)) + choice;
  const columns = Math.max(2, Math.ceil((NODES_ACROSS * band) / (2 * degree)));
  return halfDiskForms(model, halfDiskMesh(rows, columns), { degree, band, rows });
}

/** Roundings of an entry, relative to its own size in a row of the generator, whose sums cancel. */
const ENTRY_ROUNDINGS = 64;

/**
 * The steady P of a band: the moments of its polynomials do not change, and int P = 1.
 *
 * @throws SingularMatrixError
 */
export function steadyInHalfDisk(forms: HalfDiskForms): HalfDiskSolution {
  const { size, generator, mass } = forms;
  const matrix = generator.slice();
  const scale = largestOf(generator);
  // The test function 1 leaves a row of zeros: the mass takes its place, at the size of the other rows.
  for (let l = 0; l < size; l++) matrix[l] = scale * mass[l]!;
  const right = new Float64Array(size);
  right[0] = scale / CONSTANT;
  const coefficients = solveDense(size, matrix, 1, right);
  const integrals = times(mass, size, coefficients);
  const changes = new Float64Array(size);
  let [largest, whole] = [0, 0];
  for (let k = 1; k < size; k++) {
    let [rate, moduli] = [0, 0];
    for (let l = 0; l < size; l++) {
      const part = generator[k * size + l]! * coefficients[l]!;
      rate += part;
      moduli += Math.abs(part);
    }
    largest = Math.max(largest, Math.abs(rate));
    whole = Math.max(whole, moduli);
    changes[k] = ENTRY_ROUNDINGS * Number.EPSILON * moduli + Math.abs(rate);
  }
  const residual = whole === 0 ? 0 : largest / whole;
  return { forms, coefficients, integrals, residual, rounding: (first) => roundingOf(forms, matrix, changes, first) };
}

/** 1 / phi_00 of the half disk, so that int P phi_00 = 1 / CONSTANT. */
const CONSTANT = Math.sqrt((4 * Math.PI) / 3);

/** sum_k |w_k| times what may change in row k, w matrix = the row of the mass that makes the integral. */
function roundingOf({ size, mass }: HalfDiskForms, matrix: Float64Array, changes: Float64Array, first: number) {
  const transposed = new Float64Array(size * size);
  for (let k = 0; k < size; k++) for (let l = 0; l < size; l++) transposed[l * size + k] = matrix[k * size + l]!;
  const functionals = new Float64Array(size * first);
  for (let k = 0; k < first; k++) for (let l = 0; l < size; l++) functionals[l * first + k] = mass[k * size + l]!;
  const weights = solveDense(size, transposed, first, functionals);
  const errors = new Float64Array(first);
  for (let k = 0; k < size; k++) {
    for (let j = 0; j < first; j++) errors[j]! += Math.abs(weights[k * first + j]!) * changes[k]!;
  }
  return errors.map((error) => error + ENTRY_ROUNDINGS * Number.EPSILON);
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

export function times(matrix: Float64Array, size: number, vector: Float64Array): Float64Array {
  const product = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    let sum = 0;
    for (let l = 0; l < size; l++) sum += matrix[k * size + l]! * vector[l]!;
    product[k] = sum;
  }
  return product;
}
