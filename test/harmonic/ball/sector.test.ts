import { describe, expect, it } from "vitest";
import { evolvePopulations, followPopulations } from "../../../src/dicke/axis/evolve.ts";
import { evolveBall, followBall } from "../../../src/harmonic/ball/evolve.ts";
import { ballGenerator, ballHierarchy, sectorHierarchy } from "../../../src/harmonic/ball/hierarchy.ts";
import { outOfSector, sectorCount, sectorLayout, sectorOf } from "../../../src/harmonic/ball/sectorLayout.ts";
import { termsOf } from "../../../src/harmonic/terms.ts";
import { multiply } from "../../../src/linalg/sparse.ts";
import type { InitialState } from "../../../src/model/initialState.ts";
import { spinModel } from "../../../src/model/spinModel.ts";

const model = spinModel({
  spins: 9,
  field: [0, 0, 0.7],
  interaction: { zz: 0.4 },
  collective: { decay: 3, pump: 0.5, dephasing: 0.2 },
  local: { pump: 1, decay: 0.3, dephasing: 0.6 },
});

describe("moments of some orders", () => {
  it.each([
    [0, 0],
    [1, 1],
    [0, 2],
    [3, 9],
  ])("move as among all moments: m = %s to %s", (lowest, highest) => {
    const layout = sectorLayout(9, lowest, highest);
    if (highest === 0) expect(layout.size).toBe(sectorCount(9));
    const whole = ballGenerator(ballHierarchy(9, 9, termsOf(model)), model);
    const own = ballGenerator(sectorHierarchy(9, layout, termsOf(model)), model);
    const unknowns = Float64Array.from({ length: layout.size }, (_, k) => Math.cos(3 * k + 1));
    const [moved, all] = [new Float64Array(layout.size), new Float64Array(whole.pattern.rows)];
    multiply(own, unknowns, moved);
    multiply(whole, outOfSector(layout, unknowns), all);
    expect(moved).toEqual(sectorOf(layout, all));
  });
});

describe("around an axis in time", () => {
  const laser = (spins: number, pump: number) =>
    spinModel({
      spins,
      field: [0, 0, 2],
      interaction: { zz: 1 },
      collective: { decay: spins / 2, dephasing: 0.3 },
      local: { pump: (pump * spins) / 2, dephasing: 0.2 },
    });
  const states: readonly [string, number, number, InitialState][] = [
    ["all down", 30, 0.5, { kind: "coherent", direction: [0, 0, -1] }],
    ["a thermal state, all degrees", 24, 0.1, { kind: "thermal", ratio: 0.8 }],
    ["a Dicke state of j < N/2", 20, 0.6, { kind: "dicke", j: 6, m: -2 }],
    [
      "a mixture",
      40,
      1.2,
      {
        kind: "mixture",
        parts: [
          { weight: 0.4, state: { kind: "coherent", direction: [0, 0, 1] } },
          { weight: 0.6, state: { kind: "dicke", j: 20, m: 3 } },
        ],
      },
    ],
  ];

  it.each(states)("moments and populations agree within their estimates: %s", (_, spins, pump, initial) => {
    const request = { model: laser(spins, pump), initial, times: [0, 0.1, 0.5] };
    const [moments, populations] = [evolveBall(request), evolvePopulations(request)];
    for (const [k, ours] of moments.observables.entries()) {
      const [theirs, errors, own] = [
        populations.observables[k]!,
        moments.errorEstimate[k]!,
        populations.errorEstimate[k]!,
      ];
      for (const name of ["mean", "square", "cross"] as const) {
        for (const i of [0, 1, 2])
          expect(Math.abs(ours[name][i]! - theirs[name][i]!)).toBeLessThanOrEqual(errors[name][i]! + own[name][i]!);
      }
      expect(Math.abs(ours.purity - theirs.purity)).toBeLessThanOrEqual(errors.purity + own.purity);
      expect(Math.max(...errors.mean, ...errors.square, ...own.mean, ...own.square)).toBeLessThan(1e-7);
    }
  });

  it("is given up where what a low band leaves of the hierarchy grows", () => {
    const initial: InitialState = { kind: "coherent", direction: [0, 0, 1] };
    expect(() => evolveBall({ model: laser(100, 0.1), initial, times: [5], band: 30 })).toThrow(
      /is unstable, which is no property of the model/,
    );
  });

  it.each([
    ["moments", followBall, evolveBall],
    ["populations", followPopulations, evolvePopulations],
  ] as const)("goes on from a snapshot to the same bits: %s", (_, follow, evolve) => {
    const request = { model: laser(40, 0.5), initial: states[0]![3], times: [0.1, 0.3] };
    const road = follow(request);
    let next = road.next();
    while (!next.done && next.value.kind !== "point") next = road.next();
    if (next.done || next.value.kind !== "point") throw new Error("no point was given");
    const snapshot = next.value.snapshot();
    const resumed = evolve({ ...request, resume: { index: 0, snapshot } });
    expect(resumed.observables).toEqual(evolve(request).observables.slice(1));
  });
});
