import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { growthRates } from "../../src/diagnose/parabolic/growth.ts";
import { parabolicity } from "../../src/diagnose/parabolicity.ts";
import { symmetricEigen } from "../../src/linalg/dense/symmetricEigen.ts";
import { largestEigenvalue } from "../../src/linalg/eigen/lanczos.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { generalModel } from "../model/secondOrder/arbitrary.ts";

const ratesOf = (model: Parameters<typeof growthRates>[0]) => growthRates(model, parabolicity(model).minimumEigenvalue);

describe("the growth rate of P by degree", () => {
  it("of the three rates is that of tridiagonal matrices, one for each order m", () => {
    // int conj(Y_lm) L Y_l'm of docs/physics.md, section 4, made symmetric by hand: the field and what is antisymmetric drop out.
    const [spins, kz, kp, km] = [30, 0.1, 0.3, 1];
    const [s, d] = [km + kp, km - kp];
    const model = spinModel({
      spins,
      field: [0.7, 0.2, 0.1],
      collective: { dephasing: kz, pump: kp, decay: km },
    });
    for (const { degree, rate } of ratesOf(model)) {
      let largest = Number.NEGATIVE_INFINITY;
      for (let m = 0; m <= degree; m++) {
        const size = degree + 1 - m;
        const matrix = new Float64Array(size * size);
        for (let l = m; l <= degree; l++) {
          const k = l - m;
          matrix[k * size + k] = (-s * l * (l + 1) + (s - kz) * m * m) / spins;
          if (l === degree) continue;
          const a = Math.sqrt(((l + 1) ** 2 - m * m) / (4 * (l + 1) ** 2 - 1));
          const beside = (d * a * (l * (spins - l) - (l + 2) * (spins + 2 + l))) / (2 * spins);
          matrix[k * size + k + 1] = beside;
          matrix[(k + 1) * size + k] = beside;
        }
        largest = Math.max(largest, symmetricEigen(size, matrix).values.at(-1)!);
      }
      expect(rate).toBeCloseTo(Math.max(0, largest), 10);
    }
  });

  it("is within its bound and grows with the degree: of any model", () => {
    fc.assert(
      fc.property(generalModel(fc.integer({ min: 2, max: 9 }), false), (drawn) => {
        const found = ratesOf(spinModel(drawn));
        for (const [k, { rate, bound }] of found.entries()) {
          expect(rate).toBeLessThanOrEqual(bound + 1e-10);
          if (k > 0) expect(rate).toBeGreaterThanOrEqual(found[k - 1]!.rate - 1e-10);
        }
      }),
      { numRuns: 6, seed: 3 },
    );
  });

  it("stays below (1 + 2/N) |w| where the equation is parabolic, and grows with the square of the degree elsewhere", () => {
    const parabolic = ratesOf(spinModel({ spins: 40, collective: { decay: 1, dephasing: 0.5 } }));
    expect(parabolic.map(({ bound }) => bound)).toEqual(parabolic.map(() => 1.05));
    expect(parabolic.at(-1)!.rate).toBeGreaterThan(1);
    const not = ratesOf(spinModel({ spins: 16, collective: { decay: 1 } }));
    expect(not.at(-1)!.rate / not.at(-2)!.rate).toBeGreaterThan(2);
    expect(ratesOf(spinModel({ spins: 16, collective: { decay: 1, pump: 1 } })).every(({ rate }) => rate < 1e-9)).toBe(
      true,
    );
  });

  it("has no degrees for one spin, and is refused in the ball", () => {
    expect(growthRates(spinModel({ spins: 1, collective: { decay: 1 } }), -0.5)).toEqual([]);
    expect(() => growthRates(spinModel({ spins: 4, local: { decay: 1 } }), 0)).toThrow(/local/);
  });
});

describe("the largest eigenvalue by Lanczos", () => {
  it("is that of Jacobi's method, also where eigenvalues are many times the same", () => {
    const size = 40;
    for (const spread of [1, 1e-9, 0]) {
      const matrix = Float64Array.from({ length: size * size }, (_, at) => {
        const [i, j] = [Math.floor(at / size), at % size];
        return (i === j ? (i % 3) + spread * Math.sin(i) : 0) + spread * 0.1 * Math.cos(i * j + i + j);
      });
      const found = largestEigenvalue(size, (x, y) => {
        for (let i = 0; i < size; i++) {
          y[i] = 0;
          for (let j = 0; j < size; j++) y[i]! += matrix[i * size + j]! * x[j]!;
        }
      });
      expect(found).toBeCloseTo(symmetricEigen(size, matrix).values.at(-1)!, 11);
    }
  });
});
