import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { fixedPoints } from "../../src/model/fixedPoints.ts";
import { diffusion, driftJacobian } from "../../src/model/kramersMoyal.ts";
import { linearNoise } from "../../src/model/linearNoise.ts";
import { meanFieldLimit } from "../../src/model/meanField.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { anyModel, rateScale } from "./arbitrary.ts";

const square = ([xx, yy, zz, xy, xz, yz]: ArrayLike<number> & Iterable<number>) => [
  [xx!, xy!, xz!],
  [xy!, yy!, yz!],
  [xz!, yz!, zz!],
];

describe("linearNoise", () => {
  it("gives N Var(x) = 2/sqrt(3) - 1 at B_x = 0.5, k_z = k_+ = 1", () => {
    const model = spinModel({ spins: 1_000_000, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
    const [stable] = fixedPoints(model).points;
    const expected = [0, -0.5, Math.sqrt(3) / 2];
    stable!.position.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(stable!.positionError);
    });
    // Around this point A = -sqrt(3)/2 and D_xx = 2 (1 + z d) + 2 (k_z - s) y^2 = 2 - sqrt(3), d = -1, s = 1.
    const [xx, yy, , xy, xz] = linearNoise(model, stable!);
    expect(Math.abs(xx! - (2 / Math.sqrt(3) - 1))).toBeLessThan(1e-13);
    expect(Math.abs(xy!) + Math.abs(xz!)).toBeLessThan(1e-13);
    expect(yy).toBeGreaterThan(0);
  });

  it("solves A S + S A^T + D = 0 in three dimensions, also where S has to be tangent to the sphere", () => {
    let compared = 0;
    fc.assert(
      fc.property(anyModel, (model) => {
        const { points, domain } = fixedPoints(model);
        for (const point of points) {
          if (point.kind !== "stable") continue;
          compared++;
          const s = square(linearNoise(model, point));
          const d = new Float64Array(6);
          diffusion(model, point.position, d);
          const a = new Float64Array(9);
          driftJacobian(meanFieldLimit(model), point.position, a);
          const size = Math.max(...s.flat().map(Math.abs));
          // Backward stable solve of at most 9 unknowns, plus the change of A and D within the error of the point.
          const limit = (1e3 * Number.EPSILON + 20 * point.positionError) * rateScale(model) * (1 + size);
          for (let i = 0; i < 3; i++) {
            for (let j = 0; j < 3; j++) {
              let residual = square(d)[i]![j]!;
              for (let k = 0; k < 3; k++) residual += a[3 * i + k]! * s[k]![j]! + s[i]![k]! * a[3 * j + k]!;
              expect(Math.abs(residual)).toBeLessThanOrEqual(limit);
            }
            const radial = [0, 1, 2].reduce((sum, j) => sum + s[i]![j]! * point.position[j]!, 0);
            if (domain === "sphere") expect(Math.abs(radial)).toBeLessThanOrEqual(1e-14 * (1 + size));
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(150);
  });

  it("refuses a point that is not stable, and a point of another model", () => {
    const centres = spinModel({ spins: 10, field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
    const sink = spinModel({ spins: 10, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
    const [centre] = fixedPoints(centres).points;
    expect(() => linearNoise(centres, centre!)).toThrow(InputError);
    expect(() => linearNoise(centres, centre!)).toThrow("is centre, not stable");
    const [stable, unstable] = fixedPoints(sink).points;
    expect(() => linearNoise(sink, unstable!)).toThrow("is unstable, not stable");
    expect(() => linearNoise(centres, stable!)).toThrow("pass a point of fixedPoints for the same model");
  });
});
