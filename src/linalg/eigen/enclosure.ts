import { type DenseSpectrum, normalize, randomVector } from "./denseSpectrum.ts";
import { factorShiftedHessenberg, solveShifted, solveShiftedAdjoint } from "./shiftedHessenberg.ts";

/** Points of the circle that are looked at, power steps for each norm, and the factor by which those may fall short. */
const POINTS = 8;
const STEPS = 3;
const SAFETY = 4;

/**
 * Radius of a circle around an eigenvalue on which |(A - z)^-1| delta < 1 for every z: no eigenvalue crosses it where the
 * matrix changes by delta, so that an eigenvalue of each matrix that close lies inside. Holds for multiple and for defective
 * eigenvalues, where it is delta^(1/m) (L. N. Trefethen and M. Embree, "Spectra and pseudospectra", theorem 2.2).
 *
 * @param delta in the norm of the balanced matrix
 * @param start a radius to begin with
 * @returns infinity where the circle would be as large as the matrix
 */
export function enclosingRadius(spectrum: DenseSpectrum, place: number, delta: number, start: number): number {
  const { form, real, imaginary } = spectrum;
  let radius = Math.max(start, delta);
  for (; radius <= form.norm; radius *= 2) {
    if (holds(spectrum, real[place]!, imaginary[place]!, radius, delta)) return radius;
  }
  return form.norm === 0 ? delta : Number.POSITIVE_INFINITY;
}

function holds(spectrum: DenseSpectrum, re: number, im: number, radius: number, delta: number): boolean {
  // The circle around a real eigenvalue is its own mirror image.
  const points = im === 0 ? POINTS / 2 + 1 : POINTS;
  for (let k = 0; k < points; k++) {
    const angle = (2 * Math.PI * k) / POINTS;
    const z = [re + radius * Math.cos(angle), im + radius * Math.sin(angle)] as const;
    if (SAFETY * delta * resolventNorm(spectrum, z[0], z[1]) >= 1) return false;
  }
  return true;
}

/** |(H - z)^-1| from below, by the power method on the product with its adjoint. */
function resolventNorm({ form, factors }: DenseSpectrum, re: number, im: number): number {
  const smallest = Math.max(Number.EPSILON ** 2 * form.norm, Number.MIN_VALUE * 1e16);
  factorShiftedHessenberg(form.hessenberg, re, im, smallest, factors);
  const vector = randomVector(form.order, true, 1);
  let norm = 0;
  for (let step = 0; step < STEPS; step++) {
    solveShifted(factors, vector.real, vector.imaginary);
    norm = Math.max(norm, normalize(vector));
    solveShiftedAdjoint(factors, vector.real, vector.imaginary);
    norm = Math.max(norm, normalize(vector));
  }
  return norm;
}
