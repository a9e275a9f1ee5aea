import fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  diffusion,
  drift,
  fluxDrift,
  isParabolicInBall,
  isParabolicOnSphere,
  requiredDephasing,
  sphereDiffusion,
  sphereFluxDrift,
} from "../../src/model/kramersMoyal.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import { anyModel, ballPoint, between, collectiveModel, rateScale, spherePoint } from "./arbitrary.ts";

type Kernel = (model: SpinModel, r: ArrayLike<number>, out: Float64Array) => void;

const vector = (kernel: Kernel, model: SpinModel, r: ArrayLike<number>) => {
  const out = new Float64Array(3);
  kernel(model, r, out);
  return out;
};

/** The 3x3 matrix, row by row, of a kernel that writes xx, yy, zz, xy, xz, yz. */
const matrix = (kernel: Kernel, model: SpinModel, r: ArrayLike<number>) => {
  const [xx, yy, zz, xy, xz, yz] = kernelSix(kernel, model, r);
  return [
    [xx!, xy!, xz!],
    [xy!, yy!, yz!],
    [xz!, yz!, zz!],
  ];
};
const kernelSix = (kernel: Kernel, model: SpinModel, r: ArrayLike<number>) => {
  const out = new Float64Array(6);
  kernel(model, r, out);
  return out;
};

/**
 * d D_ij / d r_k by five-point differences. They are exact for polynomials up to degree 4 and D has degree 3, so a step of
 * order one is right: only rounding remains, about 20 operations on numbers up to 8 times those in the ball.
 */
function derivative(kernel: Kernel, model: SpinModel, r: readonly number[], k: number): number[][] {
  const at = (t: number) =>
    matrix(
      kernel,
      model,
      r.map((value, i) => (i === k ? value + t : value)),
    );
  const h = 0.5;
  const [m2, m1, p1, p2] = [at(-2 * h), at(-h), at(h), at(2 * h)];
  return [0, 1, 2].map((i) =>
    [0, 1, 2].map((j) => (m2[i]![j]! - 8 * m1[i]![j]! + 8 * p1[i]![j]! - p2[i]![j]!) / (12 * h)),
  );
}

/** Rounding of some tens of operations on numbers up to about 100 times the rates. */
const rounding = (model: SpinModel) => 1000 * Number.EPSILON * rateScale(model);

