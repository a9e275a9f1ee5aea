import { describe, expect, it } from "vitest";
import { evolveSymmetric } from "../../../src/dicke/symmetric/evolve.ts";
import { symmetricSteadyState } from "../../../src/dicke/symmetric/steadyState.ts";
import type { Rates, SpinModel } from "../../../src/model/spinModel.ts";
import { type BlockDensityMatrix, blockPurity } from "../../../src/state/blocks/blockDensity.ts";
import { vonNeumannEntropy } from "../../../src/state/blocks/entropy.ts";
import { husimiFunction } from "../../../src/state/blocks/husimi.ts";
import { type FewSpinState, oneSpinState, twoSpinState } from "../../../src/state/blocks/reduced.ts";
import { differenceOfMoments } from "../../../src/state/comparison.ts";
import type { Observables, Vector3 } from "../../../src/state/moments.ts";
import { equationOf } from "../../reference/equation.ts";
import type { ComplexMatrix } from "../../reference/explicit/complexMatrix.ts";
import { evolve, liouvillian2N, steadyOf } from "../../reference/explicit/masterEquation.ts";
import { productState } from "../../reference/explicit/spins.ts";
import { entropyOf, explicitState, husimiOf, reducedTo } from "../../reference/explicit/states.ts";

const none: Rates = { dephasing: 0, pump: 0, decay: 0 };
const oblique: Vector3 = [0.48, -0.6, 0.64];
const tilted: Vector3 = [0.7, -0.4, 0.9];

interface Case {
  readonly name: string;
  readonly model: SpinModel;
}

/** Each rate alone, without a field, with a transverse one and with a tilted one; then all together. */
function casesOf(spins: number): Case[] {
  const cases: Case[] = [];
  const fields: Vector3[] = [[0, 0, 0], [0, 0, 0.8], [0.9, -0.5, 0], tilted];
  for (const field of fields) {
    for (const group of ["collective", "local"] as const) {
      for (const rate of ["dephasing", "pump", "decay"] as const) {
        const model = { spins, field, collective: none, local: none, [group]: { ...none, [rate]: 0.7 } };
        cases.push({ name: `N = ${spins}, ${group} ${rate} alone, B = (${field.join(", ")})`, model });
      }
    }
  }
  for (const field of fields) {
    cases.push({
      name: `N = ${spins}, all rates, B = (${field.join(", ")})`,
      model: {
        spins,
        field,
        collective: { dephasing: 0.3, pump: 0.5, decay: 0.2 },
        local: { dephasing: 0.25, pump: 0.15, decay: 0.4 },
      },
    });
  }
  return cases;
}

/** Dense products and solves of order up to 64 with entries of size 1, of a problem whose slowest rate is about 0.1. */
const tolerance = 1e-12;

function expectReduced(found: FewSpinState, { re, im }: ComplexMatrix): void {
  for (const [part, expected] of [
    [found.real, re],
    [found.imaginary, im],
  ] as const) {
    const worst = Math.max(...expected.to1DArray().map((value, k) => Math.abs(value - part[k]!)));
    expect(worst).toBeLessThan(tolerance);
  }
}

function expectSame(spins: number, density: BlockDensityMatrix, observables: Observables, rho: ComplexMatrix): void {
  const explicit = explicitState(spins, rho);
  const { mean, square, cross } = differenceOfMoments(observables, explicit);
  expect(Math.max(mean, square, cross)).toBeLessThan(tolerance);
  expect(Math.abs(observables.purity - explicit.purity)).toBeLessThan(tolerance);
  expect(Math.abs(blockPurity(density) - explicit.purity)).toBeLessThan(tolerance);
  // An eigenvalue that is zero is found as 1e-16 on one side, which adds 4e-15; there are at most 8.
  expect(Math.abs(vonNeumannEntropy(density) - entropyOf(rho))).toBeLessThan(tolerance);
  expectReduced(oneSpinState(observables), reducedTo(spins, rho, 1));
  expectReduced(twoSpinState(spins, observables), reducedTo(spins, rho, 2));
  for (const direction of [oblique, [0, 0, -1], [-0.6, 0, 0.8]] satisfies Vector3[]) {
    const husimi = husimiFunction(density.blocks[0]!, Float64Array.from(direction))[0]!;
    expect(Math.abs(husimi - husimiOf(spins, rho, direction))).toBeLessThan(tolerance);
  }
}

describe.each([2, 3])("the master equation in the full space of %i spins", (spins) => {
  it.each(casesOf(spins))("gives the same at t = 0.8: $name", ({ model }) => {
    const found = evolveSymmetric({
      model,
      initial: { kind: "coherent", direction: oblique },
      times: [0.8],
      tolerance: tolerance / 4,
    });
    const [rho] = evolve(liouvillian2N(equationOf(model)), productState(spins, oblique), [0.8]);
    expectSame(spins, found.final, found.observables[0]!, rho!);
  });

  // Unique in the full space too, which holds states that no permutation-symmetric process damps, where local processes are on.
  const steady = casesOf(spins).filter(({ model: { field, local } }) =>
    Math.hypot(field[0], field[1]) > 0 ? local.dephasing + local.pump + local.decay > 0 : local.pump + local.decay > 0,
  );
  it.each(steady)("gives the same steady state: $name", ({ model }) => {
    const rho = steadyOf(liouvillian2N(equationOf(model)));
    const across = Math.hypot(model.field[0], model.field[1]) > 0;
    for (const method of across ? (["direct", "iterative"] as const) : (["direct", "populations"] as const)) {
      const { density, observables } = symmetricSteadyState(model, { method });
      expectSame(spins, density!, observables, rho);
    }
  });
});
