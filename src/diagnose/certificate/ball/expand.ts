import { InputError } from "../../../core/errors.ts";
import { solidCount, solidIndex } from "../../../core/solidHarmonics.ts";
import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../../../core/sphericalHarmonics.ts";
import { gaussJacobi } from "../../../fem/quadrature.ts";
import type { BallPolynomial } from "./ballCertificate.ts";

/** T = sum t_nlm r^n Y_lm, Y_lm real and orthonormal, in the layout of core/solidHarmonics.ts up to `degree`. */
export interface Expansion {
  readonly degree: number;
  readonly coefficients: Float64Array;
  /** Bound of what each coefficient of degree n would be if nothing cancelled, n = 0 .. degree: rounding is relative to it. */
  readonly sizes: Float64Array;
}

/**
 * T of a witness, from its parts of equal degree in r on the unit sphere: those of q add up to parts of T, and these are projected on harmonics by
 * a rule that is exact for them.
 *
 * @throws InputError where the number of coefficients does not fit the degree
 */
export function expand({ kind, degree, coefficients }: BallPolynomial): Expansion {
  const highest = Math.floor((degree - (kind === "localizing" ? 2 : 0)) / 2);
  if (!(highest >= 0) || coefficients.length !== solidCount(highest)) {
    throw new InputError({
      what: `a witness of degree ${degree} has ${coefficients.length} coefficients`,
      remedy: "give those of a polynomial of half the degree of the witness, in the ball",
      value: coefficients.length,
      limit: solidCount(Math.max(0, highest)),
    });
  }
  const solid = solidOf(highest, coefficients);
  const found = new Float64Array(solidCount(degree));
  const sizes = new Float64Array(degree + 1);
  const functions = new Float64Array((degree + 1) ** 2);
  forEachOnSphere(2 * degree, (weight, x, y, z) => {
    sphereFunctions(degree, x, y, z, functions);
    const { parts, largest } = partsOf(highest, solid, functions);
    const squares = new Float64Array(degree + 1);
    const bounds = new Float64Array(degree + 1);
    for (let n = 0; n <= highest; n++) {
      for (let m = 0; m <= highest; m++) {
        const product = parts[n]! * parts[m]!;
        const size = largest[n]! * largest[m]!;
        squares[n + m]! += product;
        bounds[n + m]! += size;
        if (kind === "square") continue;
        squares[n + m + 2]! -= product;
        bounds[n + m + 2]! += size;
      }
    }
    for (let n = 0; n <= degree; n++) {
      sizes[n] = Math.max(sizes[n]!, Math.sqrt(4 * Math.PI) * bounds[n]!);
      for (let l = n % 2; l <= n; l += 2)
        for (let part = 0; part <= 2 * l; part++)
          found[solidIndex(n, l, 0) + part]! += weight * squares[n]! * functions[l * l + part]!;
    }
  });
  return { degree, coefficients: found, sizes };
}

/** Coefficients of r^n Y_lm from those of sqrt(4 pi (n + 1)) R_n^l Y_lm: that of r^(l + 2s) in R_{l+2k}^l is (-1)^(k-s) C(l + k + s, k) C(k, s). */
function solidOf(highest: number, coefficients: Float64Array): Float64Array {
  const solid = new Float64Array(coefficients.length);
  for (let l = 0; l <= highest; l++) {
    for (let k = 0; l + 2 * k <= highest; k++) {
      const scale = Math.sqrt(4 * Math.PI * (l + 2 * k + 1));
      for (let s = 0; s <= k; s++) {
        const power = ((k - s) % 2 === 0 ? 1 : -1) * binomial(l + k + s, k) * binomial(k, s);
        for (let part = 0; part <= 2 * l; part++)
          solid[solidIndex(l + 2 * s, l, 0) + part]! +=
            scale * power * coefficients[solidIndex(l + 2 * k, l, 0) + part]!;
      }
    }
  }
  return solid;
}

function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return value;
}

function partsOf(
  highest: number,
  solid: Float64Array,
  functions: Float64Array,
): { readonly parts: Float64Array; readonly largest: Float64Array } {
  const parts = new Float64Array(highest + 1);
  const largest = new Float64Array(highest + 1);
  for (let n = 0; n <= highest; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      for (let part = 0; part <= 2 * l; part++) {
        const term = solid[solidIndex(n, l, 0) + part]! * functions[l * l + part]!;
        parts[n]! += term;
        largest[n]! += Math.abs(term);
      }
    }
  }
  return { parts, largest };
}

/** Y_lm real and orthonormal: l owns the 2l + 1 entries from l^2 on. */
function sphereFunctions(degree: number, x: number, y: number, z: number, functions: Float64Array): void {
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  evaluateHarmonics(degree, x, y, z, real, imaginary);
  for (let l = 0; l <= degree; l++) {
    functions[l * l] = real[harmonicIndex(l, 0)]!;
    for (let m = 1; m <= l; m++) {
      functions[l * l + 2 * m - 1] = Math.SQRT2 * real[harmonicIndex(l, m)]!;
      functions[l * l + 2 * m] = Math.SQRT2 * imaginary[harmonicIndex(l, m)]!;
    }
  }
}

/** A rule on the unit sphere, of total weight 4 pi, that is exact for polynomials of this degree. */
function forEachOnSphere(degree: number, use: (weight: number, x: number, y: number, z: number) => void): void {
  const { points, weights } = gaussJacobi(Math.floor(degree / 2) + 1, 0);
  const steps = degree + 1;
  for (const [i, z] of points.entries()) {
    const across = Math.sqrt((1 - z) * (1 + z));
    for (let k = 0; k < steps; k++) {
      const angle = (2 * Math.PI * k) / steps;
      use((2 * Math.PI * weights[i]!) / steps, across * Math.cos(angle), across * Math.sin(angle), z);
    }
  }
}