describe("drift, flux drift and diffusion", () => {
  it("obey b_i = a_i - (1/2N) d_j D_ij in the ball", () => {
    fc.assert(
      fc.property(anyModel, ballPoint, (model, r) => {
        const a = vector(drift, model, r);
        const b = vector(fluxDrift, model, r);
        const gradients = [0, 1, 2].map((k) => derivative(diffusion, model, r, k));
        for (let i = 0; i < 3; i++) {
          const divergence = [0, 1, 2].reduce((sum, j) => sum + gradients[j]![i]![j]!, 0);
          expect(Math.abs(b[i]! - (a[i]! - divergence / (2 * model.spins)))).toBeLessThanOrEqual(rounding(model));
        }
      }),
    );
  });

  it("obey the same with the surface divergence on the sphere", () => {
    fc.assert(
      fc.property(collectiveModel, spherePoint, (model, r) => {
        const a = vector(drift, model, r);
        const b = vector(sphereFluxDrift, model, r);
        const gradients = [0, 1, 2].map((k) => derivative(diffusion, model, r, k));
        for (let i = 0; i < 3; i++) {
          let divergence = 0;
          for (let j = 0; j < 3; j++) {
            for (let k = 0; k < 3; k++) divergence += ((j === k ? 1 : 0) - r[j]! * r[k]!) * gradients[k]![i]![j]!;
          }
          expect(Math.abs(b[i]! - (a[i]! - divergence / (2 * model.spins)))).toBeLessThanOrEqual(rounding(model));
        }
      }),
    );
  });

  it("agree between ball and sphere at r = 1, up to the radial derivative of D in b", () => {
    fc.assert(
      fc.property(collectiveModel, spherePoint, (model, r) => {
        const ball = kernelSix(diffusion, model, r);
        const sphere = kernelSix(sphereDiffusion, model, r);
        for (let i = 0; i < 6; i++) expect(Math.abs(ball[i]! - sphere[i]!)).toBeLessThanOrEqual(rounding(model));
        // (1 + 3/N) against (1 + 2/N) in front of -d (ez - z r): the radial derivative of D is 2 d (ez - z r) there.
        const difference = (model.collective.decay - model.collective.pump) / model.spins;
        const inBall = vector(fluxDrift, model, r);
        const onSphere = vector(sphereFluxDrift, model, r);
        for (let i = 0; i < 3; i++) {
          const along = (i === 2 ? 1 : 0) - r[2] * r[i]!;
          expect(Math.abs(inBall[i]! - onSphere[i]! + difference * along)).toBeLessThanOrEqual(rounding(model));
        }
      }),
    );
  });

  it("are tangent on the sphere, and a balances the spread of D there: r.a + tr D / 2N = 0", () => {
    fc.assert(
      fc.property(collectiveModel, spherePoint, (model, r) => {
        const b = vector(sphereFluxDrift, model, r);
        expect(Math.abs(r[0] * b[0]! + r[1] * b[1]! + r[2] * b[2]!)).toBeLessThanOrEqual(rounding(model));
        const d = matrix(sphereDiffusion, model, r);
        for (let i = 0; i < 3; i++) {
          expect(Math.abs(d[i]![0]! * r[0] + d[i]![1]! * r[1] + d[i]![2]! * r[2])).toBeLessThanOrEqual(rounding(model));
        }
        // G |r|^2 = 2 r.a + tr D / N must vanish, because |r|^2 = 1 is conserved.
        const a = vector(drift, model, r);
        const radial = r[0] * a[0]! + r[1] * a[1]! + r[2] * a[2]!;
        const trace = d[0]![0]! + d[1]![1]! + d[2]![2]!;
        expect(Math.abs(radial + trace / (2 * model.spins))).toBeLessThanOrEqual(rounding(model));
      }),
    );
  });

  it("have the eigenvalues of docs/physics.md, section 2 along theta and phi", () => {
    fc.assert(
      fc.property(collectiveModel, between(-0.999, 0.999), (model, z) => {
        const { dephasing, pump, decay } = model.collective;
        const rho = Math.sqrt(1 - z * z);
        const [cos, sin] = [0.6, 0.8];
        const d = new Matrix(matrix(diffusion, model, [rho * cos, rho * sin, z]));
        const form = (u: number[]) => d.mmul(Matrix.columnVector(u)).dot(Matrix.columnVector(u));
        const theta = 2 * (pump + decay + (decay - pump) * z);
        const phi = 2 * (dephasing * (1 - z * z) + z * (decay - pump + (decay + pump) * z));
        const thetaVector = [z * cos, z * sin, -rho];
        const phiVector = [-sin, cos, 0];
        expect(Math.abs(form(thetaVector) - theta)).toBeLessThanOrEqual(rounding(model));
        expect(Math.abs(form(phiVector) - phi)).toBeLessThanOrEqual(rounding(model));
        const eigenvalues = new EigenvalueDecomposition(d, { assumeSymmetric: true }).realEigenvalues.sort(
          (p, q) => p - q,
        );
        const expected = [0, theta, phi].sort((p, q) => p - q);
        eigenvalues.forEach((value, i) => {
          expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(rounding(model));
        });
      }),
    );
  });

  it("relax a spin under local decay alone: the z component at rate 2 g_- towards -1, the others at g_-", () => {
    const model = spinModel({ spins: 7, local: { decay: 0.3 } });
    expect([...vector(drift, model, [0.2, -0.4, 0.5])]).toEqual([-0.3 * 0.2, 0.3 * 0.4, -2 * 0.3 * 1.5]);
    expect([...vector(drift, model, [0, 0, -1])].map(Math.abs)).toEqual([0, 0, 0]);
    expect([...kernelSix(diffusion, model, [0.2, -0.4, 0.5])].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("take N = Infinity as the mean-field limit", () => {
    const model = { ...spinModel({ spins: 1, field: [0.5, -1, 2], collective: { dephasing: 3, decay: 2, pump: 1 } }) };
    const limit = { ...model, spins: Number.POSITIVE_INFINITY };
    const r = [0.36, 0.48, 0.8];
    expect([...vector(drift, limit, r)]).toEqual([...vector(fluxDrift, limit, r)]);
    const large = vector(drift, { ...model, spins: 1e9 }, r);
    // The 1/N terms are at most 12 times a rate.
    vector(drift, limit, r).forEach((value, i) => {
      expect(Math.abs(value - large[i]!)).toBeLessThan(1e-9 * 12 * 6);
    });
  });
});

describe("parabolicity in closed form", () => {
  const collective = (dephasing: number, pump: number, decay: number) =>
    spinModel({ spins: 10, collective: { dephasing, pump, decay } });

  it("asks for (sqrt k_+ - sqrt k_-)^2 / 2 of dephasing", () => {
    expect(requiredDephasing(collective(0, 1, 0))).toBe(0.5);
    expect(requiredDephasing(collective(0, 4, 9))).toBe(0.5);
    expect(requiredDephasing(collective(7, 3, 3))).toBe(0);
    expect(requiredDephasing(collective(0, 0, 0))).toBe(0);
    // (1 - sqrt(1 - e))^2 / 2 = e^2 / 8 (1 + e/2 + ...): the difference of square roots would keep only 4 digits.
    const e = 2 ** -40;
    expect(requiredDephasing(collective(0, 1, 1 - e)) / (e ** 2 / 8)).toBeCloseTo(1, 11);
  });

  it("counts the bound itself as parabolic, in binary rounding too, and nothing visibly below it", () => {
    for (const [pump, decay] of [
      [1, 0],
      [0, 2],
      [0.3, 0],
      [1.21, 1],
      [0.1, 0.4],
      [1e-9, 3e-9],
    ] as const) {
      const bound = (Math.sqrt(pump) - Math.sqrt(decay)) ** 2 / 2;
      expect(isParabolicOnSphere(collective(bound, pump, decay))).toBe(true);
      expect(isParabolicOnSphere(collective(bound * (1 - 1e-12), pump, decay))).toBe(false);
    }
    expect(isParabolicOnSphere(collective(0.005, 1.21, 1))).toBe(true);
    expect(isParabolicOnSphere(collective(0, 1, 1 - 1e-12))).toBe(false);
    expect(isParabolicOnSphere(collective(0, 0, 0))).toBe(true);
  });

  it("needs equal pump and decay in the ball", () => {
    expect(isParabolicInBall(collective(0, 1, 1))).toBe(true);
    expect(isParabolicInBall(collective(100, 1, 1.0001))).toBe(false);
  });
});
