import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Coefficients, coefficientsOf } from "../../../src/model/secondOrder/coefficients.ts";
import {
  diffusion,
  drift,
  driftJacobian,
  fluxDrift,
  sphereDiffusion,
  sphereFluxDrift,
} from "../../../src/model/secondOrder/kramersMoyal.ts";
import { turned, turnedVector } from "../../../src/model/secondOrder/turn.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { anyModel, ballPoint, rateScale, spherePoint } from "../arbitrary.ts";
import { coefficients, orthogonal, scaleOf } from "./arbitrary.ts";

type Point = readonly [number, number, number];
type Fill = (coefficients: Coefficients, r: ArrayLike<number>, out: Float64Array) => void;

const value = (fill: Fill, of: Coefficients, r: Point, size: number): Float64Array => {
  const out = new Float64Array(size);
  fill(of, r, out);
  return out;
};

/** Index of D_ij among its six numbers. */
const SIX = [
  [0, 3, 4],
  [3, 1, 5],
  [4, 5, 2],
] as const;

/** a and D with d = k_- - k_+, term by term. */
function ofRates({ spins: n, field: [bx, by, bz], collective, local }: SpinModel, [x, y, z]: Point) {
  const { dephasing: kz, pump, decay } = collective;
  const d = decay - pump;
  const g = local.decay + local.pump + local.dephasing;
  const [k, many] = [kz + pump + decay, n - 1];
  const across = x * x + y * y;
  const lz = [-y, x, 0] as const;
  const [lx, ly] = [[0, -z, y] as const, [z, 0, -x] as const];
  const c = [
    2 * z * (1 - x * x),
    2 * z * (1 - y * y),
    2 * z * across,
    -2 * x * y * z,
    x * (across - z * z - 1),
    y * (across - z * z - 1),
  ];
  return {
    drift: [
      by * z - bz * y - g * x + (-k * x + many * d * x * z) / n,
      bz * x - bx * z - g * y + (-k * y + many * d * y * z) / n,
      bx * y -
        by * x -
        2 * local.decay * (z + 1) -
        2 * local.pump * (z - 1) +
        (-2 * decay * (1 + z) + 2 * pump * (1 - z) - many * d * across) / n,
    ],
    diffusion: [
      [0, 0] as const,
      [1, 1] as const,
      [2, 2] as const,
      [0, 1] as const,
      [0, 2] as const,
      [1, 2] as const,
    ].map(([i, j], at) => 2 * kz * lz[i] * lz[j] + 2 * (decay + pump) * (lx[i] * lx[j] + ly[i] * ly[j]) + d * c[at]!),
  };
}

describe("drift and diffusion of the second-order class", () => {
  it("are those of docs/physics.md, section 2, where a model has rates alone", () => {
    fc.assert(
      fc.property(anyModel, ballPoint, (model, r) => {
        const of = coefficientsOf(model);
        const rounding = 100 * Number.EPSILON * rateScale(model);
        const expected = ofRates(model, r);
        const [a, d] = [value(drift, of, r, 3), value(diffusion, of, r, 6)];
        for (let k = 0; k < 3; k++) expect(Math.abs(a[k]! - expected.drift[k]!)).toBeLessThanOrEqual(rounding);
        for (let k = 0; k < 6; k++) expect(Math.abs(d[k]! - expected.diffusion[k]!)).toBeLessThanOrEqual(rounding);
      }),
    );
  });

  it("have the Jacobian that exact differences of a quadratic give", () => {
    fc.assert(
      fc.property(coefficients(fc.constantFrom(1, 2, 7, Number.POSITIVE_INFINITY)), ballPoint, (of, r) => {
        const jacobian = value(driftJacobian, of, r, 9);
        for (let j = 0; j < 3; j++) {
          const [plus, minus] = [0.5, -0.5].map((step) => {
            const moved = r.map((entry, i) => (i === j ? entry + step : entry)) as unknown as Point;
            return value(drift, of, moved, 3);
          });
          for (let i = 0; i < 3; i++)
            expect(Math.abs(plus![i]! - minus![i]! - jacobian[3 * i + j]!)).toBeLessThan(1e-13 * scaleOf(of));
        }
      }),
    );
  });
});

/** d_j D_ij by differences, which are exact to rounding for polynomials of degree 4: Richardson on central differences. */
function divergence(of: Coefficients, r: Point): number[] {
  const central = (i: number, step: number): number => {
    let total = 0;
    for (let j = 0; j < 3; j++) {
      const [plus, minus] = [step, -step].map((s) => {
        const moved = r.map((entry, k) => (k === j ? entry + s : entry)) as unknown as Point;
        return value(diffusion, of, moved, 6)[SIX[i]![j]!]!;
      });
      total += (plus! - minus!) / (2 * step);
    }
    return total;
  };
  return [0, 1, 2].map((i) => (4 * central(i, 0.25) - central(i, 0.5)) / 3);
}

