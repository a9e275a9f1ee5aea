import { describe, expect, it } from "vitest";
import { createRandomStream, fillUniform } from "../../../src/core/random.ts";
import { evolvePopulations, followPopulations, isOfCoherences } from "../../../src/dicke/axis/evolve.ts";
import { poissonWeights } from "../../../src/dicke/axis/flow/poisson.ts";
import { evolveDicke } from "../../../src/dicke/collective/evolve.ts";
import { evolveSymmetric } from "../../../src/dicke/symmetric/evolve.ts";
import type { InitialState } from "../../../src/model/initialState.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { turnedModel } from "../generator/turned.ts";

describe("weights of a randomisation", () => {
  it.each([0.003, 0.9, 17.3, 1000])("are those of Poisson at a mean of %s", (mean) => {
    const { first, weights, leftOut } = poissonWeights(mean, 1e-14);
    let log = -mean;
    for (let k = 1; k <= first; k++) log += Math.log(mean / k);
    let [total, average] = [0, 0];
    for (const [i, weight] of weights.entries()) {
      if (i > 0) log += Math.log(mean / (first + i));
      expect(Math.abs(weight / Math.exp(log) - 1)).toBeLessThan(leftOut + 1e-13 * (1 + mean));
      total += weight;
      average += weight * (first + i);
    }
    expect(Math.abs(total - 1)).toBeLessThan(1e-14 * Math.sqrt(weights.length));
    expect(Math.abs(average - mean)).toBeLessThan(1e-12 * mean + leftOut * (first + weights.length));
    expect(leftOut).toBeLessThan(1e-11);
  });
});

const tilted: InitialState = { kind: "coherent", direction: [0.48, -0.36, 0.8] };

/** Models about z with rates over two orders of magnitude, and starts of all kinds that are known. */
function drawn(seed: number): { readonly model: SpinModel; readonly initial: InitialState } {
  const stream = createRandomStream(seed, 0);
  const one = new Float64Array(1);
  const uniform = (): number => {
    fillUniform(stream, one);
    return one[0]!;
  };
  const rate = (): number => (uniform() < 0.3 ? 0 : 10 ** (2 * uniform() - 1));
  const inBall = seed % 2 === 0;
  const angle = Math.PI * uniform();
  const turn = 2 * Math.PI * uniform();
  const direction = [Math.sin(angle) * Math.cos(turn), Math.sin(angle) * Math.sin(turn), Math.cos(angle)] as const;
  const starts: readonly InitialState[] = [
    { kind: "coherent", direction },
    {
      kind: "mixture",
      parts: [
        { weight: 0.3, state: { kind: "coherent", direction } },
        { weight: 0.5, state: { kind: "coherent", direction: [1, 0, 0] } },
        { weight: 0.2, state: { kind: "thermal", ratio: 0.4 } },
      ],
    },
    inBall ? { kind: "product", vector: [0, 0, 0.3] } : { kind: "thermal", ratio: 2 },
  ];
  const model = spinModel({
    spins: 2 + Math.floor(9 * uniform()),
    field: [0, 0, rate()],
    collective: { decay: rate(), pump: rate(), dephasing: rate() },
    ...(inBall ? { local: { decay: 0.1 + rate(), pump: rate(), dephasing: rate() } } : {}),
    ...(seed % 3 === 0 ? { interaction: { zz: (seed % 5 === 0 ? 20 : 1) * rate() } } : {}),
  });
  return { model, initial: starts[seed % starts.length]! };
}

