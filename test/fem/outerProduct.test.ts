import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { createRandomStream, fillNormal } from "../../src/core/random.ts";
import { addOuterProducts } from "../../src/fem/outerProduct.ts";
import { largestDifference } from "./fit.ts";

describe("addOuterProducts", () => {
  // Every remainder of the blocks of 2 rows and 4 columns.
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 15])("adds left^T right for %i columns", (size) => {
    for (const depth of [0, 1, 7]) {
      const stream = createRandomStream(size, depth);
      const random = (count: number): Float64Array => {
        const values = new Float64Array(count);
        fillNormal(stream, values);
        return values;
      };
      const left = random(depth * size);
      const right = random(depth * size);
      const out = random(size * size);
      const expected = Matrix.from1DArray(size, size, out);
      if (depth > 0) {
        const product = Matrix.from1DArray(depth, size, left)
          .transpose()
          .mmul(Matrix.from1DArray(depth, size, right));
        expected.add(product);
      }
      addOuterProducts(out, size, left, right, depth);
      // Sums of at most eight products of numbers below 7 each.
      expect(largestDifference(out, expected.to1DArray())).toBeLessThan(8 * 49 * Number.EPSILON);
    }
  });
});
