import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { evolveSymmetric } from "../../../src/dicke/symmetric/evolve.ts";
import { symmetricSpectrum } from "../../../src/dicke/symmetric/spectrum.ts";
import { symmetricSteadyState } from "../../../src/dicke/symmetric/steadyState.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { vonNeumannEntropy } from "../../../src/state/blocks/entropy.ts";
import { productState } from "../../../src/state/blocks/productState.ts";
import { largestError } from "../../../src/state/errorEstimate.ts";
import type { Vector3 } from "../../../src/state/moments.ts";

const none = { dephasing: 0, pump: 0, decay: 0 };

/** Mean drift for pump = decay (both collective): linear, dr/dt = A r + b, from the master equation of a single J_k. */
function linearDrift({ spins, field, collective, local }: SpinModel): { a: number[][]; b: number[] } {
  const [x, y, z] = field;
  const { dephasing, pump, decay } = local;
  const across = dephasing + pump + decay + (collective.dephasing + collective.pump + collective.decay) / spins;
  const along = 2 * (pump + decay) + (2 * (collective.pump + collective.decay)) / spins;
  return {
    a: [
      [-across, -z, y],
      [z, -across, -x],
      [-y, x, -along],
    ],
    b: [0, 0, 2 * (pump - decay)],
  };
}

const length = (vector: readonly number[]): number => Math.hypot(...vector);

describe("closed forms", () => {
  it.each<[number, Vector3]>([
    [30, [1.2, 0.4, 0]],
    [31, [1.2, 0.4, 0.5]],
    [40, [0.3, 0, 0]],
  ])("the mean for equal collective pump and decay, N = %i, B = %j", (spins, field) => {
    const model: SpinModel = {
      spins,
      field,
      collective: { dephasing: 0.5, pump: 0.8, decay: 0.8 },
      local: { dephasing: 0.1, pump: 0.05, decay: 0.3 },
    };
    const { a, b } = linearDrift(model);
    const expected = solve(new Matrix(a), Matrix.columnVector(b.map((value) => -value))).to1DArray();
    const found = symmetricSteadyState(model);
    const { mean } = found.observables;
    const error = length(mean.map((value, k) => value - expected[k]!));
    expect(error).toBeLessThan(2 * largestError(found.errorEstimate));
    expect(largestError(found.errorEstimate)).toBeLessThan(1e-11);
  });

  it("local processes alone keep a product state, whose vector obeys the Bloch equations", () => {
    const model: SpinModel = {
      spins: 24,
      field: [0.9, -0.4, 1.3],
      collective: none,
      local: { dephasing: 0.2, pump: 0.1, decay: 0.35 },
    };
    const time = 0.7;
    const start: Vector3 = [0.4, 0.5, -0.3];
    const { a, b } = linearDrift(model);
    // Euler's series of the affine flow on (r, 1): |A| t is about 1.5, and 1.5^40/40! is 1e-41.
    let state = [...start, 1];
    let term = state;
    for (let k = 1; k <= 40; k++) {
      const r = term.slice(0, 3);
      const rates = a.map((row, i) => row.reduce((sum, value, j) => sum + value * r[j]!, b[i]! * term[3]!));
      term = [...rates, 0].map((value) => (value * time) / k);
      state = state.map((value, i) => value + term[i]!);
    }
    const vector: Vector3 = [state[0]!, state[1]!, state[2]!];
    const found = evolveSymmetric({ model, initial: productState(24, start), times: [time] });
    const expected = productState(24, vector);
    found.final.blocks.forEach((block, k) => {
      const other = expected.blocks[k]!;
      for (const part of ["real", "imaginary"] as const) {
        const worst = Math.max(...block[part].map((value, i) => Math.abs(value - other[part][i]!)));
        // An element is at most the trace norm, which has the error of the means.
        expect(worst).toBeLessThan(found.errorEstimate[0]!.mean[0] + 1e-14);
      }
    });
    const size = length(vector);
    const [up, down] = [(1 + size) / 2, (1 - size) / 2];
    const entropy = -24 * (up * Math.log(up) + down * Math.log(down));
    // dS is about |d rho| ln(dimension): N ln 2 = 17 times 1e-10.
    expect(Math.abs(vonNeumannEntropy(found.final) - entropy)).toBeLessThan(2e-9);
    expect(Math.abs(found.observables[0]!.purity - ((1 + size ** 2) / 2) ** 24)).toBeLessThan(
      found.errorEstimate[0]!.purity,
    );
  });

  it("local pump and decay without a field: independent spins, at any N", () => {
    const found = symmetricSteadyState({
      spins: 100,
      field: [0, 0, 3],
      collective: none,
      local: { dephasing: 0.4, pump: 0.2, decay: 0.6 },
    });
    // 51 * 51 populations.
    expect(found.unknowns).toBe(2601);
    const expected = productState(100, [0, 0, -0.5]);
    found.density!.blocks.forEach((block, k) => {
      const worst = Math.max(...block.real.map((value, i) => Math.abs(value - expected.blocks[k]!.real[i]!)));
      expect(worst).toBeLessThan(largestError(found.errorEstimate));
    });
    expect(largestError(found.errorEstimate)).toBeLessThan(1e-11);
  });

  it("local decay alone: every eigenvalue is a sum of one-spin ones, with its multiplicity among symmetric operators", () => {
    const model: SpinModel = { spins: 5, field: [0, 0, 0], collective: none, local: { ...none, decay: 1 } };
    const { eigenvalues } = symmetricSpectrum(model, { count: 9 });
    // One spin: 0, -1 twice (sigma_+-), -2 (sigma_z); of the symmetrised products 2 have the sum -1, 3 + 1 the sum -2 and
    // the next, 4 + 2, the sum -3.
    const expected = [0, -1, -1, -2, -2, -2, -2, -3, -3];
    expected.forEach((value, k) => {
      // Relative residuals of 1e-12, and semisimple eigenvalues: one spin's eigenvectors have condition number
      // 1 + sqrt(2), five spins' (1 + sqrt(2))^5 = 82.
      expect(Math.hypot(eigenvalues[k]![0] - value, eigenvalues[k]![1])).toBeLessThan(1e-9);
    });
  });

  it("a thermal state does not move under dephasing and a field along z", () => {
    const initial = { kind: "thermal", ratio: 0.3 } as const;
    const model: SpinModel = { spins: 6, field: [0, 0, 1], collective: { ...none, dephasing: 1 }, local: none };
    const found = evolveSymmetric({ model, initial, times: [0, 5] });
    // A thermal state commutes with J_z: nothing moves.
    expect(found.observables[1]!.square).toEqual(found.observables[0]!.square);
    expect(found.observables[1]!.purity).toBe(found.observables[0]!.purity);
  });
});
