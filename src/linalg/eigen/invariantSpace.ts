import { ConvergenceError, InputError } from "../../core/errors.ts";
import { createRandomStream, fillNormal } from "../../core/random.ts";
import type { LinearMap } from "../linearMap.ts";
import { addScaled, dot, norm, scale } from "../vectorKernels.ts";
import { type ComplexVector, type DenseSpectrum, denseSpectrum, rightEigenvector } from "./denseSpectrum.ts";

export interface InvariantSpaceOptions {
  /** Number of eigenvalues, counted with multiplicity, default 6; one more where a conjugate pair would be cut. */
  readonly count?: number;
  /** Accepted residual |B x - theta x|/|theta| of a unit eigenvector x, default 1e-12. */
  readonly tolerance?: number;
  /** Largest Krylov space of one pass, default max(150, 10 count). */
  readonly maximumDimension?: number;
  /** Dimension at which the first pass is looked at first, default max(20, 2 count); then in steps of half of it, at most 8. */
  readonly firstCheck?: number;
  /** Whether a last pass makes sure that nothing is missing; default true. Where false, equal eigenvalues may be. */
  readonly certain?: boolean;
  /** Seed of the start vectors, default 1. */
  readonly seed?: number;
}

export interface InvariantSpace {
  /** Orthonormal. */
  readonly basis: readonly Float64Array[];
  /** Every eigenvalue of B with a larger modulus has its vectors in the space; 0 where it is the whole space. */
  readonly completeAbove: number;
  /** Of the largest eigenvalue that is not in the space the modulus, roughly, or what it is far below; infinite where it was not looked for. */
  readonly largestLeft: number;
  readonly applications: number;
}

/** A rough value decides that an eigenvalue is too small to belong to the list. */
const ROUGH = 1e-2;
/** So does one that is far below, with its residual. */
const FAR = 0.1;

/**
 * The invariant space of the largest eigenvalues of a real matrix B, from the products y = B x, by Arnoldi's method (Y. Saad,
 * "Numerical methods for large eigenvalue problems", doi:10.1137/1.9781611970739, chapter 6). Converged vectors are locked, and
 * a pass from a fresh random vector, orthogonal to them, follows until it finds no eigenvalue that belongs to the list: so
 * multiple eigenvalues come with their multiplicity.
 *
 * @param apply y = B x, both with `size` entries
 * @throws ConvergenceError where a pass of maximumDimension does not converge a single wanted eigenvalue
 */
export function invariantSpace(apply: LinearMap, size: number, options: InvariantSpaceOptions = {}): InvariantSpace {
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
    firstCheck: options.firstCheck ?? Math.max(20, 2 * wanted),
    locked: [],
    lockedModuli: [],
    largestLeft: Number.POSITIVE_INFINITY,
    applications: 0,
  };
  const stream = createRandomStream(options.seed ?? 1, 0);
  const enough = options.certain === false ? wanted : size;
  while (search.locked.length < enough) {
    const start = new Float64Array(size);
    fillNormal(stream, start);
    if (runPass(search, start) === "nothing new") break;
  }
  const completeAbove = search.locked.length >= size ? 0 : (1 + 2 * ROUGH) * leastWanted(search);
  const largestLeft = search.locked.length >= size ? 0 : search.largestLeft;
  return { basis: search.locked, completeAbove, largestLeft, applications: search.applications };
}

const PARALLEL = 1e-6;
/** Fewer where a first look is wanted early, since then each product takes long. */
const STEPS_BETWEEN_CHECKS = 8;

interface Search {
  readonly apply: LinearMap;
  readonly size: number;
  readonly wanted: number;
  readonly tolerance: number;
  readonly maximumDimension: number;
  readonly firstCheck: number;
  /** Orthonormal basis of an invariant space of B, and |theta| of its eigenvalues, one entry each. */
  readonly locked: Float64Array[];
  readonly lockedModuli: number[];
  largestLeft: number;
  applications: number;
}

