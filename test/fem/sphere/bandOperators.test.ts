import { describe, expect, it } from "vitest";
import { bandOperators } from "../../../src/fem/sphere/bandOperators.ts";
import { sphereOperators } from "../../../src/harmonic/sphere/operators.ts";
import { entryIndex, type SparseMatrix } from "../../../src/linalg/sparse.ts";
import { spinModel } from "../../../src/model/spinModel.ts";

const model = spinModel({
  spins: 9,
  field: [0.3, -0.6, 0.4],
  interaction: { zz: 0.2, xy: 0.5, xz: -0.3 },
  collective: { dephasing: 0.3, decay: 0.9, jumps: [{ rate: 0.7, operator: [1, "0.5i", [0.3, -0.4]] }] },
});

/** Rounding of integrals by Gauss's rule, of entries up to N. */
const ROUNDING = 1e-12;

function expectSame(found: SparseMatrix, expected: SparseMatrix): void {
  const entry = ({ pattern, values }: SparseMatrix, i: number, j: number): number => {
    const at = entryIndex(pattern, i, j);
    return at < 0 ? 0 : values[at]!;
  };
  const { rows } = expected.pattern;
  expect(found.pattern.rows).toBe(rows);
  let largest = 0;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < rows; j++) largest = Math.max(largest, Math.abs(entry(found, i, j) - entry(expected, i, j)));
  expect(largest).toBeLessThan(ROUNDING);
}

describe("operators by integrals of harmonics", () => {
  it("are those of the hierarchy of multipoles, which shares no formula with them", () => {
    const found = bandOperators(model);
    const expected = sphereOperators(model, model.spins);
    expectSame(found.generator, expected.generator);
    for (const l of [
      { re: [1, 0, 0], im: [0, -1, 0] },
      { re: [0.3, 0.1, 0.7], im: [0.2, -0.5, 0.9] },
    ] as const) {
      const [own, other] = [found.multiplication(l), expected.multiplication(l)];
      expectSame(own.real, other.real);
      expectSame(own.imaginary, other.imaginary);
    }
    const starts = [found, expected].map(
      ({ start }) => start!({ kind: "coherent", direction: [0.48, -0.6, 0.64] }).load,
    );
    for (const [k, value] of starts[0]!.entries()) expect(Math.abs(value - starts[1]![k]!)).toBeLessThan(ROUNDING);
  });
});
