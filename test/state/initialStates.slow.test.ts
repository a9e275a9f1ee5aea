import { describe, expect, it } from "vitest";
import { evolveDicke } from "../../src/dicke/collective/evolve.ts";
import { evolveSymmetric } from "../../src/dicke/symmetric/evolve.ts";
import { evolveBallDensity } from "../../src/fem/ball/evolve.ts";
import { evolveDensity } from "../../src/fem/sphere/evolve.ts";
import { evolveBall } from "../../src/harmonic/ball/evolve.ts";
import { evolveHarmonic } from "../../src/harmonic/sphere/evolve.ts";
import { type InitialState, startsInBall } from "../../src/model/initialState.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import { compareStates } from "../../src/state/comparison.ts";
import { largestError } from "../../src/state/errorEstimate.ts";
import type { Evolution } from "../../src/state/evolution.ts";

const field = [0.5, 0.2, -0.3] as const;
const equal = { dephasing: 0.4, pump: 0.3, decay: 0.3 };
const unequal = { dephasing: 0.4, pump: 0.3, decay: 0.5 };

/** Largest difference of any observable at any time, in units of the two error estimates together. */
function disagreement(a: Evolution, b: Evolution): number {
  const shares = a.observables.map((seen, k) => {
    const { mean, square, cross, purity } = compareStates(seen, b.observables[k]!);
    return (
      Math.max(mean, square, cross, purity) / (largestError(a.errorEstimate[k]!) + largestError(b.errorEstimate[k]!))
    );
  });
  return Math.max(...shares);
}

describe("initial states by every road", () => {
  it.each<[string, SpinModel, InitialState]>([
    ["on the sphere", spinModel({ spins: 6, field, collective: equal }), { kind: "dicke", m: 1 }],
    ["not parabolic", spinModel({ spins: 5, field, collective: { decay: 1 } }), { kind: "dicke", m: 0.5 }],
    ["in the ball", spinModel({ spins: 6, field, collective: unequal }), { kind: "dicke", m: 1, j: 2 }],
    [
      "with local rates",
      spinModel({ spins: 5, field, collective: equal, local: { pump: 0.1 } }),
      { kind: "dicke", m: 0.5 },
    ],
    [
      "in a mixture",
      spinModel({ spins: 5, field, collective: equal, local: { dephasing: 0.1 } }),
      {
        kind: "mixture",
        parts: [
          { weight: 1, state: { kind: "product", vector: [0.3, 0, 0.2] } },
          { weight: 2, state: { kind: "dicke", m: -0.5, j: 1.5 } },
          { weight: 1, state: { kind: "thermal", ratio: 0.2 } },
          { weight: 1, state: { kind: "coherent", direction: [0, 0.6, 0.8] } },
        ],
      },
    ],
  ])("%s: finite elements, harmonics and density matrix agree in time", (_, model, initial) => {
    const request = { model, initial, times: [0, 0.5, 1] };
    const inBall = model.local.dephasing + model.local.pump > 0 || startsInBall(initial, model.spins);
    const fem = inBall ? evolveBallDensity(request) : evolveDensity(request);
    const harmonic = inBall ? evolveBall(request) : evolveHarmonic(request);
    const dicke = inBall ? evolveSymmetric(request) : evolveDicke(request);
    expect(disagreement(fem, harmonic)).toBeLessThan(1);
    expect(disagreement(dicke, harmonic)).toBeLessThan(1);
  });
});
