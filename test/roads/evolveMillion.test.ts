import { ConvergenceError, evolve, meanField, type SpinModelInput, spinModel } from "blochfem";
import { describe, expect, it } from "vitest";

const spins = 1_000_000;
const field = [0.5, 0, 0] as const;
const from = [0.6, 0, 0.8] as const;
const initial = { coherent: from };
const weak = { interaction: { zz: 0.3 } };
const equal = { pump: 0.5, decay: 0.5 };

const models: readonly (readonly [string, Omit<SpinModelInput, "spins">])[] = [
  ["on the sphere, parabolic", { field, collective: { dephasing: 1, pump: 1 } }],
  ["on the sphere, parabolic, with interaction", { field, ...weak, collective: { dephasing: 1, pump: 1, decay: 0.5 } }],
  ["on the sphere, not parabolic", { field, collective: { decay: 1 } }],
  ["on the sphere, not parabolic, with interaction", { field, ...weak, collective: { decay: 0.5 } }],
  ["in the ball, parabolic", { field, local: { decay: 0.3 }, collective: equal }],
  ["in the ball, not parabolic", { field, local: { decay: 0.3 }, collective: { decay: 0.5 } }],
  ["in the ball, with interaction", { field, ...weak, local: { decay: 0.3 }, collective: equal }],
];

describe("a million spins for a short time", () => {
  // Rounding of 1e6 spins in the ball is above the default tolerance.
  it.each(models)("are followed by a road that can: %s", (_, given) => {
    const model = spinModel({ spins, ...given });
    const to = 0.05;
    const run = evolve(model, { initial, times: [to], tolerance: 1e-6, maximumSeconds: 0.2 }).result();
    const { mean, square } = run.observables[0]!;
    const { path } = meanField(model, { from, to, every: to });
    const position = path!.positions.at(-1)!;
    // Corrections to the mean field are of order 1/N.
    for (let k = 0; k < 3; k++) {
      expect(Math.abs(mean[k]! - position[k]!)).toBeLessThan(10 / spins);
      expect(Math.abs(square[k]! - position[k]! ** 2)).toBeLessThan(10 / spins);
    }
    expect(Math.max(...run.errorEstimate[0]!.mean)).toBeLessThanOrEqual(1e-6);
  });

  it("are refused where no road can, with what can", () => {
    const follow = (given: Omit<SpinModelInput, "spins">) => () =>
      evolve(spinModel({ spins, ...given }), { initial, times: [4], maximumSeconds: 0.2 }).result();
    const [parabolic, other] = [follow(models[1]![1]), follow(models[3]![1])];
    expect(parabolic).toThrow(ConvergenceError);
    expect(parabolic).toThrow('or take trajectories, method "sde", whose errors are statistical');
    expect(other).toThrow(
      /harmonic failed: at t = 4 .*; dicke was not tried: .* or take the mean field, the limit of many spins$/,
    );
  });
});
