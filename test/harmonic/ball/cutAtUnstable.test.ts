import { describe, expect, it } from "vitest";
import { ConvergenceError } from "../../../src/core/errors.ts";
import { steadyBall } from "../../../src/harmonic/ball/steady.ts";
import { departs } from "../../../src/model/departure.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { steady } from "../../../src/roads/steady.ts";

/** A laser at half its upper threshold, whose mean is (0, 0, 1/2 + 1/N) (docs/physics.md); all up, the mean field departs. */
const laserOf = (spins: number, across = 0): SpinModel =>
  spinModel({ spins, field: [across, 0, 0], collective: { decay: spins / 2 }, local: { pump: spins / 4 } });

describe("moments that are cut off", () => {
  it.each([1e3, 1e4, 1e6, 1e8].flatMap((spins) => [6, 10, 18].map((band) => [spins, band] as const)))(
    "are not taken for a state of N = %s where degrees up to %s settle on what is unstable",
    (spins, band) => {
      let found: ReturnType<typeof steadyBall>;
      try {
        found = steadyBall(laserOf(spins), { band });
      } catch (error) {
        expect(error).toBeInstanceOf(ConvergenceError);
        return;
      }
      expect(Math.abs(found.observables.mean[2] - (0.5 + 1 / spins))).toBeLessThanOrEqual(found.momentError);
    },
  );

  it("are not trusted to what two bands differ by where they have not begun to converge: a laser of 289 spins, degree 11", () => {
    const model = spinModel({
      spins: 289,
      collective: { decay: 144.5 },
      local: { pump: 83.9, decay: 0.149, dephasing: 4.41 },
    });
    const exact = steady(model, { method: "dicke" });
    const { observables, momentError } = steadyBall(model, { band: 11 });
    for (const group of ["mean", "square", "cross"] as const) {
      for (const [k, value] of observables[group].entries()) {
        const allowed = momentError + exact.errorEstimate[group][k]!;
        expect(Math.abs(value - exact.observables[group][k]!)).toBeLessThanOrEqual(allowed);
      }
    }
  });

  it("are passed over in favour of a higher band: N = 200", () => {
    const { observables, momentError } = steadyBall(laserOf(200), { tolerance: 1e-6, maximumBand: 100 });
    expect(Math.abs(observables.mean[2] - 0.5049970267)).toBeLessThanOrEqual(momentError + 1e-10);
  });

  it("are no answer where few are tried before anything else, whatever the tolerance", () => {
    for (const spins of [1e4, 1e8]) {
      expect(() => steadyBall(laserOf(spins, 1e-3 * spins), { tolerance: 1e-3, maximumBand: 18 })).toThrow(
        ConvergenceError,
      );
    }
  });
});

describe("the mean field departs", () => {
  it("from the unstable place of a laser, if the state is narrower than where the path ends", () => {
    expect(departs(laserOf(1e6), [0, 0, 1], 1e-3)).toBe(true);
    expect(departs(laserOf(1e6), [0, 0, 1], 0.3)).toBe(false);
  });

  it("from the unstable pole of decay alone, and not from the stable one", () => {
    const decaying = spinModel({ spins: 1000, collective: { decay: 1 } });
    expect(departs(decaying, [0, 0, 1], 0.04)).toBe(true);
    expect(departs(decaying, [0, 0, -1], 0.04)).toBe(false);
  });

  it("not from a stable place, nor from the centre of closed orbits", () => {
    const driven = spinModel({ spins: 1e4, field: [0.5, 0, 0], collective: { decay: 1 } });
    expect(departs(driven, [0, -0.5, -Math.sqrt(0.75)], 0.01)).toBe(false);
    const turning = spinModel({ spins: 1e4, field: [0, 0, 1] });
    expect(departs(turning, [0, 0, 1], 0.01)).toBe(false);
  });
});
