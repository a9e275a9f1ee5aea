import { describe, expect, it } from "vitest";
import { withParameter } from "../../src/model/parameters.ts";
import { type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import type { LightCheck } from "../../src/roads/light/comparison.ts";
import { sensitivities } from "../../src/roads/sensitivities.ts";
import { spectrum } from "../../src/roads/spectrum.ts";

const cases: readonly (readonly [string, SpinModelInput, readonly string[]])[] = [
  [
    "on the sphere",
    { spins: 8, field: [0.7, 0, 0.1], interaction: { zz: 0.3 }, collective: { decay: 1, pump: 0.2 } },
    ["field.x", "interaction.zz", "collective.decay"],
  ],
  [
    "in the ball",
    { spins: 5, field: [0.7, 0.2, 0.1], collective: { decay: 1 }, local: { decay: 0.1, pump: 0.3 } },
    ["field.x", "local.pump"],
  ],
];

describe("derivatives of the slowest eigenvalues", () => {
  it.each(cases)("%s are those of finite differences, by both roads", (_, input, parameters) => {
    const model = spinModel(input);
    for (const method of ["harmonic", "dicke"] as const) {
      const { gaps } = sensitivities(model, { parameters, eigenvalues: 3, method });
      expect(gaps!.eigenvalues).toHaveLength(3);
      for (const { eigenvalue, parameters: slopes, error, errorEstimate, refusal } of gaps!.eigenvalues) {
        expect(refusal).toBeNull();
        expect(error).toBeLessThan(1e-10);
        const difference = (name: string, step: number): readonly [number, number] => {
          const path = name.replace("field.x", "field.0");
          const at = path.split(".").reduce((part, key) => part[key], model as unknown as Record<string, never>);
          const found = [step, -step].map((change) => {
            const { eigenvalues } = spectrum(withParameter(model, path, Number(at) + change), {
              method: "harmonic",
              count: 12,
            });
            const far = ([re, im]: readonly [number, number]): number =>
              Math.hypot(re - eigenvalue[0], im - eigenvalue[1]);
            return eigenvalues.toSorted((a, b) => far(a) - far(b))[0]!;
          });
          return [0, 1].map((k) => (found[0]![k]! - found[1]![k]!) / (2 * step)) as never;
        };
        for (const name of parameters) {
          const step = 2e-3;
          const [coarse, fine] = [difference(name, step), difference(name, step / 2)];
          // Of second order: their difference is three times what is left of the finer one, and Richardson's value has an error of the fourth.
          const expected = fine.map((value, k) => value + (value - coarse[k]!) / 3);
          const left = Math.hypot(fine[0] - coarse[0], fine[1] - coarse[1]) ** 2 + 1e-8;
          const found = slopes[name]!;
          expect(Math.hypot(found[0] - expected[0]!, found[1] - expected[1]!)).toBeLessThan(
            left + errorEstimate[name]!,
          );
        }
      }
    }
  });

  it("of a single spin are in closed form", () => {
    // Dephasing k about z and a field along it: -(k_z + ...) with frequency B: d/dB = +-i, of the decay of the inversion 0.
    const model = spinModel({ spins: 1, field: [0, 0, 0.7], collective: { decay: 0.5 } });
    const { gaps } = sensitivities(model, { parameters: ["field.z", "collective.decay"], eigenvalues: 2 });
    const [coherence, inversion] = gaps!.eigenvalues;
    // c = 2 k: -c/2 + i B, and -c.
    expect(coherence!.eigenvalue[0]).toBeCloseTo(-0.5, 12);
    expect(coherence!.eigenvalue[1]).toBeCloseTo(0.7, 12);
    expect(coherence!.parameters["field.z"]![1]).toBeCloseTo(1, 12);
    expect(coherence!.parameters["collective.decay"]![0]).toBeCloseTo(-1, 12);
    expect(inversion!.parameters["collective.decay"]![0]).toBeCloseTo(-2, 12);
    expect(inversion!.parameters["field.z"]![0]).toBeCloseTo(0, 12);
  });

  it("are refused where eigenvalues coincide, with the reason", () => {
    // Without a field and with dephasing alone beside decay, coherences +m and -m of a spin decay alike.
    const degenerate = spinModel({ spins: 4, collective: { decay: 0.5, pump: 0.2 } });
    const found = sensitivities(degenerate, { parameters: ["field.x"], eigenvalues: 2 }).gaps!.eigenvalues;
    expect(found.some(({ refusal }) => refusal !== null && /degenerate/.test(refusal))).toBe(true);
    // The exceptional point of a driven spin, B = c/4 = k/2: two vectors become one, and the slope has no bound.
    const exceptional = spinModel({ spins: 1, field: [0.5, 0, 0], collective: { decay: 1 } });
    const { gaps } = sensitivities(exceptional, { parameters: ["field.x"], eigenvalues: 3 });
    expect(gaps!.eigenvalues.length).toBeGreaterThan(1);
    for (const one of gaps!.eigenvalues.slice(1)) expect(one.refusal).toMatch(/degenerate|exceptional/);
  });

  it("are refused for a number that is none, and by elements", () => {
    const model = spinModel(cases[0]![1]);
    expect(() => sensitivities(model, { eigenvalues: 0 })).toThrow(/not of a whole number from 1 to 40/);
    const parabolic = spinModel({ spins: 4, field: [0.7, 0, 0.1], collective: { decay: 1, pump: 1 } });
    // The derivatives of moments are there all the same.
    const { gaps, parameters } = sensitivities(parabolic, { eigenvalues: 1, method: "fem" });
    expect(gaps!.refusal).toMatch(/eigenvalues by elements/);
    expect(gaps!.eigenvalues).toEqual([]);
    expect(parameters["field.x"]!.mean.every(Number.isFinite)).toBe(true);
  });

  it.each([
    { spins: 24, field: [0.5, 0, 0.2], collective: { decay: 1, dephasing: 0.1 } },
    { spins: 20, field: [0.2, 0, -0.3], collective: { decay: 1 }, local: { decay: 0.2, dephasing: 0.1, pump: 0.02 } },
  ] as const)("by functions around the fixed point are those of all moments: $spins spins", (input) => {
    const found = sensitivities(spinModel(input), { parameters: ["field.x"], eigenvalues: 2, check: true });
    expect(found.gaps).toMatchObject({ refusal: null, check: { agrees: true } });
    const { check } = found.gaps as { readonly check: LightCheck };
    expect(check.roads.map(({ method }) => method)).toContain("fem");
    expect(found.check!.agrees).toBe(true);
  });

  it("of processes that are not the same all around an axis are found as the model stands, of a million spins too", () => {
    const model = spinModel({
      spins: 1e6,
      field: [1, 0, 0],
      collective: { jumps: [{ rate: 1, operator: { re: [0, 1, 0], im: [0, 0, 1] } }] },
      local: { jumps: [{ rate: 0.5, operator: { re: [0, 1, 0], im: [0, 0, 1] } }] },
    });
    const { parameters, method, errorEstimate } = sensitivities(model, { parameters: ["field.x", "local.decay"] });
    expect(method).toBe("fem");
    for (const name of ["field.x", "local.decay"]) {
      expect(Math.max(...errorEstimate[name]!.mean)).toBeLessThan(
        1e-6 * Math.max(1, ...parameters[name]!.mean.map(Math.abs)),
      );
    }
  });

  it("of a million spins are those of finite differences", () => {
    const model = spinModel({ spins: 1e6, field: [0.5, 0, 0.1], collective: { decay: 1 } });
    const { gaps } = sensitivities(model, { parameters: ["field.x"], eigenvalues: 1 });
    const [slowest] = gaps!.eigenvalues;
    expect(slowest!.refusal).toBeNull();
    // The first of a spectrum is 0.
    const at = (x: number) =>
      spectrum(spinModel({ spins: 1e6, field: [x, 0, 0.1], collective: { decay: 1 } }), { count: 3 }).eigenvalues[1]!;
    const step = 1e-3;
    const [above, below] = [at(0.5 + step), at(0.5 - step)];
    const slope = [0, 1].map((k) => (above[k]! - below[k]!) / (2 * step));
    const sign = Math.sign(above[1]) * Math.sign(slowest!.eigenvalue[1]);
    // Differences have an error of step^2 times the third derivative, of order 1 to 10.
    expect(Math.abs(slowest!.parameters["field.x"]![0] - slope[0]!)).toBeLessThan(20 * step ** 2);
    expect(Math.abs(slowest!.parameters["field.x"]![1] - sign * slope[1]!)).toBeLessThan(20 * step ** 2);
  });
});