describe("populations and coherences in time", () => {
  it("are within their estimates of the whole density matrix, for models and starts at random", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { model, initial } = drawn(seed);
      const request = { model, initial, times: [0, 0.3, 4] };
      const found = evolvePopulations(request);
      const exact = seed % 2 === 0 ? evolveSymmetric(request) : evolveDicke(request);
      for (const [k, ours] of found.observables.entries()) {
        const theirs = exact.observables[k]!;
        const [own, other] = [found.errorEstimate[k]!, exact.errorEstimate[k]!];
        for (const name of ["mean", "square", "cross"] as const) {
          for (const i of [0, 1, 2]) {
            expect(Math.abs(ours[name][i]! - theirs[name][i]!)).toBeLessThanOrEqual(own[name][i]! + other[name][i]!);
            expect(own[name][i]!).toBeLessThan(1e-10);
          }
        }
        expect(Math.abs(ours.purity - theirs.purity)).toBeLessThanOrEqual(own.purity + other.purity);
      }
    }
  });

  it("tell how far the mean turns while it shrinks: e^(i B t) and the rate of local dephasing, at any N", () => {
    const model = spinModel({ spins: 400, field: [0, 0, 2], local: { dephasing: 0.3 } });
    const { observables, errorEstimate, coherences } = evolvePopulations({ model, initial: tilted, times: [0.5] });
    const [{ mean }] = observables as [(typeof observables)[0]];
    // The rate of J_+ under sigma_z of every spin at gamma/2 is gamma.
    const shrunk = Math.exp(-0.3 * 0.5);
    expect(coherences).toBe(3);
    expect(Math.abs(mean[0] - shrunk * (0.48 * Math.cos(1) + 0.36 * Math.sin(1)))).toBeLessThan(
      errorEstimate[0]!.mean[0],
    );
    expect(Math.abs(mean[1] - shrunk * (0.48 * Math.sin(1) - 0.36 * Math.cos(1)))).toBeLessThan(
      errorEstimate[0]!.mean[1],
    );
    expect(errorEstimate[0]!.mean[0]).toBeLessThan(1e-10);
  });

  it("of one-axis twisting have the closed form of Kitagawa and Ueda", () => {
    // <J_x> = (N/2) cos^(N-1)(chi t / N) from x, H = (chi/N) J_z^2.
    const model = spinModel({ spins: 300, interaction: { zz: 9 } });
    const request = { model, initial: { kind: "coherent", direction: [1, 0, 0] } as const, times: [0.7] };
    const { observables, errorEstimate } = evolvePopulations(request);
    const error = Math.abs(observables[0]!.mean[0] - Math.cos((9 * 0.7) / 300) ** 299);
    expect(error).toBeLessThan(errorEstimate[0]!.mean[0]);
    expect(errorEstimate[0]!.mean[0]).toBeLessThan(1e-9);
  });

  it("stand still where nothing changes them any more, long before the end", () => {
    const model = spinModel({ spins: 40, collective: { decay: 20 }, local: { pump: 10 } });
    const request = { model, initial: { kind: "coherent", direction: [0, 0, -1] } as const };
    const [long, short] = [
      evolvePopulations({ ...request, times: [1e3] }),
      evolvePopulations({ ...request, times: [3] }),
    ];
    expect(long.products).toBeLessThan(3 * short.products);
    const difference = Math.abs(long.observables[0]!.mean[2] - short.observables[0]!.mean[2]);
    expect(difference).toBeLessThan(long.errorEstimate[0]!.mean[2] + short.errorEstimate[0]!.mean[2]);
    expect(long.errorEstimate[0]!.mean[2]).toBeLessThan(1e-7);
  });

  it.each([
    ["across the axis", tilted],
    ["along it", { kind: "coherent", direction: [-0.6, 0.64, 0.48] } as const],
  ])("are those of the density matrix about any axis, from a state %s", (_, initial) => {
    // Around the axis, which a quarter turn about x and some more takes to where the second start is.
    const about = spinModel({
      spins: 9,
      field: [0, 0, 0.7],
      interaction: { zz: 0.8 },
      collective: { decay: 2, dephasing: 0.3 },
      local: { pump: 0.4, dephasing: 0.2 },
    });
    const axis = [-0.6, 0.64, 0.48] as const;
    const across = Math.hypot(axis[0], axis[1]);
    const [c, s] = [axis[0] / across, axis[1] / across];
    const matrix = [
      [c * axis[2], -s, axis[0]],
      [s * axis[2], c, axis[1]],
      [-across, 0, axis[2]],
    ] as const;
    const request = { model: turnedModel(about, matrix), initial, times: [0, 0.4, 2] };
    const [found, exact] = [evolvePopulations(request), evolveSymmetric(request)];
    expect(found.isTurned).toBe(true);
    for (const [k, ours] of found.observables.entries()) {
      const [own, other] = [found.errorEstimate[k]!, exact.errorEstimate[k]!];
      for (const name of ["mean", "square", "cross"] as const) {
        for (const i of [0, 1, 2]) {
          const difference = Math.abs(ours[name][i]! - exact.observables[k]![name][i]!);
          expect(difference).toBeLessThanOrEqual(own[name][i]! + other[name][i]!);
        }
      }
      expect(Math.max(...own.mean, ...own.square, ...own.cross)).toBeLessThan(1e-10);
    }
  });

  it("go on from a snapshot to the same bits", () => {
    const model = spinModel({ spins: 30, field: [0, 0, 1], collective: { decay: 2 }, local: { pump: 0.5 } });
    const request = { model, initial: tilted, times: [0.1, 0.3, 0.31] };
    const road = followPopulations(request);
    let next = road.next();
    while (!next.done && next.value.kind !== "point") next = road.next();
    if (next.done || next.value.kind !== "point") throw new Error("no point was given");
    const snapshot = next.value.snapshot();
    const [resumed, whole] = [
      evolvePopulations({ ...request, resume: { index: 0, snapshot } }),
      evolvePopulations(request),
    ];
    expect(resumed.observables).toEqual(whole.observables.slice(1));
    expect(resumed.errorEstimate).toEqual(whole.errorEstimate.slice(1));
  });

  it("know what the purity lacks where not all coherences are followed", () => {
    const model = spinModel({ spins: 200, local: { decay: 1 } });
    const { observables, errorEstimate } = evolvePopulations({ model, initial: tilted, times: [0] });
    // Pure at the start.
    expect(Math.abs(observables[0]!.purity - 1)).toBeLessThanOrEqual(errorEstimate[0]!.purity);
    expect(isOfCoherences({ ...model, field: [1, 0, 0] }, null, tilted)).toBe(false);
    expect(isOfCoherences(model, null, { kind: "product", vector: [0.2, 0, 0] })).toBe(false);
  });
});
