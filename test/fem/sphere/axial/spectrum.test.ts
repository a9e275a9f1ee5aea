import { describe, expect, it } from "vitest";
import { chartModes } from "../../../../src/fem/sphere/axial/spectrum.ts";
import { bandGenerator, harmonicBand } from "../../../../src/fem/sphere/band.ts";
import { slowestDensityModes } from "../../../../src/fem/sphere/spectrum.ts";
import { slowestModes } from "../../../../src/harmonic/sphere/spectrum.ts";
import { ordinaryRounding } from "../../../../src/linalg/eigen/eigenvalueError.ts";
import { fixedPoints } from "../../../../src/model/fixedPoints.ts";
import { spinModel } from "../../../../src/model/spinModel.ts";
import { modesOf } from "../../../../src/state/modes.ts";
import { spectrumSettings } from "../../../../src/state/spectrum.ts";

const narrow = { field: [0.5, 0, 0.2], collective: { decay: 1 } } as const;
const broad = { field: [1.5, 0, 0], collective: { decay: 1 } } as const;

describe("slow modes in charts around an axis", () => {
  it("are those of the whole hierarchy within their errors, around a fixed point", () => {
    const model = spinModel({ spins: 24, ...narrow, field: [0.25, 0, 0.2] });
    // Modes beyond come twice, and are ill-conditioned among all harmonics; frequencies of order N are not searched.
    const exact = slowestModes(model, { count: 5, tolerance: 1e-3, frequencyLimit: 1 });
    const { modes } = chartModes(model, ordinaryRounding, spectrumSettings({ count: 5 }))!;
    for (const [k, { real, imaginary, error }] of modes.eigenvalues.entries()) {
      const [re, im] = exact.eigenvalues[k]!;
      expect(Math.hypot(real - re, imaginary - im)).toBeLessThanOrEqual(error + exact.errorEstimate[k]!);
      expect(error).toBeLessThan(1e-3);
    }
  });

  it("are those of a band of plain harmonics where P turns, which a strong field makes narrow", () => {
    const model = spinModel({ spins: 1000, field: [3, 0, 0], collective: { decay: 1 } });
    const settings = spectrumSettings({ count: 8 });
    const { modes } = chartModes(model, ordinaryRounding, settings)!;
    const plain = modesOf(model, bandGenerator(harmonicBand(20), model), ordinaryRounding, settings).eigenvalues;
    for (const [k, { real, imaginary, error }] of modes.eigenvalues.entries()) {
      // A shift by 1.41 turns the sphere rigidly: harmonics fall as ((1.41 - 1) / (1.41 + 1))^l.
      expect(Math.hypot(real - plain[k]!.real, imaginary - plain[k]!.imaginary)).toBeLessThan(error + 0.17 ** 12);
    }
  });

  it("come from the stable and the unstable fixed point, with the rates of the mean field for large N", () => {
    const spins = 100_000;
    const model = spinModel({ spins, ...narrow });
    const { eigenvalues, errorEstimate } = slowestDensityModes(model, { count: 12, frequencyScale: 0.3 });
    const [{ real, imaginary }] = fixedPoints(model).points.find(({ kind }) => kind === "stable")!.eigenvalues as [
      { real: number; imaginary: number },
    ];
    // j and k quanta of the pair of rates; those of the unstable point begin with one of each.
    const expected = [0, 1, 2, 3]
      .flatMap((n) => Array.from({ length: n + 1 }, (_, j) => [j, n - j] as const))
      .flatMap(([j, k]) => (j > 0 && k > 0 ? [[j, k] as const, [j, k] as const] : [[j, k] as const]))
      .map(([j, k]) => [(j + k) * real, Math.abs((j - k) * imaginary)] as const);
    for (const [re, im] of expected) {
      const near = eigenvalues.filter(([a, b]) => Math.hypot(a - re, Math.abs(b) - im) < 20 / spins);
      const wanted = expected.filter(([a, b]) => Math.hypot(a - re, b - im) < 1e-9);
      expect(near.length).toBe(wanted.length);
    }
    expect(Math.max(...errorEstimate)).toBeLessThan(1e-8);
  });

  it("at N = 1000, where the band of all harmonics is out of reach", () => {
    const found = slowestDensityModes(spinModel({ spins: 1000, ...broad }));
    expect(found.functions).toBe("shiftedSphere");
    expect(found.eigenvalues[0]).toEqual([0, 0]);
    expect(found.zeros.count).toBe(1);
    expect(Math.max(...found.errorEstimate)).toBeLessThan(2.5e-8);
    // The drift along the orbits averages out: rates are those of diffusion, of order 1/N.
    expect(found.eigenvalues[1]![0] * 1000).toBeCloseTo(-1.44, 1);
  });
});
