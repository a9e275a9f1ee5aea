import { describe, expect, it, vi } from "vitest";
import { finished } from "../../../src/core/finished.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { type SphereTimeSystem, timeSystem } from "../../../src/fem/sphere/timeSystem.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { movingModel } from "../../../src/model/movingModel.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { implicitIntegrator } from "../../../src/ode/implicit/integrator.ts";
import type { ImplicitOptions } from "../../../src/ode/implicit/stepper.ts";
import { observe } from "../../../src/ode/implicit/system.ts";
import { implicitSchemes } from "../../../src/ode/implicit/tableaux.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const model = spinModel({ spins: 12, field: [0.7, 0.2, 0.3], collective: { dephasing: 0.6, pump: 0.8, decay: 0.3 } });
const swinging = (t: number): [number, number, number] => [0.7 * Math.cos(3 * t), 0.2 + 0.5 * Math.sin(2 * t), 0.3];

const system = (field: ((t: number) => [number, number, number]) | null): SphereTimeSystem =>
  timeSystem(
    functionSpace(icosphere(1), enrichedTriangle(3)),
    model,
    { kind: "coherent", direction: [0.6, 0, 0.8] },
    field === null ? null : movingModel(model, field),
  );

const from = ({ system, load }: SphereTimeSystem, step: number, options: ImplicitOptions) =>
  implicitIntegrator(system, { load, step }, options);

/** The observed integrals at a time where a step ends. */
function observedAt(time: SphereTimeSystem, step: number, end: number, options: ImplicitOptions): Float64Array {
  const integrator = from(time, step, options);
  finished(integrator.advance(end));
  return observe(time.system, integrator.at(end));
}

describe.each([
  ["a constant field", null],
  ["a field that depends on time", swinging],
] as const)("time steps in %s", (_name, field) => {
  const time = system(field);
  const reference = observedAt(time, 1 / 256, 1, { scheme: implicitSchemes[2]!, fixedStep: 1 / 256, tolerance: 1 });

  it.each(implicitSchemes)("$name converges with its order", (scheme) => {
    // The delta excites all modes; the smooth observables see the full order, once steps resolve the slow ones.
    const counts = scheme.order === 1 ? [64, 128, 256] : scheme.order === 2 ? [32, 64, 128] : [16, 32, 64];
    const errors = counts.map((count) => {
      const found = observedAt(time, 1 / count, 1, { scheme, fixedStep: 1 / count, tolerance: 1 });
      return Math.max(...found.map((value, k) => Math.abs(value - reference[k]!)));
    });
    const rate = Math.log2(errors[0]! / errors[2]!) / 2;
    expect(rate).toBeGreaterThan(scheme.order - 0.25);
    expect(rate).toBeLessThan(scheme.order + 0.6);
  });

  it("adapts its steps to the tolerance", () => {
    let last = Number.POSITIVE_INFINITY;
    for (const tolerance of [1e-4, 1e-6, 1e-8]) {
      const integrator = from(time, 1e-5, { scheme: implicitSchemes[2]!, tolerance });
      const steps = [...integrator.advance(1)].length;
      expect(integrator.steps().accepted).toBe(steps);
      const found = observe(time.system, integrator.at(1));
      const error = Math.max(...found.map((value, k) => Math.abs(value - reference[k]!)));
      // At most `steps` local errors add up, in a system that forgets them; the reference is better than 1e-10.
      expect(error).toBeLessThan(steps * tolerance);
      expect(error).toBeLessThan(last);
      last = error;
    }
  });

  it("interpolates between steps with an order of at least 3", () => {
    const scheme = implicitSchemes[2]!;
    const errors = [16, 32].map((count) => {
      const wanted = [0.5 + 0.37 / count, 0.75 + 0.61 / count];
      const integrator = from(time, 1 / count, { scheme, fixedStep: 1 / count, tolerance: 1 });
      const seen = wanted.map((t) => {
        finished(integrator.advance(t, Number.POSITIVE_INFINITY));
        expect(integrator.front()).toBeGreaterThan(t);
        return observe(time.system, integrator.at(t));
      });
      return Math.max(
        ...wanted.map((t, k) => {
          const exact = observedAt(time, 1 / 512, t, { scheme, fixedStep: 1 / 512, tolerance: 1 });
          return Math.max(...seen[k]!.map((value, i) => Math.abs(value - exact[i]!)));
        }),
      );
    });
    expect(Math.log2(errors[0]! / errors[1]!)).toBeGreaterThan(2.7);
  });
});

it("conserves the mass to rounding over 10,000 steps", () => {
  const time = system(null);
  let worst = 0;
  const integrator = from(time, 0.01, { scheme: implicitSchemes[0]!, fixedStep: 0.01, tolerance: 1 });
  for (const now of integrator.advance(100)) {
    let mass = 0;
    for (const value of integrator.at(now)) mass += value;
    worst = Math.max(worst, Math.abs(mass - 1));
  }
  expect(integrator.steps().accepted).toBe(10_000);
  expect(worst).toBeLessThan(1e-12);
});

it("keeps one factorisation for a row of equal intervals, and the same bits however they are split", () => {
  const time = system(null);
  const options = { scheme: implicitSchemes[2]!, tolerance: 1e-6 };
  const through = from(time, 1e-4, options);
  let again = from(time, 1e-4, options);
  for (let k = 1; k <= 10; k++) {
    finished(through.advance(k / 10));
    finished(again.advance(k / 10));
    const snapshot = structuredClone(again.pack(k / 10));
    expect(snapshot).toEqual(through.pack(k / 10));
    again = from(time, 1e-4, options);
    again.restore(snapshot);
  }
});
