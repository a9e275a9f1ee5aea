import { evolve, type InitialState, InputError, NotUniqueError, type SpinModel, spinModel, steady } from "blochfem";
import { evolveHarmonic } from "blochfem/harmonic";
import { icosphere } from "blochfem/mesh";
import { compareStates } from "blochfem/state";
import { describe, expect, it } from "vitest";
import { evolveBall } from "../../src/harmonic/ball/evolve.ts";
import { livesInBall } from "../../src/model/initialState.ts";
import { endOfSteady } from "../../src/roads/endState.ts";
import { largestError } from "../../src/state/errorEstimate.ts";

const coherent: InitialState = { kind: "coherent", direction: [0.48, 0.6, 0.64] };
const product: InitialState = { kind: "product", vector: [0.3, -0.5, 0.4] };
const mixture: InitialState = {
  kind: "mixture",
  parts: [
    { weight: 1, state: product },
    { weight: 2, state: coherent },
    { weight: 1, state: { kind: "thermal", ratio: 0.3 } },
  ],
};

/** Agreement of both roads with each other, and with an evolution over 50 times the slowest decay time. */
function expectLimit(model: SpinModel, initial: InitialState, slowest: number): void {
  const time = 50 / slowest;
  const inBall = livesInBall(model, initial);
  const evolve = inBall ? evolveBall : evolveHarmonic;
  const late = evolve({ model, initial, times: [0, time] });
  for (const method of ["harmonic", "dicke"] as const) {
    const found = steady(model, { from: initial, method });
    const { mean, square, cross, purity } = compareStates(found.observables, late.observables[1]!);
    // e^-50 of the start is left.
    const error = largestError(found.errorEstimate) + largestError(late.errorEstimate[1]!) + Math.exp(-50);
    expect(Math.max(mean, square, cross, purity)).toBeLessThan(error);
    expect(largestError(found.errorEstimate)).toBeLessThan(1e-8);
  }
}

const dephasing = { dephasing: 0.8 };

describe("the limit of a start that does not forget it is where its evolution ends", () => {
  it.each<[string, number, InitialState]>([
    ["one spin", 1, coherent],
    ["on the sphere", 4, coherent],
    ["in the ball", 3, product],
    ["a mixture", 6, mixture],
    ["a Dicke state of j < N/2", 7, { kind: "dicke", m: 0.5, j: 1.5 }],
  ])("dephasing along the field, %s", (_, spins, initial) => {
    expectLimit(spinModel({ spins, field: [0, 0, 0.7], collective: dephasing }), initial, dephasing.dephasing / spins);
    expectLimit(spinModel({ spins, collective: dephasing }), initial, dephasing.dephasing / spins);
  });

  it.each([
    [1, product],
    [2, coherent],
    [5, product],
    [8, mixture],
    [10, { kind: "dicke", m: 1, j: 3 } as const],
  ] as const)("local dephasing along the field, N = %d", (spins, initial) => {
    // A coherence of one spin decays at 2 gamma_z.
    expectLimit(spinModel({ spins, field: [0, 0, -0.4], local: { dephasing: 0.3 } }), initial, 0.3);
    expectLimit(spinModel({ spins, collective: dephasing, local: { dephasing: 0.3 } }), initial, 0.3);
  });

  it.each([
    ["a tilted field", 4, { field: [0.6, 0, 0.8], collective: { dephasing: 1, pump: 0.5, decay: 1 } }],
    ["a tilted field", 9, { field: [0.6, 0.3, 0.8], collective: { dephasing: 1, pump: 0.5, decay: 1 } }],
    ["dephasing alone", 5, { field: [0.6, 0.3, 0.8], collective: { dephasing: 1 } }],
    ["a dark state", 6, { field: [0, 0, 0.8], collective: { decay: 1 } }],
    ["thermal", 10, { field: [0, 0, 0.8], collective: { decay: 1, pump: 0.7 } }],
    ["half of an odd number", 3, { field: [1, 0, 0], collective: { decay: 1 } }],
  ] as const)("every total spin has its own steady state: %s, N = %d", (_, spins, parts) => {
    const model = spinModel({ spins, ...parts });
    for (const initial of [product, mixture]) expectLimit(model, initial, 0.5 / spins);
  });
});

