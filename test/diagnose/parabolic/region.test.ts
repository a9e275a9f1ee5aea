import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { negativeRegion } from "../../../src/diagnose/parabolic/region.ts";
import { tracedRegion } from "../../../src/diagnose/parabolic/trace.ts";
import { parabolicity } from "../../../src/diagnose/parabolicity.ts";
import { type Coefficients, coefficientsOf, type Interaction } from "../../../src/model/secondOrder/coefficients.ts";
import { leastDiffusion } from "../../../src/model/secondOrder/parabolic/parabolic.ts";
import {
  sampleTangent,
  tangentDiffusion,
  tangentSample,
} from "../../../src/model/secondOrder/parabolic/tangentDiffusion.ts";
import { turned } from "../../../src/model/secondOrder/turn.ts";
import { collectiveModel } from "../../model/arbitrary.ts";
import { asSecondOrder, coefficients, orthogonal, scaleOf } from "../../model/secondOrder/arbitrary.ts";

const rates = (
  parts: { dephasing?: number; pump?: number; decay?: number },
  interaction: Partial<Interaction> = {},
): Coefficients =>
  coefficientsOf({
    spins: 10,
    field: [0, 0, 0],
    interaction: { xx: 0, yy: 0, zz: 0, xy: 0, xz: 0, yz: 0, ...interaction },
    collective: { dephasing: 0, pump: 0, decay: 0, jumps: [], ...parts },
    local: { dephasing: 0, pump: 0, decay: 0, jumps: [] },
  });

const traced = (of: Coefficients) => tracedRegion(tangentDiffusion(of), leastDiffusion(of).value);

const valueAt = (of: Coefficients, r: ArrayLike<number>) => sampleTangent(tangentDiffusion(of), r, tangentSample());

const pointsOf = (curve: Float64Array): number[][] =>
  Array.from({ length: curve.length / 3 }, (_, k) => [...curve.subarray(3 * k, 3 * k + 3)]);

