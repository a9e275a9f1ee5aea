import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pack, unpack } from "../../../src/dicke/collective/coherences.ts";
import { collectiveLiouvillian } from "../../../src/dicke/collective/liouvillian.ts";
import { withRatesAlone } from "../../../src/dicke/processMatrix.ts";
import { blockLayout } from "../../../src/dicke/symmetric/layout.ts";
import { liouvillian } from "../../../src/dicke/symmetric/liouvillian.ts";
import { packBlocks, packedTrace, unpackBlocks } from "../../../src/dicke/symmetric/packing.ts";
import { infinityNorm, multiply } from "../../../src/linalg/sparse.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { type BlockDensityMatrix, blockCountOf } from "../../../src/state/blocks/blockDensity.ts";
import { logDegeneracies } from "../../../src/state/blocks/degeneracy.ts";
import { productState as blocksOfProduct } from "../../../src/state/blocks/productState.ts";
import { ballPoint } from "../../model/arbitrary.ts";
import { generalModel } from "../../model/secondOrder/arbitrary.ts";
import { equationOf } from "../../reference/equation.ts";
import { traceOfProduct } from "../../reference/explicit/complexMatrix.ts";
import { explicitEquation, symmetricEquation } from "../../reference/explicit/masterEquation.ts";
import { productState } from "../../reference/explicit/spins.ts";
import { scatteredState, toComplex } from "../collective/matrices.ts";

const eps = Number.EPSILON;
const spinCount = fc.integer({ min: 1, max: 4 });

const largestDifference = (a: Float64Array, b: ArrayLike<number>): number =>
  a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k]!)), 0);

describe("the Liouvillian of a general model", () => {
  it("is the projected master equation in the symmetric subspace", () => {
    fc.assert(
      fc.property(generalModel(spinCount, false), fc.double({ min: 0, max: 6, noNaN: true }), (model, phase) => {
        const { spins } = model;
        const density = scatteredState(spins, phase);
        const expected = symmetricEquation(equationOf(model)).derivative(toComplex(density));
        const matrix = collectiveLiouvillian(model);
        const found = new Float64Array((spins + 1) ** 2);
        multiply(matrix, pack(density), found);
        const { real, imaginary } = unpack(spins, found);
        const limit = 100 * eps * (1 + infinityNorm(matrix));
        expect(largestDifference(real, expected.re.to1DArray())).toBeLessThan(limit);
        expect(largestDifference(imaginary, expected.im.to1DArray())).toBeLessThan(limit);
      }),
    );
  });

  it("is the explicit master equation on all blocks: tr[alpha(r') L alpha(r)] for points r and r' of the ball", () => {
    fc.assert(
      fc.property(
        generalModel(spinCount),
        fc.array(fc.tuple(ballPoint, ballPoint), { minLength: 4, maxLength: 4 }),
        (model, points) => {
          const { spins } = model;
          const layout = blockLayout(spins);
          const matrix = liouvillian(model, layout);
          const explicit = explicitEquation(equationOf(model));
          const change = new Float64Array(layout.size);
          for (const [r, other] of points) {
            multiply(matrix, packBlocks(layout, blocksOfProduct(spins, r)), change);
            const found = overlap(unpackBlocks(layout, change), blocksOfProduct(spins, other));
            const expected = traceOfProduct(explicit.derivative(productState(spins, r)), productState(spins, other));
            expect(Math.abs(found - expected)).toBeLessThan(100 * eps * (1 + infinityNorm(matrix)));
            expect(Math.abs(packedTrace(layout, change))).toBeLessThan(100 * eps * (1 + infinityNorm(matrix)));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it("is the one of rates where jumps are about z, whichever way they are written", () => {
    const model: SpinModel = {
      spins: 5,
      field: [0.3, -0.2, 0.5],
      collective: { dephasing: 0.1, pump: 0.2, decay: 0.4 },
      local: { dephasing: 0.3, pump: 0.1, decay: 0.2 },
    };
    // pump 0.2 and decay 0.4 are jumps along x and y of 0.4 and decay 0.2; twice the operator is four times the rate.
    const written: SpinModel = {
      ...model,
      collective: {
        dephasing: 0.1,
        pump: 0,
        decay: 0.2,
        jumps: [
          { rate: 0.4, operator: { re: [1, 0, 0], im: [0, 0, 0] } },
          { rate: 0.4, operator: { re: [0, 1, 0], im: [0, 0, 0] } },
        ],
      },
      local: {
        dephasing: 0.3,
        pump: 0,
        decay: 0.2,
        jumps: [{ rate: 0.025, operator: { re: [2, 0, 0], im: [0, 2, 0] } }],
      },
    };
    const found = withRatesAlone(written)!;
    for (const group of ["collective", "local"] as const) {
      for (const rate of ["dephasing", "pump", "decay"] as const) {
        expect(found[group][rate]).toBeCloseTo(model[group][rate], 15);
      }
    }
    const layout = blockLayout(5);
    const [one, other] = [liouvillian(model, layout), liouvillian(written, layout)];
    expect(largestDifference(one.values, other.values)).toBeLessThan(8 * eps * infinityNorm(one));
  });
});

/** tr(A B) = sum_j tr(A_j B_j) / d_j of Hermitian matrices. */
function overlap(a: BlockDensityMatrix, b: BlockDensityMatrix): number {
  const logs = logDegeneracies(a.spins);
  let sum = 0;
  for (let k = 0; k < blockCountOf(a.spins); k++) {
    const [p, q] = [a.blocks[k]!, b.blocks[k]!];
    const part = p.real.reduce((total, value, i) => total + value * q.real[i]! + p.imaginary[i]! * q.imaginary[i]!, 0);
    sum += Math.exp(-logs[k]!) * part;
  }
  return sum;
}
