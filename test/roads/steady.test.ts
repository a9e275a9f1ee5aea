import { describe, expect, it } from "vitest";
import { InputError, spinModel, steady } from "../../src/index.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";

const critical = (spins: number, field = 1) => spinModel({ spins, field: [field, 0, 0], collective: { decay: 1 } });

describe("steady chooses", () => {
  it("finite elements where they are predicted to do", () => {
    const found = steady(spinModel({ spins: 40, field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1 } }));
    expect(found.method).toBe("fem");
    expect(found.reason).toMatch(/^fem is the first choice/);
    expect(Math.max(...found.errorEstimate.mean)).toBeLessThanOrEqual(1e-8);
  });

  it("an exact road where the equation is not parabolic and N is large, and says why", () => {
    const found = steady(critical(150));
    expect(found.method).not.toBe("fem");
    expect(found.reason).toMatch(/since fem was not tried: the equation is not parabolic/);
  });

  it("finite elements in the full band where the equation is not parabolic and N is not large", () => {
    const found = steady(critical(20));
    expect(found.method).toBe("fem");
    // Puri and Lawande: rho ~ (A^+ A)^-1, A = J_- - g.
    expect(found.observables.mean[1]).toBeCloseTo(0.84853291700394, 12);
    expect(found.observables.mean[2]).toBeCloseTo(-0.23461488785537, 12);
  });

  it("the road that the options name", () => {
    const model = critical(6, 1.5);
    expect(steady(model, { method: "harmonic" }).method).toBe("harmonic");
    expect(steady(model, { band: 4, tolerance: 0.5 }).method).not.toBe("dicke");
    expect(steady(model, { mesh: icosphere(2), degree: 4, tolerance: 0.1 }).method).toBe("fem");
  });
});

describe("steady refuses", () => {
  const model = critical(6);

  it("options of different methods", () => {
    expect(() => steady(model, { method: "dicke", band: 3 })).toThrow(InputError);
    expect(() => steady(model, { method: "harmonic", degree: 3 })).toThrow(
      /"degree" does not go with "method" harmonic/,
    );
    expect(() => steady(model, { scheme: "fluxCorrection", degree: 3 })).toThrow(/"degree" does not go with "scheme"/);
  });

  it.each([-1, 0, 1, 2, 1e-18, Number.NaN])("the tolerance %s, by every road", (tolerance) => {
    for (const method of ["auto", "fem", "harmonic", "dicke"] as const)
      expect(() => steady(model, { method, tolerance })).toThrow(/the tolerance is/);
  });

  it.each(["fem", "harmonic", "dicke"] as const)("an estimate above the tolerance, by %s", (method) => {
    // Rounding alone is above it in the exact roads; this band leaves out half of what matters.
    const options = method === "fem" ? { band: 40 } : { tolerance: 1e-14 };
    expect(() => steady(critical(100), { method, ...options })).toThrow(/above the tolerance/);
  });
});
