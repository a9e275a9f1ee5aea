import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { fluxCorrector } from "../../../src/fem/positive/limiter.ts";
import { largestDifference } from "../fit.ts";
import { leastOf, massOf, smallSystems } from "./systems.ts";

const system = smallSystems[1]![1];
const { graph, lumped } = system;
const n = lumped.length;

/** Densities with empty nodes and values of all sizes, and fluxes that are up to 1e6 times too large for some of them. */
function problem(seed: number): { density: Float64Array; flux: Float64Array } {
  const numbers = new Float64Array(2 * n + graph.count);
  fillNormal(createRandomStream(seed, 0), numbers);
  const density = Float64Array.from({ length: n }, (_, i) => (numbers[i]! < -0.5 ? 0 : 10 ** (4 * numbers[n + i]!)));
  return { density, flux: numbers.slice(2 * n) };
}

const bySeed = (check: (seed: number) => void): void =>
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), check), { numRuns: 200, seed: 20_201_001 });

describe("fluxCorrector", () => {
  it.each(["positive", "local"] as const)(
    "%s: leaves nothing below 0, to the last bit, and the mass as it was",
    (limiter) => {
      bySeed((seed) => {
        const { density, flux } = problem(seed);
        const mass = massOf(system, density);
        const share = fluxCorrector(graph, lumped, limiter)(density, flux);
        expect(leastOf(density)).toBeGreaterThanOrEqual(0);
        // n sums of some 20 numbers each.
        expect(Math.abs(massOf(system, density) / mass - 1)).toBeLessThan(1e-13);
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThanOrEqual(1);
      });
    },
  );

  it("local: leaves every value between those of its neighbours before", () => {
    bySeed((seed) => {
      const { density, flux } = problem(seed);
      const before = density.slice();
      const least = density.slice();
      const largest = density.slice();
      for (let e = 0; e < graph.count; e++) {
        for (const [i, j] of [
          [graph.first[e]!, graph.second[e]!],
          [graph.second[e]!, graph.first[e]!],
        ] as const) {
          least[i] = Math.min(least[i]!, before[j]!);
          largest[i] = Math.max(largest[i]!, before[j]!);
        }
      }
      fluxCorrector(graph, lumped, "local")(density, flux);
      for (let i = 0; i < n; i++) {
        expect(density[i]!).toBeGreaterThanOrEqual(least[i]! * (1 - 1e-13));
        expect(density[i]!).toBeLessThanOrEqual(largest[i]! * (1 + 1e-13));
      }
    });
  });

  it("gives everything back where there is room, and always with `all`; nothing with `none`", () => {
    const { flux } = problem(1);
    const wide = new Float64Array(n).fill(1e6);
    const expected = wide.slice();
    for (let e = 0; e < graph.count; e++) {
      expected[graph.first[e]!]! += flux[e]! / lumped[graph.first[e]!]!;
      expected[graph.second[e]!]! -= flux[e]! / lumped[graph.second[e]!]!;
    }
    for (const limiter of ["positive", "all"] as const) {
      const density = wide.slice();
      expect(fluxCorrector(graph, lumped, limiter)(density, flux.slice())).toBe(0);
      expect(largestDifference(density, expected)).toBe(0);
    }
    const untouched = wide.slice();
    expect(fluxCorrector(graph, lumped, "none")(untouched, flux.slice())).toBe(1);
    expect(largestDifference(untouched, wide)).toBe(0);
    const negative = new Float64Array(n);
    expect(fluxCorrector(graph, lumped, "all")(negative, flux.slice())).toBe(0);
    expect(leastOf(negative)).toBeLessThan(0);
  });
});
