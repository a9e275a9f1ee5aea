import { createRandomStream, fillNormal } from "../../core/random.ts";
import { addScaled, dot, norm, scale } from "../vectorKernels.ts";

/** The largest eigenvalue is looked at after so many steps, and has converged where it did not change. */
const BETWEEN = 6;

/**
 * Largest eigenvalue of a real symmetric matrix of `size` rows, given by its product with a vector: Lanczos with full reorthogonalisation
 * from a fixed start (Golub and Van Loan, Matrix Computations, section 10.3). It comes from below, to some 1e-12 of the norm.
 */
export function largestEigenvalue(size: number, multiply: (x: Float64Array, y: Float64Array) => void): number {
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  let next = new Float64Array(size);
  fillNormal(createRandomStream(1, 0), next);
  let found = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < size; step++) {
    scale(next, 1 / norm(next));
    basis.push(next);
    const image = new Float64Array(size);
    multiply(next, image);
    diagonal.push(dot(next, image));
    // Twice is enough.
    for (let pass = 0; pass < 2; pass++) for (const vector of basis) addScaled(image, -dot(vector, image), vector);
    const left = norm(image);
    const extent = normOfTridiagonal(diagonal, beside);
    const ended = left <= 1e-14 * extent || step + 1 === size;
    if (ended || step % BETWEEN === 0) {
      const before = found;
      found = largestOfTridiagonal(diagonal, beside);
      if (ended || found - before <= 1e-13 * extent) return found;
    }
    beside.push(left);
    next = image;
  }
  return found;
}

const normOfTridiagonal = (diagonal: readonly number[], beside: readonly number[]): number =>
  diagonal.reduce(
    (largest, value, k) => Math.max(largest, Math.abs(value) + (beside[k - 1] ?? 0) + (beside[k] ?? 0)),
    0,
  );

/** By bisection with Sturm's count. */
function largestOfTridiagonal(diagonal: readonly number[], beside: readonly number[]): number {
  const size = normOfTridiagonal(diagonal, beside);
  let [low, high] = [-size, size];
  while (high - low > 1e-15 * size) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (hasAbove(diagonal, beside, middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** Whether an eigenvalue is above `value`: a pivot of value - T is not positive. */
function hasAbove(diagonal: readonly number[], beside: readonly number[], value: number): boolean {
  let pivot = 1;
  for (let k = 0; k < diagonal.length; k++) {
    const coupling = k === 0 ? 0 : beside[k - 1]!;
    pivot = value - diagonal[k]! - (coupling * coupling) / pivot;
    if (!(pivot > 0)) return true;
  }
  return false;
}
