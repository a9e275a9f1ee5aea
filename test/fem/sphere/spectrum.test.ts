import { describe, expect, it, vi } from "vitest";
import { slowestDensityModes } from "../../../src/fem/sphere/spectrum.ts";
import { slowestModes } from "../../../src/harmonic/sphere/spectrum.ts";
import { spinModel } from "../../../src/model/spinModel.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const models = {
  parabolic: spinModel({ spins: 20, field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1 } }),
  "not parabolic": spinModel({ spins: 20, field: [1.5, 0, 0], collective: { decay: 1 } }),
  "with frequencies": spinModel({
    spins: 6,
    field: [0.4, 0.2, 0.8],
    collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 },
  }),
};

describe.each(Object.entries(models))("%s", (_name, model) => {
  it("has the ten slowest modes of the harmonic road", () => {
    const found = slowestDensityModes(model);
    const exact = slowestModes(model);
    expect(found.eigenvalues.length).toBeGreaterThanOrEqual(10);
    expect(found.eigenvalues[0]).toEqual([0, 0]);
    for (let k = 0; k < 10; k++) {
      const [re, im] = found.eigenvalues[k]!;
      const [exactRe, exactIm] = exact.eigenvalues[k]!;
      expect(Math.hypot(re - exactRe, im - exactIm)).toBeLessThan(1e-8);
    }
  });
});

it("has as many zeros as conserved quantities", () => {
  const { eigenvalues, zeros } = slowestDensityModes(
    spinModel({ spins: 5, field: [0, 0, 1], collective: { dephasing: 1 } }),
  );
  expect(zeros).toEqual({ count: 6, conserved: "J_z" });
  expect(eigenvalues.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => [0, 0]));
});
