import { synthesizeHarmonics } from "../../../core/harmonicSynthesis.ts";
import { harmonicCount, harmonicIndex } from "../../../core/sphericalHarmonics.ts";
import type { Expansion } from "./squareExpansion.ts";

/** More cells than these at once: T is flat along curves, and what is proved by then has to do. */
const LARGEST_FRONT = 200_000;
const LARGEST_WORK = 4e9;

/**
 * A number that T nowhere goes below, within `tolerance` of its least value where the work allows it. S = K - T, K so that the largest
 * |S| is where T is least, obeys |S(x)| >= M cos(D d) at the distance d <= pi/(2 D) from a point where it takes its largest magnitude M
 * (M. Riesz, Jahresber. DMV 23, 354 (1914)). So only cells of radius r with |S(centre)| >= M_seen cos(D r) can hold that point: these are
 * quartered, and M <= M_seen / cos(D r).
 */
export function leastValueBelow(expansion: Expansion, tolerance: number): number {
  const { degree } = expansion;
  const { values, rounding } = evaluator(expansion);
  let cells = octahedron();
  while (degree * largestRadius(cells) > 0.8) cells = quarter(cells);
  const first = values(cells);
  const lowest = first.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const highest = first.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const middle = (lowest + highest) / 2;
  // Between the samples |T - middle| rises at most by this factor: with it K - T is largest where T is least.
  const top = middle + (highest - middle) / Math.cos(degree * largestRadius(cells));
  let bound = Number.NEGATIVE_INFINITY;
  let seen = 0;
  for (let work = 0; ; ) {
    const found = values(cells).map((value) => Math.abs(top - value));
    work += (found.length * (degree + 1) ** 2) / 2;
    const here = found.reduce((high, value) => Math.max(high, value), 0) + rounding;
    const cosine = Math.cos(degree * largestRadius(cells));
    bound = Math.max(
      bound,
      top - here / cosine - expansion.errors.reduce((sum, error, l) => sum + Math.sqrt(2 * l + 1) * error, 0),
    );
    seen = Math.max(seen, here - 2 * rounding);
    if (here / cosine - seen <= tolerance || work > LARGEST_WORK) return bound;
    cells = quarter(cells.filter((_, k) => found[Math.floor(k / CELL)]! + rounding >= seen * cosine));
    if (cells.length > CELL * LARGEST_FRONT) return bound;
  }
}

interface Evaluator {
  /** T at the centres of cells. */
  readonly values: (cells: Float64Array) => Float64Array;
  /** Bound of the rounding of a value. */
  readonly rounding: number;
}

function evaluator({ degree, coefficients }: Expansion): Evaluator {
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  let size = 0;
  for (let l = 0; l <= degree; l++) {
    let squares = 0;
    for (let a = l * l; a < (l + 1) ** 2; a++) squares += coefficients[a]! ** 2;
    size += Math.sqrt((2 * l + 1) * squares);
    real[harmonicIndex(l, 0)] = Math.sqrt(4 * Math.PI) * coefficients[l * l]!;
    for (let m = 1; m <= l; m++) {
      real[harmonicIndex(l, m)] = Math.sqrt(2 * Math.PI) * coefficients[l * l + 2 * m - 1]!;
      imaginary[harmonicIndex(l, m)] = Math.sqrt(2 * Math.PI) * coefficients[l * l + 2 * m]!;
    }
  }
  const values = (cells: Float64Array): Float64Array => {
    const points = new Float64Array(cells.length / 3);
    for (let from = 0, to = 0; from < cells.length; from += CELL, to += 3) points.set(centre(cells, from), to);
    const result = new Float64Array(points.length / 3);
    synthesizeHarmonics(degree, real, imaginary, points, result);
    return result;
  };
  return { values, rounding: 16 * (degree + 1) * Number.EPSILON * size };
}

/** Numbers of a cell: the corners of a triangle on the sphere. */
const CELL = 9;

function octahedron(): Float64Array {
  const cells: number[] = [];
  for (const x of [1, -1]) {
    for (const y of [1, -1]) for (const z of [1, -1]) cells.push(x, 0, 0, 0, y, 0, 0, 0, z);
  }
  return Float64Array.from(cells);
}

/** Of four from one, by the middles of the sides. */
function quarter(cells: Float64Array): Float64Array {
  const finer = new Float64Array(4 * cells.length);
  for (let from = 0, to = 0; from < cells.length; from += CELL) {
    const corners = [0, 3, 6].map((k) => cells.subarray(from + k, from + k + 3));
    const middles = [0, 1, 2].map((k) => middle(corners[k]!, corners[(k + 1) % 3]!));
    for (const [k, corner] of corners.entries()) {
      for (const point of [corner, middles[k]!, middles[(k + 2) % 3]!]) {
        finer.set(point, to);
        to += 3;
      }
    }
    for (const point of middles) {
      finer.set(point, to);
      to += 3;
    }
  }
  return finer;
}

function middle(a: Float64Array, b: Float64Array): [number, number, number] {
  return toSphere(a[0]! + b[0]!, a[1]! + b[1]!, a[2]! + b[2]!);
}

function toSphere(x: number, y: number, z: number): [number, number, number] {
  const length = Math.sqrt(x * x + y * y + z * z);
  return [x / length, y / length, z / length];
}

const centre = (cells: Float64Array, from: number): [number, number, number] =>
  toSphere(
    cells[from]! + cells[from + 3]! + cells[from + 6]!,
    cells[from + 1]! + cells[from + 4]! + cells[from + 7]!,
    cells[from + 2]! + cells[from + 5]! + cells[from + 8]!,
  );

/** Largest angle from a centre to a corner, with a little more for rounding. */
function largestRadius(cells: Float64Array): number {
  let chord = 0;
  for (let from = 0; from < cells.length; from += CELL) {
    const [x, y, z] = centre(cells, from);
    for (let k = from; k < from + CELL; k += 3) {
      chord = Math.max(chord, (cells[k]! - x) ** 2 + (cells[k + 1]! - y) ** 2 + (cells[k + 2]! - z) ** 2);
    }
  }
  return 2 * Math.asin(Math.min(1, Math.sqrt(chord) / 2)) + 1e-14;
}
