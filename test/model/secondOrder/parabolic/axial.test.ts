import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parabolicity } from "../../../../src/diagnose/parabolicity.ts";
import * as sevenRates from "../../../../src/model/kramersMoyal.ts";
import { coefficientsOf } from "../../../../src/model/secondOrder/coefficients.ts";
import { axialBand, axialDiffusion } from "../../../../src/model/secondOrder/parabolic/axial.ts";
import { globalMinimum } from "../../../../src/model/secondOrder/parabolic/globalMinimum.ts";
import {
  isParabolicInBall,
  isParabolicOnSphere,
  leastDiffusion,
  requiredDephasing,
  requiredIsotropic,
} from "../../../../src/model/secondOrder/parabolic/parabolic.ts";
import { tangentDiffusion } from "../../../../src/model/secondOrder/parabolic/tangentDiffusion.ts";
import { turned } from "../../../../src/model/secondOrder/turn.ts";
import { between, collectiveModel } from "../../arbitrary.ts";
import { asSecondOrder, orthogonal } from "../arbitrary.ts";
import { collective } from "./collective.ts";

describe("diffusion around an axis", () => {
  it("is what it was for the seven rates", () => {
    fc.assert(
      fc.property(collectiveModel, (model) => {
        const of = coefficientsOf(asSecondOrder(model));
        const expected = parabolicity(model);
        const { dephasing, pump, decay } = model.collective;
        const scale = dephasing + pump + decay;
        expect(isParabolicOnSphere(of)).toBe(expected.parabolic);
        expect(isParabolicInBall(of)).toBe(sevenRates.isParabolicInBall(model));
        expect(Math.abs(leastDiffusion(of).value - expected.minimumEigenvalue)).toBeLessThanOrEqual(1e-14 * scale);
        const required = requiredDephasing(of, dephasing)!;
        expect(Math.abs(required - expected.requiredDephasing!)).toBeLessThanOrEqual(1e-14 * scale);
        const band = axialBand(axialDiffusion(of)!);
        expect(band === null).toBe(expected.zRange === null);
        if (band === null) return;
        for (const [k, z] of expected.zRange!.entries()) expect(Math.abs(band[k]! - z)).toBeLessThan(1e-13);
      }),
    );
  });

  it("with an interaction along it needs dephasing (chi^2 + d^2) / 2 (sqrt k_+ + sqrt k_-)^2", () => {
    fc.assert(
      fc.property(between(0, 2), between(0, 2), between(-2, 2), between(0, 3), (pump, decay, zz, dephasing) => {
        fc.pre(pump + decay > 0.01);
        const of = collective({ pump, decay, dephasing, interaction: { zz } });
        const [s, d] = [pump + decay, decay - pump];
        const required = requiredDephasing(of, dephasing)!;
        expect(required).toBeCloseTo((zz * zz + d * d) / (2 * (Math.sqrt(pump) + Math.sqrt(decay)) ** 2), 12);
        // The condition itself, over z; at the required rate it holds with equality somewhere.
        const margin = (k: number) =>
          Math.min(
            ...Array.from({ length: 4001 }, (_, i) => {
              const z = -1 + i / 2000;
              return 4 * (s + d * z) * ((s - k) * z * z + d * z + k) - zz * zz * (1 - z * z) ** 2;
            }),
          );
        const scale = (s + required + Math.abs(zz)) ** 2;
        expect(margin(required)).toBeGreaterThan(-1e-12 * scale);
        expect(margin(required)).toBeLessThan(1e-5 * scale);
        if (Math.abs(dephasing - required) > 1e-9) expect(isParabolicOnSphere(of)).toBe(dephasing > required);
        const at = collective({ pump, decay, dephasing: required, interaction: { zz } });
        expect(isParabolicOnSphere(at)).toBe(true);
        expect(leastDiffusion(at).value).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });

  it("gives what the search gives", () => {
    for (const parts of [
      { pump: 0.3, decay: 1.1, dephasing: 0.2, interaction: { zz: 0.7 } },
      { pump: 0.3, decay: 0.9, dephasing: 1.4, interaction: { zz: -0.5 } },
      { decay: 1, dephasing: 0.1 },
    ]) {
      const of = collective(parts);
      const searched = globalMinimum(tangentDiffusion(of));
      expect(leastDiffusion(of).value).toBeGreaterThanOrEqual(searched.bound);
      expect(searched.value).toBeCloseTo(leastDiffusion(of).value, 9);
    }
  });

  it("is recognised along any axis, and needs no search at the bound", () => {
    fc.assert(
      fc.property(orthogonal, between(0, 2), between(0.1, 2), between(-1, 1), (rotation, pump, decay, zz) => {
        const bound = requiredDephasing(collective({ pump, decay, interaction: { zz } }), 0)!;
        const at = turned(collective({ pump, decay, dephasing: bound * (1 + 1e-14), interaction: { zz } }), rotation);
        expect(axialDiffusion(at)).not.toBeNull();
        expect(leastDiffusion(at).value).toBeGreaterThan(-1e-13);
        const below = turned(collective({ pump, decay, dephasing: 0.99 * bound, interaction: { zz } }), rotation);
        if (bound > 1e-6) expect(isParabolicOnSphere(below)).toBe(false);
      }),
    );
  });

  it("of an interaction alone is negative everywhere off the axis, and no dephasing about z cures it", () => {
    const of = collective({ interaction: { zz: 2 } });
    expect(leastDiffusion(of)).toMatchObject({ value: -2 });
    expect(axialBand(axialDiffusion(of)!)).toEqual([-1, 1]);
    expect(requiredDephasing(of, 0)).toBeNull();
    expect(requiredIsotropic(of)).toBe(1);
    expect(isParabolicOnSphere(of)).toBe(false);
  });
});
