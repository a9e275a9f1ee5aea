import { describe, expect, it } from "vitest";
import { sectorSpectrum } from "../../../src/dicke/axis/spectrum.ts";
import { axisSectorSpectrum } from "../../../src/fem/axis/spectrum.ts";
import { type SpinModel, type SpinModelInput, spinModel } from "../../../src/model/spinModel.ts";
import laser from "../../reference/laser.json" with { type: "json" };

/** Cases A and D of laser.json. */
const caseOf = (name: string, spins: number): SpinModel =>
  spinModel({
    spins,
    collective: { decay: spins / 2 },
    local: name === "A" ? { pump: spins / 4 } : { pump: spins / 8, dephasing: 1, decay: 0.5 },
  });

const wide = Object.entries(laser.halfLinewidth).flatMap(([spins, values]) =>
  Object.entries(values).map(([name, half]) => [name, Number(spins), half] as const),
);
const narrow = laser.steady
  .filter(({ model }) => model.spins >= 100)
  .map((one) => [one.case, one.model.spins, one.halfLinewidth] as const);

describe("modes of P around its axis", () => {
  it.each([...narrow, ...wide])("have half the linewidth of another program: case %s, N = %s", (name, spins, half) => {
    const { eigenvalues, errorEstimate } = axisSectorSpectrum(caseOf(name, spins), { sector: 1, count: 1 });
    // Ten decimals are given of the larger ones.
    expect(Math.abs(eigenvalues[0]![0] + half)).toBeLessThan(1e-10 + errorEstimate[0]!);
    expect(Math.abs(eigenvalues[0]![0] + half)).toBeLessThan(1e-8);
    expect(errorEstimate[0]).toBeLessThan(3e-8);
  });

  it.each<[string, SpinModelInput, number]>([
    ["of the populations", { spins: 100, collective: { decay: 50 }, local: { pump: 25 } }, 0],
    ["of the light in a field", { spins: 100, field: [0, 0, 7], collective: { decay: 50 }, local: { pump: 30 } }, 1],
    ["of the second coherence", { spins: 100, field: [0, 0, 2], collective: { decay: 50 }, local: { pump: 20 } }, 2],
    [
      "around a point",
      { spins: 100, field: [0, 0, 2], collective: { decay: 20, pump: 5 }, local: { pump: 1, decay: 20, dephasing: 1 } },
      1,
    ],
    ["near threshold", { spins: 100, collective: { decay: 50, dephasing: 1 }, local: { pump: 48.5 } }, 1],
  ])("are those of the density matrix: %s", (_, input, sector) => {
    const model = spinModel(input);
    // Populations are searched for in a range of frequencies, which is to be the same.
    const [ours, theirs] = [axisSectorSpectrum, sectorSpectrum].map((solve) =>
      solve(model, { sector, count: 2, ...(sector === 0 ? { frequencyLimit: 60 } : {}) }),
    );
    for (const [k, [re, im]] of ours!.eigenvalues.entries()) {
      const [real, imaginary] = theirs!.eigenvalues[k]!;
      const allowed = ours!.errorEstimate[k]! + theirs!.errorEstimate[k]!;
      expect(Math.hypot(re - real, im - imaginary)).toBeLessThanOrEqual(allowed);
    }
  });

  it.each([
    [1, 2, 5],
    [1, 2, 50],
  ])(
    "are those of the density matrix where coherences turn at different speeds: m = %s, B = %s, chi = %s",
    (sector, field, zz) => {
      const model = spinModel({ ...caseOf("A", 100), field: [0, 0, field], interaction: { zz } });
      // Only so far is the density matrix searched.
      const frequencyLimit = 2 * (sector * zz + field + 1);
      const [ours, theirs] = [axisSectorSpectrum, sectorSpectrum].map((solve) =>
        solve(model, { sector, count: 2, frequencyLimit }),
      );
      expect(Math.abs(ours!.eigenvalues[0]![1])).toBeGreaterThan(0.1);
      for (const [k, [re, im]] of ours!.eigenvalues.entries()) {
        const [real, imaginary] = theirs!.eigenvalues[k]!;
        const allowed = ours!.errorEstimate[k]! + theirs!.errorEstimate[k]!;
        expect(Math.hypot(re - real, im - imaginary)).toBeLessThanOrEqual(allowed);
        expect(ours!.errorEstimate[k]).toBeLessThan(1e-9);
      }
    },
  );

  it("are those of a million spins with an interaction, turned by chi m z of the ring", () => {
    const model = spinModel({ ...caseOf("A", 1e6), interaction: { zz: 0.3 } });
    const [slowest] = axisSectorSpectrum(model, { sector: 1, count: 1 }).eigenvalues;
    // z = 1/2 + 1/N, and rates of the order of 1.
    expect(Math.abs(slowest![1] - 0.15)).toBeLessThan(1e-5);
    expect(Math.abs(slowest![0] + 0.75)).toBeLessThan(0.1);
  });

  it("are none of a sector that there is not, and 0 among populations", () => {
    const twisted = spinModel({ ...caseOf("A", 200), interaction: { zz: 1 } });
    expect(axisSectorSpectrum(twisted, { sector: 0, count: 1 }).eigenvalues[0]).toEqual([0, 0]);
    expect(() => axisSectorSpectrum(caseOf("A", 200), { sector: 201 })).toThrow(/have those from 0 to 200/);
  });
});
