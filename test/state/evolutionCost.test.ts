import { describe, expect, test } from "vitest";
import { ResourceLimitError } from "../../src/core/errors.ts";
import { evolveDicke } from "../../src/dicke/collective/evolve.ts";
import { evolveBallDensity } from "../../src/fem/ball/evolve.ts";
import { evolvePositiveDensity } from "../../src/fem/positive/evolve.ts";
import { evolveDensity } from "../../src/fem/sphere/evolve.ts";
import { evolveHarmonic } from "../../src/harmonic/sphere/evolve.ts";
import { formulaField } from "../../src/model/drive.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { evolveByElements, followByElements } from "../../src/roads/evolve/byDomain.ts";
import { courseOf } from "../../src/state/course.ts";
import { evolutionCost, type Movement } from "../../src/state/evolutionCost.ts";
import { pulled } from "../reference/pulled.ts";

const initial = { kind: "coherent", direction: [0, 0, 1] } as const;
const collective = { dephasing: 0.6, pump: 0.3, decay: 0.9 };
const drive = (text: string): { field: ReturnType<typeof formulaField> } => ({
  field: formulaField({ formula: [text, "0", "0"] }),
});

/** Steps as predicted for the unknowns of one solution. */
function predicted(request: Parameters<typeof evolveHarmonic>[0], by: Movement["by"]): number {
  const { spins } = request.model;
  return evolutionCost(request, courseOf(request), { by, degree: spins, unknowns: (spins + 1) ** 2 }).steps;
}

describe("what an evolution is predicted to take", () => {
  const requests = [
    ["driven", { model: spinModel({ spins: 20, collective }), times: [5], ...drive("cos(2*t)") }],
    ["driven fast", { model: spinModel({ spins: 6, collective }), times: [2], ...drive("50*cos(100*t)") }],
    [
      "driven, hardly damped",
      { model: spinModel({ spins: 12, collective: { dephasing: 0.001 } }), times: [2], ...drive("30*cos(t)") },
    ],
    ["a fast field", { model: spinModel({ spins: 10, field: [400, 0, 0], collective: { dephasing: 1 } }), times: [1] }],
    ["constant", { model: spinModel({ spins: 30, field: [1, 0, 0], collective }), times: [2] }],
  ] as const;

  test.each(requests)("%s: steps of harmonic and dicke within a factor of five", (_, given) => {
    const request = { ...given, initial };
    const harmonic = evolveHarmonic(request).steps / predicted(request, "field" in given ? "explicit" : "krylov");
    const dicke = evolveDicke(request).acceptedSteps / predicted(request, "explicit");
    for (const ratio of [harmonic, dicke]) {
      expect(ratio).toBeLessThan(5);
      expect(ratio).toBeGreaterThan(1 / 5);
    }
  });

  test.each([
    ["harmonic", evolveHarmonic],
    ["dicke", evolveDicke],
    ["fem", evolveByElements],
  ] as const)("%s refuses what is above the limit, with its name", (_, evolve) => {
    const model = spinModel({ spins: 20, field: [2000, 0, 0], collective: { dephasing: 1 } });
    expect(() => evolve({ model, initial, times: [1e6], maximumSeconds: 10 })).toThrow("raise maximumSeconds");
  });

  const model = spinModel({ spins: 6, field: [0.5, 0, 0.2], collective: { dephasing: 1, pump: 0.5, decay: 0.5 } });
  const inBall = spinModel({ spins: 4, field: [0.5, 0, 0.2], local: { dephasing: 1 } });
  test.each([
    ["on the sphere", () => evolveDensity({ model, initial, times: [1], step: 1e-15 })],
    ["in a band", () => evolveDensity({ model, initial, times: [1], step: 1e-15, band: 6 })],
    ["in the ball", () => evolveBallDensity({ model: inBall, initial, times: [1], step: 1e-15 })],
    ["with flux correction", () => evolvePositiveDensity({ model, initial, times: [1], step: 1e-15 })],
    [
      "with flux correction and steps by the mesh",
      () => evolvePositiveDensity({ model: { ...model, field: [1e9, 0, 0] }, initial, times: [1] }),
    ],
  ])("steps of elements %s are counted before the work", (_, run) => {
    expect(run).toThrow(ResourceLimitError);
    expect(run).toThrow("longer steps or a slower field, or raise maximumSeconds");
  });
});

describe("a longest step is kept by every way of moving", () => {
  const maximumStep = 0.01;
  const model = spinModel({ spins: 3, field: [0.5, 0, 0], collective });
  const request = { model, initial, times: [1] };

  test("harmonic and dicke", () => {
    expect(evolveHarmonic(request).steps).toBeLessThan(50);
    expect(evolveHarmonic({ ...request, maximumStep }).steps).toBeGreaterThanOrEqual(100);
    const steps = (more: object): number => evolveDicke({ ...request, ...more }).acceptedSteps;
    expect(steps({})).toBeLessThan(50);
    expect(steps({ maximumStep })).toBeGreaterThanOrEqual(100);
  });

  const ends = (more: object): number[] => {
    const { moves } = pulled(followByElements({ ...request, times: [0.4], tolerance: 1e-3, ...more }));
    return [...new Set(moves.map(({ time }) => time))].sort((a, b) => a - b);
  };
  const parabolic = { ...collective, pump: collective.decay };

  test.each([
    ["in the band, explicit", {}],
    ["in the band, implicit", { scheme: "sdirk4" }],
    ["on the sphere", { model: spinModel({ spins: 3, field: [0.5, 0, 0], collective: parabolic }) }],
    ["in the ball", { model: spinModel({ spins: 2, field: [0.5, 0, 0], local: { decay: 0.2 } }) }],
  ] as const)("fem %s", (_, more) => {
    const free = ends(more);
    const bounded = ends({ ...more, maximumStep: 0.05 });
    const longest = (times: readonly number[]): number =>
      times.reduce((most, time, k) => Math.max(most, time - (times[k - 1] ?? 0)), 0);
    expect(longest(bounded)).toBeLessThanOrEqual(0.05 * (1 + 1e-9));
    expect(bounded.length).toBeGreaterThanOrEqual(8);
    expect(longest(free)).toBeGreaterThan(0.05);
  });
});
