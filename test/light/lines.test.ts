import { describe, expect, it } from "vitest";
import { spinModel } from "../../src/model/spinModel.ts";
import { emissionSpectrum } from "../../src/roads/emission.ts";

const frequencies = Array.from({ length: 41 }, (_, k) => (k - 20) / 4);

describe("lines of an emission spectrum", () => {
  it.each(["harmonic", "dicke"] as const)("of one atom are Mollow's triplet, by %s", (method) => {
    const [drive, decay] = [5, 2];
    const model = spinModel({ spins: 1, field: [drive, 0, 0], collective: { decay: decay / 2 } });
    const { lines, incoherentWeight } = emissionSpectrum(model, { frequencies, method });
    // B. R. Mollow, doi:10.1103/PhysRev.188.1969: -c/2 and -3c/4 +- i sqrt(W^2 - c^2/16).
    const shift = Math.sqrt(drive ** 2 - decay ** 2 / 16);
    const expected = [
      [0, decay / 2],
      [shift, (3 * decay) / 4],
      [-shift, (3 * decay) / 4],
    ];
    expect(lines.map(({ frequency, halfWidth }) => [frequency, halfWidth])).toHaveLength(3);
    lines.forEach(({ frequency, halfWidth, error }, k) => {
      const off = Math.hypot(frequency - expected[k]![0]!, halfWidth - expected[k]![1]!);
      expect(off).toBeLessThanOrEqual(error);
      expect(error).toBeLessThan(1e-10);
    });
    // The middle line has half of the whole population, W^2 / (c^2 + 2 W^2).
    expect(lines[0]!.weight).toBeCloseTo(drive ** 2 / (2 * (decay ** 2 + 2 * drive ** 2)), 11);
    expect(lines.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(incoherentWeight, 11);
  });

  it("add up to the spectrum where all are known, with an interaction and local decay, on either side of 0", () => {
    const model = spinModel({
      spins: 2,
      field: [0.8, 0.3, 0.5],
      interaction: { zz: 0.7 },
      collective: { decay: 0.4 },
      local: { decay: 0.3 },
    });
    const found = emissionSpectrum(model, { frequencies, method: "dicke" });
    const { lines, incoherent, errorEstimate } = found;
    const known = frequencies.map((w) =>
      lines.reduce(
        (sum, { frequency, halfWidth, weight, dispersion }) =>
          sum + (2 * (weight * halfWidth + dispersion * (w - frequency))) / ((w - frequency) ** 2 + halfWidth ** 2),
        0,
      ),
    );
    const missing = Math.max(...incoherent.map((value, k) => Math.abs(value - known[k]!)));
    // Shares below 1e-9 of the weight are not listed.
    expect(lines.length).toBeGreaterThan(5);
    expect(missing).toBeLessThan(1e-7 + Math.max(...errorEstimate));
  });

  it("are the same on all roads, and none is listed where the light is coherent to rounding", () => {
    const model = spinModel({ spins: 6, field: [1.5, 0, 0.3], collective: { decay: 1 } });
    const [first, second] = (["harmonic", "dicke"] as const).map((method) =>
      emissionSpectrum(model, { frequencies: [0], method }),
    );
    expect(first!.lines).toHaveLength(second!.lines.length);
    first!.lines.forEach((line, k) => {
      const other = second!.lines[k]!;
      const apart = Math.hypot(line.frequency - other.frequency, line.halfWidth - other.halfWidth);
      expect(apart).toBeLessThanOrEqual(line.error + other.error);
      expect(Math.abs(line.weight - other.weight)).toBeLessThanOrEqual(line.weightError + other.weightError);
    });
    const coherent = spinModel({ spins: 60, field: [0.3, 0, 0], collective: { decay: 1 } });
    const { lines, weightError } = emissionSpectrum(coherent, { frequencies: [0], method: "dicke" });
    for (const line of lines) expect(line.weight).toBeGreaterThan(line.weightError);
    expect(weightError).toBeLessThan(1e-8);
  });
});
