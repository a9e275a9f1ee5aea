import { EigenvalueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { hasAxis } from "../../../src/dicke/axis/axis.ts";
import { sectorSpectrum } from "../../../src/dicke/axis/spectrum.ts";
import { axisSteadyState } from "../../../src/dicke/axis/steadyState.ts";
import { slowestModes } from "../../../src/dicke/collective/spectrum.ts";
import { symmetricSpectrum } from "../../../src/dicke/symmetric/spectrum.ts";
import { symmetricSteadyState } from "../../../src/dicke/symmetric/steadyState.ts";
import { type SpinModelInput, spinModel } from "../../../src/model/spinModel.ts";
import { compareStates } from "../../../src/state/comparison.ts";
import { equationOf } from "../../reference/equation.ts";
import { liouvillian, symmetricEquation } from "../../reference/explicit/masterEquation.ts";

const oblique: SpinModelInput = {
  spins: 6,
  field: [0.4, -0.2, 0.3],
  interaction: { xx: 0.7, yz: -0.5 },
  collective: { dephasing: 0.2, decay: 0.4, jumps: [{ rate: 0.3, operator: [0.5, [0.2, 0.4], [0, -0.7]] }] },
};

const about: SpinModelInput = {
  spins: 6,
  field: [0, 0, 0.3],
  interaction: { xx: 0.2, yy: 0.2, zz: 1.1 },
  collective: {
    decay: 0.4,
    jumps: [
      { rate: 0.2, operator: "Jx" },
      { rate: 0.2, operator: "Jy" },
    ],
  },
};

const local = { dephasing: 0.1, jumps: [{ rate: 0.3, operator: "0.5i*sp" }] };

type Pairs = readonly (readonly [number, number])[];

function expectSame(found: Pairs, expected: Pairs): void {
  expect(found.length).toBe(expected.length);
  for (const [real, imaginary] of found) {
    const nearest = Math.min(...expected.map(([p, q]) => Math.hypot(real - p, Math.abs(imaginary) - Math.abs(q))));
    expect(nearest).toBeLessThan(1e-8);
  }
}

describe("the spectrum of a general model", () => {
  it("is that of the dense master equation in the symmetric subspace", () => {
    for (const input of [oblique, about]) {
      const model = spinModel(input);
      const dense = new EigenvalueDecomposition(liouvillian(symmetricEquation(equationOf(model))));
      const all = dense.realEigenvalues.map((real, k) => [real, dense.imaginaryEigenvalues[k]!] as const);
      const found = slowestModes(model, { count: 8 }).eigenvalues;
      const slowest = all.toSorted((p, q) => q[0] - p[0]);
      for (const [real, imaginary] of found) {
        const distance = Math.min(...all.map(([p, q]) => Math.hypot(real - p, imaginary - q)));
        expect(distance).toBeLessThan(1e-8);
      }
      expect(Math.abs(found[1]![0] - slowest[1]![0])).toBeLessThan(1e-8);
      expectSame(symmetricSpectrum(model, { count: 8 }).eigenvalues, found);
    }
  });

  it.each([undefined, local])(
    "falls into the sectors of J_z where everything is about z, local processes %j",
    (processes) => {
      const model = spinModel({ ...about, local: processes });
      expect(hasAxis(model)).toBe(true);
      expectSame(sectorSpectrum(model, { count: 12 }).eigenvalues, symmetricSpectrum(model, { count: 12 }).eigenvalues);
    },
  );
});

describe("the axis", () => {
  it.each([undefined, local])(
    "leaves populations, which are those of the whole matrix, local processes %j",
    (processes) => {
      const model = spinModel({ ...about, local: processes });
      const alone = axisSteadyState(model, 2 ** 31);
      const whole = symmetricSteadyState(model, { method: "direct" });
      expect(alone.method).toBe("populations");
      expect(compareStates(alone.observables, whole.observables).largest).toBeLessThan(1e-12);
    },
  );

  it("is lost to a field, an interaction or a jump across z", () => {
    expect(hasAxis(spinModel({ ...about, field: [0.1, 0, 0.3] }))).toBe(false);
    expect(hasAxis(spinModel({ ...about, interaction: { zz: 1, xx: 0.1 } }))).toBe(false);
    expect(hasAxis(spinModel({ ...about, interaction: { xz: 0.1 } }))).toBe(false);
    expect(hasAxis(spinModel({ ...about, collective: { jumps: [{ rate: 1, operator: "Jx" }] } }))).toBe(false);
    expect(hasAxis(spinModel({ ...about, local: { jumps: [{ rate: 1, operator: "sm + sz" }] } }))).toBe(false);
  });
});
