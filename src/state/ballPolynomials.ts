import { evaluateSolidHarmonics, solidCount, solidIndex } from "../core/solidHarmonics.ts";
import type { BallMoments } from "./ballMoments.ts";
import { multipoleScales } from "./blocks/multipoles.ts";

/** P in polynomials: values at points, three numbers each, into `out`. */
export interface PolynomialDensity {
  readonly degree: number;
  readonly fill: (points: Float64Array, out: Float64Array) => void;
}

/**
 * The part of P in the ball that polynomials of some degree hold: of all of them it has the least int |P - f|^2, and the moments of P up to that degree.
 *
 * For each Y_lm the radial part is r^l times a polynomial in r^2. Those that are orthonormal for r^2 dr are
 * sqrt(2l + 4k + 3) r^l P_k^(0, l + 1/2)(2 r^2 - 1), with P_k^(0, b) the polynomials of Jacobi (DLMF 18.3, 18.5.7, 18.6.1).
 *
 * @param degree at most the band of the moments; an error of them may grow by some 2.4^degree on the way
 */
export function polynomialDensity({ spins, unknowns }: BallMoments, degree: number): PolynomialDensity {
  const scales = multipoleScales(spins, degree);
  const size = solidCount(degree);
  const coefficients = new Float64Array(size);
  for (let l = 0; l <= degree; l++) {
    const radial = orthonormal(l, Math.floor((degree - l) / 2) + 1);
    for (let i = 0; i < 2 * l + 1; i++) {
      // Of Re and Im Y_lm, m > 0, twice: those of -m add the same. The unknowns have a root of 2 of it.
      const factor = (i === 0 ? 1 : Math.SQRT2) / scales[l]!;
      const place = (j: number): number => solidIndex(l + 2 * j, l, 0) + i;
      for (const row of radial) {
        let sum = 0;
        for (const [j, value] of row.entries()) sum += value * unknowns[place(j)]!;
        for (const [j, value] of row.entries()) coefficients[place(j)]! += factor * sum * value;
      }
    }
  }
  const values = new Float64Array(size);
  return {
    degree,
    fill: (points, out) => {
      for (let k = 0; k < out.length; k++) {
        evaluateSolidHarmonics(degree, points[3 * k]!, points[3 * k + 1]!, points[3 * k + 2]!, values);
        let sum = 0;
        for (let i = 0; i < size; i++) sum += coefficients[i]! * values[i]!;
        out[k] = sum;
      }
    },
  };
}

/** Coefficients of 1, r^2, r^4, ... in each of the first `count` polynomials that go with r^l. */
function orthonormal(l: number, count: number): number[][] {
  return Array.from({ length: count }, (_, k) => {
    // P_k^(0, b)(2s - 1) = (-1)^k (b + 1)_k / k! 2F1(-k, k + b + 1; b + 1; s), b = l + 1/2
    let term = Math.sqrt(2 * l + 4 * k + 3);
    for (let j = 0; j < k; j++) term *= -(l + 1.5 + j) / (j + 1);
    const row = [term];
    for (let j = 0; j < k; j++) {
      term *= (-(k - j) * (l + 1.5 + k + j)) / ((l + 1.5 + j) * (j + 1));
      row.push(term);
    }
    return row;
  });
}
