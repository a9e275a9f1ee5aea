import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError, NotParabolicError } from "../../../src/core/errors.ts";
import { moebiusGrading, moebiusPoint } from "../../../src/mesh/grade.ts";
import { requiredDephasing, sphereDiffusion, sphereFluxDrift } from "../../../src/model/kramersMoyal.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import {
  type ConformalField,
  lorentzExponential,
  lorentzGenerator,
  multiplyLorentz,
} from "../../../src/sde/lorentz.ts";
import { conformalDynamics } from "../../../src/sde/sphere/dynamics.ts";
import { eulerCoefficients } from "../../../src/sde/sphere/eulerMaruyama.ts";
import type { Vector3 } from "../../../src/state/moments.ts";
import { generalModel, notParabolic } from "./exact.ts";

const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const at = (field: ConformalField, r: Vector3): Vector3 => {
  const turned = cross(field.rotation, r);
  const along = dot(field.boost, r);
  return [0, 1, 2].map((k) => turned[k]! + field.boost[k]! - along * r[k]!) as unknown as Vector3;
};

const direction = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }))
  .map(([z, phi]): Vector3 => {
    const rho = Math.sqrt(1 - z * z);
    return [rho * Math.cos(phi), rho * Math.sin(phi), z];
  });

const rate = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3, noNaN: true }));
const component = fc.double({ min: -2, max: 2, noNaN: true });

/** Parabolic models, the sharp bound among them. */
const parabolic = fc
  .record({
    spins: fc.integer({ min: 1, max: 300 }),
    field: fc.tuple(component, component, component),
    decay: rate,
    pump: rate,
    excess: rate,
  })
  .map(({ spins, field, decay, pump, excess }): SpinModel => {
    const model = {
      spins,
      field,
      collective: { dephasing: 0, pump, decay },
      local: { dephasing: 0, pump: 0, decay: 0 },
    };
    return { ...model, collective: { pump, decay, dephasing: requiredDephasing(model) + excess } };
  });

describe("conformalDynamics", () => {
  it("has D/N as the covariance of its noise, poles and bound included", () => {
    fc.assert(
      fc.property(parabolic, fc.oneof(direction, fc.constantFrom<Vector3[]>([0, 0, 1], [0, 0, -1])), (model, r) => {
        const fields = conformalDynamics(model).noise.map((field) => at(field, r));
        const d = new Float64Array(6);
        sphereDiffusion(model, r, d);
        const pairs = [0, 0, 1, 1, 2, 2, 0, 1, 0, 2, 1, 2];
        for (let k = 0; k < 6; k++) {
          const [i, j] = [pairs[2 * k]!, pairs[2 * k + 1]!];
          const sum = fields.reduce((total, field) => total + field[i]! * field[j]!, 0);
          // Some thirty roundings of terms of size 4 rates / N at most 40 / N.
          expect(Math.abs(model.spins * sum - d[k]!)).toBeLessThan(40 * 30 * 2 ** -53);
        }
      }),
    );
  });

  it("has the drift of the flux form plus half the divergences", () => {
    fc.assert(
      fc.property(parabolic, direction, (model, r) => {
        const { drift, noise } = conformalDynamics(model);
        const flux = new Float64Array(3);
        sphereFluxDrift(model, r, flux);
        const stratonovich = at(drift, r);
        for (let k = 0; k < 3; k++) {
          // div(rotation x r + boost - (boost.r) r) = -2 boost.r on the sphere.
          const divergences = noise.reduce((sum, field) => sum - 2 * dot(field.boost, r) * at(field, r)[k]!, 0);
          expect(Math.abs(flux[k]! + divergences / 2 - stratonovich[k]!)).toBeLessThan(1e-13);
        }
      }),
    );
  });

  it("is refused with the reason where D has a negative eigenvalue, by both schemes", () => {
    for (const build of [conformalDynamics, (model: SpinModel) => eulerCoefficients(model, 0.1)]) {
      expect(() => build(notParabolic)).toThrow(NotParabolicError);
      expect(() => build(notParabolic)).toThrow(/dephasing 0 is below .* = 0\.5, .*moment hierarchy/);
    }
    const justBelow = { ...notParabolic, collective: { dephasing: 0.5 * (1 - 1e-12), pump: 0, decay: 1 } };
    expect(() => conformalDynamics(justBelow)).toThrow(NotParabolicError);
    const atBound = { ...notParabolic, collective: { dephasing: 0.5, pump: 0, decay: 1 } };
    expect(conformalDynamics(atBound).noise[3]).toEqual({ rotation: [0, 0, 0], boost: [0, 0, 0] });
  });

  it("is refused with local rates", () => {
    const model = { ...generalModel, local: { dephasing: 0.1, pump: 0, decay: 0 } };
    expect(() => conformalDynamics(model)).toThrow(InputError);
    expect(() => conformalDynamics(model)).toThrow(/local rates/);
  });
});

describe("Lorentz matrices", () => {
  const move = (matrix: Float64Array, r: Vector3): Vector3 => {
    const rows = [0, 4, 8, 12].map((k) => matrix[k]! + dot([matrix[k + 1]!, matrix[k + 2]!, matrix[k + 3]!], r));
    return [rows[1]! / rows[0]!, rows[2]! / rows[0]!, rows[3]! / rows[0]!];
  };
  const field: ConformalField = { rotation: [0.3, -0.5, 0.2], boost: [0.4, 0.1, -0.6] };
  const point: Vector3 = [0.48, 0.6, 0.64];

  it("of a boost are the Moebius grading of a mesh", () => {
    const flow = lorentzExponential(lorentzGenerator({ rotation: [0, 0, 0], boost: [0.4, 0.1, -0.6] }, 2.5));
    const scale = Math.exp(2.5 * Math.hypot(0.4, 0.1, 0.6));
    const graded = new Float64Array(3);
    moebiusPoint(moebiusGrading([0.4, 0.1, -0.6], scale), point, graded);
    // Both forms carry a few roundings of entries up to cosh(1.8) = 3.2.
    const moved = move(flow, point);
    for (let k = 0; k < 3; k++) expect(Math.abs(moved[k]! - graded[k]!)).toBeLessThan(1e-14);
  });

  it("flow along the field and compose", () => {
    const flow = (time: number) => lorentzExponential(lorentzGenerator(field, time));
    const h = 1e-4;
    const [ahead, behind, velocity] = [move(flow(h), point), move(flow(-h), point), at(field, point)];
    // Central difference: h^2/6 times a third derivative of size |field|^3 < 2, and rounding 1e-16 / h.
    for (let k = 0; k < 3; k++) expect(Math.abs((ahead[k]! - behind[k]!) / (2 * h) - velocity[k]!)).toBeLessThan(1e-8);
    const whole = flow(3);
    const parts = multiplyLorentz(flow(1.75), flow(1.25), new Float64Array(16));
    // Entries up to cosh(2.2) = 4.6, three squarings.
    for (let k = 0; k < 16; k++) expect(Math.abs(whole[k]! - parts[k]!)).toBeLessThan(1e-13);
  });

  it("keep the light cone: one form of signature (1, 3) is invariant", () => {
    const m = lorentzExponential(lorentzGenerator(field, 2));
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 4; j++) {
        const form = m[i]! * m[j]! - m[4 + i]! * m[4 + j]! - m[8 + i]! * m[8 + j]! - m[12 + i]! * m[12 + j]!;
        expect(Math.abs(form - (i !== j ? 0 : i === 0 ? 1 : -1))).toBeLessThan(1e-13);
      }
    }
  });
});
