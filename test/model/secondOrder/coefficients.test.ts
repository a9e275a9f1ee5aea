import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { operatorOf } from "../../../src/model/operator/operator.ts";
import { actsLocally, coefficientsOf, type Jump, kossakowski } from "../../../src/model/secondOrder/coefficients.ts";
import { jumpsOf } from "../../../src/model/secondOrder/jumps.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { asSecondOrder, generalModel, jump } from "./arbitrary.ts";

const rates = (jumps: readonly Jump[]) => kossakowski({ dephasing: 0, pump: 0, decay: 0, jumps });

describe("the coefficients of a model", () => {
  it("take the three rates as jumps along z, + and -", () => {
    for (const [letter, kind] of [
      ["J", "collective"],
      ["s", "local"],
    ] as const) {
      const jumps = [
        { rate: 0.7, operator: operatorOf(`${letter}z`, kind) },
        { rate: 0.2, operator: operatorOf(`${letter}p`, kind) },
        { rate: 0.5, operator: operatorOf(`${letter}m`, kind) },
      ];
      const shorthand = kossakowski({ dephasing: 0.7, pump: 0.2, decay: 0.5, jumps: [] });
      expect(rates(jumps)).toEqual(shorthand);
      expect(shorthand).toEqual({ symmetric: [0.7, 0.7, 0.7, 0, 0, 0], skew: [0, 0, 0.3] });
    }
  });

  it("know a squeezed reservoir: J_x + i zeta J_y has S = diag(1, zeta^2, 0) and w = (0, 0, -zeta)", () => {
    const found = rates([{ rate: 2, operator: operatorOf("Jx + 0.5i*Jy", "collective") }]);
    expect(found).toEqual({ symmetric: [2, 0.5, 0, 0, 0, 0], skew: [0, 0, -1] });
  });

  it("know whether anything acts locally", () => {
    const model = spinModel({ spins: 3, collective: { decay: 1 } });
    expect(actsLocally(coefficientsOf(asSecondOrder(model)))).toBe(false);
    const local = spinModel({ spins: 3, local: { pump: 1e-9 } });
    expect(actsLocally(coefficientsOf(asSecondOrder(local)))).toBe(true);
  });
});

describe("jumps from a matrix of rates", () => {
  it("have that matrix again, at most three of them", () => {
    fc.assert(
      fc.property(fc.array(jump, { maxLength: 5 }), (given) => {
        const matrix = rates(given);
        const found = jumpsOf(matrix);
        expect(found.length).toBeLessThanOrEqual(Math.min(3, given.length));
        for (const { rate } of found) expect(rate).toBeGreaterThan(0);
        const again = rates(found);
        const scale = Math.max(...matrix.symmetric.map(Math.abs), 0);
        const difference = [...matrix.symmetric, ...matrix.skew].map(
          (value, k) => value - [...again.symmetric, ...again.skew][k]!,
        );
        expect(Math.max(...difference.map(Math.abs))).toBeLessThanOrEqual(20 * Number.EPSILON * scale);
      }),
    );
  });

  it("of decay alone are decay", () => {
    expect(jumpsOf(kossakowski({ dephasing: 0, pump: 0, decay: 3, jumps: [] }))).toEqual([
      { rate: 3, operator: { re: [1, 0, 0], im: [0, -1, 0] } },
    ]);
    expect(jumpsOf(kossakowski({ dephasing: 0, pump: 0, decay: 0, jumps: [] }))).toEqual([]);
  });

  it("do not exist for a matrix with a negative eigenvalue", () => {
    expect(() => jumpsOf({ symmetric: [1, 1, 0, 0, 0, 0], skew: [0, 0, 1.1] })).toThrow(InputError);
    expect(() => jumpsOf({ symmetric: [1, 1, -0.1, 0, 0, 0], skew: [0, 0, 0] })).toThrow(/negative eigenvalue/);
    fc.assert(
      fc.property(generalModel(fc.constant(2)), (model) => {
        const { symmetric, skew } = coefficientsOf(model).collective;
        // The eigenvalues of K sum to the trace; one of -K is negative.
        if (symmetric[0] + symmetric[1] + symmetric[2] < 1e-3) return;
        const negative = { symmetric: symmetric.map((value) => -value) as never, skew };
        expect(() => jumpsOf(negative)).toThrow(InputError);
      }),
    );
  });
});
