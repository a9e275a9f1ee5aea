import { describe, expect, it } from "vitest";
import { steadyDensityOn, steadySolverOn } from "../../src/fem/steadyDensityOn.ts";
import { ball } from "../../src/mesh/ball/build.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { steady } from "../../src/roads/steady.ts";

const collective = (field: number) =>
  spinModel({ spins: 20, field: [field, 0, 0], collective: { dephasing: 1, pump: 1 } });

const local = spinModel({
  spins: 10,
  field: [1, 0, 0.5],
  collective: { dephasing: 1, pump: 1, decay: 1 },
  local: { pump: 0.2, decay: 0.1 },
});

describe("one solve on one mesh", () => {
  it("on the sphere has the moments and the purity of the exact state", () => {
    const model = collective(1.5);
    const { moments, purity, space, density } = steadyDensityOn(model, icosphere(2), 6);
    const exact = steady(model, { method: "dicke" }).observables;
    expect(space.mesh.dimension).toBe(2);
    expect(density().length).toBe(space.unknowns);
    // Errors of moments go down as h^12; of degree 4 on this mesh at N = 40 they are 3e-7 (docs/accuracy.md).
    for (let k = 0; k < 3; k++) expect(Math.abs(moments.moments.mean[k]! - exact.mean[k]!)).toBeLessThan(1e-8);
    expect(Math.abs(purity().purity - exact.purity)).toBeLessThan(1e-7);
  });

  it("in the ball is exact to rounding for equal collective pump and decay", () => {
    const { moments, space } = steadyDensityOn(local, ball(0), 3);
    const exact = steady(local, { method: "harmonic" }).observables;
    expect(space.mesh.dimension).toBe(3);
    for (let k = 0; k < 3; k++) expect(Math.abs(moments.moments.mean[k]! - exact.mean[k]!)).toBeLessThan(1e-12);
  });

  it("serves many models, each with the bits of its own solve", () => {
    const mesh = icosphere(1);
    const solve = steadySolverOn(mesh, 4);
    for (const field of [0.5, 1, 1.5]) {
      const model = collective(field);
      expect(solve(model).density()).toEqual(steadyDensityOn(model, mesh, 4).density());
    }
    const inBall = steadySolverOn(ball(0), 2);
    expect(inBall(local).density()).toEqual(inBall(local).density());
  });

  it("says what it cannot do", () => {
    expect(() => steadySolverOn(icosphere(1), 9)).toThrow(/degree 9/);
    expect(() => steadySolverOn(ball(0), 5)).toThrow(/degree 5/);
    const solve = steadySolverOn(icosphere(1), 2);
    expect(() => solve(local)).toThrow(/local/);
    expect(() => solve(spinModel({ spins: 4, collective: { decay: 1 } }))).toThrow(/delta at/);
    expect(() => solve(spinModel({ spins: 4, collective: { dephasing: 1 } }))).toThrow(/conserved/);
  });
});
