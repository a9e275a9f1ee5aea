import { recursionCoefficient, sectoralFactor, ZERO_HARMONIC } from "../../../src/core/harmonicRecursion.ts";

/** Polynomial in x, y, z with complex coefficients: exponents "i,j,k" to [real, imaginary]. */
export type Polynomial = ReadonlyMap<string, readonly [number, number]>;

export function sum(...terms: readonly (readonly [Polynomial, number])[]): Polynomial {
  const result = new Map<string, readonly [number, number]>();
  for (const [polynomial, factor] of terms)
    for (const [key, [re, im]] of polynomial) {
      const [r, i] = result.get(key) ?? [0, 0];
      result.set(key, [r + factor * re, i + factor * im]);
    }
  return result;
}

/** Times x^i y^j z^k times i^turns. */
export function shifted(polynomial: Polynomial, powers: readonly [number, number, number], turns = 0): Polynomial {
  const result = new Map<string, readonly [number, number]>();
  for (const [key, [re, im]] of polynomial) {
    const [i, j, k] = key.split(",").map(Number) as [number, number, number];
    const turned = turns === 0 ? ([re, im] as const) : ([-im, re] as const);
    result.set(`${i + powers[0]},${j + powers[1]},${k + powers[2]}`, turned);
  }
  return result;
}

/** r^l Y_lm(x, y, z), m >= 0, as a polynomial. */
export function solidHarmonic(l: number, m: number): Polynomial {
  let value: Polynomial = new Map([["0,0,0", [ZERO_HARMONIC, 0] as const]]);
  for (let k = 1; k <= m; k++)
    value = sum([shifted(value, [1, 0, 0]), sectoralFactor(k)], [shifted(value, [0, 1, 0], 1), sectoralFactor(k)]);
  let below: Polynomial = new Map();
  for (let k = m + 1; k <= l; k++) {
    const a = recursionCoefficient(k, m);
    const previous = recursionCoefficient(k - 1, m);
    const squares = [
      [2, 0, 0],
      [0, 2, 0],
      [0, 0, 2],
    ] as const;
    const radial = k - 1 > m ? squares.map((p) => [shifted(below, p), -previous / a] as const) : [];
    const next = sum([shifted(value, [0, 0, 1]), 1 / a], ...radial);
    below = value;
    value = next;
  }
  return value;
}

export function derivative(polynomial: Polynomial, axis: number): Polynomial {
  const result = new Map<string, readonly [number, number]>();
  for (const [key, [re, im]] of polynomial) {
    const powers = key.split(",").map(Number);
    const power = powers[axis]!;
    if (power === 0) continue;
    powers[axis] = power - 1;
    result.set(powers.join(","), [power * re, power * im]);
  }
  return result;
}

export function evaluate(polynomial: Polynomial, x: number, y: number, z: number): readonly [number, number] {
  let real = 0;
  let imaginary = 0;
  for (const [key, [re, im]] of polynomial) {
    const [i, j, k] = key.split(",").map(Number) as [number, number, number];
    const monomial = x ** i * y ** j * z ** k;
    real += re * monomial;
    imaginary += im * monomial;
  }
  return [real, imaginary];
}
