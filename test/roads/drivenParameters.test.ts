import { describe, expect, it } from "vitest";
import { InputError, NotParabolicError } from "../../src/core/errors.ts";
import { createRandomStream, fillUniform } from "../../src/core/random.ts";
import { evolveDensity } from "../../src/fem/sphere/evolve.ts";
import { evolve, type ParameterDrive, parameterDrive, type SpinModel, spinModel } from "../../src/index.ts";
import { coefficientsOf } from "../../src/model/secondOrder/coefficients.ts";
import type { EvolveOptions } from "../../src/roads/evolve/options.ts";
import { tangentEulerStep } from "../../src/sde/sphere/tangentEuler.ts";

const start = { coherent: [0.6, 0, 0.8] } as const;

const at = (model: SpinModel, field: ParameterDrive, options: Omit<EvolveOptions, "initial" | "field">) =>
  evolve(model, { field, initial: start, ...options }).result();

/** Integrals of the formulas below. */
const integralOfRate = (t: number): number => 0.4 * (t + (1 - Math.cos(3 * t)) / 3);
const RATE = "0.4*(1 + sin(3*t))";

describe("closed forms of what depends on time", () => {
  it.each(["harmonic", "dicke", "fem"] as const)("collective dephasing by its integral alone: %s", (method) => {
    const model = spinModel({ spins: 6 });
    const found = at(model, parameterDrive(model, { "collective.dephasing": RATE }), { times: [0.25, 1, 2], method });
    for (const [k, time] of found.times.entries()) {
      const { mean } = found.observables[k]!;
      const error = found.errorEstimate[k]!.mean;
      expect(error[0]).toBeLessThan(1e-6);
      expect(Math.abs(mean[0] - 0.6 * Math.exp(-integralOfRate(time) / 6))).toBeLessThanOrEqual(error[0]);
      expect(Math.abs(mean[2] - 0.8)).toBeLessThanOrEqual(error[2]);
    }
  });

  it.each(["harmonic", "dicke", "fem", "sde"] as const)("a local rate that decays and stays: %s", (method) => {
    const model = spinModel({ spins: 3, local: { dephasing: 0.1 } });
    const drive = parameterDrive(model, {
      "local.decay": RATE,
      "local.dephasing": { times: [0, 1], values: [0, 1], outside: "hold" },
    });
    // Without noise all trajectories are one; their steps are what errs.
    const options = method === "sde" ? { trajectories: 512, step: 0.005 } : { tolerance: 1e-5 };
    const times = method === "fem" ? [0.25] : [0.5, 2];
    const found = at(model, drive, { times, method, ...options });
    for (const [k, time] of found.times.entries()) {
      const { mean } = found.observables[k]!;
      const error = found.errorEstimate[k]!.mean;
      const decay = integralOfRate(time);
      const dephasing = time < 1 ? time ** 2 / 2 : time - 0.5;
      const exact = [0.6 * Math.exp(-decay - dephasing), 0, 1.8 * Math.exp(-2 * decay) - 1];
      for (const i of [0, 1, 2]) {
        expect(error[i]!).toBeLessThan(1e-4);
        expect(Math.abs(mean[i]! - exact[i]!)).toBeLessThanOrEqual(error[i]!);
      }
    }
  });

  it.each(["harmonic", "dicke", "fem"] as const)("unitary twisting by the integral of chi alone: %s", (method) => {
    const constant = spinModel({ spins: 20, interaction: { zz: 2 * integralOfRate(1) } });
    const model = spinModel({ spins: 20 });
    const initial = { coherent: [1, 0, 0] } as const;
    const whole = evolve(constant, { initial, times: [1], method: "dicke", tolerance: 1e-11 }).result();
    const field = parameterDrive(model, { "interaction.zz": "0.8*(1 + sin(3*t))" });
    const found = evolve(model, { field, initial, times: [1], method, tolerance: 1e-10 }).result();
    for (const name of ["mean", "square", "cross"] as const) {
      for (const i of [0, 1, 2])
        expect(Math.abs(found.observables[0]![name][i]! - whole.observables[0]![name][i]!)).toBeLessThan(1e-10);
    }
  });
});

