import { describe, expect, it } from "vitest";
import { finished } from "../../../src/core/finished.ts";
import { enrichedTetrahedron } from "../../../src/fem/ball/element.ts";
import { ballSpace } from "../../../src/fem/ball/space.ts";
import { ballTimeSystem } from "../../../src/fem/ball/timeSystem.ts";
import { evolveBall } from "../../../src/harmonic/ball/evolve.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { implicitIntegrator } from "../../../src/ode/implicit/integrator.ts";
import { observe } from "../../../src/ode/implicit/system.ts";
import { implicitScheme } from "../../../src/ode/implicit/tableaux.ts";
import { threeMeshes } from "./spaces.ts";

const initial = { kind: "coherent", direction: [0.6, 0, 0.8] } as const;

const balanced = spinModel({
  spins: 6,
  field: [0.8, -0.3, 0.5],
  collective: { dephasing: 0.7, pump: 0.4, decay: 0.4 },
  local: { dephasing: 0.2, pump: 0.1, decay: 0.3 },
});

describe.each(threeMeshes())("conserves the mass over 2,000 steps on the $name mesh", ({ mesh }) => {
  const skew = { ...balanced, spins: 3, collective: { dephasing: 0.7, pump: 0.1, decay: 0.6 } };
  it.each([
    ["whole", null, balanced],
    ["in a band", 3, skew],
  ] as const)("%s", (_name, band, model) => {
    const space = ballSpace(mesh, enrichedTetrahedron(2));
    const { system, load } = ballTimeSystem(space, band, model, initial, null);
    const scheme = implicitScheme("euler");
    let worst = 0;
    const integrator = implicitIntegrator(system, { load, step: 0.02 }, { scheme, fixedStep: 0.02, tolerance: 1 });
    for (const time of integrator.advance(40))
      worst = Math.max(worst, Math.abs(observe(system, integrator.at(time))[0]! - 1));
    expect(worst).toBeLessThan(1e-12);
  });
});

it.each([100, 1000])("N = %i, k_+ = k_-: the moments are those of every other mesh", (spins) => {
  const model = { ...balanced, spins };
  const times = [0.3, 1];
  // Moments of each degree close on their own: every band has them.
  const exact = evolveBall({ model, initial, times, band: 3, tolerance: 1e-11 });
  for (const { mesh } of threeMeshes()) {
    const space = ballSpace(mesh, enrichedTetrahedron(2));
    const { system, load } = ballTimeSystem(space, null, model, initial, null);
    const options = { scheme: implicitScheme("sdirk4"), tolerance: 1e-8 };
    const integrator = implicitIntegrator(system, { load, step: 1e-4 }, options);
    for (const [k, time] of times.entries()) {
      finished(integrator.advance(time));
      const [, x, y, z, xx, yy, zz, xy, xz, yz] = observe(system, integrator.at(time)) as unknown as number[];
      const { mean, square, cross } = exact.observables[k]!;
      const shot = 1 / spins;
      const expected = [...mean, ...square.map((s) => (s - shot) / (1 - shot)), ...cross.map((s) => s / (1 - shot))];
      // Some forty steps with an embedded error of 1e-8 each, which bounds that of the method.
      for (const [i, value] of [x, y, z, xx, yy, zz, xy, xz, yz].entries())
        expect(Math.abs(value! - expected[i]!)).toBeLessThan(4e-7);
    }
  }
});
