import { describe, expect, it } from "vitest";
import { attractsAll } from "../../src/model/attraction.ts";
import { fixedPoints } from "../../src/model/fixedPoints.ts";
import { meanFieldLimit } from "../../src/model/meanField.ts";
import { coefficientsOf } from "../../src/model/secondOrder/coefficients.ts";
import { followStiffly } from "../../src/model/secondOrder/meanField/stiffPath.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import { meanFieldTrajectory } from "../../src/model/trajectory.ts";

const stablePoints = (model: SpinModel) => fixedPoints(model).points.filter(({ kind }) => kind === "stable");

const damped = spinModel({
  spins: 10,
  field: [1, 0.5, 3],
  collective: { decay: 0.5 },
  local: { decay: 0.4, pump: 0.1 },
});

describe("whether a stable point attracts all paths", () => {
  it("holds where it is the only place to stay, also for rates over eight orders of magnitude", () => {
    const [point] = stablePoints(damped);
    expect(attractsAll(damped, point!)).toBe(true);
    const stiff = spinModel({
      spins: 10,
      field: [1, 0, 1e4],
      collective: { decay: 1 },
      local: { decay: 1e-2, pump: 1e6 },
    });
    expect(attractsAll(stiff, stablePoints(stiff)[0]!)).toBe(true);
  });

  it("does not hold for both of two", () => {
    const model = spinModel({ spins: 40, field: [1 / 3, 0, 0], collective: { decay: 1 }, local: { decay: 0.002 } });
    const points = stablePoints(model);
    expect(points.length).toBe(2);
    expect(points.map((point) => attractsAll(model, point))).toContain(false);
  });

  it("holds on the sphere where paths are seen to arrive, though the other fixed point keeps one that starts there", () => {
    for (const model of [
      spinModel({ spins: 40, field: [0.5, 0, 0], collective: { decay: 1 } }),
      spinModel({ spins: 40, field: [0, 0, 0.5], collective: { dephasing: 0.3, decay: 1 } }),
      spinModel({ spins: 40, field: [0.4, 0.1, 0.2], interaction: { zz: 0.3, xy: 0.1 }, collective: { decay: 1 } }),
    ]) {
      const [point, second] = stablePoints(model);
      expect(second).toBe(undefined);
      expect(attractsAll(model, point!)).toBe(true);
    }
  });

  it("is told by paths that go where accurate ones go", () => {
    const limit = coefficientsOf(meanFieldLimit(damped));
    const start = [0.6, 0, -0.8] as const;
    for (const time of [0.3, 1, 3]) {
      const end = followStiffly(limit, start, time, 10_000, () => false);
      const { positions } = meanFieldTrajectory(damped, start, [time]);
      // Some hundred steps of 1e-4 each, most of which is damped.
      expect(Math.hypot(...positions.map((value, k) => value - end![k]!))).toBeLessThan(1e-2);
    }
    expect(followStiffly(limit, start, 3, 2, () => false)).toBeNull();
  });
});
