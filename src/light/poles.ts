import { hessenbergEigenvalues } from "../linalg/eigen/hessenbergEigenvalues.ts";
import {
  factorShiftedHessenberg,
  shiftedHessenberg,
  solveShifted,
  solveShiftedAdjoint,
} from "../linalg/eigen/shiftedHessenberg.ts";
import type { ReducedOperators } from "./resolvent.ts";

/** A complex number. */
export type Complex = readonly [re: number, im: number];

/** A simple pole of z(s) = V (s H - 1)^{-1} e_1 length in a Krylov space: z = sum residues / (s - at), read by each reader. */
export interface Pole {
  /** An eigenvalue of L. */
  readonly at: Complex;
  readonly residues: readonly Complex[];
}

/** Eigenvalues of L that a Krylov space of L^{-1} knows, slowest first; of each pair the one with positive imaginary part. */
export function ritzPlaces({ order, hessenberg }: ReducedOperators): readonly Complex[] {
  const { real, imaginary } = hessenbergEigenvalues(hessenberg.slice(), order);
  const places: Complex[] = [];
  for (let k = 0; k < order; k++) {
    const [re, im] = reciprocal([real[k]!, imaginary[k]!]);
    if (im >= 0 && re < 0 && Number.isFinite(re) && Number.isFinite(im)) places.push([re, im]);
  }
  return places.sort(([a], [b]) => b - a);
}

/** Two-sided inverse iterations with a Rayleigh quotient after each: from a Ritz value two are enough, from one of a space that is a little smaller, too. */
const ROUNDS = 3;

/** The pole next to a place. */
export function poleNear({ order, hessenberg, readings, length }: ReducedOperators, place: Complex): Pole {
  let theta = reciprocal(place);
  const factors = shiftedHessenberg(order);
  const largest = hessenberg.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const right = vectorOf(order);
  const left = vectorOf(order);
  let overlap: Complex = [1, 0];
  for (let round = 0; round < ROUNDS; round++) {
    factorShiftedHessenberg(hessenberg, theta[0], theta[1], Number.EPSILON * largest, factors);
    for (let again = 0; again < (round === 0 ? 2 : 1); again++) {
      solveShifted(factors, right.re, right.im);
      normalise(right);
      solveShiftedAdjoint(factors, left.re, left.im);
      normalise(left);
    }
    overlap = inner(left, right);
    theta = quotient(inner(left, times(hessenberg, order, right)), overlap);
  }
  // (w^H e_1) length / (theta w^H v): with it each reading of v is a residue.
  const start = quotient([length * left.re[0]!, -length * left.im[0]!], product(theta, overlap));
  return {
    at: reciprocal(theta),
    residues: readings.map((reading) => {
      let [re, im] = [0, 0];
      for (let k = 0; k < order; k++) {
        re += reading[k]! * right.re[k]!;
        im += reading[k]! * right.im[k]!;
      }
      return product([re, im], start);
    }),
  };
}

interface Vector {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Nothing is orthogonal to it but by chance. */
const vectorOf = (order: number): Vector => ({
  re: Float64Array.from({ length: order }, (_, k) => 1 / (1 + (k % 7))),
  im: Float64Array.from({ length: order }, (_, k) => 0.1 / (1 + (k % 5))),
});

function normalise({ re, im }: Vector): void {
  let square = 0;
  for (let k = 0; k < re.length; k++) square += re[k]! ** 2 + im[k]! ** 2;
  const factor = 1 / Math.sqrt(square);
  for (let k = 0; k < re.length; k++) {
    re[k]! *= factor;
    im[k]! *= factor;
  }
}

/** a^H b. */
function inner(a: Vector, b: Vector): Complex {
  let [re, im] = [0, 0];
  for (let k = 0; k < a.re.length; k++) {
    re += a.re[k]! * b.re[k]! + a.im[k]! * b.im[k]!;
    im += a.re[k]! * b.im[k]! - a.im[k]! * b.re[k]!;
  }
  return [re, im];
}

function times(hessenberg: Float64Array, order: number, { re, im }: Vector): Vector {
  const image = { re: new Float64Array(order), im: new Float64Array(order) };
  for (let i = 0; i < order; i++) {
    for (let j = Math.max(0, i - 1), at = i * order + j; j < order; j++, at++) {
      image.re[i]! += hessenberg[at]! * re[j]!;
      image.im[i]! += hessenberg[at]! * im[j]!;
    }
  }
  return image;
}

const product = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];

const reciprocal = ([a, b]: Complex): Complex => [a / (a * a + b * b), -b / (a * a + b * b)];

const quotient = (a: Complex, b: Complex): Complex => product(a, reciprocal(b));
