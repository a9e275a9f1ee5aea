import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { momentFunctionals } from "../../../src/fem/functionals.ts";
import { assembleMass } from "../../../src/fem/mass.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { multiply } from "../../../src/linalg/sparse.ts";
import { largestDifference } from "../fit.ts";
import { smallMeshes } from "./meshes.ts";

describe.each(smallMeshes)("mass matrix on the %s", (_, mesh) => {
  it.each([1, 2, 3, 4, 6, 8])(
    "is symmetric positive definite, its rows add up to the mass functional, degree %i",
    (degree) => {
      const space = functionSpace(mesh, enrichedTriangle(degree));
      const { pattern, values } = assembleMass(space);
      const { mass } = momentFunctionals(space);
      const rows = new Float64Array(space.unknowns);
      multiply(
        { pattern, values },
        rows.map(() => 1),
        rows,
      );
      // Entries are below the largest area, which is below 4 pi; a row adds up a few hundred of them.
      expect(largestDifference(rows, mass)).toBeLessThan(400 * Number.EPSILON);
      if (space.unknowns > 250) return;
      const dense = Matrix.zeros(space.unknowns, space.unknowns);
      for (let i = 0; i < space.unknowns; i++)
        for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
          dense.set(i, pattern.columnIndices[k]!, values[k]!);
      expect(largestDifference(dense.to1DArray(), dense.transpose().to1DArray())).toBeLessThan(16 * Number.EPSILON);
      // Cholesky by hand: every pivot positive.
      for (let k = 0; k < dense.rows; k++) {
        expect(dense.get(k, k)).toBeGreaterThan(0);
        for (let i = k + 1; i < dense.rows; i++) {
          const factor = dense.get(i, k) / dense.get(k, k);
          for (let j = k; j < dense.rows; j++) dense.set(i, j, dense.get(i, j) - factor * dense.get(k, j));
        }
      }
    },
  );
});
