import { createRandomStream, fillNormal } from "../../core/random.ts";
import { applyReflections, type HessenbergForm, hessenbergForm } from "./hessenberg.ts";
import { type EigenvalueList, hessenbergEigenvalues } from "./hessenbergEigenvalues.ts";
import {
  factorShiftedHessenberg,
  type ShiftedHessenberg,
  shiftedHessenberg,
  solveShifted,
  solveShiftedAdjoint,
} from "./shiftedHessenberg.ts";

export interface ComplexVector {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** All eigenvalues of a dense real matrix, and vectors of those that are asked for. */
export interface DenseSpectrum extends EigenvalueList {
  readonly form: HessenbergForm;
  /** Room for factors of H - z. */
  readonly factors: ShiftedHessenberg;
}

/** @param matrix row-major, order x order; overwritten. @throws ConvergenceError */
export function denseSpectrum(matrix: Float64Array, order: number): DenseSpectrum {
  const form = hessenbergForm(matrix, order);
  const { real, imaginary } = hessenbergEigenvalues(form.hessenberg.slice(), order);
  return { form, real, imaginary, factors: shiftedHessenberg(order) };
}

/** Two steps of inverse iteration with an eigenvalue that is good to rounding leave nothing to gain; a third is for luck. */
const STEPS = 3;

/**
 * Right and left eigenvector, A x = lambda x and y^* A = lambda y^*, by inverse iteration. For a multiple eigenvalue vectors of
 * different `place` are independent as far as the matrix allows.
 */
export function eigenvectors(
  all: DenseSpectrum,
  place: number,
): { readonly right: ComplexVector; readonly left: ComplexVector } {
  const right = rightEigenvector(all, place);
  const { form, factors, imaginary } = all;
  const left = iterated(form, factors, solveShiftedAdjoint, imaginary[place] !== 0, 2 * place + 1);
  for (let i = 0; i < form.order; i++) {
    left.real[i]! /= form.scale[i]!;
    left.imaginary[i]! /= form.scale[i]!;
  }
  return { right, left };
}

/** The right one alone, in little more than half the time. */
export function rightEigenvector({ form, factors, real, imaginary }: DenseSpectrum, place: number): ComplexVector {
  const { hessenberg, norm, order, scale } = form;
  const smallest = Math.max(Number.EPSILON * norm, Number.MIN_VALUE * 1e16);
  factorShiftedHessenberg(hessenberg, real[place]!, imaginary[place]!, smallest, factors);
  const right = iterated(form, factors, solveShifted, imaginary[place] !== 0, 2 * place);
  for (let i = 0; i < order; i++) {
    right.real[i]! *= scale[i]!;
    right.imaginary[i]! *= scale[i]!;
  }
  return right;
}

/** Inverse iteration from a random vector with the factors at hand. */
function iterated(
  form: HessenbergForm,
  factors: ShiftedHessenberg,
  solve: typeof solveShifted,
  isComplex: boolean,
  seed: number,
): ComplexVector {
  const vector = randomVector(form.order, isComplex, seed);
  for (let step = 0; step < STEPS; step++) {
    solve(factors, vector.real, vector.imaginary);
    normalize(vector);
  }
  applyReflections(form, vector.real);
  applyReflections(form, vector.imaginary);
  return vector;
}

export function randomVector(size: number, complex: boolean, seed: number): ComplexVector {
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const stream = createRandomStream(1, seed);
  fillNormal(stream, real);
  if (complex) fillNormal(stream, imaginary);
  normalize({ real, imaginary });
  return { real, imaginary };
}

/** Divides by the norm, which is returned. */
export function normalize({ real, imaginary }: ComplexVector): number {
  let largest = 0;
  for (let i = 0; i < real.length; i++) largest = Math.max(largest, Math.abs(real[i]!), Math.abs(imaginary[i]!));
  if (largest === 0) return 0;
  let squares = 0;
  for (let i = 0; i < real.length; i++) squares += (real[i]! / largest) ** 2 + (imaginary[i]! / largest) ** 2;
  const norm = largest * Math.sqrt(squares);
  for (let i = 0; i < real.length; i++) {
    real[i]! /= norm;
    imaginary[i]! /= norm;
  }
  return norm;
}
