import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { evolveBallDensity } from "../../../src/fem/ball/evolve.ts";
import { evolveBall } from "../../../src/harmonic/ball/evolve.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { drift } from "../../../src/model/kramersMoyal.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { type ImplicitScheme, implicitSchemes } from "../../../src/ode/implicit/tableaux.ts";
import type { SpinMoments } from "../../../src/state/moments.ts";
import { excessOverEstimate } from "../../reference/estimate.ts";
import { largestMomentError } from "./spaces.ts";

const initial = { kind: "coherent", direction: [0.6, 0, 0.8] } as const;

/** Without noise by collective processes a delta stays one and follows dr/dt = A r + c. */
const bloch = spinModel({ spins: 7, field: [0.9, 0.4, -0.7], local: { dephasing: 0.2, pump: 0.3, decay: 0.5 } });

/** Largest part of an estimate. */
const largest = ({ mean, square, cross }: SpinMoments): number => Math.max(...mean, ...square, ...cross);

/** The mean after `count` equal steps of a scheme on dr/dt = A r + c itself: an affine map applied to (1, r). */
function meanByScheme(model: SpinModel, r0: readonly number[], { a, c }: ImplicitScheme, step: number, count: number) {
  const generator = Matrix.zeros(4, 4);
  const [origin, moved] = [new Float64Array(3), new Float64Array(3)];
  drift(model, [0, 0, 0], origin);
  for (let i = 0; i < 3; i++) {
    drift(
      model,
      [0, 1, 2].map((k) => +(k === i)),
      moved,
    );
    for (let k = 0; k < 3; k++) {
      generator.set(k + 1, 0, origin[k]!);
      generator.set(k + 1, i + 1, moved[k]! - origin[k]!);
    }
  }
  let state = Matrix.columnVector([1, ...r0]);
  for (let n = 0; n < count; n++) {
    const slopes: Matrix[] = [];
    for (const [s] of c.entries()) {
      const right = slopes.reduce((sum, slope, j) => sum.add(Matrix.mul(slope, step * a[s]![j]!)), state.clone());
      const stage = solve(Matrix.eye(4).sub(Matrix.mul(generator, step * a[s]![s]!)), right);
      slopes.push(generator.mmul(stage));
    }
    // Stiffly accurate: the last row holds the weights.
    state = slopes.reduce((sum, slope, j) => sum.add(Matrix.mul(slope, step * a.at(-1)![j]!)), state);
  }
  return state.to1DArray().slice(1);
}

describe("local processes only", () => {
  const exact = evolveBall({ model: bloch, initial, times: [1], tolerance: 1e-12 }).observables[0]!;
  const run = (scheme: ImplicitScheme["name"], count: number) =>
    evolveBallDensity({ model: bloch, initial, times: [1], mesh: ball(0), degree: 2, scheme, step: 1 / count });

  it.each(implicitSchemes)("the centre of mass takes the steps that $name takes in the Bloch equations", (scheme) => {
    for (const count of [4, 16]) {
      const found = run(scheme.name, count).observables[0]!.mean;
      const expected = meanByScheme(bloch, initial.direction, scheme, 1 / count, count);
      // Loads of up to 100 in all lose eps in each of up to 80 solves.
      for (const k of [0, 1, 2] as const) expect(Math.abs(found[k] - expected[k]!)).toBeLessThan(100 * 80 * 2 ** -52);
    }
  });

  it.each(implicitSchemes)("$name converges to the Bloch equations with its order, within the estimate", (scheme) => {
    // 16 and 32 steps: terms of the next order are a tenth or less.
    const errors = [16, 32].map((count) => {
      const { observables, errorEstimate } = run(scheme.name, count);
      const error = largestMomentError(observables[0]!, exact);
      const moments = { ...observables[0]!, purity: exact.purity };
      expect(excessOverEstimate(moments, exact, errorEstimate[0]!)).toBeLessThan(0);
      // The other solution has an error of 2^order e: its difference is (2^order - 1) e, of which 2.3 times are reported.
      expect(largest(errorEstimate[0]!)).toBeLessThan(3 * 2 ** scheme.order * error + 1e-12);
      return error;
    });
    const order = Math.log2(errors[0]! / errors[1]!);
    expect(order).toBeGreaterThan(scheme.order - 0.25);
    expect(order).toBeLessThan(scheme.order + 0.4);
  });

  it("keeps a delta a delta: <r r> = <r> <r>", () => {
    const { mean, square, cross } = evolveBallDensity({
      model: bloch,
      initial,
      times: [0.5, 1],
      mesh: ball(0),
      degree: 3,
      tolerance: 1e-8,
    }).observables[1]!;
    const shot = 1 / bloch.spins;
    // Both sides are right to the tolerance.
    for (const [k, l, value] of [
      [0, 0, (square[0] - shot) / (1 - shot)],
      [1, 1, (square[1] - shot) / (1 - shot)],
      [2, 2, (square[2] - shot) / (1 - shot)],
      [0, 1, cross[0] / (1 - shot)],
      [0, 2, cross[1] / (1 - shot)],
      [1, 2, cross[2] / (1 - shot)],
    ] as const)
      expect(Math.abs(value - mean[k] * mean[l])).toBeLessThan(1e-7);
  });
});
