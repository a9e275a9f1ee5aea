import { recursionCoefficient, sectoralFactor } from "./harmonicRecursion.ts";
import { solidCount, solidIndex } from "./solidHarmonics.ts";

/** Points worked on together: their radial functions and harmonics of one order stay in a cache. */
export const POINT_BLOCK = 64;

/** Radial functions that share each load of a harmonic. */
const TILE = 4;

/** Functions f_lk(r), k = 0, 1, ..., count(l) - 1, to go with Y_lm for each l <= degree. */
export interface RadialFunctions {
  readonly degree: number;
  readonly count: (l: number) => number;
  /** Rows in the table of values; those of one l follow one another from `row(l)` on, and may belong to several l. */
  readonly rows: number;
  readonly row: (l: number) => number;
  /** Place of f_lk Y_l0 among the results; that of Re Y_lm, m > 0, is 2m - 1 further on, and Im Y_lm follows it. */
  readonly place: (l: number, k: number) => number;
  /** Number of results. */
  readonly size: number;
  /** Writes weight times value, POINT_BLOCK entries a row, for as many radii. */
  readonly fill: (radii: Float64Array, weights: Float64Array, table: Float64Array) => void;
}

/**
 * sum_i w_i f_lk(|r_i|) Y_lm(r_i/|r_i|) for all l, m >= 0 and k, real and imaginary parts: integrals over a density that is given
 * by weights at `points` (3 numbers each). Cost: points x size.
 */
export function sumHarmonics(radial: RadialFunctions, points: Float64Array, weights: Float64Array): Float64Array {
  const sums = new Float64Array(radial.size);
  const block = pointBlock(radial.rows);
  for (let first = 0; first < weights.length; first += POINT_BLOCK) {
    placePoints(block, points, weights, first);
    radial.fill(block.radii, block.weights, block.table);
    for (let m = 0; m <= radial.degree; m++) addOrder(radial, block, m, sums);
  }
  return sums;
}

/**
 * sum_i w_i r_i^n Y_lm(r_i) for all n <= degree, in the layout of core/solidHarmonics.ts: the moments of a density, at points in
 * the unit ball or on it.
 */
export const sumSolidHarmonics = (degree: number, points: Float64Array, weights: Float64Array): Float64Array =>
  sumHarmonics(radialPowers(degree), points, weights);

/** r^n, n = l, l + 2, ...: first all even powers, then all odd ones. */
function radialPowers(degree: number): RadialFunctions {
  const even = Math.floor(degree / 2) + 1;
  const rowOf = (n: number): number => (n % 2 === 0 ? n / 2 : even + (n - 1) / 2);
  return {
    degree,
    count: (l) => Math.floor((degree - l) / 2) + 1,
    rows: degree + 1,
    row: rowOf,
    place: (l, k) => solidIndex(l + 2 * k, l, 0),
    size: solidCount(degree),
    fill: (radii, weights, table) => {
      for (let i = 0; i < POINT_BLOCK; i++) {
        let power = weights[i]!;
        for (let n = 0; n <= degree; n++, power *= radii[i]!) table[rowOf(n) * POINT_BLOCK + i] = power;
      }
    },
  };
}

/** One entry a point. What is left over of the last block has weight 0. */
interface PointBlock {
  readonly radii: Float64Array;
  readonly weights: Float64Array;
  /** A few rows more than asked for, which a tile reads and nobody uses. */
  readonly table: Float64Array;
  readonly height: Float64Array;
  readonly transverse: Float64Array;
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
  readonly sectoral: Float64Array;
  readonly phaseReal: Float64Array;
  readonly phaseImaginary: Float64Array;
  readonly value: Float64Array;
  readonly below: Float64Array;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  /** Sums of a tile: TILE real parts, TILE imaginary parts. */
  readonly tile: Float64Array;
}

function pointBlock(rows: number): PointBlock {
  const array = () => new Float64Array(POINT_BLOCK);
  return {
    radii: array(),
    weights: array(),
    table: new Float64Array((rows + TILE) * POINT_BLOCK),
    height: array(),
    transverse: array(),
    cosine: array(),
    sine: array(),
    sectoral: array(),
    phaseReal: array(),
    phaseImaginary: array(),
    value: array(),
    below: array(),
    real: array(),
    imaginary: array(),
    tile: new Float64Array(2 * TILE),
  };
}

