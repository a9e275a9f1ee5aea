import { describe, expect, it } from "vitest";
import { spinModel } from "../../src/model/spinModel.ts";
import { correlation } from "../../src/roads/correlation.ts";
import { emissionSpectrum } from "../../src/roads/emission.ts";
import { sensitivities } from "../../src/roads/sensitivities.ts";
import data from "../reference/correlations.json" with { type: "json" };
import { frequencies, litModels, REFERENCE_ERROR } from "../reference/correlations.ts";
import { expectLight } from "./roads.ts";

const lit = (name: string) => litModels.find((one) => one.name === name)!;

describe("light by finite elements", () => {
  it("has the spectrum of the master equation where P is parabolic, within its estimate", () => {
    const { model, spectrum } = lit("dephasing=pump=1 N=10 Bx=1.5");
    const found = emissionSpectrum(model, { frequencies, method: "fem" });
    const size = Math.max(...spectrum);
    found.incoherent.forEach((value, k) => {
      const error = Math.abs(value - spectrum[k]!);
      expect(error).toBeLessThanOrEqual(found.errorEstimate[k]! + REFERENCE_ERROR * size);
      // Degree 6 on 320 triangles.
      expect(error).toBeLessThanOrEqual(1e-7 * size);
    });
  });

  it("is followed in time with steps that the error knows of, however far apart the times are", () => {
    const { model } = lit("dephasing=pump=1 N=10 Bx=1.5");
    const times = [0, 1, 2, 6];
    const found = correlation(model, { order: 2, times, method: "fem" });
    const exact = correlation(model, { order: 2, times, method: "dicke" });
    times.forEach((_, k) => {
      const error = Math.abs(found.values[k]![0] - exact.values[k]![0]);
      expect(error).toBeLessThanOrEqual(found.errorEstimate[k]! + exact.errorEstimate[k]!);
      // Of <A^+ A>^2, some 500: what Krylov spaces leave. Steps of 1 alone left 3e-9 of it.
      expect(error).toBeLessThan(1e-11 * 500);
    });
  });

  it("is exact in the ball where moments close: sandwich with its boundary term included", () => {
    // Rounding, with the conditioning of elements of degree 7.
    expectLight(lit("local, equal pump and decay N=4"), "fem", 1e-10);
  });

  it.each(["fluorescence N=4 Bx=0.5", "fluorescence N=10 Bx=1.5", "general field, not parabolic N=10", "local N=4"])(
    "is exact where the equation is not parabolic, in a band that leaves nothing out: %s",
    (name) => {
      // As by harmonics and the density matrix.
      expectLight(lit(name), "fem", 1e-10);
    },
  );

  it("in a band has the sensitivities of the master equation", () => {
    for (const name of ["fluorescence N=10 Bx=1.5", "local N=4"]) {
      const { model, sensitivity } = lit(name);
      const { parameters, errorEstimate, band } = sensitivities(model, { method: "fem" });
      expect(band).toBe(model.spins);
      const size = Math.max(...Object.values(sensitivity).flat().map(Math.abs));
      for (const [parameter, expected] of Object.entries(sensitivity)) {
        parameters[parameter]!.mean.forEach((value, k) => {
          const error = Math.abs(value - expected[k]!);
          expect(error).toBeLessThanOrEqual(1e-10 * size);
          expect(error).toBeLessThanOrEqual(errorEstimate[parameter]!.mean[k]! + REFERENCE_ERROR * size);
        });
      }
    }
  });

  it("is refused where a band would leave something out and nothing else serves, and another road is taken", () => {
    const orbits = spinModel({ spins: 120, field: [1.5, 0, 0], collective: { decay: 1 } });
    expect(() => emissionSpectrum(orbits, { frequencies, method: "fem" })).toThrow(/N is above 100/);
    const { model } = lit("local N=10");
    expect(() => emissionSpectrum(model, { frequencies, method: "fem" })).toThrow(/N is above 8/);
    expect(emissionSpectrum(model, { frequencies }).method).not.toBe("fem");
  });
});

describe("the light of a million spins", () => {
  it("is that of linear noise with its next order", () => {
    const { field, collective, omega, S_minus_over_N: leading, S_minus_next: next } = data.largeN.models[0]!;
    const spins = 1e6;
    const model = spinModel({ spins, field: field as unknown as [number, number, number], collective });
    const found = emissionSpectrum(model, { frequencies: omega });
    expect(found.method).toBe("fem");
    found.incoherent.forEach((value, k) => {
      const expected = spins * leading[k]! + next[k]!;
      // The leading order is listed with eleven digits, and terms of order 1/N are left out.
      expect(Math.abs(value / expected - 1)).toBeLessThan(1e-7);
      // That is 1e-3 for the next order, and some 5e-11 N for the leading one.
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(found.errorEstimate[k]! + 1e-3 + 5e-11 * spins);
    });
  });
});
