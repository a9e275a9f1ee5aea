import { symmetricEigen } from "../../../linalg/dense/symmetricEigen.ts";
import { choleskyShifted, choleskySolve, failedDirection } from "./cholesky.ts";

/** The least eigenvalue of a symmetric matrix between two bounds. */
export interface LeastEigenpair {
  /** Rayleigh's quotient of `vector`, above the least eigenvalue. */
  readonly value: number;
  /** Below the least eigenvalue: A - lower has Cholesky's factorisation, its rounding counted in. */
  readonly lower: number;
  /** Of length 1. */
  readonly vector: Float64Array;
  /** Largest magnitude of an eigenvalue, from below, to a few percent. */
  readonly largest: number;
}

/**
 * The least eigenpair of a dense symmetric matrix (row-major). Factors of A - s with s just below the least eigenvalue prove that nothing is below,
 * and their inverse iterations converge to it; a factorisation that fails gives a direction further down. Parts of the matrix that nothing
 * joins, those of a symmetry, are solved apart. Cost: 4 to 8 factorisations of size^3/6 products.
 *
 * @returns null where `expired` became true
 */
export function leastEigenpair(size: number, matrix: Float64Array, expired: () => boolean): LeastEigenpair | null {
  const pairs: LeastEigenpair[] = [];
  for (const rows of parts(size, matrix)) {
    const count = rows.length;
    const part = new Float64Array(count * count);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) part[i * count + j] = matrix[rows[i]! * size + rows[j]!]!;
    }
    const pair = leastOfPart(count, part, expired);
    if (pair === null) return null;
    const vector = new Float64Array(size);
    for (let i = 0; i < count; i++) vector[rows[i]!] = pair.vector[i]!;
    pairs.push({ ...pair, vector });
  }
  const least = pairs.reduce((a, b) => (b.value < a.value ? b : a));
  return {
    ...least,
    lower: pairs.reduce((low, { lower }) => Math.min(low, lower), Number.POSITIVE_INFINITY),
    largest: pairs.reduce((high, { largest }) => Math.max(high, largest), 0),
  };
}

/** Rows that non-zero entries join, each ascending. */
function parts(size: number, matrix: Float64Array): number[][] {
  const left = new Set(Array.from({ length: size }, (_, i) => i));
  const found: number[][] = [];
  for (let start = 0; start < size; start++) {
    if (!left.delete(start)) continue;
    const part = [start];
    for (const i of part) {
      for (const j of left) {
        if (matrix[i * size + j] === 0) continue;
        left.delete(j);
        part.push(j);
      }
    }
    found.push(part.sort((a, b) => a - b));
  }
  return found;
}

const KRYLOV_STEPS = 24;
const INVERSE_STEPS = 30;
/** Each factorisation brings the bounds nearer by this factor or goes further down; more are never needed. */
const NEARER = 16;
const MAXIMUM_FACTORS = 200;

function leastOfPart(size: number, matrix: Float64Array, expired: () => boolean): LeastEigenpair | null {
  const start = krylovEnds(size, matrix);
  const { largest } = start;
  const resolution = 4 * Number.EPSILON * Math.sqrt(size) * Math.max(largest, Number.MIN_VALUE);
  // Cholesky's factors are those of a matrix off by at most (n + 2) units of rounding of the trace: Rump, doi:10.1007/s10543-006-0056-1.
  const trace = (shift: number): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += Math.abs(matrix[i * size + i]! - shift);
    return sum;
  };
  const roundingAt = (shift: number): number => (size + 2) * Number.EPSILON * trace(shift);
  const factor = new Float64Array(size * size);
  let { value, vector, gap } = quotient(size, matrix, start.vector);
  let distance = Math.max(gap, resolution);
  for (let count = 0; count < MAXIMUM_FACTORS; count++) {
    const shift = value - distance;
    const failed = choleskyShifted(size, matrix, shift, factor, expired);
    if (failed === null) return null;
    if (failed >= 0) {
      const lower = quotient(size, matrix, failedDirection(size, factor, failed));
      // Rounding alone may fail a shift that is below the least eigenvalue by less than it.
      if (lower.value < value) ({ value, vector, gap } = lower);
      distance = Math.max(4 * distance, gap);
      continue;
    }
    for (let step = 0; step < INVERSE_STEPS; step++) {
      const next = Float64Array.from(vector);
      choleskySolve(size, factor, next);
      const better = quotient(size, matrix, next);
      if (!(better.value < value)) break;
      const gained = value - better.value;
      ({ value, vector, gap } = better);
      if (gained < resolution / 16) break;
    }
    if (value - shift <= 2 * resolution || distance <= resolution) {
      return { value, lower: shift - roundingAt(shift), vector, largest };
    }
    distance = Math.max(Math.min(gap, (value - shift) / NEARER), resolution);
  }
  // Nothing but the bound of all eigenvalues is left.
  return { value, lower: -frobenius(matrix), vector, largest };
}

const frobenius = (matrix: Float64Array): number => Math.sqrt(matrix.reduce((sum, value) => sum + value * value, 0));

interface Quotient {
  readonly value: number;
  readonly vector: Float64Array;
  /** |A x - value x|. */
  readonly gap: number;
}

function quotient(size: number, matrix: Float64Array, x: Float64Array): Quotient {
  const vector = normalized(x);
  const image = multiply(size, matrix, vector);
  const value = dot(vector, image);
  let gap = 0;
  for (let i = 0; i < size; i++) gap += (image[i]! - value * vector[i]!) ** 2;
  return { value, vector, gap: Math.sqrt(gap) };
}

/** Both ends of the spectrum, roughly, by some steps of Lanczos from a fixed vector without symmetry, fully orthogonalised. */
function krylovEnds(size: number, matrix: Float64Array): { largest: number; vector: Float64Array } {
  const basis = [normalized(Float64Array.from({ length: size }, (_, i) => 1 + Math.sin(1 + 1.7 * i * i)))];
  const images: Float64Array[] = [];
  for (let step = 0; ; step++) {
    const image = multiply(size, matrix, basis[step]!);
    images.push(image);
    if (step + 1 === Math.min(KRYLOV_STEPS, size)) break;
    const next = Float64Array.from(image);
    for (let pass = 0; pass < 2; pass++) {
      for (const known of basis) subtract(next, dot(known, next), known);
    }
    const rest = dot(next, next);
    // An invariant space: all that this start can tell.
    if (rest <= (Number.EPSILON * 64) ** 2 * dot(image, image)) break;
    basis.push(normalized(next));
  }
  const count = basis.length;
  const form = Float64Array.from({ length: count * count }, (_, k) =>
    dot(basis[Math.floor(k / count)]!, images[k % count]!),
  );
  const { values, vectors } = symmetricEigen(count, form);
  const vector = new Float64Array(size);
  for (const [i, known] of basis.entries()) subtract(vector, -vectors[i * count]!, known);
  return { largest: Math.max(Math.abs(values[0]!), Math.abs(values[count - 1]!)), vector };
}

function multiply(size: number, matrix: Float64Array, x: Float64Array): Float64Array {
  const image = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0, k = i * size; j < size; j++, k++) sum += matrix[k]! * x[j]!;
    image[i] = sum;
  }
  return image;
}

function normalized(x: Float64Array): Float64Array {
  const scale = x.reduce((high, value) => Math.max(high, Math.abs(value)), 0);
  const scaled = x.map((value) => value / scale);
  const length = Math.sqrt(dot(scaled, scaled));
  return scaled.map((value) => value / length);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function subtract(target: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i]! -= factor * x[i]!;
}