describe("closed forms", () => {
  it("dephasing keeps the populations of a coherent state: a binomial distribution", () => {
    const spins = 40;
    const found = steady(spinModel({ spins, collective: dephasing }), { from: coherent });
    const up = (1 + 0.64) / 2;
    let [purity, weight] = [0, (1 - up) ** spins];
    for (let k = 0; k <= spins; k++) {
      purity += weight * weight;
      weight *= ((spins - k) / (k + 1)) * (up / (1 - up));
    }
    const { observables, errorEstimate } = found;
    expect(Math.abs(observables.purity - purity)).toBeLessThan(errorEstimate.purity);
    expect(Math.abs(observables.mean[0])).toBeLessThan(errorEstimate.mean[0]);
    expect(Math.abs(observables.mean[2] - 0.64)).toBeLessThan(errorEstimate.mean[2]);
    const square = 1 / spins + (1 - 1 / spins) * 0.64 ** 2;
    expect(Math.abs(observables.square[2] - square)).toBeLessThan(errorEstimate.square[2]);
  });

  it("local dephasing leaves every spin with its population: x^2 + y^2 of pairs vanishes", () => {
    const spins = 30;
    const { observables, errorEstimate } = steady(spinModel({ spins, local: { dephasing: 1 } }), { from: coherent });
    const up = (1 + 0.64) / 2;
    expect(Math.abs(observables.square[0] - 1 / spins)).toBeLessThan(errorEstimate.square[0]);
    expect(Math.abs(observables.purity - (up ** 2 + (1 - up) ** 2) ** spins)).toBeLessThan(errorEstimate.purity);
  });

  it("many spins: what a band leaves out of the purity is in its estimate", () => {
    const spins = 1e4;
    const found = steady(spinModel({ spins, collective: dephasing }), { from: { ...coherent, direction: [1, 0, 0] } });
    // sum_k C(N, k)^2 4^-N = C(2N, N) 4^-N
    const exact = Math.exp(-Math.log(Math.PI * spins) / 2 - 1 / (8 * spins));
    expect(Math.abs(found.observables.purity - exact)).toBeLessThan(found.errorEstimate.purity + 1e-14);
    expect(found.errorEstimate.purity).toBeLessThan(1e-9);
  });

  it("without any term the limit is the start", () => {
    for (const initial of [coherent, product]) {
      const { observables } = steady(spinModel({ spins: 4 }), { from: initial });
      const [x] = initial.kind === "coherent" ? initial.direction : initial.vector;
      expect(observables.mean[0]).toBeCloseTo(x, 13);
    }
  });
});

describe("a field without dissipation", () => {
  const model = spinModel({ spins: 6, field: [0.6, 0, 0.8] });

  it("leaves what it does not turn", () => {
    for (const method of ["harmonic", "dicke"] as const) {
      for (const from of [
        { kind: "coherent", direction: [0.6, 0, 0.8] },
        { kind: "product", vector: [-0.3, 0, -0.4] },
        { kind: "thermal", ratio: 1 },
      ] as const) {
        const found = steady(model, { from, method });
        expect(largestError(found.errorEstimate)).toBeLessThan(1e-11);
      }
    }
  });

  it.each(["auto", "harmonic", "dicke"] as const)(
    "has no limit for any other: method %s names the period",
    (method) => {
      for (const from of [coherent, product])
        expect(() => steady(model, { from, method })).toThrow(/no long-time limit.*one period, 6\.28318530718/);
      expect(() => steady(model, { from: coherent, method })).toThrow(NotUniqueError);
    },
  );
});

describe("a start", () => {
  it("does not matter where the steady state is unique", () => {
    const model = spinModel({ spins: 6, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
    const found = steady(model, { from: coherent, mesh: icosphere(1), degree: 3, tolerance: 0.1 });
    expect(found.method).toBe("fem");
    expect(found.initial).toBeDefined();
    const { largest } = compareStates(found.observables, steady(model, { method: "dicke" }).observables);
    expect(largest).toBeLessThan(largestError(found.errorEstimate));
  });

  it("is refused by finite elements where it does, and for another N", () => {
    const model = spinModel({ spins: 6, collective: dephasing });
    expect(() => steady(model, { from: coherent, method: "fem" })).toThrow(InputError);
    expect(() => steady(model, { from: coherent, degree: 3 })).toThrow(
      /J_z is conserved; use method harmonic or dicke/,
    );
    expect(() => steady(model, { from: { kind: "dicke", m: 4 } })).toThrow(InputError);
    expect(() => steady(model)).toThrow("ask for the limit of an initial state");
  });

  it("of a limit is its own limit, as it is stored", () => {
    const model = spinModel({ spins: 5, field: [0.3, 0, 0.4], collective: { decay: 1, dephasing: 0.2 } });
    const found = steady(model, { from: product });
    const { state } = endOfSteady(found);
    expect(state!.domain).toBe("ball");
    const again = steady(model, { from: state! });
    const { largest } = compareStates(again.observables, found.observables);
    expect(largest).toBeLessThan(largestError(again.errorEstimate));
    const cut = { ...state!, band: 3, unknowns: state!.unknowns.slice(0, 20) };
    expect(() => steady(model, { from: cut })).toThrow("does not hold all moments");
  });

  it("that is known less well than the tolerance is refused, and a default gives way to it", () => {
    const model = spinModel({ spins: 5, field: [0, 0, 0.4], collective: { dephasing: 0.2 } });
    const { state } = endOfSteady(steady(model, { from: coherent }));
    const from = { ...state!, error: 1e-5 };
    expect(() => steady(model, { from, tolerance: 1e-6 })).toThrow("right to 1.0e-5 only");
    expect(() => evolve(model, { initial: from, times: [0, 1], tolerance: 1e-6 })).toThrow("right to 1.0e-5 only");
    for (const found of [
      steady(model, { from }).errorEstimate,
      evolve(model, { initial: from, times: [0, 1], method: "dicke" }).result().errorEstimate[1]!,
    ]) {
      expect(found.mean[0]).toBeGreaterThan(1e-5);
      expect(found.mean[0]).toBeLessThan(2e-5);
    }
  });
});
