import { Matrix } from "ml-matrix";
import { ConvergenceError, InputError } from "../core/errors.ts";
import { createRandomStream, fillNormal } from "../core/random.ts";
import { type SortedEigenpairs, sortedEigenpairs } from "./denseEigenpairs.ts";
import type { LinearMap } from "./krylovExponential.ts";
import { addScaled, dot, norm, scale } from "./vectorKernels.ts";

export interface ArnoldiOptions {
  /** Number of eigenvalues, counted with multiplicity, default 6; one more where a conjugate pair would be cut. */
  readonly count?: number;
  /** Accepted residual |B x - theta x|/|theta| of a unit eigenvector x of the inverse B, default 1e-12. */
  readonly tolerance?: number;
  /** Largest Krylov space of one pass, default max(150, 10 count). */
  readonly maximumDimension?: number;
  /** Seed of the start vectors, default 1. */
  readonly seed?: number;
}

export interface Eigenpairs {
  readonly status: "converged";
  /** Eigenvalues sorted by modulus; of a conjugate pair the one with positive imaginary part comes first. */
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  /** |B x - theta x|/|theta|, computed with the returned vectors: the relative backward error of theta = 1/(lambda - shift). */
  readonly residuals: Float64Array;
  /** Right eigenvectors of unit norm, real and imaginary part. */
  readonly vectorsReal: readonly Float64Array[];
  readonly vectorsImaginary: readonly Float64Array[];
  readonly applications: number;
}

/**
 * Eigenvalues of A x = lambda M x nearest to a real shift, from the products y = B x with B = (A - shift M)^-1 M: the
 * largest eigenvalues theta = 1/(lambda - shift) of B by Arnoldi's method (Y. Saad, "Numerical methods for large eigenvalue
 * problems", doi:10.1137/1.9781611970739, chapter 6). Converged vectors are locked, and a pass from a fresh random vector,
 * orthogonal to them, follows until it finds no eigenvalue that belongs to the list: so multiple eigenvalues come with their
 * multiplicity.
 *
 * @param apply y = B x, both with `size` entries
 * @throws ConvergenceError where a pass of maximumDimension does not converge a single wanted eigenvalue
 */
export function eigenvaluesNear(
  apply: LinearMap,
  size: number,
  shift: number,
  options: ArnoldiOptions = {},
): Eigenpairs {
  const wanted = options.count ?? 6;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > size)
    throw new InputError({
      what: `${wanted} eigenvalues are asked for`,
      remedy: `ask for 1 to ${size}, the number of unknowns`,
      value: wanted,
      limit: size,
    });
  const search: Search = {
    apply,
    size,
    wanted,
    tolerance: options.tolerance ?? 1e-12,
    maximumDimension: options.maximumDimension ?? Math.max(150, 10 * wanted),
    locked: [],
    lockedModuli: [],
    applications: 0,
  };
  const stream = createRandomStream(options.seed ?? 1, 0);
  while (search.locked.length < size) {
    const start = new Float64Array(size);
    fillNormal(stream, start);
    if (runPass(search, start) === "nothing new") break;
  }
  return rayleighRitz(search, shift);
}

const PARALLEL = 1e-6;

interface Search {
  readonly apply: LinearMap;
  readonly size: number;
  readonly wanted: number;
  readonly tolerance: number;
  readonly maximumDimension: number;
  /** Orthonormal basis of an invariant space of B, and |theta| of its eigenvalues, one entry each. */
  readonly locked: Float64Array[];
  readonly lockedModuli: number[];
  applications: number;
}

