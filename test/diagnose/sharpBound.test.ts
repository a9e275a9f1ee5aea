import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parabolicity } from "../../src/diagnose/parabolicity.ts";
import { diffusion, requiredDephasing } from "../../src/model/kramersMoyal.ts";
import { sphereDiffusion } from "../../src/model/secondOrder/kramersMoyal.ts";
import { leastDiffusion } from "../../src/model/secondOrder/parabolic/parabolic.ts";
import { tangentDiffusion } from "../../src/model/secondOrder/parabolic/tangentDiffusion.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import { between } from "../model/arbitrary.ts";
import { coefficients, scaleOf } from "../model/secondOrder/arbitrary.ts";

const rates = (dephasing: number, pump: number, decay: number): SpinModel =>
  spinModel({ spins: 10, collective: { dephasing, pump, decay } });

/** D along phi at height z, from the six numbers of D; without the factor rho^2 of its vector it is a parabola in z. */
function alongPhi(model: SpinModel, z: number): number {
  const out = new Float64Array(6);
  diffusion(model, [Math.sqrt(1 - z * z), 0, z], out);
  return out[1]!;
}

/** The least value of a parabola on [-1, 1] from three of its points. */
function leastOfParabola(f: (z: number) => number): number {
  const [below, at, above] = [f(-0.5), f(0), f(0.5)];
  const curvature = 2 * (below + above - 2 * at);
  const slope = above - below;
  const ends = Math.min(at + curvature - slope, at + curvature + slope);
  const middle = -slope / (2 * curvature);
  return curvature > 0 && Math.abs(middle) < 1 ? Math.min(ends, at - slope ** 2 / (4 * curvature)) : ends;
}

describe("the bound of parabolicity", () => {
  it("of the three rates is where bisection puts it, to 1e-10, for 1,000 pairs of pump and decay", () => {
    const rate = between(0.01, 1);
    fc.assert(
      fc.property(rate, rate, (pump, decay) => {
        let [low, high] = [0, pump + decay];
        while (high - low > 3e-12) {
          const middle = (low + high) / 2;
          if (leastOfParabola((z) => alongPhi(rates(middle, pump, decay), z)) < 0) low = middle;
          else high = middle;
        }
        // Rounding of the values, 1e-15, over the slope 2 (1 - z^2) of the least one, above 0.5 for a ratio of the rates within 100.
        expect(Math.abs(requiredDephasing(rates(0, pump, decay)) - high)).toBeLessThan(1e-10);
      }),
      { numRuns: 1000, seed: 11 },
    );
  });

  it("leaves room below the paper's (26): k_+ = 1, k_- = 4, k_z = 0.6 is parabolic, where (26) asks for 2.5", () => {
    const model = rates(0.6, 1, 4);
    const { pump, decay, dephasing } = model.collective;
    expect(pump + decay).toBeGreaterThan(2 * dephasing);
    expect(parabolicity(model)).toMatchObject({ parabolic: true, areaFraction: 0, requiredDephasing: 0.5 });
    for (let k = 0; k <= 1000; k++) expect(alongPhi(model, -1 + k / 500)).toBeGreaterThanOrEqual(0);
  });
});

/** Least eigenvalue of the tangent matrix D at a point: its trace is their sum, that of its square the sum of their squares. */
function leastOf(d: Float64Array): number {
  const half = (d[0]! + d[1]! + d[2]!) / 2;
  const squares = d[0]! ** 2 + d[1]! ** 2 + d[2]! ** 2 + 2 * (d[3]! ** 2 + d[4]! ** 2 + d[5]! ** 2);
  return half - Math.sqrt(Math.max(0, squares / 2 - half * half));
}

const SAMPLES = 2000;

describe("parabolicity of 200 members of the whole class", () => {
  it("is what 2,000 points of the sphere say", () => {
    const d = new Float64Array(6);
    let parabolic = 0;
    fc.assert(
      fc.property(coefficients(fc.constant(5), false), between(0, 2), (drawn, isotropic) => {
        const [xx, yy, zz, xy, xz, yz] = drawn.collective.symmetric;
        const symmetric = [xx + isotropic, yy + isotropic, zz + isotropic, xy, xz, yz] as const;
        const of = { ...drawn, collective: { ...drawn.collective, symmetric } };
        const { value } = leastDiffusion(of);
        let least = Number.POSITIVE_INFINITY;
        for (let k = 0; k < SAMPLES; k++) {
          const z = 1 - (2 * k + 1) / SAMPLES;
          const [rho, phi] = [Math.sqrt(1 - z * z), k * 2.399963229728653];
          sphereDiffusion(of, [rho * Math.cos(phi), rho * Math.sin(phi), z], d);
          least = Math.min(least, leastOf(d));
        }
        // Half of the digits go where the two eigenvalues are close.
        expect(least).toBeGreaterThanOrEqual(value - 1e-7 * scaleOf(of));
        // A point of the spiral is within sqrt(4 pi / n) of any place, and the least eigenvalue rises no faster than twice this from its minimum.
        expect(least - value).toBeLessThanOrEqual((2 * tangentDiffusion(of).curvature * 4 * Math.PI) / SAMPLES);
        if (value >= 0) parabolic++;
      }),
      { numRuns: 200, seed: 12 },
    );
    expect(parabolic).toBeGreaterThan(20);
    expect(parabolic).toBeLessThan(180);
  });
});
