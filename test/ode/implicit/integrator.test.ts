import { describe, expect, it, vi } from "vitest";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { type SphereTimeSystem, timeSystem } from "../../../src/fem/sphere/timeSystem.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { createIntegrator, type IntegrationState, observe } from "../../../src/ode/implicit/integrator.ts";
import { implicitSchemes } from "../../../src/ode/implicit/rungeKutta.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const model = spinModel({ spins: 12, field: [0.7, 0.2, 0.3], collective: { dephasing: 0.6, pump: 0.8, decay: 0.3 } });
const swinging = (t: number): [number, number, number] => [0.7 * Math.cos(3 * t), 0.2 + 0.5 * Math.sin(2 * t), 0.3];

const system = (field: ((t: number) => [number, number, number]) | null): SphereTimeSystem =>
  timeSystem(
    functionSpace(icosphere(1), enrichedTriangle(3)),
    model,
    { kind: "coherent", direction: [0.6, 0, 0.8] },
    field,
  );

const start = (time: SphereTimeSystem, step: number): IntegrationState => ({ time: 0, load: time.load, step });

describe.each([
  ["a constant field", null],
  ["a field that depends on time", swinging],
] as const)("time steps in %s", (_name, field) => {
  const time = system(field);
  const reference = observe(
    time.system,
    createIntegrator(time.system, { scheme: implicitSchemes[2]!, fixedStep: 1 / 256, tolerance: 1 }).advance(
      start(time, 1 / 256),
      1,
    ).load,
  );

  it.each(implicitSchemes)("$name converges with its order", (scheme) => {
    // The delta excites all modes; the smooth observables see the full order, once steps resolve the slow ones.
    const counts = scheme.order === 1 ? [64, 128, 256] : scheme.order === 2 ? [32, 64, 128] : [16, 32, 64];
    const errors = counts.map((count) => {
      const integrator = createIntegrator(time.system, { scheme, fixedStep: 1 / count, tolerance: 1 });
      const found = observe(time.system, integrator.advance(start(time, 1 / count), 1).load);
      return Math.max(...found.map((value, k) => Math.abs(value - reference[k]!)));
    });
    const rate = Math.log2(errors[0]! / errors[2]!) / 2;
    expect(rate).toBeGreaterThan(scheme.order - 0.25);
    expect(rate).toBeLessThan(scheme.order + 0.6);
  });

  it("adapts its steps to the tolerance", () => {
    let last = Number.POSITIVE_INFINITY;
    for (const tolerance of [1e-4, 1e-6, 1e-8]) {
      let steps = 0;
      const onStep = (): void => {
        steps++;
      };
      const integrator = createIntegrator(time.system, { scheme: implicitSchemes[2]!, tolerance, onStep });
      const found = observe(time.system, integrator.advance(start(time, 1e-5), 1).load);
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
      const at: number[] = [];
      const wanted = [0.5 + 0.37 / count, 0.75 + 0.61 / count];
      const integrator = createIntegrator(time.system, { scheme, fixedStep: 1 / count, tolerance: 1 });
      const seen: Float64Array[] = [];
      integrator.dense(start(time, 1 / count), wanted, (point) => {
        at.push(point.time);
        seen.push(point.integrals);
      });
      expect(at).toEqual(wanted);
      return Math.max(
        ...wanted.map((t, k) => {
          const fine = createIntegrator(time.system, { scheme, fixedStep: 1 / 512, tolerance: 1 });
          const exact = observe(time.system, fine.advance(start(time, 1 / 512), t).load);
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
  let steps = 0;
  const onStep = (_time: number, load: Float64Array): void => {
    let mass = 0;
    for (const value of load) mass += value;
    worst = Math.max(worst, Math.abs(mass - 1));
    steps++;
  };
  const integrator = createIntegrator(time.system, {
    scheme: implicitSchemes[0]!,
    fixedStep: 0.01,
    tolerance: 1,
    onStep,
  });
  integrator.advance(start(time, 0.01), 100);
  expect(steps).toBe(10_000);
  expect(worst).toBeLessThan(1e-12);
});

it("keeps one factorisation for a row of equal intervals, and the same bits however they are split", () => {
  const time = system(null);
  const options = { scheme: implicitSchemes[2]!, tolerance: 1e-6 };
  const through = createIntegrator(time.system, options);
  let state = start(time, 1e-4);
  for (let k = 1; k <= 10; k++) state = through.advance(state, k / 10);
  let again = start(time, 1e-4);
  for (let k = 1; k <= 10; k++) again = createIntegrator(time.system, options).advance(again, k / 10);
  expect([...again.load]).toEqual([...state.load]);
  expect(again.step).toBe(state.step);
});
