import { describe, expect, it } from "vitest";
import { forEachCell } from "../../../../src/fem/cells.ts";
import { triangleQuadrature } from "../../../../src/fem/quadrature.ts";
import { boostedValues } from "../../../../src/fem/sphere/axial/axialValues.ts";
import { boostedFunctionals } from "../../../../src/fem/sphere/axial/boostedMoments.ts";
import { type BoostedSphere, boostedBasis } from "../../../../src/fem/sphere/axial/boostedSphere.ts";
import { axialGenerator } from "../../../../src/fem/sphere/axial/expansion.ts";
import { frameAround, sampleRings } from "../../../../src/fem/sphere/axial/rings.ts";
import { bandFunctionals, bandGenerator, harmonicBand } from "../../../../src/fem/sphere/band.ts";
import { enrichedTriangle } from "../../../../src/fem/sphere/element.ts";
import { functionSpace } from "../../../../src/fem/sphere/space.ts";
import { entryIndex, type SparseMatrix } from "../../../../src/linalg/sparse.ts";
import { icosphere } from "../../../../src/mesh/icosphere.ts";
import { spinModel } from "../../../../src/model/spinModel.ts";

const model = spinModel({
  spins: 7,
  field: [0.3, -0.6, 0.4],
  interaction: { xx: 0.4, yy: -0.7, zz: 0.2, xy: 0.5, xz: -0.3, yz: 0.6 },
  collective: { dephasing: 0.3, pump: 0.5, decay: 0.9, jumps: [{ rate: 0.7, operator: [1, "0.5i", [0.3, -0.4]] }] },
});
const Z = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;
const entry = ({ pattern, values }: SparseMatrix, i: number, j: number): number => {
  const at = entryIndex(pattern, i, j);
  return at < 0 ? 0 : values[at]!;
};

describe("the generator on rings", () => {
  it("has, without a shift, the entries of the parameter-free forms", () => {
    const basis = boostedBasis({ scale: 1, degree: 9, weight: 0 });
    const { matrix } = axialGenerator(basis, sampleRings(model, Z, basis.rings));
    const expected = bandGenerator(harmonicBand(9), model);
    for (let i = 0; i < basis.size; i++) {
      for (let j = 0; j < basis.size; j++) {
        // Sums of 12 terms up to l(l + 1) each.
        expect(Math.abs(entry(matrix, i, j) - entry(expected, i, j))).toBeLessThan(12 * 90 * Number.EPSILON);
      }
    }
  });

  it.each<Pick<BoostedSphere, "weight">>([{ weight: 0 }, { weight: 1 }])(
    "of a shifted sphere couples as far as the basis says, and no farther: %o",
    ({ weight }) => {
      const frame = frameAround([0.3, 0.9, -0.4]);
      const sphere = { scale: 2.5, degree: 8, weight } as const;
      const one = weight === 0 ? spinModel({ ...model, interaction: { xx: 0 } }) : model;
      const near = boostedBasis(sphere, 40);
      const far = { ...near, reach: Number.POSITIVE_INFINITY };
      const fields = sampleRings(one, frame, near.rings);
      const [cut, whole] = [near, far].map((basis) => axialGenerator(basis, fields).matrix) as [
        SparseMatrix,
        SparseMatrix,
      ];
      const largest = whole.values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      for (let i = 0; i < near.size; i++) {
        for (let j = 0; j < near.size; j++) {
          expect(Math.abs(entry(cut, i, j) - entry(whole, i, j))).toBeLessThan(40 * Number.EPSILON * largest);
        }
      }
    },
  );
});

describe("moments of a shifted sphere", () => {
  it.each([0, 1] as const)("are those of its values, weight %d", (weight) => {
    const frame = frameAround([0.3, 0.9, -0.4]);
    const sphere = { scale: 1.6, degree: 4, weight } as const;
    const coefficients = Float64Array.from({ length: 25 }, (_, k) => Math.cos(3 * k) / (1 + k));
    const { mass, first, second } = boostedFunctionals(sphere, frame);
    const found = [mass, ...first, ...second].map((f) =>
      f.reduce((sum, value, k) => sum + value * coefficients[k]!, 0),
    );
    const sums = new Float64Array(10);
    const space = functionSpace(icosphere(2), enrichedTriangle(1));
    forEachCell(space, triangleQuadrature(16), (_cell, weights, { positions }) => {
      const values = boostedValues(sphere, frame, coefficients, Float64Array.from(positions));
      for (const [p, weightOf] of weights.entries()) {
        const [x, y, z] = [positions[3 * p]!, positions[3 * p + 1]!, positions[3 * p + 2]!];
        for (const [k, f] of [1, x, y, z, x * x, y * y, z * z, x * y, x * z, y * z].entries()) {
          sums[k]! += weightOf * values[p]! * f;
        }
      }
    });
    // Gauss's rule of that exactness on cells of size 0.3.
    for (const [k, value] of found.entries()) expect(Math.abs(value - sums[k]!)).toBeLessThan(1e-11);
  });

  it("without a shift are those of the band, in any frame", () => {
    const plain = bandFunctionals({ size: 16 });
    const found = boostedFunctionals({ scale: 1, degree: 3, weight: 0 }, Z);
    for (const [k, vector] of [plain.mass, ...plain.first, ...plain.second].entries()) {
      const other = [found.mass, ...found.first, ...found.second][k]!;
      for (const [i, value] of vector.entries()) expect(Math.abs(value - other[i]!)).toBeLessThan(1e-15);
    }
  });
});
