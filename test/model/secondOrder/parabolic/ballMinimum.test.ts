import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { symmetricEigen } from "../../../../src/linalg/dense/symmetricEigen.ts";
import type { Coefficients } from "../../../../src/model/secondOrder/coefficients.ts";
import { diffusion } from "../../../../src/model/secondOrder/kramersMoyal.ts";
import { leastDiffusionInBall } from "../../../../src/model/secondOrder/parabolic/ballMinimum.ts";
import { leastOfThree } from "../../../../src/model/secondOrder/parabolic/threeByThree.ts";
import { between } from "../../arbitrary.ts";
import { coefficients, scaleOf } from "../arbitrary.ts";
import { collective } from "./collective.ts";

const dense = ([xx, yy, zz, xy, xz, yz]: readonly number[]): number[] => [xx!, xy!, xz!, xy!, yy!, yz!, xz!, yz!, zz!];

function leastAt(of: Coefficients, r: readonly [number, number, number]): number {
  const d = new Float64Array(6);
  diffusion(of, r, d);
  return symmetricEigen(3, dense([...d])).values[0]!;
}

describe("the least eigenvalue of D in the ball", () => {
  it("is known on the axis for decay and pump: -d^2 / 2 (k_- + k_+) at z = -d / 2 (k_- + k_+)", () => {
    // There D is isotropic across the axis, 2 s z^2 + 2 d z; with enough dephasing nothing off the axis is below that.
    const { value, bound, position } = leastDiffusionInBall(collective({ decay: 1, pump: 0.3, dephasing: 0.4 }));
    expect(value).toBeCloseTo(-(0.7 ** 2) / 2.6, 12);
    expect(value - bound).toBeLessThan(1e-6);
    expect(position[2]).toBeCloseTo(-0.7 / 2.6, 6);
    expect(Math.hypot(position[0], position[1])).toBeLessThan(1e-6);
  });

  it("is 0 where the equation is parabolic, which takes equal pump and decay and no interaction", () => {
    expect(leastDiffusionInBall(collective({ decay: 1, pump: 1 })).value).toBe(0);
    expect(leastDiffusionInBall(collective({ decay: 1, pump: 1 - 1e-9 })).value).toBeLessThan(0);
  });

  it("is below no point of the ball and is taken at one, with a proof: of any model", () => {
    fc.assert(
      fc.property(coefficients(fc.constant(5)), (of) => {
        const { value, bound, position } = leastDiffusionInBall(of);
        const scale = scaleOf(of);
        expect(Math.hypot(...position)).toBeLessThanOrEqual(1 + 1e-15);
        expect(Math.abs(leastAt(of, position) - value)).toBeLessThanOrEqual(1e-14 * scale);
        expect(value).toBeGreaterThanOrEqual(bound);
        expect(value - bound).toBeLessThan(1e-2 * scale);
        for (let k = 0; k < 1500; k++) {
          const z = 1 - (2 * k + 1) / 1500;
          const [rho, phi] = [Math.sqrt(1 - z * z), k * 2.399963229728653];
          const radius = ((k * 0.6180339887498949) % 1) ** (1 / 3);
          const r = [radius * rho * Math.cos(phi), radius * rho * Math.sin(phi), radius * z] as const;
          expect(leastAt(of, r)).toBeGreaterThanOrEqual(value - 1e-8 * scale);
          expect(leastAt(of, r)).toBeGreaterThanOrEqual(bound - 1e-14 * scale);
        }
      }),
      { numRuns: 4, seed: 5 },
    );
  });

  it("negative at all points but those of a cone: every member that is not parabolic has the share 1", () => {
    fc.assert(
      fc.property(coefficients(fc.constant(5)), (of) => {
        let negative = 0;
        for (let k = 0; k < 500; k++) {
          const z = 1 - (2 * k + 1) / 500;
          const [rho, phi] = [Math.sqrt(1 - z * z), k * 2.399963229728653];
          const radius = 0.2 + 0.6 * ((k * 0.6180339887498949) % 1);
          if (leastAt(of, [radius * rho * Math.cos(phi), radius * rho * Math.sin(phi), radius * z]) < 0) negative++;
        }
        expect(negative).toBe(500);
      }),
      { numRuns: 20, seed: 6 },
    );
  });
});

describe("the least eigenvalue of three", () => {
  it("is below that of Jacobi's method, by rounding alone, also where eigenvalues meet", () => {
    const entry = between(-1, 1);
    fc.assert(
      fc.property(
        fc.tuple(entry, entry, entry, entry, entry, entry),
        fc.boolean(),
        between(0, 1e-7),
        (m, near, split) => {
          // A matrix with two eigenvalues next to one another: 1 + split + a multiple of a projection.
          const [a, b, c] = m;
          const matrix = near ? [1 + a * a + split, 1 + b * b, 1 + c * c, a * b, a * c, b * c] : m;
          const exact = symmetricEigen(3, dense(matrix)).values[0]!;
          const found = leastOfThree(matrix);
          expect(found).toBeLessThanOrEqual(exact + 1e-15);
          expect(exact - found).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
