import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { applyCollective, collectiveAction } from "../../../src/dicke/collective/action.ts";
import { frobeniusNorm, pack, packedTrace, unpack } from "../../../src/dicke/collective/coherences.ts";
import { collectiveLiouvillian } from "../../../src/dicke/collective/liouvillian.ts";
import { spinOperators } from "../../../src/dicke/spinOperators.ts";
import { infinityNorm, multiply, multiplyTransposed } from "../../../src/linalg/sparse.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { purity, trace } from "../../../src/state/densityMatrix.ts";
import { equationOf } from "../../reference/equation.ts";
import { symmetricEquation } from "../../reference/explicit/masterEquation.ts";
import { projectedSpin } from "../../reference/explicit/spins.ts";
import { fromComplex, noRates, scatteredState, toComplex } from "./matrices.ts";

const eps = Number.EPSILON;
const sizes = [1, 2, 3, 4, 5, 6];

const model = (spins: number, field: SpinModel["field"], rates: Partial<SpinModel["collective"]>): SpinModel => ({
  spins,
  field,
  collective: { ...noRates, ...rates },
  local: noRates,
});

/** Each term alone, then all at once. */
const cases: readonly (readonly [string, SpinModel["field"], Partial<SpinModel["collective"]>])[] = [
  ["B_x", [0.7, 0, 0], {}],
  ["B_y", [0, -0.9, 0], {}],
  ["B_z", [0, 0, 1.3], {}],
  ["dephasing", [0, 0, 0], { dephasing: 0.6 }],
  ["pump", [0, 0, 0], { pump: 1.1 }],
  ["decay", [0, 0, 0], { decay: 0.8 }],
  ["everything", [0.4, -0.3, 0.8], { dephasing: 0.6, pump: 0.3, decay: 0.9 }],
];

const largestDifference = (a: Float64Array, b: Float64Array): number => {
  let largest = 0;
  for (let k = 0; k < a.length; k++) largest = Math.max(largest, Math.abs(a[k]! - b[k]!));
  return largest;
};

const scattered = (length: number): Float64Array => Float64Array.from({ length }, (_, k) => Math.sin(1 + k * k));

describe("spin operators", () => {
  it.each(sizes)("are the projected sums of Pauli matrices, N = %i", (spins) => {
    const [jx, jy, jz] = projectedSpin(spins);
    const { raising, lowering, jz: z } = spinOperators(spins);
    for (let i = 0; i <= spins; i++) {
      for (let j = 0; j <= spins; j++) {
        // Entries up to N/2 + 1, from sums of at most 20 amplitudes.
        const tolerance = 20 * (spins + 2) * eps;
        expect(Math.abs(z.get(i, j) - jz.re.get(i, j))).toBeLessThan(tolerance);
        expect(Math.abs(raising.get(i, j) + lowering.get(i, j) - 2 * jx.re.get(i, j))).toBeLessThan(tolerance);
        // J_+ - J_- = 2i J_y.
        expect(Math.abs(raising.get(i, j) - lowering.get(i, j) + 2 * jy.im.get(i, j))).toBeLessThan(tolerance);
      }
    }
  });
});

describe("packing", () => {
  it.each(sizes)("there and back is the identity, norm and trace are those of the matrix, N = %i", (spins) => {
    const density = scatteredState(spins, 0.4);
    const packed = pack(density);
    const back = unpack(spins, packed);
    // The oracle's product is Hermitian to rounding only, and the packing reads its lower triangle.
    expect(largestDifference(back.real, density.real)).toBeLessThan(4 * eps);
    expect(largestDifference(back.imaginary, density.imaginary)).toBeLessThan(4 * eps);
    expect(pack(back)).toEqual(packed);
    expect(packedTrace(spins, packed)).toBe(trace(back));
    expect(frobeniusNorm(spins, packed) ** 2).toBeCloseTo(purity(back), 14);
  });
});