/** Random models of the whole class with random formulas, from a seed. */
function randomDriven(seed: number, inBall: boolean): readonly [SpinModel, ParameterDrive] {
  const numbers = new Float64Array(200);
  fillUniform(createRandomStream(seed, 0), numbers);
  let next = 0;
  const unit = (): number => numbers[next++]!;
  const signed = (): number => 2 * unit() - 1;
  const vector = (): [number, number, number] => [signed(), signed(), signed()];
  const operator = (): [[number, number], [number, number], [number, number]] => [
    [signed(), signed()],
    [signed(), signed()],
    [signed(), signed()],
  ];
  const six = { xx: signed(), yy: signed(), zz: signed(), xy: signed(), xz: signed(), yz: signed() };
  const jumps = [{ rate: unit(), operator: operator() }];
  const rates = { dephasing: unit(), pump: unit(), decay: unit(), jumps };
  const model = spinModel({
    spins: inBall ? 3 : 4,
    field: vector(),
    interaction: six,
    collective: rates,
    ...(inBall ? { local: { dephasing: unit(), jumps: [{ rate: unit(), operator: operator() }] } } : {}),
  });
  const wave = (): string => `${signed()}*cos(${4 * unit()}*t + ${unit()})`;
  const pulse = (): string => `${unit()}*exp(-((t - ${unit()})/0.2)**2)`;
  const table = { times: [0, 0.4, 1], values: [unit(), unit(), unit()] };
  const drive = parameterDrive(model, {
    "field.1": wave(),
    "interaction.xx": wave(),
    "interaction.yz": { ...table, values: [signed(), signed(), signed()] },
    "collective.decay": `${unit()}*(1 + sin(${5 * unit()}*t))`,
    "collective.jumps.0.rate": pulse(),
    ...(inBall ? { "local.pump": table, "local.jumps.0.rate": `${unit()}*sin(3*t)**2` } : {}),
  });
  return [model, drive];
}

describe("roads agree on random models with random formulas", () => {
  it.each([
    [1, false],
    [2, false],
    [3, true],
    [4, true],
  ] as const)("seed %i, in the ball: %s", (seed, inBall) => {
    const [model, drive] = randomDriven(seed, inBall);
    const times = [0.25, 1];
    const [one, ...others] = (["dicke", "harmonic", "fem"] as const).map((method) =>
      at(model, drive, { times, method, ...(method === "fem" ? { tolerance: inBall ? 1e-5 : 1e-6 } : {}) }),
    );
    for (const other of others) {
      for (const k of times.keys()) {
        for (const name of ["mean", "square", "cross"] as const) {
          const [a, b] = [one!.observables[k]![name], other.observables[k]![name]];
          const [errorA, errorB] = [one!.errorEstimate[k]![name], other.errorEstimate[k]![name]];
          for (const i of [0, 1, 2]) expect(Math.abs(a[i]! - b[i]!)).toBeLessThanOrEqual(errorA[i]! + errorB[i]!);
        }
        if (other.method === "harmonic") expect(other.errorEstimate[k]!.mean[0]).toBeLessThan(1e-9);
      }
    }
  });
});

describe("trajectories with noise that depends on time", () => {
  const sphere = spinModel({ spins: 4, field: [0.5, 0, 0.3], collective: { dephasing: 0.8 } });
  const whole = spinModel({ spins: 4, field: [0.5, 0, 0.3], collective: { dephasing: 0.8, pump: 0.5 } });
  const ball = spinModel({ spins: 4, field: [0.5, 0, 0.3], local: { pump: 0.2 } });
  it.each([
    ["moebiusWalk", sphere, { "collective.decay": "0.3*sin(2*t)**2", "collective.pump": "0.3*cos(2*t)**2" }],
    ["eulerMaruyama", whole, { "interaction.zz": "0.2*cos(3*t)", "collective.decay": "0.4 + 0.1*t" }],
    ["blochWalk", ball, { "collective.dephasing": "1 + sin(4*t)", "local.pump": "exp(-t)" }],
  ] as const)("%s", (scheme, model, signals) => {
    const drive = parameterDrive(model, signals);
    const times = [0.5, 1];
    const exact = at(model, drive, { times, method: "harmonic" });
    const found = at(model, drive, { times, method: "sde", trajectories: 4000, seed: 7 });
    expect(found.method === "sde" && found.trajectories.scheme).toBe(scheme);
    if (found.method !== "sde") return;
    for (const k of times.keys()) {
      const { standardErrors, stepErrors } = found.estimates[k]!;
      // Of 12 numbers, correlated: 4 standard errors are passed once in a thousand runs.
      for (const name of ["mean", "square"] as const) {
        for (const i of [0, 1, 2]) {
          const difference = Math.abs(found.observables[k]![name][i]! - exact.observables[k]![name][i]!);
          expect(difference).toBeLessThanOrEqual(4 * standardErrors[name][i]! + stepErrors[name][i]!);
        }
      }
    }
  });

  it("the walk keeps its order 2 where rates move: without noise all trajectories are one", () => {
    const model = spinModel({ spins: 2, field: [1, 0.4, 0] });
    const drive = parameterDrive(model, { "local.decay": RATE, "local.dephasing": "0.5*cos(t)**2" });
    const exact = at(model, drive, { times: [1], method: "harmonic" }).observables[0]!.mean;
    const errors = [16, 32, 64].map((steps) => {
      const { mean } = at(model, drive, {
        times: [1],
        method: "sde",
        trajectories: 4,
        step: 1 / steps,
        maximumStep: 1 / steps,
      }).observables[0]!;
      return Math.hypot(...mean.map((value, i) => value - exact[i]!));
    });
    // Legs between the stops of a formula are finer than a step: their number grows with the steps, not in proportion.
    expect(errors[2]!).toBeLessThan(errors[0]! / 8);
  });

  it("are refused at the time at which the diffusion is negative, by the methods that need it, and followed by the others", () => {
    const model = spinModel({ spins: 4, collective: { dephasing: 0.5 } });
    const drive = parameterDrive(model, { "collective.decay": "2*t" });
    for (const options of [{ method: "sde" }, { method: "fem", scheme: "fluxCorrection" }] as const) {
      const run = () => at(model, drive, { times: [1], ...options });
      expect(run).toThrow(NotParabolicError);
      expect(run).toThrow(/^at t = 0\.\d+ .* not parabolic|^at t = 0\.\d+ .* negative eigenvalue/);
    }
    const exact = at(model, drive, { times: [1], method: "dicke" });
    for (const options of [{ method: "auto" }, { method: "fem", density: true }] as const) {
      const found = at(model, drive, { times: [1], ...options });
      const error = found.errorEstimate[0]!.mean[2] + exact.errorEstimate[0]!.mean[2];
      expect(Math.abs(found.observables[0]!.mean[2] - exact.observables[0]!.mean[2])).toBeLessThanOrEqual(error);
      if (found.method === "fem" && found.scheme === "galerkin") expect(found.solution.band).not.toBeNull();
    }
  });
});

