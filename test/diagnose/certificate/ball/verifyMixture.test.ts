import { describe, expect, it } from "vitest";
import { evaluateBallBasis } from "../../../../src/diagnose/certificate/ball/ballBasis.ts";
import { ballFunctional } from "../../../../src/diagnose/certificate/ball/ballFunctional.ts";
import { ballRule } from "../../../../src/diagnose/certificate/ball/ballRule.ts";
import { mixtureRest } from "../../../../src/diagnose/certificate/ball/mixture.ts";
import { productBlocks } from "../../../../src/diagnose/certificate/ball/productBlocks.ts";
import { addUpInBall } from "../../../../src/diagnose/certificate/ball/verifyMixture.ts";
import { mixProductStates } from "../../../../src/state/blocks/blockMultipoles.ts";
import type { Vector3 } from "../../../../src/state/moments.ts";
import { randomMixture } from "../../entanglement/randomDensities.ts";

const SPINS = [1, 2, 5, 8];

/** Smooth part included, as points of a rule that is exact. */
function state(spins: number, points: readonly Vector3[], weights: readonly number[], uniformPart: number) {
  const rule = ballRule(spins + (spins % 2));
  return mixProductStates(
    spins,
    Float64Array.from([...points.flat(), ...rule.points]),
    Float64Array.from([...weights, ...rule.weights.map((weight) => uniformPart * weight)]),
  );
}

describe("a mixture that is added up to be checked", () => {
  it.each(SPINS)("N = %i: product states from their definition are those of multipoles", (spins) => {
    const { points, weights } = randomMixture(40, spins);
    const blocks = productBlocks(spins, points, Float64Array.from(weights));
    const other = mixProductStates(spins, Float64Array.from(points.flat()), Float64Array.from(weights));
    for (const [k, { spins: n, real, imaginary }] of blocks.blocks.entries()) {
      expect(n).toBe(spins - 2 * k);
      for (const [at, value] of real.entries()) {
        expect(Math.abs(value - other.blocks[k]!.real[at]!)).toBeLessThan(1e-14);
        expect(Math.abs(imaginary[at]! - other.blocks[k]!.imaginary[at]!)).toBeLessThan(1e-14);
      }
    }
  });

  it.each(SPINS)("N = %i: nothing is left of the mixture itself but rounding", (spins) => {
    const { points, weights } = randomMixture(5, 10 + spins);
    const shares = weights.map((weight) => 0.7 * weight);
    const found = addUpInBall(state(spins, points, shares, 0.3), 0, points, Float64Array.from(shares), 0.3);
    expect(found.traceDistance).toBeLessThan(1e-12);
    expect(found.reach).toBeGreaterThan(0);
    expect(found.reach).toBeLessThan(1e-6);
  });

  it.each(SPINS)(
    "N = %i: what is left is bounded: no more than by the search, and no less than its values in the ball",
    (spins) => {
      const { points, weights } = randomMixture(6, 20 + spins);
      const density = state(
        spins,
        points,
        weights.map((weight) => 0.5 * weight),
        0.5,
      );
      const moved = points.map(([x, y, z]): Vector3 => [0.9 * x, 0.9 * z, -0.9 * y]);
      const shares = Float64Array.from(weights, (weight) => 0.6 * weight);
      const { reach, traceDistance } = addUpInBall(density, 1e-10, moved, shares, 0.4);
      const search = mixtureRest(density, 1e-10, { points: moved, weights: shares, uniformPart: 0.4 });
      expect(reach).toBeLessThan(search.reach * (1 + 1e-6));
      expect(traceDistance).toBeCloseTo(search.traceDistance, 9);
      // The polynomial itself, from the integrals over P and over the mixture.
      const { values } = ballFunctional(density, 0);
      const functions = new Float64Array(values.length);
      values[0]! -= 0.4;
      for (const [k, point] of moved.entries()) {
        evaluateBallBasis(spins, point, functions);
        for (let a = 0; a < values.length; a++) values[a]! -= shares[k]! * functions[a]!;
      }
      let largest = 0;
      for (const point of [...moved, ...points, ...randomMixture(200, 7).points, ...randomMixture(200, 8, 1).points]) {
        evaluateBallBasis(spins, point, functions);
        largest = Math.max(largest, Math.abs(functions.reduce((sum, value, a) => sum + value * values[a]!, 0)));
      }
      expect(largest).toBeGreaterThan(0.1);
      expect(reach).toBeGreaterThan(largest);
    },
  );
});