describe("collective Liouvillian", () => {
  for (const [name, field, rates] of cases) {
    it.each(sizes)(`${name}: both forms equal the dense complex master equation, N = %i`, (spins) => {
      const chosen = model(spins, field, rates);
      for (const phase of [0, 1, 2]) {
        const density = scatteredState(spins, phase);
        const expected = pack(fromComplex(spins, symmetricEquation(equationOf(chosen)).derivative(toComplex(density))));
        const packed = pack(density);
        const liouvillian = collectiveLiouvillian(chosen);
        const fromMatrix = new Float64Array(packed.length);
        multiply(liouvillian, packed, fromMatrix);
        const fromAction = new Float64Array(packed.length).fill(Number.NaN);
        applyCollective(collectiveAction(spins, chosen.collective), field, packed, fromAction);
        // Entries of rho are at most 1; each result is a sum of products whose sizes add up to the norm of L at most, and
        // the dense route takes some N roundings a sum.
        const tolerance = 20 * (spins + 1) * eps * (infinityNorm(liouvillian) + 1);
        expect(largestDifference(fromMatrix, expected)).toBeLessThan(tolerance);
        expect(largestDifference(fromAction, expected)).toBeLessThan(tolerance);
      }
    });
  }

  it.each([17, 50, 101])("both forms agree for large N = %i", (spins) => {
    const chosen = model(spins, [0.4, -0.3, 0.8], { dephasing: 0.6, pump: 0.3, decay: 0.9 });
    const liouvillian = collectiveLiouvillian(chosen);
    const x = scattered((spins + 1) ** 2);
    const fromMatrix = new Float64Array(x.length);
    const fromAction = new Float64Array(x.length);
    multiply(liouvillian, x, fromMatrix);
    applyCollective(collectiveAction(spins, chosen.collective), chosen.field, x, fromAction);
    // Twelve terms an entry, each a product of three or four factors.
    expect(largestDifference(fromMatrix, fromAction)).toBeLessThan(20 * eps * infinityNorm(liouvillian));
  });

  it.each([1, 6, 40])("preserves the trace: the populations' equations add up to nothing, N = %i", (spins) => {
    const chosen = model(spins, [0.4, -0.3, 0.8], { dephasing: 0.6, pump: 0.3, decay: 0.9 });
    const liouvillian = collectiveLiouvillian(chosen);
    const identity = new Float64Array((spins + 1) ** 2).fill(1, 0, spins + 1);
    const sums = new Float64Array(identity.length);
    multiplyTransposed(liouvillian, identity, sums);
    // At most four entries of a column belong to populations.
    const largest = sums.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    expect(largest).toBeLessThan(8 * eps * infinityNorm(liouvillian));
  });

  it("stores the whole diagonal and only the terms that are there", () => {
    const spins = 20;
    const { pattern, values } = collectiveLiouvillian(model(spins, [0, 0, 0], { dephasing: 1 }));
    expect(pattern.columnIndices).toHaveLength((spins + 1) ** 2);
    for (let k = 0; k < pattern.rows; k++) expect(pattern.columnIndices[pattern.rowStarts[k]!]).toBe(k);
    // -(k_z/N) q^2 on the diagonal; the farthest coherence comes last.
    expect(values[values.length - 1]).toBeCloseTo(-spins, 12);
  });

  it("refuses local rates, naming them, and a number of spins that is none", () => {
    const local: SpinModel = { ...model(4, [0, 0, 0], {}), local: { dephasing: 0, pump: 0.25, decay: 0 } };
    expect(() => collectiveLiouvillian(local)).toThrow(InputError);
    expect(() => collectiveLiouvillian(local)).toThrow("collective processes only");
    expect(() => collectiveLiouvillian(local)).toThrow("0.25");
    expect(() => collectiveLiouvillian(model(0, [0, 0, 0], {}))).toThrow(InputError);
  });
});
