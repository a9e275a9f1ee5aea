import { describe, expect, it } from "vitest";
import { spinModel } from "../../src/model/spinModel.ts";
import { emissionSpectrum } from "../../src/roads/emission.ts";

describe("emission at frequencies that the Krylov space of the inverse does not reach", () => {
  const model = spinModel({ spins: 20, field: [1.5, 0, 0.3], collective: { decay: 1, dephasing: 0.1 } });

  it("is the same by two roads, within their errors, which are small", () => {
    const frequencies = [-900, 60, 300];
    const [dicke, harmonic] = (["dicke", "harmonic"] as const).map((method) =>
      emissionSpectrum(model, { frequencies, method }),
    );
    for (const k of frequencies.keys()) {
      const [value, error] = [dicke!.incoherent[k]!, dicke!.errorEstimate[k]!];
      expect(Math.abs(value - harmonic!.incoherent[k]!)).toBeLessThanOrEqual(error + harmonic!.errorEstimate[k]!);
      // The real part is what is left of one that is larger by the frequency over the rates.
      expect(harmonic!.errorEstimate[k]!).toBeLessThan(1e-5 * value);
      expect(error).toBeLessThan(1e-3 * value);
    }
  });

  it("is what it is beside frequencies within reach", () => {
    const alone = emissionSpectrum(model, { frequencies: [250], method: "dicke" });
    const beside = emissionSpectrum(model, { frequencies: [-1, 0, 0.5, 250], method: "dicke" });
    const difference = Math.abs(alone.incoherent[0]! - beside.incoherent[3]!);
    expect(difference).toBeLessThanOrEqual(alone.errorEstimate[0]! + beside.errorEstimate[3]!);
    expect(alone.errorEstimate[0]!).toBeLessThan(1e-3 * alone.incoherent[0]!);
  });

  it("falls with the frequency as the rates of change of A say: S w^2 tends to a constant", () => {
    const [near, far] = emissionSpectrum(model, { frequencies: [1e4, 1e5], method: "harmonic" }).incoherent;
    // The next term is smaller by (rate / w)^2, rates below 100.
    expect(Math.abs((far! * 1e10) / (near! * 1e8) - 1)).toBeLessThan(1e-4);
  });
});