describe("the region where D has a negative eigenvalue", () => {
  it("is what it was for the seven rates", () => {
    fc.assert(
      fc.property(collectiveModel, (model) => {
        const of = coefficientsOf(asSecondOrder(model));
        const expected = parabolicity(model);
        const { areaFraction, curves, minimum } = negativeRegion(of);
        expect(Math.abs(areaFraction - expected.areaFraction)).toBeLessThan(1e-12);
        expect(Math.abs(minimum.value - expected.minimumEigenvalue)).toBeLessThanOrEqual(1e-14 * scaleOf(of));
        for (const curve of curves) {
          const heights = pointsOf(curve).map(([, , z]) => z!);
          const nearest = Math.min(...expected.zRange!.map((z) => Math.abs(z - heights[0]!)));
          expect(nearest).toBeLessThan(1e-12);
          for (const z of heights) expect(Math.abs(z - heights[0]!)).toBeLessThan(1e-15);
        }
      }),
    );
  });

  it("has its area to 1e-6 where it is traced: against the closed form of bands, wide and narrow, along any axis", () => {
    const rotation = fc.sample(orthogonal, { numRuns: 1, seed: 3 })[0]!;
    const cases: Coefficients[] = [
      rates({ pump: 0.2, decay: 1, dephasing: 0.1 }, { zz: 0.4 }),
      rates({ pump: 4, decay: 1, dephasing: 0.499 }),
      rates({ decay: 1 }, { zz: 1 }),
    ];
    for (const straight of cases) {
      const expected = negativeRegion(straight).areaFraction;
      for (const of of [straight, turned(straight, rotation)]) {
        const { areaFraction, curves } = traced(of);
        expect(Math.abs(areaFraction - expected)).toBeLessThan(1e-6);
        // A band between two circles, or a cap from the pole, where the eigenvalue is 0 too.
        expect(curves.length).toBeGreaterThanOrEqual(1);
      }
    }
  });

  it("of any model turns with it, has curves on which the eigenvalue is 0, and the area that samples have", () => {
    let seen = 0;
    fc.assert(
      fc.property(coefficients(fc.constant(5), false), orthogonal, (of, rotation) => {
        const region = negativeRegion(of);
        if (region.minimum.value >= 0) return;
        seen++;
        const again = negativeRegion(turned(of, rotation));
        expect(Math.abs(again.areaFraction - region.areaFraction)).toBeLessThan(1e-6);
        expect(again.curves.length).toBe(region.curves.length);
        const scale = scaleOf(of);
        for (const curve of region.curves) {
          const points = pointsOf(curve);
          for (const [k, point] of points.entries()) {
            expect(Math.abs(valueAt(of, point))).toBeLessThan(1e-9 * scale);
            // Closed, and without a jump.
            const next = points[(k + 1) % points.length]!;
            expect(Math.hypot(...point.map((value, i) => value - next[i]!))).toBeLessThan(0.01);
          }
        }
        const count = 20_000;
        let negative = 0;
        for (let k = 0; k < count; k++) {
          const z = 1 - (2 * k + 1) / count;
          const [rho, phi] = [Math.sqrt(1 - z * z), k * 2.399963229728653];
          if (valueAt(of, [rho * Math.cos(phi), rho * Math.sin(phi), z]) < 0) negative++;
        }
        expect(Math.abs(negative / count - region.areaFraction)).toBeLessThan(2e-3);
      }),
      { numRuns: 6 },
    );
    expect(seen).toBeGreaterThan(2);
  });

  it("keeps the region to the left of the way along its curves", () => {
    const of = rates({ pump: 0.4, decay: 1, dephasing: 0.3 }, { xx: 0.9, xz: 0.3 });
    for (const curve of negativeRegion(of).curves) {
      const points = pointsOf(curve);
      for (let k = 0; k < points.length; k += 7) {
        const [p, q] = [points[k]!, points[(k + 1) % points.length]!];
        const along = q.map((value, i) => value - p[i]!);
        const left = [
          p[1]! * along[2]! - p[2]! * along[1]!,
          p[2]! * along[0]! - p[0]! * along[2]!,
          p[0]! * along[1]! - p[1]! * along[0]!,
        ];
        const size = Math.hypot(...left);
        if (size < 1e-6) continue;
        const inside = p.map((value, i) => value + (1e-4 * left[i]!) / size);
        expect(
          valueAt(
            of,
            inside.map((value) => value / Math.hypot(...inside)),
          ),
        ).toBeLessThan(0);
      }
    }
  });

  it("is found where it is tiny", () => {
    // Isotropic dissipation that leaves a violation of 1e-9 at an isolated minimum.
    const of = rates({ pump: 0.4, decay: 1, dephasing: 0.3 }, { xx: 0.9, xz: 0.3, yz: 0.2 });
    const missing = -leastDiffusion(of).value / 2;
    const [xx, yy, zz, xy, xz, yz] = of.collective.symmetric;
    const s = missing - 5e-10;
    const near: Coefficients = {
      ...of,
      collective: { ...of.collective, symmetric: [xx + s, yy + s, zz + s, xy, xz, yz] },
    };
    const { areaFraction, curves, minimum } = negativeRegion(near);
    expect(minimum.value).toBeCloseTo(-1e-9, 13);
    expect(curves).toHaveLength(1);
    expect(areaFraction).toBeGreaterThan(0);
    // The area of the ellipse of a quadratic minimum is proportional to the violation.
    const twice: Coefficients = {
      ...of,
      collective: {
        ...of.collective,
        symmetric: [xx + missing - 1e-9, yy + missing - 1e-9, zz + missing - 1e-9, xy, xz, yz],
      },
    };
    expect(negativeRegion(twice).areaFraction / areaFraction).toBeCloseTo(2, 2);
  });
});
