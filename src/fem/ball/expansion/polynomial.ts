import { degreesUpTo, functionCount, placeOf } from "./places.ts";

/** A polynomial of degree <= 3 in three variables: coefficients by `placeOf`. */
export type Cubic = Float64Array;

const DEGREE = 3;
export const CUBIC_SIZE = functionCount(DEGREE);
const EXPONENTS = degreesUpTo(DEGREE);

export const constant = (value: number): Cubic => {
  const out = new Float64Array(CUBIC_SIZE);
  out[0] = value;
  return out;
};

/** base + first x + second y + third z. */
export const linear = (base: number, first: number, second: number, third: number): Cubic => {
  const out = constant(base);
  out[placeOf(1, 0, 0)] = first;
  out[placeOf(0, 1, 0)] = second;
  out[placeOf(0, 0, 1)] = third;
  return out;
};

/** The sum of polynomials times numbers. */
export function sumOf(...terms: readonly (readonly [factor: number, polynomial: Cubic])[]): Cubic {
  const out = new Float64Array(CUBIC_SIZE);
  for (const [factor, polynomial] of terms) {
    if (factor === 0) continue;
    for (let place = 0; place < CUBIC_SIZE; place++) out[place]! += factor * polynomial[place]!;
  }
  return out;
}

/** The product, which must not be of a degree above 3. */
export function product(a: Cubic, b: Cubic): Cubic {
  const out = new Float64Array(CUBIC_SIZE);
  for (let p = 0; p < CUBIC_SIZE; p++) {
    const value = a[p]!;
    if (value === 0) continue;
    for (let q = 0; q < CUBIC_SIZE; q++) {
      if (b[q] === 0) continue;
      const place = placeOf(
        EXPONENTS[3 * p]! + EXPONENTS[3 * q]!,
        EXPONENTS[3 * p + 1]! + EXPONENTS[3 * q + 1]!,
        EXPONENTS[3 * p + 2]! + EXPONENTS[3 * q + 2]!,
      );
      out[place]! += value * b[q]!;
    }
  }
  return out;
}