/** One Arnoldi run in the complement of the locked space; locks what belongs among the `wanted` largest. */
function runPass(search: Search, start: Float64Array): "locked" | "nothing new" {
  const { size, locked } = search;
  const dimension = Math.min(search.maximumDimension, size - locked.length);
  const firstCheck = Math.min(dimension, locked.length === 0 ? Math.max(20, 2 * search.wanted) : 12);
  const basis: Float64Array[] = [start];
  orthogonalize(start, locked, null);
  scale(start, 1 / norm(start));
  const h = Matrix.zeros(dimension + 1, dimension);
  for (let j = 0; j < dimension; j++) {
    const next = new Float64Array(size);
    search.apply(basis[j]!, next);
    search.applications++;
    const before = norm(next);
    orthogonalize(next, locked, null);
    orthogonalize(next, basis, (k, overlap) => h.set(k, j, h.get(k, j) + overlap));
    const length = norm(next);
    const invariant = length <= 32 * Number.EPSILON * before || j + 1 === size - locked.length;
    const last = invariant || j + 1 === dimension;
    if (!invariant) {
      h.set(j + 1, j, length);
      scale(next, 1 / length);
    }
    if (last || (j + 1 >= firstCheck && (j + 1 - firstCheck) % 8 === 0)) {
      const outcome = examine(search, h, j + 1, invariant ? 0 : length, basis, last);
      if (outcome !== "continue") return outcome;
    }
    basis.push(next);
  }
  return "nothing new";
}

/** Twice, so that the result is orthogonal to rounding (W. Kahan's "twice is enough"). */
function orthogonalize(
  vector: Float64Array,
  basis: readonly Float64Array[],
  record: ((k: number, overlap: number) => void) | null,
): void {
  for (let round = 0; round < 2; round++)
    for (let k = 0; k < basis.length; k++) {
      const overlap = dot(basis[k]!, vector);
      addScaled(vector, -overlap, basis[k]!);
      record?.(k, overlap);
    }
}

/** Looks at the Ritz values of the leading `size` columns of h; `coupling` is what leads out of the space. */
function examine(
  search: Search,
  h: Matrix,
  size: number,
  coupling: number,
  basis: readonly Float64Array[],
  last: boolean,
): "locked" | "nothing new" | "continue" {
  const projected = h.subMatrix(0, size - 1, 0, size - 1);
  const ritz = sortedEigenpairs(projected);
  const rounding = 4 * Number.EPSILON * projected.norm();
  const converged = (k: number, tolerance: number): boolean =>
    coupling * ritz.lastComponent[k]! <= Math.max(tolerance * ritz.modulus[k]!, rounding);
  const room = rankedRoom(search, ritz.modulus);
  if (room === 0) {
    // The largest one left is too small to belong to the list: a rough value settles that.
    if (converged(0, 1e-2) || (last && coupling === 0)) return "nothing new";
    if (last) throw notConverged(search, coupling * ritz.lastComponent[0]!);
    return "continue";
  }
  let ready = 0;
  while (ready < room && converged(ready, search.tolerance)) ready++;
  if (ready < room && !last) return "continue";
  if (ready === 0) throw notConverged(search, (coupling * ritz.lastComponent[0]!) / ritz.modulus[0]!);
  // The real invariant space of a conjugate pair needs the real and the imaginary part of the vector.
  if (ritz.imaginary[ready - 1]! > 0) ready++;
  for (let k = 0; k < ready; k++) lock(search, combination(basis, ritz.columns[k]!), ritz.modulus[k]!);
  return "locked";
}

/** How many of the new moduli (descending) are among the `wanted` largest of old and new, old ones first in a tie. */
function rankedRoom(search: Search, moduli: readonly number[]): number {
  const old = [...search.lockedModuli].sort((a, b) => b - a);
  let room = 0;
  let olds = 0;
  while (room < moduli.length && room + olds < search.wanted) {
    if (olds < old.length && old[olds]! >= moduli[room]! * (1 - 1e-9)) olds++;
    else room++;
  }
  return room;
}

function lock(search: Search, vector: Float64Array, modulus: number): void {
  const before = norm(vector);
  orthogonalize(vector, search.locked, null);
  const after = norm(vector);
  // Parallel to what is locked already (a defective eigenvalue): the next pass finds the rest of the invariant space.
  if (after <= PARALLEL * before) return;
  scale(vector, 1 / after);
  search.locked.push(vector);
  search.lockedModuli.push(modulus);
}

