import { ConvergenceError, InputError, ResourceLimitError, spinModel, steady } from "blochfem";
import { icosphere } from "blochfem/mesh";
import { describe, expect, it } from "vitest";

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

  it("moments in the ball where those of each degree close on their own: all of them of few spins, with the purity", () => {
    const rates = { collective: { dephasing: 0.3, pump: 0.6, decay: 0.6 }, local: { decay: 0.3 } };
    const few = steady(spinModel({ spins: 24, field: [0.7, 0, 0.4], ...rates }));
    expect(few).toMatchObject({ method: "harmonic", band: { degree: 24 } });
    const exact = steady(few.model, { method: "dicke" });
    expect(Math.abs(few.observables.purity - exact.observables.purity)).toBeLessThanOrEqual(
      few.errorEstimate.purity + exact.errorEstimate.purity,
    );
    expect(few.errorEstimate.purity).toBeLessThan(1e-10);
    const many = steady(spinModel({ spins: 300, field: [0.7, 0, 0.4], ...rates }));
    expect(many).toMatchObject({ method: "harmonic", band: { degree: 12 } });
    // P is sought on a mesh where that is asked for.
    expect(steady(many.model, { method: "fem", purity: false }).density).not.toBeNull();
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
    // @ts-expect-error the compiler says so, too
    expect(() => steady(model, { method: "dicke", band: 3 })).toThrow(InputError);
    // @ts-expect-error the same
    const harmonic = () => steady(model, { method: "harmonic", degree: 3 });
    expect(harmonic).toThrow(/"degree" does not go with "method" harmonic/);
    expect(() => steady(model, { scheme: "fluxCorrection", degree: 3 })).toThrow(/"degree" does not go with "scheme"/);
  });

  it.each([-1, 0, 1, 2, 1e-18, Number.NaN])("the tolerance %s, by every road", (tolerance) => {
    for (const method of ["auto", "fem", "harmonic", "dicke"] as const)
      expect(() => steady(model, { method, tolerance })).toThrow(/the tolerance is/);
  });

  it.each(["fem", "harmonic", "dicke"] as const)("an estimate above the tolerance, by %s", (method) => {
    // Rounding alone is above it in the exact roads; this band leaves out half of what matters.
    const options = method === "fem" ? ({ method, band: 40 } as const) : ({ method, tolerance: 1e-14 } as const);
    expect(() => steady(critical(100), options)).toThrow(/above the tolerance/);
  });
});

describe("models that no single road would do for", () => {
  it("a laser of 200 spins: populations", () => {
    const found = steady(spinModel({ spins: 200, collective: { decay: 100 }, local: { pump: 25 } }));
    expect(found.method).toBe("dicke");
    // Full density matrix, before populations were solved for alone.
    expect(found.observables.mean[2]).toBeCloseTo(0.25499964995605995, 12);
  });

  it("N = 1: second moments are constants", () => {
    const { observables } = steady(spinModel({ spins: 1, field: [1, 0, 0], collective: { decay: 1 } }));
    expect(observables.mean[2]).toBeCloseTo(-2 / 3, 12);
    for (const value of observables.square) expect(value).toBeCloseTo(1, 12);
  });

  it("N = 63, a tilted field and little dephasing; N = 10, a local rate of 1e-7", () => {
    const tilted = steady(
      spinModel({ spins: 63, field: [0.3, 0.4, 1.2], collective: { dephasing: 0.05, pump: 0.9, decay: 0.01 } }),
    );
    // The harmonic and the Dicke road agree to these digits.
    [0.306620397045604, 0.0998561488957216, 0.946124362134694].forEach((value, k) => {
      expect(tilted.observables.mean[k]).toBeCloseTo(value, 12);
    });
    const weak = steady(spinModel({ spins: 10, field: [0.6, 0, 0], collective: { pump: 1 }, local: { decay: 1e-7 } }));
    expect(weak.observables.mean[1]).toBeCloseTo(-0.21159195705, 8);
  });

  it("a harmonic band that is singular because it is cut is no property of the model", () => {
    const laser = spinModel({ spins: 1000, collective: { decay: 500 }, local: { pump: 125 } });
    // Once: all bands up to the widest are tried before it gives up.
    let failure: unknown = null;
    try {
      steady(laser, { method: "harmonic" });
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(ConvergenceError);
    expect(String(failure)).not.toMatch(/unique|conserve/);
  }, 60_000);

  it.each(["auto", "fem", "harmonic", "dicke"] as const)(
    "a nearly conserved quantity, one message, by %s",
    (method) => {
      const model = spinModel({ spins: 8, field: [1e-9, 0, 0.5], collective: { dephasing: 1 } });
      expect(() => steady(model, { method })).toThrow(
        /J_z is nearly conserved. Only the field across z, 1e-9 changes it/,
      );
      const weak = spinModel({ spins: 8, field: [0.4, 0, 0.3], collective: { decay: 1 }, local: { decay: 1e-15 } });
      expect(() => steady(weak, { method })).toThrow(
        /J\^2, the length of the total spin, is nearly conserved. Only the local rates/,
      );
    },
  );

  it("harmonics of a narrow P at N = 1e9 are refused before any work", () => {
    const started = performance.now();
    const model = spinModel({ spins: 1e9, field: [0.5, 0, 0], collective: { decay: 1 } });
    expect(() => steady(model, { method: "harmonic" })).toThrow(ResourceLimitError);
    expect(() => steady(model, { method: "harmonic" })).toThrow(/moments of P up to degree \d/);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
