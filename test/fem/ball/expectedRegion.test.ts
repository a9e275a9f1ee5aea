import { describe, expect, it } from "vitest";
import { expectedRegion } from "../../../src/fem/ball/expectedRegion.ts";
import { spinModel } from "../../../src/model/spinModel.ts";

const parts = {
  field: [0.2, 0.7, -0.4],
  collective: { dephasing: 0.3, pump: 0.1, decay: 0.6 },
  local: { dephasing: 0.25, pump: 0.4, decay: 0.15 },
} as const;

describe("expectedRegion", () => {
  it("is around the stable fixed point, as wide as 1/sqrt(N)", () => {
    const few = expectedRegion(spinModel({ spins: 1000, ...parts }))!;
    const many = expectedRegion(spinModel({ spins: 100_000, ...parts }))!;
    expect(few.centre).toEqual(many.centre);
    // What is added for the shift of the mean by 1/N is of relative size 1/N.
    expect(few.radius / many.radius).toBeCloseTo(10, 1);
  });

  it("stays inside the ball where the fixed point is close to the sphere", () => {
    const model = spinModel({ spins: 30, field: [0.1, 0, 0], collective: { decay: 1 }, local: { decay: 0.5 } });
    const { centre, radius } = expectedRegion(model)!;
    expect(Math.hypot(...centre) + radius).toBeLessThan(1 + 1e-14);
    expect(centre[2]).toBeLessThan(0);
  });

  it.each([
    ["two points are stable", { spins: 1000, field: [0.4, 0, 0], collective: { decay: 1 }, local: { decay: 0.01 } }],
    ["a circle is", { spins: 1000, collective: { decay: 1 }, local: { pump: 0.2 } }],
    ["P is broad", { spins: 2, ...parts }],
  ] as const)("is null where %s", (_, model) => {
    expect(expectedRegion(spinModel(model))).toBeNull();
  });
});
