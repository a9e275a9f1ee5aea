import { recursionCoefficient } from "../../../core/harmonicRecursion.ts";
import type { MomentFunctionals } from "../../functionals.ts";
import { bandFunctionals } from "../band.ts";
import { type BoostedSphere, boostFactors } from "./boostedSphere.ts";
import type { Frame } from "./rings.ts";
import { turnedFunctionals } from "./turnedFunctionals.ts";

/**
 * Degrees beyond the band that 1 / omega is solved with. It falls as ((scale - 1) / (scale + 1))^l, about exp(-2 l / scale), and what the cut leaves out comes back
 * with the square of that: eps^2 with so many times the scale.
 */
const BEYOND = 20;

/**
 * Moments of the coefficients of P in harmonics of a shifted sphere. x = x' / omega, y = y' / omega, z = (gamma z' + beta) / omega are never integrated: the
 * coefficients of f / omega follow from those of f by (gamma + beta X_m) g = f, X_m the tridiagonal matrix of multiplication by z' among harmonics of order m.
 */
export function boostedFunctionals({ scale, degree, weight }: BoostedSphere, frame: Frame): MomentFunctionals {
  const { gamma, beta } = boostFactors(scale);
  const highest = degree + Math.ceil(BEYOND * scale);
  const plain = bandFunctionals({ size: (highest + 1) ** 2 });
  const divide = (vector: Float64Array): Float64Array => divideByOmega(vector, highest, gamma, beta);
  const sum = (terms: readonly (readonly [number, Float64Array])[]): Float64Array => {
    const out = new Float64Array(plain.mass.length);
    for (const [factor, vector] of terms) for (let k = 0; k < 9; k++) out[k]! += factor * vector[k]!;
    return out;
  };
  const [x, y, z] = plain.first as [Float64Array, Float64Array, Float64Array];
  const [xx, yy, zz, xy, xz, yz] = plain.second as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const up = sum([
    [gamma, z],
    [beta, plain.mass],
  ]);
  const squares = [
    xx,
    yy,
    sum([
      [gamma * gamma, zz],
      [2 * gamma * beta, z],
      [beta * beta, plain.mass],
    ]),
    xy,
    sum([
      [gamma, xz],
      [beta, x],
    ]),
    sum([
      [gamma, yz],
      [beta, y],
    ]),
  ];
  // The trial functions carry omega^weight.
  const once = (vector: Float64Array): Float64Array => (weight === 0 ? divide(vector) : vector);
  const size = (degree + 1) ** 2;
  const cut = (vector: Float64Array): Float64Array => vector.slice(0, size);
  const mass =
    weight === 0
      ? plain.mass
      : sum([
          [gamma, plain.mass],
          [beta, z],
        ]);
  return turnedFunctionals(
    cut(mass),
    [x, y, up].map((vector) => cut(once(vector))),
    squares.map((vector) => cut(once(divide(vector)))),
    frame,
  );
}

/** The vector of f / omega from that of f, order by order: a tridiagonal system that is diagonally dominant enough for elimination without pivots. */
function divideByOmega(vector: Float64Array, degree: number, gamma: number, beta: number): Float64Array {
  const result = new Float64Array(vector.length);
  // Harmonics of degree 2 have orders 0, 1, 2.
  for (let m = 0; m <= 2; m++) {
    for (let partOf = 0; partOf <= (m === 0 ? 0 : 1); partOf++) {
      const at = (l: number): number => l * l + Math.max(0, 2 * m - 1) + partOf;
      const count = degree + 1 - m;
      const [pivots, right] = [new Float64Array(count), new Float64Array(count)];
      // From the highest degree down: what falls off with l is then found with all its digits.
      for (let k = count - 1; k >= 0; k--) {
        const l = m + k;
        const above = k + 1 < count ? (beta * recursionCoefficient(l + 1, m)) / pivots[k + 1]! : 0;
        const link = k + 1 < count ? beta * recursionCoefficient(l + 1, m) : 0;
        pivots[k] = gamma - above * link;
        right[k] = vector[at(l)]! - above * (k + 1 < count ? right[k + 1]! : 0);
      }
      let below = 0;
      for (let k = 0; k < count; k++) {
        const link = k === 0 ? 0 : beta * recursionCoefficient(m + k, m);
        below = (right[k]! - link * below) / pivots[k]!;
        result[at(m + k)] = below;
      }
    }
  }
  return result;
}
