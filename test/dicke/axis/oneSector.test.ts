import { describe, expect, it } from "vitest";
import { sectorSpectrum } from "../../../src/dicke/axis/spectrum.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { spectrum } from "../../../src/roads/spectrum.ts";
import laser from "../../reference/laser.json" with { type: "json" };

/** Eigenvalues with imaginary part >= 0, a pair once. */
const upper = (values: readonly (readonly [number, number])[]): (readonly [number, number])[] =>
  values.filter(([, im]) => im >= 0).map(([re, im]) => [re, im]);

describe("one sector", () => {
  it.each<[string, SpinModel]>([
    ["of a field", spinModel({ spins: 6, field: [0, 0, 3], collective: { decay: 2 }, local: { pump: 0.7 } })],
    [
      "of all rates and an interaction",
      spinModel({
        spins: 5,
        field: [0, 0, 0.4],
        interaction: { zz: 0.8 },
        collective: { decay: 0.3, pump: 0.1, dephasing: 0.2 },
        local: { pump: 0.4, decay: 0.2, dephasing: 0.3 },
      }),
    ],
    ["of a chain", spinModel({ spins: 6, field: [0, 0, 0.7], collective: { decay: 0.4, dephasing: 0.2 } })],
  ])("holds with the others all eigenvalues of the Liouvillian: %s", (_, model) => {
    const count = 1000;
    const whole = upper(sectorSpectrum(model, { count }).eigenvalues);
    const sectors = Array.from({ length: model.spins + 1 }, (_, sector) =>
      upper(sectorSpectrum(model, { count, sector }).eigenvalues),
    );
    // Each of a sector is in the whole list, where it stands as often as it is found.
    const left = [...whole];
    for (const [re, im] of sectors.flat()) {
      const at = left.findIndex(([a, b]) => Math.hypot(a - re, b - im) < 1e-9);
      expect(at, `${re} + ${im} i`).toBeGreaterThanOrEqual(0);
      left.splice(at, 1);
    }
    // Real ones of coherence q > 0 stand twice there, for q and -q.
    expect(left.every(([, im]) => im === 0)).toBe(true);
  });

  it("has no zero but that of the populations", () => {
    const model = spinModel({ spins: 6, field: [0, 0, 3], collective: { decay: 2 }, local: { pump: 0.7 } });
    expect(spectrum(model, { sector: 0 }).zeros.count).toBe(1);
    const light = spectrum(model, { sector: 1, count: 1 });
    expect(light.zeros).toEqual({ count: 0, conserved: null });
    expect(light.relaxationGap).toBe(-light.eigenvalues[0]![0]);
    expect(light.eigenvalues.map(([, im]) => Math.abs(im))).toEqual([3, 3]);
  });

  it.each(laser.steady.filter(({ model }) => model.spins <= 100))(
    "of the light has half the linewidth as its slowest rate: case $case, N = $model.spins",
    ({ model, halfLinewidth }) => {
      const found = sectorSpectrum(spinModel(model), { sector: 1, count: 1 });
      // Twelve decimals are given.
      expect(Math.abs(found.eigenvalues[0]![0] + halfLinewidth)).toBeLessThan(1e-12 + found.errorEstimate[0]!);
      expect(found.errorEstimate[0]).toBeLessThan(1e-8);
    },
  );

  it("says below which frequency no mode is slower, where not all are computed", () => {
    const [{ model }] = laser.steady.filter(({ model }) => model.spins === 100) as [(typeof laser.steady)[0]];
    const { searched } = sectorSpectrum(spinModel(model), { sector: 1, count: 1 });
    expect(searched![1]).toBeGreaterThan(10);
    const few = sectorSpectrum(spinModel(laser.steady[0]!.model), { sector: 1, count: 1 });
    expect(few.searched).toBe(null);
  });

  it("is refused where there is none", () => {
    const across = spinModel({ spins: 4, field: [1, 0, 0], collective: { decay: 1 } });
    expect(() => spectrum(across, { sector: 1 })).toThrow(/the model has none/);
    const along = spinModel({ spins: 4, collective: { decay: 1 } });
    expect(() => spectrum(along, { sector: 5 })).toThrow(/from 0 to 4/);
    expect(() => spectrum(along, { sector: 0.5 })).toThrow(/not 0, 1, 2/);
    expect(() => spectrum(along, { method: "harmonic", sector: 1 } as never)).toThrow(/does not go with/);
  });
});
