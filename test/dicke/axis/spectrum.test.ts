import { describe, expect, it } from "vitest";
import { sectorSpectrum } from "../../../src/dicke/axis/spectrum.ts";
import { symmetricSpectrum } from "../../../src/dicke/symmetric/spectrum.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { spectrum } from "../../../src/roads/spectrum.ts";

const laser = (spins: number, parts: Partial<SpinModel> = {}): SpinModel =>
  spinModel({ spins, collective: { decay: spins / 2 }, local: { pump: spins / 8 }, ...parts });

describe("sectorSpectrum", () => {
  it.each([
    ["no field", laser(9), {}],
    ["a field along z", laser(9, { field: [0, 0, 3] }), {}],
    ["a place off the axis", laser(9, { field: [0, 0, 3] }), { near: [-1, 4.2] as const }],
    ["a limit of the frequencies", laser(9, { field: [0, 0, 3] }), { frequencyLimit: 4 }],
    ["all rates", laser(8, { field: [0, 0, 0.7], local: { pump: 0.4, decay: 0.2, dephasing: 0.3 } }), {}],
    ["no local rates", laser(8, { field: [0, 0, 0.7], local: { pump: 0, decay: 0, dephasing: 0 } }), {}],
    ["conserved populations", spinModel({ spins: 5, field: [0, 0, 0.7], local: { dephasing: 1 } }), {}],
  ])("has the eigenvalues of the whole Liouvillian: %s", (_, model, options) => {
    const [found, whole] = [sectorSpectrum(model, options), symmetricSpectrum(model, options)];
    expect(found.zeros).toEqual(whole.zeros);
    expect(found.searched).toEqual(whole.searched);
    expect(found.eigenvalues).toHaveLength(whole.eigenvalues.length);
    for (const [k, [re, im]] of found.eigenvalues.entries()) {
      const apart = Math.hypot(re - whole.eigenvalues[k]![0], im - whole.eigenvalues[k]![1]);
      expect(apart).toBeLessThanOrEqual(found.errorEstimate[k]! + whole.errorEstimate[k]! + 1e-13);
    }
  });

  it("finds the linewidth of a laser of 40 spins by itself, whatever the frequency", () => {
    const local = { pump: 5, dephasing: 1, decay: 0.5 };
    for (const frequency of [0, 1000]) {
      const model = laser(40, { field: [0, 0, frequency], local });
      const { method, eigenvalues, errorEstimate } = spectrum(model, { count: 5 });
      expect(method).toBe("dicke");
      // The smallest rate of coherence 1, from an independent program: twelve decimals.
      expect(Math.abs(eigenvalues[1]![0] + 1.826777065013)).toBeLessThan(1e-12 + errorEstimate[1]!);
      expect(eigenvalues[1]![1]).toBeCloseTo(frequency, 9);
    }
  });
});
