import { type SpinModel, spectrum, spinModel } from "blochfem";
import { describe, expect, it } from "vitest";
import { BlochfemError } from "../../../../src/core/errors.ts";
import { pointSpectrum } from "../../../../src/fem/ball/expansion/spectrum.ts";
import { slowestBallModes } from "../../../../src/harmonic/ball/spectrum.ts";
import { fixedPoints } from "../../../../src/model/fixedPoints.ts";
import { randomBall } from "./randomBall.ts";

const mixed = (spins: number): SpinModel =>
  spinModel({
    spins,
    field: [0.4, -0.7, 0.5],
    interaction: { xx: 0.3, zz: -0.5, xy: 0.2 },
    collective: { decay: 0.9, pump: 0.2 },
    local: { decay: 0.4, dephasing: 0.3 },
  });

describe("modes of P around a fixed point of the ball", () => {
  it("are among those of all moments, to their errors, of random models", () => {
    let compared = 0;
    for (const model of randomBall(41, 3, 12, 12)) {
      let found: ReturnType<typeof pointSpectrum>;
      try {
        found = pointSpectrum(model, { count: 4, tolerance: 0.1 });
      } catch (error) {
        expect(error).toBeInstanceOf(BlochfemError);
        continue;
      }
      const exact = slowestBallModes(model, { count: 20, tolerance: 0.9 });
      for (const [k, [real, imaginary]] of found.eigenvalues.entries()) {
        const apart = exact.eigenvalues.map(
          ([re, im], j) => Math.hypot(re - real, im - imaginary) - exact.errorEstimate[j]!,
        );
        expect(Math.min(...apart), JSON.stringify(model)).toBeLessThanOrEqual(found.errorEstimate[k]!);
      }
      compared++;
    }
    expect(compared).toBeGreaterThan(1);
  });

  it("are sums of the rates of the mean field where spins are many", () => {
    const model = mixed(1e6);
    const rates = fixedPoints(model).points[0]!.eigenvalues;
    const { eigenvalues, errorEstimate, zeros } = pointSpectrum(model, { count: 5 });
    expect(zeros.count).toBe(1);
    const orders = [0, 1, 2, 3];
    const expected = orders.flatMap((i) =>
      orders.flatMap((j) =>
        orders.map((k) => [
          i * rates[0]!.real + j * rates[1]!.real + k * rates[2]!.real,
          Math.abs(i * rates[0]!.imaginary + j * rates[1]!.imaginary + k * rates[2]!.imaginary),
        ]),
      ),
    );
    for (const [k, [real, imaginary]] of eigenvalues.entries()) {
      const apart = expected.map(([re, im]) => Math.hypot(re! - real, im! - Math.abs(imaginary)));
      // The next order is 1/N times some ten.
      expect(Math.min(...apart)).toBeLessThan(1e-4);
      expect(errorEstimate[k]).toBeLessThan(1e-8);
    }
  });

  it("are what the spectrum is found by where all moments take minutes, and shown", () => {
    const found = spectrum(mixed(200), { count: 4 });
    expect(found.method).toBe("fem");
    expect(found.expansion?.around).toBe("fixedPoint");
    // Few spins are solved for exactly.
    expect(spectrum(mixed(12), { count: 4 }).method).not.toBe("fem");
  });
});
