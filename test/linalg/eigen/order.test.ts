import { describe, expect, it } from "vitest";
import { type Eigenvalue, leadingEigenvalues } from "../../../src/linalg/eigen/order.ts";

const value = (real: number, imaginary: number): Eigenvalue => ({ real, imaginary, error: 0 });
const pairs = (values: readonly Eigenvalue[]): number[][] => values.map(({ real, imaginary }) => [real, imaginary]);
const slowest = (values: readonly Eigenvalue[], count: number): number[][] =>
  pairs(leadingEigenvalues(values, { count, near: null, highest: null, tie: 1e-7 }));

describe("the order of eigenvalues", () => {
  const values = [value(0, 0), value(-1, 0), value(-0.1, -20), value(-0.1, 20), value(-0.1, 3), value(-0.1, -3)];

  it("is by rate whatever the frequency, then by frequency, the positive half of a pair first", () => {
    expect(slowest(values, 6)).toEqual([
      [0, 0],
      [-0.1, 3],
      [-0.1, -3],
      [-0.1, 20],
      [-0.1, -20],
      [-1, 0],
    ]);
  });

  it("never cuts a pair", () => {
    expect(slowest(values, 2)).toEqual([
      [0, 0],
      [-0.1, 3],
      [-0.1, -3],
    ]);
    expect(slowest(values, 1)).toEqual([[0, 0]]);
  });

  it("does not depend on differences below the tie", () => {
    for (const shift of [1e-9, -1e-9]) {
      const list = [value(-1 - shift, 1), value(-1 - shift, -1), value(-1 + shift, 3), value(-1 + shift, -3)];
      expect(slowest(list, 4).map(([, imaginary]) => imaginary)).toEqual([1, -1, 3, -3]);
    }
  });

  it("takes those nearest to a place or to its mirror image, both of a pair", () => {
    const near = pairs(leadingEigenvalues(values, { count: 3, near: [0, -2.5], highest: null, tie: 1e-7 }));
    expect(near).toEqual([
      [-0.1, 3],
      [-0.1, -3],
      [0, 0],
    ]);
  });
});
