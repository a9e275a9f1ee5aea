import { describe, expect, it } from "vitest";
import { spinModel } from "../../src/model/spinModel.ts";
import { correlation } from "../../src/roads/correlation.ts";
import { countingStatistics } from "../../src/roads/counting.ts";
import { emissionSpectrum } from "../../src/roads/emission.ts";
import { expectLight, modelsUpTo } from "./roads.ts";

describe.each(["harmonic", "dicke"] as const)("light by %s", (method) => {
  it.each(modelsUpTo(10))("of $name is that of the master equation", (lit) => {
    // The accuracy of the whole band and of the density matrix: rounding, with room for its growth.
    expectLight(lit, method, 1e-10);
  });
});

describe("light of models of the whole class", () => {
  const model = spinModel({
    spins: 6,
    field: [0.3, 0.1, -0.2],
    interaction: { zz: 0.7, xy: -0.3 },
    collective: { decay: 0.2, jumps: [{ rate: 0.5, operator: "Jx + 0.6i*Jy" }] },
    local: { pump: 0.05, jumps: [{ rate: 0.1, operator: "sx + 0.3i*sz" }] },
  });

  it("is the same by both roads, of any operator", () => {
    for (const channel of ["decay", "Jx + 0.6i*Jy"] as const) {
      const [a, b] = (["harmonic", "dicke"] as const).map((method) => ({
        spectrum: emissionSpectrum(model, { channel, method, frequencies: [-1, 0, 0.3] }),
        g2: correlation(model, { channel, method, order: 2, times: [0, 1] }),
        counted: countingStatistics(model, { channel, method }),
      }));
      a!.spectrum.incoherent.forEach((value, k) => {
        const allowed = a!.spectrum.errorEstimate[k]! + b!.spectrum.errorEstimate[k]!;
        expect(Math.abs(value - b!.spectrum.incoherent[k]!)).toBeLessThanOrEqual(allowed);
      });
      a!.g2.values.forEach(([value], k) => {
        const allowed = a!.g2.errorEstimate[k]! + b!.g2.errorEstimate[k]!;
        expect(Math.abs(value - b!.g2.values[k]![0])).toBeLessThanOrEqual(allowed);
      });
      expect(Math.abs(a!.counted.fano - b!.counted.fano)).toBeLessThanOrEqual(
        a!.counted.errorEstimate.fano + b!.counted.errorEstimate.fano,
      );
    }
  });

  it("turns with the model", () => {
    // Fields and jumps about x instead of z: the light of J_y - i J_z is that of J_x - i J_y.
    const upright = spinModel({ spins: 5, field: [0.4, 0.2, 0.1], collective: { decay: 1, dephasing: 0.3 } });
    const turned = spinModel({
      spins: 5,
      field: [0.1, 0.4, 0.2],
      collective: {
        jumps: [
          { rate: 1, operator: [0, 1, "-1i"] },
          { rate: 0.3, operator: [1, 0, 0] },
        ],
      },
    });
    const frequencies = [-0.5, 0.2];
    const expected = emissionSpectrum(upright, { frequencies, method: "harmonic" });
    const found = emissionSpectrum(turned, { frequencies, channel: [0, 1, "-1i"], method: "harmonic" });
    found.incoherent.forEach((value, k) => {
      const allowed = found.errorEstimate[k]! + expected.errorEstimate[k]!;
      expect(Math.abs(value - expected.incoherent[k]!)).toBeLessThanOrEqual(allowed);
    });
  });

  it("in a band that cuts something off has errors that cover it", () => {
    const wide = spinModel({ spins: 30, field: [0.5, 0, 0.1], collective: { dephasing: 1, pump: 1 } });
    const frequencies = [-0.4, 0, 1];
    const exact = emissionSpectrum(wide, { frequencies, method: "harmonic", band: 30 });
    for (const band of [12, 18]) {
      const cut = emissionSpectrum(wide, { frequencies, band, tolerance: 0.5 });
      cut.incoherent.forEach((value, k) => {
        expect(Math.abs(value - exact.incoherent[k]!)).toBeLessThanOrEqual(cut.errorEstimate[k]!);
      });
    }
  });
});
