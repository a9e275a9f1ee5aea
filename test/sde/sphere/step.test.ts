import { describe, expect, it } from "vitest";
import type { InitialState } from "../../../src/model/initialState.ts";
import { startSampler } from "../../../src/sde/initialState.ts";
import { prepareStep } from "../../../src/sde/sphere/step.ts";
import { type SchemeName, startTrajectories } from "../../../src/sde/trajectories.ts";
import { generalModel } from "./exact.ts";

const initial: InitialState = {
  kind: "mixture",
  parts: [
    { weight: 1, state: { kind: "coherent", direction: [0.6, 0, 0.8] } },
    { weight: 2, state: { kind: "thermal", ratio: 0.7 } },
  ],
};

describe.each<SchemeName>(["eulerMaruyama", "moebiusWalk"])("trajectories by %s", (scheme) => {
  it("stay on the sphere for 10^4 steps", () => {
    const block = startTrajectories(startSampler(initial, generalModel.spins), 3, 0, 50);
    prepareStep(generalModel, scheme, 0.05)(block, 10_000, 0);
    // The last operation divides by the length: rounding of a root, a quotient and three products.
    for (let i = 0; i < 50; i++) {
      const length = Math.sqrt(block.x[i]! ** 2 + block.y[i]! ** 2 + block.z[i]! ** 2);
      expect(Math.abs(length - 1)).toBeLessThan(4 * 2 ** -52);
    }
  });

  it("are the same bits in any company and for any split of the steps", () => {
    const move = prepareStep(generalModel, scheme, 0.1);
    const first = 2 ** 32 - 7;
    const whole = startTrajectories(startSampler(initial, generalModel.spins), 2 ** 40 + 5, first, 20);
    move(whole, 23, 0);
    const part = startTrajectories(startSampler(initial, generalModel.spins), 2 ** 40 + 5, first + 6, 3);
    for (const steps of [1, 2, 7, 0, 13]) move(part, steps, 0);
    for (const axis of ["x", "y", "z"] as const) expect(part[axis]).toEqual(whole[axis].slice(6, 9));
  });

  it("differ by seed", () => {
    const move = prepareStep(generalModel, scheme, 0.1);
    const [one, two] = [1, 2].map((seed) => {
      const block = startTrajectories(startSampler({ kind: "coherent", direction: [1, 0, 0] }, 20), seed, 0, 8);
      move(block, 4, 0);
      return block.x;
    });
    for (let i = 0; i < 8; i++) expect(one![i]).not.toBe(two![i]);
  });
});
