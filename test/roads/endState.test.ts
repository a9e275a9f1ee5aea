import { type EvolveOptions, evolve, spinModel, steady } from "blochfem";
import { ball } from "blochfem/mesh";
import { describe, expect, it } from "vitest";
import { endOfDensity, endOfElements, endOfSteady } from "../../src/roads/endState.ts";
import type { DickeEvolutionAnswer, FemEvolution } from "../../src/roads/evolve/answer.ts";

describe("the state that elements store", () => {
  it.each([
    ["parabolic", 8, { field: [0.5, 0.2, -0.3], collective: { dephasing: 1, pump: 0.5, decay: 1 } }],
    ["not parabolic", 8, { field: [0.7, 0, 0.2], collective: { decay: 1 } }],
    ["narrow", 40, { field: [0, 0.4, 0.3], collective: { dephasing: 0.5, decay: 0.5 } }],
    // P has values of 1e9, which would tell no moment.
    ["far from classical", 64, { field: [1, 0, 0], collective: { decay: 1 } }],
  ] as const)("is off by less than it says, in the trace norm: %s, N = %d", (_, spins, parts) => {
    const model = spinModel({ spins, ...parts });
    const exact = endOfSteady(steady(model, { method: "harmonic", band: spins })).state!;
    for (const tolerance of [1e-8, 1e-5]) {
      const found = endOfSteady(steady(model, { method: "fem", tolerance })).state!;
      expect(found.band).toBe(spins);
      const distance = Math.hypot(...found.unknowns.map((value, i) => value - exact.unknowns[i]!));
      // The trace norm is at most that much larger than the one of Hilbert and Schmidt.
      expect(Math.sqrt(spins + 1) * distance).toBeLessThan(found.error + exact.error);
    }
  });

  const initial = { kind: "coherent", direction: [0.6, 0, 0.8] } as const;
  it.each([
    ["whole", { field: [0.5, 0.2, -0.3], collective: { dephasing: 1, pump: 0.5, decay: 1 } }, {}, 8],
    ["in a band", { field: [0.5, 0.2, -0.3], collective: { decay: 1 } }, {}, 8],
    ["cut off", { field: [0.5, 0.2, -0.3], collective: { decay: 1 } }, { band: 5 }, 5],
    ["in a frame that turns", { field: [0, 0, 7], collective: { dephasing: 1, pump: 0.5, decay: 1 } }, {}, 8],
    ["turning alone", { field: [3, -4, 70] }, {}, 8],
    ["in the ball", { field: [0.5, 0.2, -0.3], local: { dephasing: 1, decay: 0.5 } }, {}, 6],
    ["in a band of the ball", { collective: { dephasing: 0.3, decay: 0.4 }, local: { pump: 0.5 } }, { spins: 4 }, 4],
    ["turning in the ball", { field: [0, 0, 7], local: { dephasing: 1, decay: 0.5 } }, { mesh: ball(0), degree: 3 }, 3],
  ] as const)(
    "at the end of an evolution %s is that of the density matrix",
    (_, parts, { spins = 8, ...options }: { spins?: number } & Partial<EvolveOptions>, band) => {
      const model = spinModel({ spins, ...parts } as Parameters<typeof spinModel>[0]);
      const request = { initial, times: [0.3, 0.7], tolerance: 1e-3, ...options };
      const elements = evolve(model, { ...request, method: "fem" }).result() as FemEvolution;
      const found = endOfElements(model, elements).state!;
      const dicke = evolve(model, { initial, times: [0.7], method: "dicke" }).result() as DickeEvolutionAnswer;
      const exact = endOfDensity(dicke.rho!, dicke.errorEstimate[0]!).state!;
      expect(found.band).toBe(band);
      expect(found.domain).toBe(exact.domain);
      // Each unknown is an expectation of an operator, on the sphere with a norm of 1 at most, in the ball a mean of spin correlations.
      const error = found.error + exact.error;
      for (const [i, value] of found.unknowns.entries())
        expect(Math.abs(value - exact.unknowns[i]!)).toBeLessThan(error);
      // The error of the purity of a few degrees is large, that of a complete state is not.
      if (band === spins) expect(found.error).toBeLessThan(0.05);
    },
  );
});
