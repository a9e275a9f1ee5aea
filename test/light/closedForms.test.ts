import { describe, expect, it } from "vitest";
import { spinModel } from "../../src/model/spinModel.ts";
import { correlation } from "../../src/roads/correlation.ts";
import { countingStatistics } from "../../src/roads/counting.ts";
import { emissionSpectrum } from "../../src/roads/emission.ts";

/** Rounding, at these sizes. */
const ROUNDING = 1e-11;

describe("resonance fluorescence", () => {
  const driven = (spins: number, drive: number) => spinModel({ spins, field: [drive, 0, 0], collective: { decay: 1 } });

  it.each([0.3, 1, 4])("of one atom in a drive of %d has Mandel's Q in closed form", (drive) => {
    // L. Mandel, doi:10.1364/OL.4.000205, with a decay rate c = 2 k.
    const c = 2;
    const expected = (-6 * drive ** 2 * c ** 2) / (c ** 2 + 2 * drive ** 2) ** 2;
    expect(Math.abs(countingStatistics(driven(1, drive)).mandelQ - expected)).toBeLessThan(ROUNDING);
  });

  it("of one atom has Mollow's triplet, with sidebands a third as high in a strong drive", () => {
    const drive = 200;
    const { incoherent } = emissionSpectrum(driven(1, drive), { frequencies: [-drive, 0, drive] });
    // Corrections are of the order of (c / drive)^2.
    expect(Math.abs(incoherent[1]! / incoherent[2]! / 3 - 1)).toBeLessThan((3 * 2 ** 2) / drive ** 2);
    expect(Math.abs(incoherent[0]! / incoherent[2]! - 1)).toBeLessThan(ROUNDING);
    // Antibunched: one atom does not emit two photons at once.
    const [atOnce, later] = correlation(driven(1, drive), { order: 2, times: [0, 20] }).normalized;
    expect(Math.abs(atOnce![0])).toBeLessThan(ROUNDING);
    expect(later![0]).toBeCloseTo(1, 8);
  });

  it("of two atoms has intensity and pairs in closed form", () => {
    // rho ~ (A^+ A)^{-1}, A = J_- - g.
    const drive = 0.7;
    const g = drive ** 2;
    const below = 3 * g ** 2 + 4 * g + 4;
    const first = correlation(driven(2, drive), { order: 1, times: [0] });
    const second = correlation(driven(2, drive), { order: 2, times: [0] });
    expect(Math.abs(first.values[0]![0] - (4 * g ** 2 + 4 * g) / below)).toBeLessThan(ROUNDING);
    expect(Math.abs(second.values[0]![0] - (4 * g ** 2) / below)).toBeLessThan(ROUNDING);
  });

  it("has a spectrum of at least 0 whose integral over 2 pi is the incoherent weight", () => {
    // w = tan(a): the integrand is smooth and periodic in a, and midpoints converge exponentially.
    const points = 400;
    const angles = Array.from({ length: points }, (_, k) => ((k + 0.5) / points - 0.5) * Math.PI);
    const frequencies = angles.map(Math.tan);
    const { incoherent, incoherentWeight } = emissionSpectrum(driven(6, 1.5), { frequencies });
    const sum = incoherent.reduce((total, value, k) => total + value / Math.cos(angles[k]!) ** 2, 0);
    expect(Math.min(...incoherent)).toBeGreaterThanOrEqual(-ROUNDING);
    expect(Math.abs(sum / (2 * points) / incoherentWeight - 1)).toBeLessThan(1e-9);
  });
});

describe("a long time", () => {
  it("leaves the coherent part alone, also where few modes are all that there is", () => {
    const model = spinModel({ spins: 3, field: [1, 0, 0], collective: { pump: 1 } });
    for (const method of ["harmonic", "dicke"] as const) {
      const { values, coherent, errorEstimate } = correlation(model, { order: 1, times: [0, 1e4], method });
      expect(Math.abs(values[1]![0] - coherent)).toBeLessThanOrEqual(errorEstimate[1]!);
      expect(errorEstimate[1]).toBeLessThan(1e-10);
    }
  });
});

describe("a thermal state", () => {
  it("absorbs at each frequency what it emits: k_- S_-(w) = k_+ S_+(-w)", () => {
    const model = spinModel({ spins: 7, field: [0, 0, 0.8], collective: { decay: 1, pump: 0.4, dephasing: 0.2 } });
    const frequencies = [-1, 0, 0.8, 2];
    const down = emissionSpectrum(model, { frequencies }).incoherent;
    const up = emissionSpectrum(model, { frequencies: frequencies.map((w) => -w), channel: "pump" }).incoherent;
    down.forEach((value, k) => {
      expect(Math.abs(value - 0.4 * up[k]!)).toBeLessThan(ROUNDING * Math.max(...down));
    });
    // The field is along z: the line is there.
    expect(down[2]).toBe(Math.max(...down));
  });
});

describe("what makes no sense", () => {
  const model = spinModel({ spins: 3, field: [1, 0, 0], collective: { pump: 1 } });
  const cases: readonly (readonly [string, () => unknown, RegExp])[] = [
    ["no frequencies", () => emissionSpectrum(model, { frequencies: [] }), /no frequencies/],
    ["a frequency that is none", () => emissionSpectrum(model, { frequencies: [0, Number.NaN] }), /NaN/],
    ["times that do not ascend", () => correlation(model, { order: 1, times: [1, 0.5] }), /time 0\.5/],
    ["a third order", () => correlation(model, { order: 3 as 2, times: [0] }), /3, neither 1 nor 2/],
    [
      "a time that takes too long, before any work",
      () => correlation(model, { order: 1, times: [0, 1e9], method: "dicke" }),
      /of processor time, above the limit/,
    ],
    ["an unknown channel", () => emissionSpectrum(model, { channel: "up", frequencies: [0] }), /up is unknown/],
    ["a channel that emits nothing", () => countingStatistics(model), /count the channel that emits: pump/],
    [
      "a conserved quantity",
      () => emissionSpectrum(spinModel({ spins: 3, field: [0, 0, 1] }), { frequencies: [0] }),
      /conserved/,
    ],
  ];
  it.each(cases)("is refused in one sentence: %s", (_, ask, message) => {
    expect(ask).toThrow(message);
  });

  it("is not light of a channel without a rate: its spectrum is that of J_-", () => {
    expect(emissionSpectrum(model, { frequencies: [0] }).incoherentWeight).toBeGreaterThan(0);
  });
});