describe("Euler's scheme", () => {
  it("stops where a trajectory meets a negative diffusion, which was between two looks", () => {
    const coefficients = coefficientsOf(
      spinModel({ spins: 4, interaction: { zz: 1 }, collective: { dephasing: 0.1 } }),
    );
    const [x, y, z] = [0.6, 0, 0.8].map((value) => Float64Array.of(value)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    expect(() => tangentEulerStep(coefficients, 0.01, Float64Array.of(0, 0), 0, 1, x, y, z, 1)).toThrow(
      NotParabolicError,
    );
  });
});

describe("implicit steps", () => {
  it("keep their order where a rate and an interaction move", () => {
    const model = spinModel({ spins: 4, field: [1, 0, 0], collective: { dephasing: 1 } });
    const field = parameterDrive(model, { "collective.decay": RATE, "interaction.zz": "cos(2*t)" });
    const exact = at(model, field, { times: [1], method: "dicke" }).observables[0]!.mean;
    const initial = { kind: "coherent", direction: [0.6, 0, 0.8] } as const;
    const errors = [1 / 32, 1 / 64, 1 / 128].map((step) => {
      const request = { model, initial, field, times: [1], band: 4, step, scheme: "sdirk2" } as const;
      return Math.hypot(...evolveDensity(request).observables[0]!.mean.map((value, i) => value - exact[i]!));
    });
    const order = Math.log2(errors[0]! / errors[2]!) / 2;
    expect(order).toBeGreaterThan(1.75);
    expect(order).toBeLessThan(2.6);
  });
});

describe("what cannot be driven", () => {
  const model = spinModel({ spins: 4, collective: { decay: 1 } });
  const run = (signals: Parameters<typeof parameterDrive>[1]) => () =>
    at(model, parameterDrive(model, signals), { times: [2], method: "dicke" });
  it.each([
    [
      { "collective.decay": "0.5 - t" },
      /collective\.decay is "0\.5 - t": it is -\S+ at t = \S+, below 0; give a rate >= 0 at every time up to t = 2/,
    ],
    [
      { "local.pump": { times: [0, 1, 3], values: [1, 0.5, -1] } },
      /local\.pump is given by 3 samples: it is -0\.25 at t = 2/,
    ],
    // Narrower than any sampling would see.
    [{ "collective.pump": "1 - 2*exp(-((t - 1.2345678)/1e-7)**2)" }, /collective\.pump is .* below 0/],
    [{ "collective.decay": "exp(-x)" }, /collective\.decay is "exp\(-x\)": .*x.*\(column 6 of the formula\)/],
    [{ "collective.decay": "1/(t - 1)" }, /collective\.decay is "1\/\(t - 1\)": it /],
    [{ "collective.deacy": "t" }, /"collective\.deacy" is not a parameter of a model; did you mean collective\.decay/],
    [{ "collective.jumps.0.rate": "t" }, /is not a parameter of this model/],
    [{ spins: "t" }, /the number of spins cannot depend on time/],
    [{ "collective.decay": { times: [0, 1], values: [1, 1] } }, /samples of collective\.decay end at t = 1/],
    [{ "collective.decay": { times: [0, 1], values: [1] } }, /collective\.decay\.values/],
    [{ "collective.decay": { times: [0, 1], values: [1, Number.NaN] } }, /collective\.decay\.values\[1\] is NaN/],
  ] as const)("%j", (signals, message) => {
    expect(run(signals)).toThrow(InputError);
    expect(run(signals)).toThrow(message);
  });

  it("but a rate may touch 0", () => {
    for (const formula of ["1 + cos(pi*t)", "sin(4*t)**2", "max(0, t - 1)", "t*(2 - t)", "abs(sin(3*t))"])
      expect(run({ "collective.decay": formula })().observables[0]!.purity).toBeLessThan(1);
  });
});