function combination(basis: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const vector = new Float64Array(basis[0]!.length);
  for (let k = 0; k < coefficients.length; k++) addScaled(vector, coefficients[k]!, basis[k]!);
  return vector;
}

/** Eigenpairs of B on the locked space, the `wanted` largest, with residuals from products with B. */
function rayleighRitz(search: Search, shift: number): Eigenpairs {
  const { locked, size } = search;
  const images = locked.map((vector) => {
    const image = new Float64Array(size);
    search.apply(vector, image);
    search.applications++;
    return image;
  });
  const projected = Matrix.zeros(locked.length, locked.length);
  for (let i = 0; i < locked.length; i++)
    for (let j = 0; j < locked.length; j++) projected.set(i, j, dot(locked[i]!, images[j]!));
  const ritz = sortedEigenpairs(projected);
  let kept = Math.min(search.wanted, locked.length);
  if (ritz.imaginary[kept - 1]! > 0) kept++;
  const groups: ReturnType<typeof eigenpair>[][] = [];
  for (let k = 0; k < kept; k++) {
    const pair = eigenpair(k, ritz, locked, images, shift);
    // theta with negative imaginary part is lambda with positive one, which comes first.
    if (ritz.imaginary[k]! < 0) groups.at(-1)!.unshift(pair);
    else groups.push([pair]);
  }
  groups.sort(([a], [b]) => Math.hypot(a!.real, a!.imaginary) - Math.hypot(b!.real, b!.imaginary));
  const pairs = groups.flat();
  return {
    status: "converged",
    real: Float64Array.from(pairs, (pair) => pair.real),
    imaginary: Float64Array.from(pairs, (pair) => pair.imaginary),
    residuals: Float64Array.from(pairs, (pair) => pair.residual),
    vectorsReal: pairs.map((pair) => pair.vectorReal),
    vectorsImaginary: pairs.map((pair) => pair.vectorImaginary),
    applications: search.applications,
  };
}

function eigenpair(
  k: number,
  ritz: SortedEigenpairs,
  locked: readonly Float64Array[],
  images: readonly Float64Array[],
  shift: number,
) {
  const re = ritz.real[k]!;
  const im = ritz.imaginary[k]!;
  const squared = re * re + im * im;
  // Columns of a pair: real part with the positive, imaginary part with the negative member.
  const cosine = im < 0 ? ritz.columns[k - 1]! : ritz.columns[k]!;
  const sine =
    im > 0 ? ritz.columns[k + 1]! : im < 0 ? ritz.columns[k]!.map((value) => -value) : new Float64Array(locked.length);
  const vectorReal = combination(locked, cosine);
  const vectorImaginary = combination(locked, sine);
  const residualReal = combination(images, cosine);
  const residualImaginary = combination(images, sine);
  addScaled(residualReal, -re, vectorReal);
  addScaled(residualReal, im, vectorImaginary);
  addScaled(residualImaginary, -re, vectorImaginary);
  addScaled(residualImaginary, -im, vectorReal);
  const length = Math.hypot(norm(vectorReal), norm(vectorImaginary));
  scale(vectorReal, 1 / length);
  scale(vectorImaginary, 1 / length);
  return {
    // 1/theta = conj(theta)/|theta|^2; the vector stays the same.
    real: shift + re / squared,
    // 0 - im, so that a real eigenvalue gets +0.
    imaginary: (0 - im) / squared,
    residual: Math.hypot(norm(residualReal), norm(residualImaginary)) / (length * Math.sqrt(squared)),
    vectorReal,
    vectorImaginary,
  };
}

const notConverged = (search: Search, residual: number): ConvergenceError =>
  new ConvergenceError({
    what: `no further eigenvalue converged in a Krylov space of dimension ${search.maximumDimension}: relative residual ${residual.toExponential(1)}`,
    remedy: "choose a shift closer to the eigenvalues, a larger maximumDimension or a looser tolerance",
    value: residual,
    limit: search.tolerance,
  });
