import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { operatorOf } from "../../../../src/model/operator/operator.ts";
import type { Coefficients, SymmetricSix } from "../../../../src/model/secondOrder/coefficients.ts";
import { diffusion, sphereDiffusion } from "../../../../src/model/secondOrder/kramersMoyal.ts";
import { globalMinimum } from "../../../../src/model/secondOrder/parabolic/globalMinimum.ts";
import {
  isParabolicInBall,
  isParabolicOnSphere,
  leastDiffusion,
  requiredDephasing,
  requiredIsotropic,
} from "../../../../src/model/secondOrder/parabolic/parabolic.ts";
import {
  sampleTangent,
  tangentDiffusion,
  tangentSample,
} from "../../../../src/model/secondOrder/parabolic/tangentDiffusion.ts";
import { turned } from "../../../../src/model/secondOrder/turn.ts";
import { spherePoint } from "../../arbitrary.ts";
import { coefficients, orthogonal, scaleOf } from "../arbitrary.ts";
import { collective } from "./collective.ts";

/** Least eigenvalue of D at a point from its six numbers: those of a tangent matrix have sum tr D and squares tr D^2. */
function leastOf(of: Coefficients, r: readonly [number, number, number]): number {
  const d = new Float64Array(6);
  sphereDiffusion(of, r, d);
  const trace = d[0]! + d[1]! + d[2]!;
  const squares = d[0]! ** 2 + d[1]! ** 2 + d[2]! ** 2 + 2 * (d[3]! ** 2 + d[4]! ** 2 + d[5]! ** 2);
  return trace / 2 - Math.sqrt(Math.max(0, squares / 2 - (trace / 2) ** 2));
}

describe("the least eigenvalue of D at a point", () => {
  it("is f - |q|", () => {
    fc.assert(
      fc.property(coefficients(fc.constant(5), false), spherePoint, (of, r) => {
        const found = sampleTangent(tangentDiffusion(of), r, tangentSample());
        // A difference of squares under a root: half of the digits where the two eigenvalues are close.
        expect(Math.abs(found - leastOf(of, r))).toBeLessThan(1e-7 * scaleOf(of));
      }),
    );
  });
});

describe("the least eigenvalue of D over the sphere", () => {
  it("is below no sample and is taken at a point, with a proof that closes the gap", () => {
    fc.assert(
      fc.property(coefficients(fc.constant(5), false), (of) => {
        const { value, bound, position } = leastDiffusion(of);
        const scale = scaleOf(of);
        expect(value - bound).toBeGreaterThanOrEqual(0);
        expect(value - bound).toBeLessThan(1e-13 * scale);
        expect(Math.abs(leastOf(of, position) - value)).toBeLessThan(1e-7 * scale);
        let least = Number.POSITIVE_INFINITY;
        for (let k = 0; k < 2000; k++) {
          const z = 1 - (2 * k + 1) / 2000;
          const [rho, phi] = [Math.sqrt(1 - z * z), k * 2.399963229728653];
          least = Math.min(least, leastOf(of, [rho * Math.cos(phi), rho * Math.sin(phi), z]));
        }
        expect(least).toBeGreaterThanOrEqual(value - 1e-7 * scale);
        // Samples are at most 0.05 apart, and the eigenvalue rises quadratically: at most by curvature times distance squared.
        expect(least - value).toBeLessThan(tangentDiffusion(of).curvature * 0.05 ** 2 * 4);
      }),
      { numRuns: 30 },
    );
  });

  it("turns with the model", () => {
    fc.assert(
      fc.property(coefficients(fc.constant(5), false), orthogonal, (of, rotation) => {
        const [one, other] = [of, turned(of, rotation)].map(leastDiffusion);
        expect(Math.abs(one!.value - other!.value)).toBeLessThan(1e-13 * scaleOf(of));
      }),
      { numRuns: 15 },
    );
  });

  it("is never negative with positive rates, w = 0 and no interaction: twice the least eigenvalue of S", () => {
    const jumps = ["Jx + Jy", "Jy - 2*Jz", "Jx"].map((text) => ({ rate: 1, operator: operatorOf(text, "collective") }));
    const of = collective({ jumps });
    const { value, position } = leastDiffusion(of);
    expect(value).toBeGreaterThan(0.1);
    expect(leastOf(of, position)).toBeCloseTo(value, 7);
    // The search gives the same, though its minima form a circle: it stops with a gap, and says so.
    const searched = globalMinimum(tangentDiffusion(of));
    expect(searched.bound).toBeLessThanOrEqual(value + 1e-14);
    expect(searched.value).toBeGreaterThanOrEqual(value - 1e-14);
    expect(searched.value - searched.bound).toBeLessThan(1e-4);
  });
});

const isotropic = (of: Coefficients, s: number): Coefficients => {
  const [xx, yy, zz, xy, xz, yz] = of.collective.symmetric;
  const symmetric: SymmetricSix = [xx + s, yy + s, zz + s, xy, xz, yz];
  return { ...of, collective: { ...of.collective, symmetric } };
};