/** One Arnoldi run in the complement of the locked space; locks what belongs among the `wanted` largest. */
function runPass(search: Search, start: Float64Array): "locked" | "nothing new" {
  const { size, locked } = search;
  const dimension = Math.min(search.maximumDimension, size - locked.length);
  const firstCheck = Math.min(dimension, locked.length === 0 ? search.firstCheck : Math.min(12, search.firstCheck));
  const step = Math.min(STEPS_BETWEEN_CHECKS, Math.ceil(firstCheck / 2));
  const basis: Float64Array[] = [start];
  orthogonalize(start, locked, null);
  scale(start, 1 / norm(start));
  // Columns of the projected matrix: entry i of column j.
  const h: Float64Array[] = [];
  for (let j = 0; j < dimension; j++) {
    const next = new Float64Array(size);
    search.apply(basis[j]!, next);
    search.applications++;
    const before = norm(next);
    orthogonalize(next, locked, null);
    const column = new Float64Array(j + 2);
    orthogonalize(next, basis, (k, overlap) => {
      column[k]! += overlap;
    });
    h.push(column);
    const length = norm(next);
    const invariant = length <= 32 * Number.EPSILON * before || j + 1 === size - locked.length;
    const last = invariant || j + 1 === dimension;
    if (!invariant) {
      column[j + 1] = length;
      scale(next, 1 / length);
    }
    if (last || (j + 1 >= firstCheck && (j + 1 - firstCheck) % step === 0)) {
      const outcome = examine(search, h, invariant ? 0 : length, basis, last);
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

/** Looks at the Ritz values of the projected matrix; `coupling` is what leads out of the space. */
function examine(
  search: Search,
  h: readonly Float64Array[],
  coupling: number,
  basis: readonly Float64Array[],
  last: boolean,
): "locked" | "nothing new" | "continue" {
  const ritz = ritzValues(h);
  const rounding = 4 * Number.EPSILON * ritz.norm;
  const residual = (k: number): number => coupling * ritz.lastComponent(k);
  const converged = (k: number, tolerance: number): boolean =>
    residual(k) <= Math.max(tolerance * ritz.moduli[k]!, rounding);
  const room = rankedRoom(search, ritz.moduli);
  if (room === 0) {
    // The largest one left is too small to belong to the list: a rough value settles that.
    const reach = ritz.moduli[0]! + residual(0);
    if (converged(0, ROUGH) || (last && coupling === 0) || reach < FAR * leastWanted(search)) {
      search.largestLeft = reach;
      return "nothing new";
    }
    if (last) throw notConverged(search, residual(0));
    return "continue";
  }
  let ready = 0;
  while (ready < room && converged(ready, search.tolerance)) ready++;
  if (ready < room && !last) return "continue";
  if (ready === 0) throw notConverged(search, residual(0) / ritz.moduli[0]!);
  for (let k = 0; k < ready; k++) {
    const { real, imaginary } = ritz.vector(k);
    lock(search, combination(basis, real), ritz.moduli[k]!);
    // The real invariant space of a conjugate pair needs the real and the imaginary part of the vector.
    if (ritz.isComplex(k)) {
      lock(search, combination(basis, imaginary), ritz.moduli[k]!);
      if (ritz.isPartner(k + 1)) k++;
    }
  }
  return "locked";
}

/** Eigenvalues of the projected matrix, the largest moduli first, with vectors on demand. */
function ritzValues(columns: readonly Float64Array[]) {
  const order = columns.length;
  const dense = new Float64Array(order * order);
  for (const [j, column] of columns.entries()) {
    for (let i = 0; i < Math.min(order, column.length); i++) dense[i * order + j] = column[i]!;
  }
  const all: DenseSpectrum = denseSpectrum(dense, order);
  const modulus = (k: number): number => Math.hypot(all.real[k]!, all.imaginary[k]!);
  // A stable sort keeps conjugates, which are neighbours with the same modulus, together.
  const places = Array.from({ length: order }, (_, k) => k).sort((p, q) => modulus(q) - modulus(p));
  const vectors = new Map<number, ComplexVector>();
  const vector = (k: number): ComplexVector => {
    const known = vectors.get(k);
    if (known !== undefined) return known;
    const right = rightEigenvector(all, places[k]!);
    vectors.set(k, right);
    return right;
  };
  return {
    moduli: places.map(modulus),
    norm: all.form.norm,
    vector,
    isComplex: (k: number): boolean => all.imaginary[places[k]!] !== 0,
    isPartner: (k: number): boolean => k < order && all.imaginary[places[k]!]! < 0,
    lastComponent: (k: number): number => {
      const { real, imaginary } = vector(k);
      let squares = 0;
      for (let i = 0; i < order; i++) squares += real[i]! ** 2 + imaginary[i]! ** 2;
      return Math.hypot(real[order - 1]!, imaginary[order - 1]!) / Math.sqrt(squares);
    },
  };
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

/** The smallest modulus among the wanted ones that are locked. */
const leastWanted = ({ lockedModuli, wanted }: Search): number =>
  lockedModuli.toSorted((p, q) => q - p)[Math.min(wanted, lockedModuli.length) - 1] ?? 0;

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

const notConverged = (search: Search, residual: number): ConvergenceError =>
  new ConvergenceError({
    what: `no further eigenvalue converged in a Krylov space of dimension ${search.maximumDimension}: relative residual ${residual.toExponential(1)}`,
    remedy: "choose a shift closer to the eigenvalues, a larger maximumDimension or a looser tolerance",
    value: residual,
    limit: search.tolerance,
  });
