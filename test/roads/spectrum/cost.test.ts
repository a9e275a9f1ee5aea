import { ResourceLimitError, spectrum, spinModel } from "blochfem";
import { describe, expect, it } from "vitest";
import { dickeSpectrumOutlook, exactSpectrumOutlook, spectrumBand } from "../../../src/roads/spectrum/cost.ts";

describe("exactSpectrumOutlook", () => {
  // Seconds of processor time that the search took; the prediction is meant to a factor of three.
  it.each([
    [100, 13],
    [200, 32],
  ])("is near what moments of %i spins in a tilted field took", (spins, seconds) => {
    const model = spinModel({ spins, field: [0.4, -0.3, 0.8], collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 } });
    const { cost } = exactSpectrumOutlook(model, spectrumBand(model));
    expect(cost.seconds).toBeGreaterThan(seconds / 3);
    expect(cost.seconds).toBeLessThan(3 * seconds);
  });
});

describe("the spectrum of moments in the ball", () => {
  // Band 24 with the one of 4/5 that it is compared with, of 38 spins, and all moments of 33, in random models without an axis.
  it.each([
    [38, 24, 8.6],
    [33, 33, 14.1],
  ])("of %i spins up to degree %i is predicted near what it took", (spins, band, seconds) => {
    const model = spinModel({ spins, field: [0.4, -0.3, 0.8], collective: { decay: 0.9 }, local: { pump: 0.3 } });
    const { cost } = exactSpectrumOutlook(model, band);
    expect(cost.seconds).toBeGreaterThan(seconds / 3);
    expect(cost.seconds).toBeLessThan(3 * seconds);
  });
});

describe("dickeSpectrumOutlook", () => {
  it("counts the sectors of J_z one by one where an interaction is along z, and costs less than the whole matrix", () => {
    const model = spinModel({
      spins: 20,
      field: [0, 0, 0.4],
      interaction: { zz: 1 },
      local: { decay: 0.3, pump: 0.1 },
    });
    const { cost } = dickeSpectrumOutlook(model);
    expect(cost.seconds).toBeLessThan(5);
    expect(cost.seconds).toBeLessThan(exactSpectrumOutlook(model).cost.seconds);
  });
});

describe("a spectrum of all sectors that is too dear", () => {
  const model = spinModel({
    spins: 60,
    field: [0, 0, 0.5],
    interaction: { zz: 1 },
    collective: { decay: 0.5 },
    local: { decay: 0.2, dephasing: 0.1 },
  });

  it.each([
    ["density matrix", { method: "dicke" } as const],
    ["methods within three seconds", { limits: { seconds: 3 } } as const],
  ])("names the sector that answers: %s", (_, options) => {
    expect(() => spectrum(model, options)).toThrow(ResourceLimitError);
    expect(() => spectrum(model, options)).toThrow(/give a sector, 0 for populations or 1/);
  });

  it("does not where a sector is too dear as well, nor where there is none", () => {
    expect(() => spectrum(model, { limits: { seconds: 0.05 } })).toThrow(/shorter time$|limit on seconds$/);
    const tilted = spinModel({ ...model, field: [0.4, 0, 0.5] });
    expect(() => spectrum(tilted, { method: "dicke" })).toThrow(/shorter time$/);
  });

  it.each([0, 1])("is one that the sector %i does not share", (sector) => {
    const { errorEstimate, eigenvalues } = spectrum(model, { sector });
    expect(Math.max(...errorEstimate)).toBeLessThan(1e-8);
    expect(eigenvalues.length).toBeGreaterThan(0);
  });
});