function placePoints(block: PointBlock, points: Float64Array, weights: Float64Array, first: number): void {
  const { radii, height, transverse, cosine, sine } = block;
  const count = Math.min(POINT_BLOCK, weights.length - first);
  block.weights.fill(0, count);
  for (let i = 0; i < count; i++) {
    const x = points[3 * (first + i)]!;
    const y = points[3 * (first + i) + 1]!;
    const z = points[3 * (first + i) + 2]!;
    const planar = Math.sqrt(x * x + y * y);
    const radius = Math.sqrt(x * x + y * y + z * z);
    // At the centre only l = 0 is not zero, whatever the direction; on the axis only m = 0.
    height[i] = radius > 0 ? z / radius : 1;
    transverse[i] = radius > 0 ? planar / radius : 0;
    cosine[i] = planar > 0 ? x / planar : 1;
    sine[i] = planar > 0 ? y / planar : 0;
    radii[i] = radius;
    block.weights[i] = weights[first + i]!;
  }
}

/** All Y_lm of one order, l from m up, into the sums. Orders have to follow one another. */
function addOrder(radial: RadialFunctions, block: PointBlock, m: number, sums: Float64Array): void {
  const { degree } = radial;
  const { height, value, below, real, imaginary, phaseReal, phaseImaginary, tile } = block;
  enterOrder(block, m);
  const offset = m === 0 ? 0 : 2 * m - 1;
  let forward = 0;
  for (let l = m; l <= degree; l++) {
    const next = recursionCoefficient(l + 1, m);
    const inverse = 1 / next;
    for (let i = 0; i < POINT_BLOCK; i++) {
      const current = value[i]!;
      real[i] = current * phaseReal[i]!;
      imaginary[i] = current * phaseImaginary[i]!;
      value[i] = (height[i]! * current - forward * below[i]!) * inverse;
      below[i] = current;
    }
    forward = next;
    const count = radial.count(l);
    const row = radial.row(l);
    for (let k = 0; k < count; k += TILE) {
      sumTile(block, row + k);
      for (let t = 0; t < TILE && k + t < count; t++) {
        const at = radial.place(l, k + t) + offset;
        sums[at]! += tile[t]!;
        if (m > 0) sums[at + 1]! += tile[TILE + t]!;
      }
    }
  }
}

function enterOrder(block: PointBlock, m: number): void {
  const { transverse, cosine, sine, sectoral, phaseReal, phaseImaginary, value, below } = block;
  const factor = m > 0 ? sectoralFactor(m) : 0;
  for (let i = 0; i < POINT_BLOCK; i++) {
    if (m === 0) {
      sectoral[i] = Math.sqrt(1 / (4 * Math.PI));
      phaseReal[i] = 1;
      phaseImaginary[i] = 0;
    } else {
      sectoral[i]! *= factor * transverse[i]!;
      const previous = phaseReal[i]!;
      phaseReal[i] = previous * cosine[i]! - phaseImaginary[i]! * sine[i]!;
      phaseImaginary[i] = previous * sine[i]! + phaseImaginary[i]! * cosine[i]!;
    }
    value[i] = sectoral[i]!;
    below[i] = 0;
  }
}

/** Radial functions of TILE rows times real and imaginary parts, summed over the points. */
function sumTile({ table, real, imaginary, tile }: PointBlock, row: number): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  let at = row * POINT_BLOCK;
  for (let i = 0; i < POINT_BLOCK; i++, at++) {
    const x = real[i]!;
    const y = imaginary[i]!;
    const p0 = table[at]!;
    const p1 = table[at + POINT_BLOCK]!;
    const p2 = table[at + 2 * POINT_BLOCK]!;
    const p3 = table[at + 3 * POINT_BLOCK]!;
    a0 += p0 * x;
    b0 += p0 * y;
    a1 += p1 * x;
    b1 += p1 * y;
    a2 += p2 * x;
    b2 += p2 * y;
    a3 += p3 * x;
    b3 += p3 * y;
  }
  tile[0] = a0;
  tile[1] = a1;
  tile[2] = a2;
  tile[3] = a3;
  tile[4] = b0;
  tile[5] = b1;
  tile[6] = b2;
  tile[7] = b3;
}
