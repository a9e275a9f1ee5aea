import { describe, expect, it } from "vitest";
import { spinModel } from "../../../src/model/spinModel.ts";
import { exactSpectrumOutlook, spectrumBand } from "../../../src/roads/spectrum/cost.ts";

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
