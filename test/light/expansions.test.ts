import { describe, expect, it } from "vitest";
import { type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import { correlation } from "../../src/roads/correlation.ts";
import { countingStatistics } from "../../src/roads/counting.ts";
import { emissionSpectrum } from "../../src/roads/emission.ts";
import type { LightMethod } from "../../src/roads/light/options.ts";
import { sensitivities } from "../../src/roads/sensitivities.ts";
import data from "../reference/correlations.json" with { type: "json" };

const frequencies = [-1, 0, 0.5, 2];
const times = [0, 0.3, 2];

/** All numbers of all questions by one road, with their errors. */
function numbersBy(method: LightMethod, model: ReturnType<typeof spinModel>) {
  const spectrum = emissionSpectrum(model, { frequencies, method });
  const [first, second] = ([1, 2] as const).map((order) => correlation(model, { order, times, method }));
  const counts = countingStatistics(model, { method });
  const slopes = sensitivities(model, { parameters: ["field.x", "collective.decay"], method });
  const narrow = spectrum.lines[0]!;
  return {
    ways: [spectrum, first!, second!, counts, slopes].map(({ expansion }) => expansion?.around),
    values: [
      ...spectrum.incoherent,
      spectrum.coherentWeight,
      spectrum.incoherentWeight,
      ...first!.values.flat(),
      ...second!.values.flat(),
      ...[counts.rate, counts.variance, counts.third, counts.fano],
      ...Object.values(slopes.parameters).flatMap(({ mean, square }) => [...mean, ...square]),
      ...slopes.fisherRate,
      ...[narrow.frequency, narrow.halfWidth],
    ],
    errors: [
      ...spectrum.errorEstimate,
      spectrum.weightError,
      spectrum.weightError,
      ...first!.errorEstimate.flatMap((error) => [error, error]),
      ...second!.errorEstimate.flatMap((error) => [error, error]),
      ...(["rate", "variance", "third", "fano"] as const).map((key) => counts.errorEstimate[key]),
      ...Object.values(slopes.errorEstimate).flatMap(({ mean, square }) => [...mean, ...square]),
      ...slopes.fisherRateError,
      ...[narrow.error, narrow.error],
    ],
  };
}

const cases: readonly (readonly [string, string, LightMethod, SpinModelInput])[] = [
  [
    "on the sphere, not parabolic",
    "fixedPoint",
    "harmonic",
    { spins: 50, field: [0.5, 0, 0.1], collective: { decay: 1 } },
  ],
  [
    "on the sphere, with an interaction",
    "fixedPoint",
    "harmonic",
    { spins: 50, field: [0.4, 0.1, 0.2], interaction: { zz: 0.3, xy: 0.1 }, collective: { dephasing: 0.2, decay: 1 } },
  ],
  [
    "in the ball",
    "fixedPoint",
    "harmonic",
    { spins: 16, field: [0.5, 0, 0.3], collective: { decay: 0.5, pump: 0.1 }, local: { decay: 0.5, pump: 0.2 } },
  ],
  [
    "around a ring that reaches the axis",
    "threshold",
    "dicke",
    { spins: 30, field: [0, 0, 0.2], collective: { decay: 15 }, local: { pump: 7.5 } },
  ],
  [
    "around a point of an axis, with an interaction",
    "point",
    "dicke",
    { spins: 20, interaction: { zz: 0.4 }, collective: { decay: 2, pump: 0.5 }, local: { decay: 2, pump: 0.2 } },
  ],
];

describe("light by expansions around where the mean field comes to rest", () => {
  it.each(cases)("%s is that of an exact road, within the estimates", (_, around, exact, input) => {
    const model = spinModel(input);
    const [found, expected] = [numbersBy("fem", model), numbersBy(exact, model)];
    expect(found.ways).toEqual([around, around, around, around, around]);
    found.values.forEach((value, k) => {
      expect(Math.abs(value - expected.values[k]!)).toBeLessThanOrEqual(found.errors[k]! + expected.errors[k]!);
    });
  });

  it("of a million spins is that of linear noise with its next order, to ten digits of S", () => {
    const { field, collective, omega, S_minus_over_N: leading, S_minus_next: next } = data.largeN.models[0]!;
    const model = spinModel({ spins: 1e6, field: field as unknown as [number, number, number], collective });
    const found = emissionSpectrum(model, { frequencies: omega, method: "fem" });
    found.incoherent.forEach((value, k) => {
      expect(found.errorEstimate[k]! / value).toBeLessThan(1e-9);
      // Leading orders are listed with eleven digits, the next to 1e-3.
      expect(Math.abs(value / (1e6 * leading[k]! + next[k]!) - 1)).toBeLessThan(1e-9);
    });
  });

  it("of a laser of a million spins has the linewidth of linear noise and no bunching", () => {
    // w = N Gamma / 2, Gamma = 1: half linewidth (1 + b) / (4 (1 - b)), b = 1/2, and corrections of order 1/N.
    const spins = 1e6;
    const laser = spinModel({ spins, collective: { decay: spins / 2 }, local: { pump: spins / 4 } });
    const { lines, method } = emissionSpectrum(laser, { frequencies: [0] });
    expect(method).toBe("fem");
    expect(Math.abs(lines[0]!.halfWidth - 0.75)).toBeLessThan(100 / spins);
    expect(lines[0]!.error).toBeLessThan(1e-7);
    const { normalized } = correlation(laser, { order: 2, times: [0, 1] });
    expect(Math.abs(normalized[0]![0] - 1)).toBeLessThan(100 / spins);
  });

  it("is refused where the mean field stays nowhere, and below the threshold of a laser, with the regime", () => {
    const orbits = spinModel({ spins: 300, field: [1.5, 0, 0], collective: { decay: 1 } });
    expect(() => emissionSpectrum(orbits, { frequencies, method: "fem" })).toThrow(/not one stable fixed point/);
    const below = spinModel({ spins: 1000, collective: { decay: 500 }, local: { pump: 2.5 } });
    expect(() => emissionSpectrum(below, { frequencies, method: "fem" })).toThrow(/below the threshold of collective/);
  });
});
