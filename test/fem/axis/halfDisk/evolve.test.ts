import { describe, expect, it } from "vitest";
import { evolvePopulations } from "../../../../src/dicke/axis/evolve.ts";
import { evolveSymmetric } from "../../../../src/dicke/symmetric/evolve.ts";
import { evolveOnHalfDisk, followOnHalfDisk, isBesideAxis } from "../../../../src/fem/axis/halfDisk/evolve.ts";
import { halfDiskForms } from "../../../../src/fem/axis/halfDisk/forms.ts";
import { halfDiskMesh } from "../../../../src/fem/axis/halfDisk/mesh.ts";
import { halfDiskCount, halfDiskPolynomials, lowIntegrals } from "../../../../src/fem/axis/halfDisk/polynomials.ts";
import { times } from "../../../../src/fem/axis/halfDisk/solve.ts";
import { solveDense } from "../../../../src/linalg/dense/solve.ts";
import type { InitialState } from "../../../../src/model/initialState.ts";
import { aroundAxis } from "../../../../src/model/secondOrder/axis.ts";
import { coefficientsOf } from "../../../../src/model/secondOrder/coefficients.ts";
import { type SpinModel, spinModel } from "../../../../src/model/spinModel.ts";
import type { Evolution } from "../../../../src/state/evolution.ts";
import { turnedModel } from "../../../dicke/generator/turned.ts";
import { fittedRate } from "../../fit.ts";

const laser = (spins: number): SpinModel =>
  spinModel({
    spins,
    field: [0, 0, 0.5],
    interaction: { zz: 0.3 },
    collective: { decay: 1, pump: 0.1, dephasing: 0.2 },
    local: { pump: 0.5, decay: 0.1, dephasing: 0.1 },
  });

const PRODUCTS = 8;

type Triple3 = [Float64Array, Float64Array, Float64Array];

const down: InitialState = { kind: "coherent", direction: [0, 0, -1] };

const mixed: InitialState = {
  kind: "mixture",
  parts: [
    { weight: 0.3, state: { kind: "coherent", direction: [0, 0, 1] } },
    { weight: 0.7, state: { kind: "product", vector: [0, 0, -0.4] } },
  ],
};

function expectWithin(found: Evolution, exact: Evolution): void {
  for (const [k, ours] of found.observables.entries()) {
    const theirs = exact.observables[k]!;
    const [own, other] = [found.errorEstimate[k]!, exact.errorEstimate[k]!];
    for (const name of ["mean", "square", "cross"] as const) {
      for (const i of [0, 1, 2]) {
        expect(Math.abs(ours[name][i]! - theirs[name][i]!)).toBeLessThanOrEqual(own[name][i]! + other[name][i]!);
        expect(own[name][i]!).toBeLessThan(1e-8);
      }
    }
    expect(Math.abs(ours.purity - theirs.purity)).toBeLessThanOrEqual(own.purity + other.purity);
  }
}

describe("elements beside an axis in time", () => {
  it.each([
    ["10, all down", 10, down],
    ["10, a mixture", 10, mixed],
    ["20, all down", 20, down],
  ] as const)("are within their estimates of the populations of the density matrix: N = %s", (_, spins, initial) => {
    const request = { model: laser(spins), initial, times: [0, 0.2, 1] };
    expectWithin(evolveOnHalfDisk(request), evolvePopulations(request));
  });

  it("are about any axis those of the density matrix", () => {
    const matrix = [
      [0.48, -0.64, 0.6],
      [0.8, 0.6, 0],
      [-0.36, 0.48, 0.8],
    ] as const;
    const initial: InitialState = { kind: "product", vector: [0.3, 0, 0.4] };
    const request = { model: turnedModel(laser(9), matrix), initial, times: [0.2, 1] };
    const found = evolveOnHalfDisk(request);
    expect(found.axis[0]).toBeCloseTo(0.6, 12);
    expectWithin(found, evolveSymmetric(request));
  });

  it("show P with the moments that are told", () => {
    const { profile, observables, unknowns } = evolveOnHalfDisk({ model: laser(12), initial: down, times: [0.5] });
    expect(unknowns).toBe(halfDiskCount(12));
    const { mass, maximum } = profile().summary;
    // Exact for what the elements interpolate, but for slivers of the half disk that the mesh leaves out.
    expect(Math.abs(mass - 1)).toBeLessThan(1e-9);
    expect(maximum).toBeGreaterThan(0);
    const height = observables[0]!.mean[2];
    expect(Math.abs(height)).toBeLessThan(1);
  });

  it("gain p + 1 orders by smaller triangles where the polynomials end below N, and nothing where they do not", () => {
    const axial = aroundAxis(coefficientsOf(laser(12)))!;
    const [values, byU, byZ] = [0, 1, 2].map(() => new Float64Array(halfDiskCount(6))) as Triple3;
    halfDiskPolynomials(6)(0, -0.4, values, byU, byZ);
    /** A derivative of int P z in time at t = 0, of P on a point, by products with the generator: more of them than degrees below the band. */
    const bend = (spins: number, rows: number, degree: number): number => {
      const forms = halfDiskForms({ ...axial, spins }, halfDiskMesh(4 * rows, 2 * rows), {
        degree,
        band: 6,
        rows: 4 * rows,
      });
      let integrals = values;
      for (let k = 0; k < PRODUCTS; k++) {
        integrals = times(forms.generator, forms.size, solveDense(forms.size, forms.mass, 1, integrals));
      }
      return lowIntegrals(integrals).z;
    };
    const sizes = [1, 2, 4];
    const finest = bend(12, 5, 6);
    const errors = sizes.map((rows) => Math.abs(bend(12, rows, 2) / finest - 1));
    expect(-fittedRate(sizes, errors)).toBeGreaterThan(2.65);
    expect(errors[2]!).toBeGreaterThan(1e-9);
    // All degrees: exact on any mesh.
    expect(Math.abs(bend(6, 1, 2) - bend(6, 3, 4))).toBeLessThan(1e-10 * Math.abs(bend(6, 1, 2)));
  });

  it("go on from a snapshot to the same bits", () => {
    const request = { model: laser(10), initial: down, times: [0.1, 0.25] };
    const road = followOnHalfDisk(request);
    let next = road.next();
    while (!next.done && next.value.kind !== "point") next = road.next();
    if (next.done || next.value.kind !== "point") throw new Error("no point was given");
    const snapshot = next.value.snapshot();
    const resumed = evolveOnHalfDisk({ ...request, resume: { index: 0, snapshot } });
    expect(resumed.observables).toEqual(evolveOnHalfDisk(request).observables.slice(1));
  });

  it("do not follow what is not around an axis", () => {
    expect(isBesideAxis(laser(10), down)).toBe(true);
    expect(isBesideAxis(laser(10), { kind: "coherent", direction: [0.6, 0, 0.8] })).toBe(false);
    expect(isBesideAxis(laser(8), down)).toBe(false);
    expect(isBesideAxis(laser(47), down)).toBe(false);
    expect(() => evolveOnHalfDisk({ model: laser(47), initial: down, times: [1] })).toThrow(/of 9 to 46 spins/);
  });
});
