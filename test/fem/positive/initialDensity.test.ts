import { describe, expect, it } from "vitest";
import { densityMoments } from "../../../src/fem/moments.ts";
import { startingDensity } from "../../../src/fem/positive/initialDensity.ts";
import { positiveLoad } from "../../../src/fem/positive/initialLoad.ts";
import { type PositiveSystem, positiveSystem } from "../../../src/fem/positive/system.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import type { InitialState } from "../../../src/model/initialState.ts";
import { fittedRate } from "../fit.ts";
import { ballModel, leastOf, massOf, refinedBall, sphereModel } from "./systems.ts";

const direction = [2 / 3, -1 / 3, 2 / 3] as const;
const coherent: InitialState = { kind: "coherent", direction };
const states: readonly (readonly [string, InitialState])[] = [
  ["coherent", coherent],
  ["thermal", { kind: "thermal", ratio: 0.3 }],
  [
    "mixture",
    {
      kind: "mixture",
      parts: [
        { weight: 0.3, state: { kind: "coherent", direction: [0, 0, 1] } },
        { weight: 0.7, state: { kind: "thermal", ratio: 2 } },
      ],
    },
  ],
];

const systems: readonly (readonly [string, PositiveSystem])[] = [
  ["sphere", positiveSystem(sphereModel(20, 1), icosphere(2))],
  ["ball", positiveSystem(ballModel(20), refinedBall(2))],
];

const distance = (system: PositiveSystem): number => {
  const density = startingDensity(system, coherent, "positive");
  const { mean } = densityMoments(system.functionals, density, 20).moments;
  return Math.hypot(...mean.map((value, k) => value - direction[k]!));
};

describe.each(systems)("start on the %s", (_, system) => {
  it.each(states)("is non-negative and of mass 1: %s", (_name, state) => {
    const load = positiveLoad(system.space, state, 20);
    expect(leastOf(load)).toBeGreaterThanOrEqual(0);
    expect(Math.abs(load.reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(1e-14);
    for (const limiter of ["positive", "local", "none"] as const) {
      const density = startingDensity(system, state, limiter);
      expect(leastOf(density)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(massOf(system, density) - 1)).toBeLessThan(1e-13);
    }
    // The consistent projection has undershoots, around a delta as around the shell of a thermal state.
    if (state.kind === "coherent") expect(leastOf(startingDensity(system, state, "all"))).toBeLessThan(-0.1);
  });
});

describe("the mean of a coherent start", () => {
  it("is off by O(h^2) on the sphere: from hat functions as wide as a cell", () => {
    const distances = [1, 2, 3].map((level) => distance(positiveSystem(sphereModel(20, 1), icosphere(level))));
    // Order 2, within half an order: where the point lies in its cell differs from mesh to mesh.
    expect(fittedRate([4, 2, 1], distances)).toBeGreaterThan(1.5);
  });

  it("is off by O(h) in the ball: all means of non-negative densities lie inside the polyhedron", () => {
    const distances = [1, 2, 3].map((times) => distance(positiveSystem(ballModel(20), refinedBall(times))));
    const rate = fittedRate([4, 2, 1], distances);
    expect(rate).toBeGreaterThan(0.5);
    expect(rate).toBeLessThan(1.5);
  });
});