const dephased = (of: Coefficients, rate: number): Coefficients => {
  const symmetric = of.collective.symmetric.with(2, of.collective.symmetric[2] + rate) as unknown as SymmetricSix;
  return { ...of, collective: { ...of.collective, symmetric } };
};

describe("what makes D positive", () => {
  it("is S + s 1 with s = requiredIsotropic, and nothing less", () => {
    fc.assert(
      fc.property(coefficients(fc.constant(5), false), (of) => {
        const s = requiredIsotropic(of);
        const scale = scaleOf(of);
        expect(leastDiffusion(isotropic(of, s)).value).toBeGreaterThanOrEqual(-1e-13 * scale);
        if (s > 0) expect(leastDiffusion(isotropic(of, 0.999 * s)).value).toBeLessThan(0);
        else expect(isParabolicOnSphere(of)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it("is dephasing about z of the required rate, and nothing less; where there is none a large rate is not enough", () => {
    let [finite, infinite] = [0, 0];
    fc.assert(
      fc.property(coefficients(fc.constant(5), false), (of) => {
        const required = requiredDephasing(of, 0);
        const scale = scaleOf(of);
        if (required === null) {
          infinite++;
          expect(leastDiffusion(dephased(of, 20 * scale)).value).toBeLessThan(-1e-6);
          return;
        }
        if (required === 0) return;
        finite++;
        expect(leastDiffusion(dephased(of, required)).value).toBeGreaterThanOrEqual(-1e-12 * (scale + required));
        expect(leastDiffusion(dephased(of, 0.999 * required)).value).toBeLessThan(0);
        // The total, whatever of it the model has already.
        expect(requiredDephasing(dephased(of, 0.3), 0.3)! / required).toBeCloseTo(1, 9);
      }),
      { numRuns: 25 },
    );
    expect(finite).toBeGreaterThan(3);
    expect(infinite).toBeGreaterThan(3);
  });

  it("is known for a squeezed reservoir J_x + i zeta J_y: 1/4, or zeta - zeta^2 below zeta = 1/2", () => {
    // S = diag(1, zeta^2, 0), w = (0, 0, -zeta): the largest |v x w| - v.S v is that of zeta rho - zeta^2 rho^2, 0 <= rho <= 1, at v in
    // the plane of y and z. At rho = 1, where dephasing does nothing, it is above 0.
    for (const zeta of [0.2, 0.4, 0.6, 0.9]) {
      const of = collective({ jumps: [{ rate: 1, operator: operatorOf(`Jx + ${zeta}i*Jy`, "collective") }] });
      expect(requiredDephasing(of, 0)).toBeNull();
      expect(requiredIsotropic(of)).toBeCloseTo(zeta < 0.5 ? zeta - zeta * zeta : 0.25, 12);
    }
  });
});

describe("in the ball", () => {
  it("D >= 0 iff w = 0 and chi is a multiple of 1", () => {
    const least = (of: Coefficients, r: readonly [number, number, number]): number => {
      const d = new Float64Array(6);
      diffusion(of, r, d);
      // A principal minor below 0 is proof of a negative eigenvalue.
      return Math.min(
        d[0]!,
        d[1]!,
        d[2]!,
        d[0]! * d[1]! - d[3]! ** 2,
        d[0]! * d[2]! - d[4]! ** 2,
        d[1]! * d[2]! - d[5]! ** 2,
        d[0]! * (d[1]! * d[2]! - d[5]! ** 2) -
          d[3]! * (d[3]! * d[2]! - d[4]! * d[5]!) +
          d[4]! * (d[3]! * d[5]! - d[4]! * d[1]!),
      );
    };
    const points = Array.from({ length: 300 }, (_, k) => {
      const z = 1 - (2 * k + 1) / 300;
      const [rho, phi, radius] = [Math.sqrt(1 - z * z), k * 2.399963229728653, 0.05 + (0.9 * (k % 7)) / 7];
      return [radius * rho * Math.cos(phi), radius * rho * Math.sin(phi), radius * z] as const;
    });
    const worst = (of: Coefficients) => Math.min(...points.map((r) => least(of, r)));
    const jumps = ["Jx + Jy", "Jy - 2*Jz"].map((text) => ({ rate: 1, operator: operatorOf(text, "collective") }));
    for (const parts of [
      { pump: 1, decay: 1, dephasing: 0.3 },
      { jumps, pump: 0.1, decay: 0.1 },
      { jumps, interaction: { xx: 2, yy: 2, zz: 2 } },
    ]) {
      expect(isParabolicInBall(collective(parts))).toBe(true);
      expect(worst(collective(parts))).toBeGreaterThan(-1e-14);
    }
    for (const parts of [
      { pump: 1, decay: 1.01, dephasing: 3 },
      { pump: 1, decay: 1, dephasing: 3, interaction: { zz: 0.01 } },
      { pump: 1, decay: 1, dephasing: 3, interaction: { xy: 0.01 } },
    ]) {
      expect(isParabolicInBall(collective(parts))).toBe(false);
      expect(worst(collective(parts))).toBeLessThan(0);
    }
  });
});
