import { describe, expect, it } from "vitest";
import { type DoubleDouble, dividedBy, exactProduct, exactSum, productOf, sumOf } from "../../src/core/doubleDouble.ts";

/** The value times 2^160, exactly, for doubles whose last bit is above 2^-160. */
function scaled(value: number): bigint {
  let [shift, rest] = [160, value];
  while (!Number.isInteger(rest)) {
    rest *= 2;
    shift--;
  }
  return BigInt(rest) << BigInt(shift);
}

const exact = ([high, low]: DoubleDouble): bigint => scaled(high) + scaled(low);

const numbers = [1, -3, 0.1, Math.PI, -1e9 / 7, 2 ** -30, 12345.678, 1 + 2 ** -52];

describe("numbers of two doubles", () => {
  it("add and multiply doubles without error", () => {
    for (const a of numbers) {
      for (const b of numbers) {
        expect(exact(exactSum(a, b))).toBe(scaled(a) + scaled(b));
        expect(exact(exactProduct(a, b)) << 160n).toBe(scaled(a) * scaled(b));
      }
    }
  });

  it("are right to 2^-100 of what they are made of", () => {
    for (const a of numbers) {
      for (const b of numbers) {
        const [x, y] = [dividedBy([a, 0], 7), dividedBy([b, 0], 11)];
        // a/7 to 160 bits; the size of the terms, not that of the sum, is what rounding is relative to.
        const size = Math.max(Math.abs(a), Math.abs(b), Math.abs(a * b)) * 2 ** -100;
        expect(apart(exact(x) * 7n, scaled(a))).toBeLessThan(size);
        expect(apart(exact(sumOf(x, y)), exact(x) + exact(y))).toBeLessThan(size);
        expect(apart(exact(productOf(x, y)) << 160n, exact(x) * exact(y), 320)).toBeLessThan(size);
      }
    }
  });
});

const apart = (a: bigint, b: bigint, shift = 160): number => Math.abs(Number(a - b)) / 2 ** shift;
