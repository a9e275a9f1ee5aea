import { AbortedError, type EvolutionStep, evolve, InputError, type State, spinModel } from "blochfem";
import { icosphere } from "blochfem/mesh";
import { type EvolutionPoint, observables } from "blochfem/state";
import { describe, expect, it } from "vitest";
import { EvolutionRun } from "../../src/roads/evolve/run.ts";

const model = spinModel({ spins: 6, field: [0.7, 0.2, 0], collective: { dephasing: 0.6, pump: 0.4, decay: 0.3 } });
const start = { initial: { coherent: [0.6, 0, 0.8] } } as const;
const request = { ...start, to: 1, every: 0.25 } as const;

const roads = [
  ["auto", {}],
  ["fem", { method: "fem", mesh: icosphere(1), degree: 4, tolerance: 1e-3 }],
  ["flux correction", { scheme: "fluxCorrection", mesh: icosphere(1) }],
  ["harmonic", { method: "harmonic" }],
  ["dicke", { method: "dicke" }],
  ["sde", { method: "sde", trajectories: 64, step: 0.05 }],
] as const;

const turning = spinModel({ spins: 6, field: [0, 0, 3], collective: { dephasing: 0.6, pump: 0.4, decay: 0.3 } });
const narrow = spinModel({ spins: 200, field: [0.6, 0, 0], collective: { decay: 1 } });
const laser = spinModel({ spins: 6, collective: { decay: 0.5 }, local: { pump: 1 } });
const POINTS = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [0.6, 0, 0.8],
  [0, -0.6, -0.8],
] as const;

const seen = ({ time, observables, errorEstimate }: EvolutionStep): unknown => ({ time, observables, errorEstimate });