describe("the flux form", () => {
  it("in the ball has b = a - div D / 2N", () => {
    fc.assert(
      fc.property(coefficients(fc.integer({ min: 1, max: 9 })), ballPoint, (of, r) => {
        const div = divergence(of, r);
        const [a, b] = [value(drift, of, r, 3), value(fluxDrift, of, r, 3)];
        for (let i = 0; i < 3; i++)
          expect(Math.abs(a[i]! - div[i]! / (2 * of.spins) - b[i]!)).toBeLessThan(2e-13 * scaleOf(of));
      }),
    );
  });

  it("on the sphere has tangent b and D, with the weak form of the backward operator: b = a + r tr D / 2N - surface div D / 2N", () => {
    fc.assert(
      fc.property(coefficients(fc.integer({ min: 1, max: 9 }), false), spherePoint, (of, r) => {
        const size = 1e-13 * scaleOf(of);
        const d = value(sphereDiffusion, of, r, 6);
        const inBall = value(diffusion, of, r, 6);
        const b = value(sphereFluxDrift, of, r, 3);
        const a = value(drift, of, r, 3);
        expect(Math.abs(b[0]! * r[0] + b[1]! * r[1] + b[2]! * r[2])).toBeLessThan(size);
        for (let k = 0; k < 6; k++) expect(Math.abs(d[k]! - inBall[k]!)).toBeLessThan(size);
        for (let i = 0; i < 3; i++) {
          const normal = d[SIX[i]![0]]! * r[0] + d[SIX[i]![1]]! * r[1] + d[SIX[i]![2]]! * r[2];
          expect(Math.abs(normal)).toBeLessThan(size);
        }
        // The surface divergence is the one in space without the part along r, (d/dr D) r = -(D r)' by D r = 0 at r = 1 only.
        const div = divergence(of, r);
        const radial = radialDerivative(of, r);
        for (let i = 0; i < 3; i++)
          expect(Math.abs(a[i]! - (div[i]! - radial[i]!) / (2 * of.spins) - b[i]!)).toBeLessThan(3 * size);
      }),
    );
  });

  it("in the ball has D n = 0 at r = 1 for every part", () => {
    fc.assert(
      fc.property(coefficients(fc.constant(1)), spherePoint, (of, r) => {
        const d = value(diffusion, of, r, 6);
        for (let i = 0; i < 3; i++) {
          const normal = d[SIX[i]![0]]! * r[0] + d[SIX[i]![1]]! * r[1] + d[SIX[i]![2]]! * r[2];
          expect(Math.abs(normal)).toBeLessThan(1e-14 * scaleOf(of));
        }
      }),
    );
  });
});

/** (d/dr D) r: the part of the divergence that a surface does not have. */
function radialDerivative(of: Coefficients, r: Point): number[] {
  const along = (step: number): number[] => {
    const [plus, minus] = [1 + step, 1 - step].map((factor) =>
      value(diffusion, of, r.map((entry) => entry * factor) as unknown as Point, 6),
    );
    return [0, 1, 2].map((i) =>
      [0, 1, 2].reduce((total, j) => total + ((plus![SIX[i]![j]!]! - minus![SIX[i]![j]!]!) / (2 * step)) * r[j]!, 0),
    );
  };
  const [fine, coarse] = [along(0.25), along(0.5)];
  return fine!.map((entry, i) => (4 * entry - coarse![i]!) / 3);
}

describe("a turned model", () => {
  it("has turned coefficients, for rotations and reflections", () => {
    fc.assert(
      fc.property(coefficients(fc.integer({ min: 1, max: 9 })), ballPoint, orthogonal, (of, r, rotation) => {
        const after = turned(of, rotation);
        const at = turnedVector(r, rotation);
        const a = turnedVector(value(drift, of, r, 3) as unknown as Point, rotation);
        const found = value(drift, after, at, 3);
        const before = value(diffusion, of, r, 6);
        const d = value(diffusion, after, at, 6);
        for (let i = 0; i < 3; i++) {
          expect(Math.abs(found[i]! - a[i]!)).toBeLessThan(1e-13 * scaleOf(of));
          for (let j = 0; j <= i; j++) {
            let expected = 0;
            for (let k = 0; k < 3; k++)
              for (let l = 0; l < 3; l++) expected += rotation[i]![k]! * before[SIX[k]![l]!]! * rotation[j]![l]!;
            expect(Math.abs(d[SIX[i]![j]!]! - expected)).toBeLessThan(1e-13 * scaleOf(of));
          }
        }
      }),
    );
  });
});
