import { expect } from "vitest";
import { axisSteadyState } from "../../../../src/fem/axis/steady.ts";
import { ballStructure, ballSystem } from "../../../../src/fem/ball/steady.ts";
import { solveBallSteadyInBand } from "../../../../src/fem/ball/steadyInBand.ts";
import { ball } from "../../../../src/mesh/ball/build.ts";
import { spinModel } from "../../../../src/model/spinModel.ts";

/** The same weak form in three dimensions, on the 20 tetrahedra of an icosahedron: of degree N, which interpolate no polynomial of the band N. */
export function expectSameInSpace(spins: number): void {
  const model = spinModel({
    spins,
    collective: { decay: 5, pump: 1, dephasing: 0.5 },
    local: { pump: 1.25, dephasing: 1, decay: 0.5 },
  });
  const { moments } = solveBallSteadyInBand(ballSystem(model, ballStructure(ball(0), spins)), spins).moments;
  const { observables, expansion } = axisSteadyState(model);
  expect(expansion).toMatchObject({ around: "halfDisk", degree: spins, compared: spins });
  for (const name of ["mean", "square", "cross"] as const) {
    for (const k of [0, 1, 2]) expect(Math.abs(moments[name][k]! - observables[name][k]!)).toBeLessThan(1e-10);
  }
}
