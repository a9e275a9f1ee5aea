import { describe, expect, it } from "vitest";
import { ConvergenceError, NotUniqueError } from "../../src/core/errors.ts";
import { steadyState } from "../../src/fem/sphere/steadyState.ts";
import { spinModel } from "../../src/model/spinModel.ts";

describe("rounding in steady states of transport far above diffusion", () => {
  const fast = spinModel({
    spins: 7,
    field: [4e5, -3e5, 8e5],
    collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 },
  });

  it("is in the estimate: a field of 1e6 rates", () => {
    const { observables, errorEstimate } = steadyState(fast);
    [-0.352113232362, 0.264085314, -0.704226838864].forEach((value, k) => {
      // The value is given to 12 digits.
      expect(Math.abs(observables.mean[k]! - value)).toBeLessThan(errorEstimate.mean[k]! + 1e-12);
      expect(errorEstimate.mean[k]!).toBeLessThan(1e-8);
    });
  });

  it("is in the estimate of the purity: rates of 1e-6 fields", () => {
    const model = spinModel({
      spins: 25,
      field: [0.4, 0.1, 0.2],
      collective: { dephasing: 1e-6, pump: 2e-6, decay: 1e-6 },
    });
    const { observables, errorEstimate } = steadyState(model);
    expect(Math.abs(observables.purity - 0.199253383013)).toBeLessThan(errorEstimate.purity + 1e-12);
    expect(errorEstimate.purity).toBeLessThan(1e-7);
  });

  it("is no larger than the tolerance unsaid: a field of 1e8 rates", () => {
    const { dephasing, pump, decay } = fast.collective;
    const faster = spinModel({ spins: 7, field: [4e7, -3e7, 8e7], collective: { dephasing, pump, decay } });
    expect(() => steadyState(faster)).toThrow(ConvergenceError);
    const { errorEstimate } = steadyState(faster, { tolerance: 1e-4 });
    expect(Math.max(...errorEstimate.mean)).toBeGreaterThan(1e-8);
  });

  it("does not pass for a steady state where it leaves none", () => {
    const still = spinModel({ spins: 8, field: [1e-9, 0, 0.5], collective: { dephasing: 1 } });
    expect(() => steadyState(still)).toThrow(NotUniqueError);
    const slow = spinModel({ spins: 8, field: [0, 0, 0.5], collective: { dephasing: 1, pump: 1e-12, decay: 2e-12 } });
    expect(() => steadyState(slow)).toThrow(/J_z is nearly conserved/);
  });
});