describe("a run", () => {
  it.each(roads)("gives the same as a stream, as an asynchronous one and as a whole: %s", async (_, options) => {
    const streamed = [...evolve(model, { ...request, ...options })].map(seen);
    const waited: unknown[] = [];
    for await (const step of evolve(model, { ...request, ...options })) waited.push(seen(step));
    const { times, observables, errorEstimate, reason } = evolve(model, { ...request, ...options }).result();
    expect(times).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(streamed).toEqual(
      times.map((time, k) => ({ time, observables: observables[k]!, errorEstimate: errorEstimate[k]! })),
    );
    expect(waited).toEqual(streamed);
    expect(reason).not.toBe("");
  });

  it("computes each step once, whoever pulls, and no further than it is pulled", () => {
    const reached: number[] = [];
    const run = evolve(model, { ...request, method: "harmonic", onProgress: ({ time }) => void reached.push(time) });
    expect(reached).toEqual([]);
    for (const { time } of run) if (time === 0.5) break;
    expect(Math.max(...reached)).toBe(0.5);
    const before = reached.length;
    expect([...run].map(({ time }) => time)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    const after = reached.length;
    expect(after).toBeGreaterThan(before);
    expect(run.result().observables).toEqual([...run].map(({ observables }) => observables));
    expect(reached.length).toBe(after);
  });

  it.each(roads)("goes on from the snapshot of a step to the same bits: %s", (_, options) => {
    const snapshots = [...evolveAnd(options, (step) => structuredClone(step.snapshot()))];
    const { method, observables } = evolve(model, { ...request, ...options }).result();
    const resume = { index: 2, snapshot: snapshots[2]! };
    const rest = evolve(model, { ...request, ...options, method, resume }).result();
    expect(rest.times).toEqual([0.75, 1]);
    expect(rest.observables).toEqual(observables.slice(3));
  });

  it.each([
    ["elements", model, { method: "fem", mesh: icosphere(1), degree: 4, tolerance: 1e-3 }],
    ["elements in a turning frame", turning, { method: "fem", mesh: icosphere(1), degree: 4, tolerance: 1e-3 }],
    ["a moving plane", narrow, { method: "fem", tolerance: 1e-4 }],
    ["flux correction", model, { scheme: "fluxCorrection", mesh: icosphere(1) }],
    ["moments", model, { method: "harmonic" }],
    ["the density matrix", model, { method: "dicke" }],
    ["populations", laser, { method: "dicke", initial: { coherent: [0, 0, 1] } }],
    ["moments around an axis", laser, { method: "harmonic", initial: { coherent: [0, 0, 1] } }],
  ] as const)("shows its state at each step, which stays true when the run goes on: %s", (_, one, options) => {
    const asked = { ...request, every: 0.5, ...options };
    const kept = [...evolve(one, asked)].length;
    const states: State[] = [];
    const run = evolve(one, asked);
    for (const step of run) {
      const state = step.state();
      expect(state.observables).toEqual(step.observables);
      states.push(state);
    }
    expect(states.length).toBe(kept);
    for (const [k, to] of [0, 0.5, 1].entries()) {
      const alone = evolve(one, { ...asked, times: [to], to: undefined, every: undefined } as never).final();
      const bound = alone.stateError().husimi + states[k]!.stateError().husimi;
      const [expected, found] = [alone.husimi(POINTS), states[k]!.husimi(POINTS)];
      for (const [i, value] of expected.entries()) expect(Math.abs(found[i]! - value)).toBeLessThanOrEqual(bound);
      // The bound would tell a state from that of another time.
      const other = states[k === 0 ? 2 : k - 1]!.husimi(POINTS);
      expect(Math.max(...expected.map((value, i) => Math.abs(other[i]! - value)))).toBeGreaterThan(1e-3);
    }
    const first = run[Symbol.iterator]().next().value as EvolutionStep;
    expect(() => first.state()).toThrow("the run has gone on from t = 0");
  });

  it("takes a snapshot only where it stands", () => {
    const steps = [...evolve(model, { ...request, method: "dicke" })];
    expect(() => steps[0]!.snapshot()).toThrow("gone on from t = 0");
    expect(() => steps[0]!.snapshot()).toThrow(InputError);
  });

  it("hands out P of elements at each time, but for a delta", () => {
    const run = evolve(model, {
      ...request,
      method: "fem",
      mesh: icosphere(1),
      degree: 4,
      tolerance: 1e-3,
      density: true,
    });
    const found: (number | null)[] = [];
    for (const { density } of run) {
      found.push(density === null ? null : density.values().length);
      expect(density === null || density.space.unknowns === found.at(-1)).toBe(true);
    }
    expect(found).toEqual([null, 642, 642, 642, 642]);
  });
});

function* evolveAnd<T>(options: object, look: (step: EvolutionStep) => T): Generator<T> {
  for (const step of evolve(model, { ...request, ...options })) yield look(step);
}

describe("a signal", () => {
  it("stops a run between steps, which goes on when it is taken back", () => {
    const signal = { aborted: false };
    const run = evolve(model, { ...request, method: "dicke", signal });
    const times: number[] = [];
    expect(() => {
      for (const { time } of run) {
        times.push(time);
        signal.aborted = time === 0.5;
      }
    }).toThrow(AbortedError);
    expect(times).toEqual([0, 0.25, 0.5]);
    expect(() => run.result()).toThrow("behind t = 0.5, 3 of 5 times");
    signal.aborted = false;
    expect(run.result()).toEqual(evolve(model, { ...request, method: "dicke" }).result());
  });

  it("is heard while an asynchronous run works, which gives the event loop its turns", async () => {
    const controller = new AbortController();
    // Minutes of work on the way to the only time.
    const run = evolve(spinModel({ spins: 60, field: [0.4, 0, 0], collective: { dephasing: 1, decay: 1 } }), {
      ...start,
      field: (time) => [Math.cos(time), 0, 0],
      times: [1000],
      method: "dicke",
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 50);
    await expect(
      (async () => {
        for await (const _ of run);
      })(),
    ).rejects.toThrow("before its first time, 0 of 1 times");
  });
});

describe("progress", () => {
  it("tells the road, its reason, the space and how far it is", () => {
    const told: unknown[] = [];
    evolve(model, {
      ...request,
      method: "fem",
      mesh: icosphere(1),
      degree: 4,
      tolerance: 1e-3,
      onProgress: ({ time, ...rest }) => {
        expect(time).toBeGreaterThanOrEqual(0);
        told.push(rest);
      },
    }).result();
    const road = { method: "fem", reason: "fem is the method that the options ask for", to: 1 };
    expect(told[0]).toEqual(road);
    expect(told).toContainEqual({ ...road, mesh: "the given mesh", degree: 4 });
  });
});

describe("times", () => {
  it("are given in one of two ways", () => {
    expect(evolve(model, { ...start, to: 1, every: 0.4 }).times).toEqual([0, 0.4, 0.8, 1]);
    expect(evolve(model, { ...start, times: [0.3, 2] }).times).toEqual([0.3, 2]);
    expect(() => evolve(model, start)).toThrow('no times are given; give "times", or "to" and "every"');
    expect(() => evolve(model, { ...start, to: 1 })).toThrow('"to" is given');
    expect(() => evolve(model, { ...request, times: [1] })).toThrow('"times" and "to" and "every" are given');
    expect(() => evolve(model, { ...start, to: 1, every: 0 })).toThrow('"every" is 0, not above 0');
    expect(() => evolve(model, { ...start, times: [2, 1] })).toThrow("time 1 at position 1");
  });
});

describe("an initial state", () => {
  it.each([
    [{ coherent: [0, 0, 1] }, { kind: "coherent", direction: [0, 0, 1] }],
    [{ product: [0, 0, 0.5] }, { kind: "product", vector: [0, 0, 0.5] }],
    [{ thermal: { ratio: Number.POSITIVE_INFINITY } }, { kind: "thermal", ratio: Number.POSITIVE_INFINITY }],
    [{ dicke: { m: 1 } }, { kind: "dicke", m: 1 }],
    [
      {
        mixture: [
          { weight: 1, coherent: [0, 0, 1] },
          { weight: 2, dicke: { m: 0, j: 3 } },
        ],
      },
      {
        kind: "mixture",
        parts: [
          { weight: 1, state: { kind: "coherent", direction: [0, 0, 1] } },
          { weight: 2, state: { kind: "dicke", m: 0, j: 3 } },
        ],
      },
    ],
  ] as const)("is written as in a model file: %j", (written, state) => {
    const run = (initial: typeof written | typeof state) =>
      evolve(model, { initial, times: [0.5], method: "harmonic" }).result().observables;
    expect(run(written)).toEqual(run(state));
  });

  it.each([
    [{ coherent: [0, 0, 1], product: [0, 0, 1] }, "with coherent and product"],
    [{ coherent: [0, 0, 2] }, "of length 2"],
    [{ dicke: { m: 0.5 } }, "m is a whole number"],
    [{ from: "run/result.json" }, "parseProblemFile"],
  ])("is refused where it makes no sense: %j", (initial, message) => {
    // @ts-expect-error two of these are no states to the compiler either
    const run = (): unknown => evolve(model, { initial, times: [1] });
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  });
});

describe("a road that fails on the way", () => {
  const point = (index: number, size: number): EvolutionPoint<never, never> => ({
    kind: "point",
    index,
    time: index,
    observables: observables(1, { mean: [0, 0, size], square: [1, 1, 1], cross: [0, 0, 0] }, 1),
    errorEstimate: { mean: [0, 0, 0], square: [0, 0, 0], cross: [0, 0, 0], purity: 0 },
    density: null,
    snapshot: () => ({}),
    whole: () => {
      throw new Error("nobody asks");
    },
  });

  it("leaves what it gave as it is: the next one goes on behind it", () => {
    const times = [0, 1, 2];
    const request = { model, initial: { kind: "coherent", direction: [0, 0, 1] }, times, accepted: 1 } as const;
    const run = new EvolutionRun(request, function* () {
      yield { kind: "road", method: "fem", reason: "first" };
      yield* [point(0, 0.1), point(1, 0.2)];
      yield { kind: "road", method: "dicke", reason: "second" };
      yield* [point(0, 0.11), point(1, 0.21), point(2, 0.31)];
      const found = [0, 1, 2].map((index) => point(index, 0.01));
      const rho = { spins: 1, real: new Float64Array(4), imaginary: new Float64Array(4) };
      const errorEstimate = found.map((one) => one.errorEstimate);
      return {
        method: "dicke",
        reason: "second",
        times,
        rho,
        populations: null,
        observables: found.map((one) => one.observables),
        errorEstimate,
      };
    });
    const steps = [...run];
    expect(steps.map(({ method, observables: { mean } }) => [method, mean[2]])).toEqual([
      ["fem", 0.1],
      ["fem", 0.2],
      ["dicke", 0.31],
    ]);
    expect(run.result().observables).toEqual(steps.map((step) => step.observables));
    expect(run.result().reason).toBe("second; up to t = 1 the answers are of fem");
  });
});
