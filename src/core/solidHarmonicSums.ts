import { recursionCoefficient, sectoralFactor } from "./harmonicRecursion.ts";
import { solidCount, solidIndex } from "./solidHarmonics.ts";

/** Points worked on together: their powers and harmonics of one order stay in a first-level cache. */
const BLOCK = 64;

/** Radial powers that share each load of a harmonic. */
const TILE = 4;

/**
 * sum_i w_i r_i^n Y_lm(r_i) for all n <= degree, in the layout of core/solidHarmonics.ts: the moments of a density that is
 * given by weights at `points` (3 numbers each), inside the unit ball or on it. Cost: points x solidCount(degree).
 */
export function sumSolidHarmonics(degree: number, points: Float64Array, weights: Float64Array): Float64Array {
  const sums = new Float64Array(solidCount(degree));
  const block = pointBlock(degree);
  for (let first = 0; first < weights.length; first += BLOCK) {
    fillBlock(block, points, weights, first);
    for (let m = 0; m <= degree; m++) addOrder(block, m, sums);
  }
  return sums;
}

/** Up to BLOCK points, one entry a point. What is left over of the last block has weight 0. */
interface PointBlock {
  readonly degree: number;
  /** w r^n, BLOCK entries a degree n; some degrees more than asked for, which a tile reads and nobody uses. */
  readonly powers: Float64Array;
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

function pointBlock(degree: number): PointBlock {
  const array = () => new Float64Array(BLOCK);
  return {
    degree,
    powers: new Float64Array((degree + 2 * TILE) * BLOCK),
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

function fillBlock(block: PointBlock, points: Float64Array, weights: Float64Array, first: number): void {
  const { degree, powers, height, transverse, cosine, sine } = block;
  const count = Math.min(BLOCK, weights.length - first);
  for (let i = 0; i < count; i++) {
    const x = points[3 * (first + i)]!;
    const y = points[3 * (first + i) + 1]!;
    const z = points[3 * (first + i) + 2]!;
    const planar = Math.sqrt(x * x + y * y);
    const radius = Math.sqrt(x * x + y * y + z * z);
    // At the centre only n = l = 0 is not zero, whatever the direction; on the axis only m = 0.
    height[i] = radius > 0 ? z / radius : 1;
    transverse[i] = radius > 0 ? planar / radius : 0;
    cosine[i] = planar > 0 ? x / planar : 1;
    sine[i] = planar > 0 ? y / planar : 0;
    let power = weights[first + i]!;
    for (let n = 0; n <= degree; n++, power *= radius) powers[n * BLOCK + i] = power;
  }
  if (count === BLOCK) return;
  for (let n = 0; n <= degree; n++) powers.fill(0, n * BLOCK + count, (n + 1) * BLOCK);
}

/** All Y_lm of one order, l from m up, into the sums. Orders have to follow one another. */
function addOrder(block: PointBlock, m: number, sums: Float64Array): void {
  const { degree, height, value, below, real, imaginary, phaseReal, phaseImaginary, tile } = block;
  enterOrder(block, m);
  let forward = 0;
  for (let l = m; l <= degree; l++) {
    const next = recursionCoefficient(l + 1, m);
    const inverse = 1 / next;
    for (let i = 0; i < BLOCK; i++) {
      const current = value[i]!;
      real[i] = current * phaseReal[i]!;
      imaginary[i] = current * phaseImaginary[i]!;
      value[i] = (height[i]! * current - forward * below[i]!) * inverse;
      below[i] = current;
    }
    forward = next;
    for (let n = l; n <= degree; n += 2 * TILE) {
      sumTile(block, n);
      for (let t = 0; t < TILE && n + 2 * t <= degree; t++) {
        const at = solidIndex(n + 2 * t, l, m);
        sums[at]! += tile[t]!;
        if (m > 0) sums[at + 1]! += tile[TILE + t]!;
      }
    }
  }
}

function enterOrder(block: PointBlock, m: number): void {
  const { transverse, cosine, sine, sectoral, phaseReal, phaseImaginary, value, below } = block;
  const factor = m > 0 ? sectoralFactor(m) : 0;
  for (let i = 0; i < BLOCK; i++) {
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

/** w r^k times real and imaginary parts, summed over the points, for k = n, n + 2, .... */
function sumTile({ powers, real, imaginary, tile }: PointBlock, n: number): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  let at = n * BLOCK;
  for (let i = 0; i < BLOCK; i++, at++) {
    const x = real[i]!;
    const y = imaginary[i]!;
    const p0 = powers[at]!;
    const p1 = powers[at + 2 * BLOCK]!;
    const p2 = powers[at + 4 * BLOCK]!;
    const p3 = powers[at + 6 * BLOCK]!;
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
