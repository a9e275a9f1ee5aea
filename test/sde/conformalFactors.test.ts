import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Coefficients, coefficientsOf, type SymmetricSix } from "../../src/model/secondOrder/coefficients.ts";
import { sphereDiffusion } from "../../src/model/secondOrder/kramersMoyal.ts";
import { requiredIsotropic } from "../../src/model/secondOrder/parabolic/parabolic.ts";
import { conformalFactors } from "../../src/sde/conformalFactors.ts";
import type { ConformalField } from "../../src/sde/lorentz.ts";
import { between } from "../model/arbitrary.ts";
import { generalModel, triple } from "../model/secondOrder/arbitrary.ts";

type Triple = readonly [number, number, number];

const direction = triple
  .filter((v) => Math.hypot(...v) > 0.1)
  .map((v) => v.map((value) => value / Math.hypot(...v)) as unknown as Triple);

/** With an isotropic dephasing s beside what there is. */
function lifted(coefficients: Coefficients, s: number): Coefficients {
  const { symmetric, skew } = coefficients.collective;
  const more = symmetric.map((value, k) => (k < 3 ? value + s : value)) as unknown as SymmetricSix;
  return { ...coefficients, collective: { symmetric: more, skew } };
}

const valueAt = ({ rotation: [a, b, c], boost }: ConformalField, [x, y, z]: Triple): readonly number[] => {
  const along = boost[0] * x + boost[1] * y + boost[2] * z;
  return [
    b * z - c * y + boost[0] - along * x,
    c * x - a * z + boost[1] - along * y,
    a * y - b * x + boost[2] - along * z,
  ];
};

function largestDeviation(coefficients: Coefficients, factors: readonly ConformalField[], r: Triple): number {
  const d = new Float64Array(6);
  sphereDiffusion(coefficients, r, d);
  const fields = factors.map((field) => valueAt(field, r));
  const pairs = [
    [0, 0],
    [1, 1],
    [2, 2],
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const;
  const deviations = pairs.map(([i, j], k) => fields.reduce((sum, v) => sum + v[i]! * v[j]!, 0) - d[k]!);
  return Math.max(...deviations.map(Math.abs));
}

describe("conformal factors", () => {
  it("have D as the sum of their squares, for random models lifted to where D > 0, and at the bound", () => {
    fc.assert(
      fc.property(
        generalModel(fc.constant(7), false),
        fc.oneof(fc.constant(0), between(0, 0.5)),
        fc.array(direction, { minLength: 3, maxLength: 3 }),
        (model, excess, points) => {
          const bare = coefficientsOf(model);
          const coefficients = lifted(bare, requiredIsotropic(bare) + excess + 1e-13);
          const factors = conformalFactors(coefficients);
          // A narrow gap of interactions well above S has none: see the next test.
          fc.pre(factors !== null);
          for (const r of points) expect(largestDeviation(coefficients, factors!, r)).toBeLessThan(1e-12);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("are there wherever dissipation is not far below the interaction", () => {
    fc.assert(
      fc.property(generalModel(fc.constant(7), false), (model) => {
        const bare = coefficientsOf(model);
        const needed = requiredIsotropic(bare);
        expect(conformalFactors(lifted(bare, 1.1 * needed + 0.1))).not.toBeNull();
        if (needed > 1e-3) expect(conformalFactors(lifted(bare, needed * (1 - 1e-6)))).toBeNull();
      }),
      { numRuns: 25 },
    );
  });

  it("are rotations alone where w and the interaction do nothing, an interaction J^2 among them", () => {
    const bare = coefficientsOf({
      spins: 4,
      field: [0, 0, 0],
      interaction: { xx: 0.3, yy: 0.3, zz: 0.3, xy: 0, xz: 0, yz: 0 },
      collective: {
        dephasing: 0.1,
        pump: 0,
        decay: 0,
        jumps: [{ rate: 1, operator: { re: [1, 0.5, -2], im: [0, 0, 0] } }],
      },
      local: { dephasing: 0, pump: 0, decay: 0 },
    });
    const factors = conformalFactors(bare)!;
    expect(factors.length).toBe(3);
    for (const { boost } of factors) expect(boost).toEqual([0, 0, 0]);
    expect(largestDeviation(bare, factors, [0.48, 0.6, 0.64])).toBeLessThan(1e-14);
  });

  it("have the closed form's verdict for an interaction zz with rates about z: 4 s k_z >= chi^2", () => {
    const at = (excess: number): Coefficients => ({
      spins: 4,
      field: [0, 0, 0],
      interaction: [0, 0, 1, 0, 0, 0],
      collective: { symmetric: [0.25, 0.25, 1 + excess, 0, 0, 0], skew: [0, 0, 0] },
      local: { symmetric: [0, 0, 0, 0, 0, 0], skew: [0, 0, 0] },
    });
    expect(conformalFactors(at(1e-12))).not.toBeNull();
    expect(conformalFactors(at(-1e-6))).toBeNull();
  });

  it("are not there without dissipation, or with next to none, where an interaction twists", () => {
    const twisting = (dephasing: number): Coefficients => ({
      spins: 20,
      field: [0, 0, 0],
      interaction: [0, 0, 1, 0, 0, 0],
      collective: { symmetric: [0, 0, dephasing, 0, 0, 0], skew: [0, 0, 0] },
      local: { symmetric: [0, 0, 0, 0, 0, 0], skew: [0, 0, 0] },
    });
    for (const dephasing of [0, 1e-300, 1e-12]) expect(conformalFactors(twisting(dephasing))).toBeNull();
  });
});
