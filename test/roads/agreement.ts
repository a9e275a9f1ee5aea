import type { InitialState, SpinModel } from "blochfem";
import { evolveDicke, evolveSymmetric } from "blochfem/dicke";
import { evolveBallDensity, evolveDensity } from "blochfem/fem";
import { evolveHarmonic } from "blochfem/harmonic";
import { hasLocalRates } from "blochfem/model";
import { compareStates, type Evolution } from "blochfem/state";
import { expect } from "vitest";
import { evolveBall } from "../../src/harmonic/ball/evolve.ts";
import { startsInBall } from "../../src/model/initialState.ts";
import { largestError } from "../../src/state/errorEstimate.ts";

export const field = [0.5, 0.2, -0.3] as const;
export const equal = { dephasing: 0.4, pump: 0.3, decay: 0.3 };
export const unequal = { dephasing: 0.4, pump: 0.3, decay: 0.5 };

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

/** Finite elements, harmonics and the density matrix have one state in time, within their estimates. */
export function expectRoadsToAgree(model: SpinModel, initial: InitialState): void {
  const request = { model, initial, times: [0, 0.5, 1] };
  const inBall = hasLocalRates(model) || startsInBall(initial, model.spins);
  const fem = inBall ? evolveBallDensity(request) : evolveDensity(request);
  const harmonic = inBall ? evolveBall(request) : evolveHarmonic(request);
  const dicke = inBall ? evolveSymmetric(request) : evolveDicke(request);
  expect(disagreement(fem, harmonic)).toBeLessThan(1);
  expect(disagreement(dicke, harmonic)).toBeLessThan(1);
}
