import { describe, expect, it } from "vitest";
import { NotParabolicError } from "../../../src/core/errors.ts";
import { coefficientsOf } from "../../../src/model/secondOrder/coefficients.ts";
import { diffusion, drift } from "../../../src/model/secondOrder/kramersMoyal.ts";
import { type SpinModelInput, spinModel } from "../../../src/model/spinModel.ts";
import { blochDynamics } from "../../../src/sde/ball/dynamics.ts";
import { runBallEnsemble, runSteadyBallEnsemble } from "../../../src/sde/ball/ensemble.ts";
import type { EnsembleEstimate } from "../../../src/sde/estimate.ts";
import { type GeneralModel, generalEquation } from "../../reference/equation.ts";
import type { ReferenceState } from "../../reference/precise/linearEquation.ts";
import { preciseEvolution, preciseSteady } from "../../reference/precise/states.ts";

/** w = 0: a jump about a skew axis and one beside its adjoint; local jumps with w' != 0. An interaction J^2 does nothing. */
const described = {
  spins: 4,
  field: [0.4, -0.3, 0.6],
  interaction: { xx: 0.7, yy: 0.7, zz: 0.7 },
  collective: {
    dephasing: 0.3,
    jumps: [
      { rate: 0.4, operator: [0.6, -0.2, 1] },
      { rate: 0.2, operator: [1, [0, 0.5], 0.3] },
      { rate: 0.2, operator: [1, [0, -0.5], 0.3] },
    ],
  },
  local: { decay: 0.1, jumps: [{ rate: 0.3, operator: [1, [0.2, 0.5], 0.4] }] },
} as const;

const ballModel = spinModel(described as unknown as SpinModelInput);

const cross = ([a, b, c]: readonly number[], [x, y, z]: readonly number[]): readonly [number, number, number] => [
  b! * z! - c! * y!,
  c! * x! - a! * z!,
  a! * y! - b! * x!,
];

function worstShare({ observables, standardErrors, stepErrors }: EnsembleEstimate, exact: ReferenceState): number {
  let worst =
    Math.abs(observables.purity - exact.purity) / (4 * standardErrors.purity + stepErrors.purity + Number.EPSILON);
  for (const group of ["mean", "square", "cross"] as const) {
    for (let k = 0; k < 3; k++) {
      const bound = 4 * standardErrors[group][k]! + stepErrors[group][k]!;
      worst = Math.max(worst, Math.abs(observables[group][k]! - exact[group][k]!) / bound);
    }
  }
  return worst;
}

describe("trajectories of the class in the ball", () => {
  it("have the drift and the diffusion of the Kramers-Moyal equation", () => {
    const r = [0.3, -0.5, 0.4];
    const coefficients = coefficientsOf(ballModel);
    const { drift: flow, noise } = blochDynamics(ballModel);
    const [xx, yy, zz, xy, xz, yz] = flow.contraction;
    const contraction = [
      [xx, xy, xz],
      [xy, yy, yz],
      [xz, yz, zz],
    ];
    const a = new Float64Array(3);
    const d = new Float64Array(6);
    drift(coefficients, r, a);
    diffusion(coefficients, r, d);
    const turned = noise.map((axis) => cross(axis, r));
    for (let k = 0; k < 3; k++) {
      // Ito drift: that of Stratonovich plus half of sum_k (V_k . grad) V_k.
      const ito = noise.reduce((sum, axis, n) => sum + cross(axis, turned[n]!)[k]! / 2, 0);
      const damped = contraction[k]!.reduce((sum, rate, j) => sum + rate * r[j]!, 0);
      const found = cross(flow.rotation, r)[k]! - damped + flow.push[k]! + ito;
      expect(Math.abs(found - a[k]!)).toBeLessThan(1e-14);
    }
    const pairs = [
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    for (const [k, [i, j]] of pairs.entries()) {
      const found = turned.reduce((sum, field) => sum + field[i]! * field[j]!, 0);
      expect(Math.abs(ballModel.spins * found - d[k]!)).toBeLessThan(1e-14);
    }
  });

  it("have the moments of the master equation, in time and steady", () => {
    const equation = generalEquation(described as unknown as GeneralModel);
    const times = [0.25, 1, 3];
    const states = preciseEvolution(equation, [0, 0.6, 0.8], times);
    const options = {
      initial: { kind: "coherent", direction: [0, 0.6, 0.8] },
      trajectories: 20_000,
      step: 0.05,
      seed: 5,
    } as const;
    const estimates = runBallEnsemble(ballModel, { ...options, times });
    for (const [k, state] of states.entries()) expect(worstShare(estimates[k]!, state)).toBeLessThan(1);
    const steady = runSteadyBallEnsemble(ballModel, {
      ...options,
      trajectories: 512,
      burnIn: 20,
      interval: 0.5,
      samples: 50,
    });
    expect(worstShare(steady, preciseSteady(equation))).toBeLessThan(1);
  });

  it("are refused where w != 0 or there is an interaction, with what cures it", () => {
    const one = { ...ballModel, collective: { ...ballModel.collective, jumps: [ballModel.collective.jumps![1]!] } };
    expect(() => blochDynamics(one)).toThrow(NotParabolicError);
    expect(() => blochDynamics(one)).toThrow(
      /w = \([^)]+\) other than 0.*density matrix.*its adjoint with the same rate/,
    );
    const twisted = { ...ballModel, interaction: { xx: 0.7, yy: 0.7, zz: 0.8, xy: 0, xz: 0, yz: 0 } };
    expect(() => blochDynamics(twisted)).toThrow(/an interaction.*leave the interaction out/);
  });
});
