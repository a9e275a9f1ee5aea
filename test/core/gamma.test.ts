import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError } from "../../src/core/errors.ts";
import { logGamma, upperIncompleteGamma } from "../../src/core/gamma.ts";

describe("logGamma", () => {
  it("is the sum of logarithms at whole numbers", () => {
    let sum = 0;
    for (let n = 1; n < 300; n++) {
      // n roundings of a sum that grows to its final size; below n = 10 eight roundings of terms up to 22.
      expect(Math.abs(logGamma(n) - sum)).toBeLessThanOrEqual(2 ** -53 * (8 * 22 + n * sum));
      sum += Math.log(n);
    }
  });

  it("obeys the reflection formula", () => {
    for (const a of [0.5, 0.1, 1e-3, 0.77]) {
      const product = Math.log(Math.PI / Math.sin(Math.PI * a));
      expect(Math.abs(logGamma(a) + logGamma(1 - a) - product)).toBeLessThan(2 * 8 * 22 * 2 ** -53);
    }
  });

  it("refuses what is not positive", () => {
    for (const a of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => logGamma(a)).toThrow(InputError);
  });
});

describe("upperIncompleteGamma", () => {
  it("is a Poisson sum at whole orders", () => {
    for (const [a, x] of [
      [1, 0.3],
      [2, 7],
      [5, 4.9],
      [30, 20],
      [30, 45],
      [400, 380],
      [400, 450],
    ] as const) {
      // Q(a, x) = e^-x sum_{k<a} x^k/k!, positive terms only.
      let term = 1;
      let sum = 1;
      for (let k = 1; k < a; k++) {
        term *= x / k;
        sum += term;
      }
      const exact = sum * Math.exp(-x);
      // e^-x carries x roundings; all the rest a few.
      expect(Math.abs(upperIncompleteGamma(a, x) / exact - 1)).toBeLessThan(2e-16 * (x + 50));
    }
  });

  it("is the complementary error function at 1/2, and steps up as DLMF 8.8.2 says", () => {
    // erfc(1) and erfc(3) from tables.
    // Relative: the error of ln Gamma, 8 roundings of terms up to 22.
    expect(Math.abs(upperIncompleteGamma(0.5, 1) / 0.15729920705028513 - 1)).toBeLessThan(2e-14);
    expect(Math.abs(upperIncompleteGamma(0.5, 9) / 2.2090496998585441e-5 - 1)).toBeLessThan(2e-14);
    for (const [a, x] of [
      [0.5, 1.7],
      [9.5, 3],
      [9.5, 30],
      [1000.5, 1000],
      [20000.5, 20100],
    ] as const) {
      const step = Math.exp(a * Math.log(x) - x - logGamma(a + 1));
      const difference = upperIncompleteGamma(a + 1, x) - upperIncompleteGamma(a, x);
      // The exponent is a difference of numbers of size a ln a.
      expect(Math.abs(difference - step)).toBeLessThan(4e-16 * (step * a * Math.log(a + x) + 10));
    }
  });

  it("has its ends, and refuses what has no answer", () => {
    expect(upperIncompleteGamma(3, 0)).toBe(1);
    expect(upperIncompleteGamma(3, Number.POSITIVE_INFINITY)).toBe(0);
    expect(upperIncompleteGamma(3, 2000)).toBe(0);
    expect(() => upperIncompleteGamma(3, -1)).toThrow(InputError);
    expect(() => upperIncompleteGamma(0, 1)).toThrow(InputError);
    expect(() => upperIncompleteGamma(1e12, 1e12)).toThrow(ConvergenceError);
  });
});
