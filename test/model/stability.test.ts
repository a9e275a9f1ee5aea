import fc from "fast-check";
import { Matrix as MlMatrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { Matrix } from "../../src/linalg/dense/matrix.ts";
import { type Complex, classify, smallEigenvalues, tangentBasis } from "../../src/model/stability.ts";
import { between, spherePoint } from "./arbitrary.ts";

/** Distance of `matrix` to the nearest one with this eigenvalue: the smallest singular value of M - lambda, as a real matrix. */
function backwardError(matrix: Matrix, { real, imaginary }: Complex): number {
  const n = matrix.rows;
  const shifted = MlMatrix.sub(new MlMatrix(matrix.to2DArray()), MlMatrix.eye(n, n, real));
  const turn = MlMatrix.eye(n, n, imaginary);
  const embedded = MlMatrix.zeros(2 * n, 2 * n);
  embedded.setSubMatrix(shifted, 0, 0);
  embedded.setSubMatrix(shifted, n, n);
  embedded.setSubMatrix(turn, 0, n);
  embedded.setSubMatrix(turn.mul(-1), n, 0);
  return new SingularValueDecomposition(embedded).diagonal[2 * n - 1]!;
}

describe("smallEigenvalues", () => {
  // Small integers give many exactly repeated, zero and defective cases; the decimals give general ones.
  const entry = fc.oneof(fc.integer({ min: -2, max: 2 }), between(-1, 1));

  it.each([2, 3])("are exact for a matrix within rounding, size %i", (n) => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: n * n, maxLength: n * n }), (entries) => {
        const matrix = Matrix.from1DArray(n, n, entries);
        const eigenvalues = smallEigenvalues(matrix);
        expect(eigenvalues.length).toBe(n);
        const trace = eigenvalues.reduce((sum, { real }) => sum + real, 0);
        expect(Math.abs(trace - matrix.trace())).toBeLessThanOrEqual(1e-14 * matrix.norm());
        for (const eigenvalue of eigenvalues) {
          // Some ten operations, each with an error of eps times the norm.
          expect(backwardError(matrix, eigenvalue)).toBeLessThanOrEqual(10 * Number.EPSILON * matrix.norm());
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("end on the matrix that the QR iteration of ml-matrix does not end on", () => {
    const [first, second, third] = smallEigenvalues(
      new Matrix([
        [-2, 0, 1],
        [0, -2, -1],
        [-1, 1, -2],
      ]),
    );
    expect([first!.real, second!.real, third!.real].every((value) => Math.abs(value + 2) < 1e-14)).toBe(true);
    const heights = [first!.imaginary, second!.imaginary, third!.imaginary].sort((p, q) => p - q);
    expect(heights[0]).toBeCloseTo(-Math.SQRT2, 14);
    expect(heights[1]).toBe(0);
    expect(heights[2]).toBeCloseTo(Math.SQRT2, 14);
  });
});

describe("classify", () => {
  const kind = (rows: number[][], uncertainty = 1e-14) => {
    const matrix = new Matrix(rows);
    return classify(matrix, smallEigenvalues(matrix), uncertainty);
  };

  it("tells the kinds apart", () => {
    expect(
      kind([
        [-1, 2],
        [-2, -1],
      ]),
    ).toBe("stable");
    expect(
      kind([
        [1, 2],
        [-2, 1],
      ]),
    ).toBe("unstable");
    expect(
      kind([
        [1, 0],
        [0, -1],
      ]),
    ).toBe("saddle");
    expect(
      kind([
        [0, 2],
        [-1, 0],
      ]),
    ).toBe("centre");
    expect(
      kind([
        [0, 0],
        [0, -1],
      ]),
    ).toBe("degenerate");
    expect(
      kind([
        [0, 1, 0],
        [-1, 0, 0],
        [0, 0, -1],
      ]),
    ).toBe("centre");
    expect(
      kind([
        [0, 1, 0],
        [-1, 0, 0],
        [0, 0, 1],
      ]),
    ).toBe("unstable");
    expect(
      kind([
        [-1, 1, 0],
        [-1, -1, 0],
        [0, 0, 1],
      ]),
    ).toBe("saddle");
  });

  it("counts as neutral what the uncertainty allows, and no more", () => {
    expect(
      kind(
        [
          [-1e-9, 1],
          [-1, -1e-9],
        ],
        1e-8,
      ),
    ).toBe("centre");
    expect(
      kind(
        [
          [-1e-7, 1],
          [-1, -1e-7],
        ],
        1e-8,
      ),
    ).toBe("stable");
    // Both eigenvalues are -1e-5, but a change of 1e-10 in the corner makes the matrix singular.
    expect(
      kind(
        [
          [-1e-5, 1],
          [0, -1e-5],
        ],
        1e-9,
      ),
    ).toBe("degenerate");
    expect(
      kind(
        [
          [-1e-5, 1],
          [0, -1e-5],
        ],
        1e-11,
      ),
    ).toBe("stable");
  });
});

describe("tangentBasis", () => {
  it("is orthonormal and tangent everywhere, right-handed with r", () => {
    fc.assert(
      fc.property(spherePoint, (r) => {
        const rows = [...tangentBasis(r).to2DArray(), r];
        for (let i = 0; i < 3; i++) {
          for (let j = 0; j < 3; j++) {
            const product = [0, 1, 2].reduce((sum, k) => sum + rows[i]![k]! * rows[j]![k]!, 0);
            expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(16 * Number.EPSILON);
          }
        }
        const [u, v] = rows as [number[], number[]];
        expect(u[0]! * v[1]! - u[1]! * v[0]!).toBeCloseTo(r[2], 14);
      }),
    );
  });
});
