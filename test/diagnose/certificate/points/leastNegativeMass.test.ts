import { describe, expect, it } from "vitest";
import { leastNegativeMass } from "../../../../src/diagnose/certificate/points/leastNegativeMass.ts";
import { dickeState } from "../../../../src/dicke/initialStates.ts";
import type { DensityMatrix } from "../../../../src/state/densityMatrix.ts";
import { addedUp, momentsOf, pureState, steadyMoments, traceDistance } from "./states.ts";

const ghz = (spins: number): DensityMatrix =>
  pureState(Float64Array.from({ length: 2 * spins + 2 }, (_, i) => (i === 0 || i === 2 * spins ? 1 : 0)));

describe("leastNegativeMass", () => {
  // Verified bounds of another program: linear programmes with another grid and exchange, range of T in the same way.
  it.each([
    [4, 0.5, 0, 0.2480298, 0.2480301],
    [4, 0.5, 0.2, 0.0811601, 0.0811604],
  ])("has bounds around the known mass at N = %i, B = %f, k_z = %f", (spins, field, dephasing, low, high) => {
    const { bounds, witness } = leastNegativeMass(steadyMoments(spins, field, dephasing));
    expect(bounds[0]).toBeLessThanOrEqual(high);
    expect(bounds[1]).toBeGreaterThanOrEqual(low);
    expect(bounds[0]).toBeLessThanOrEqual(bounds[1]);
    expect(bounds[1] - bounds[0]).toBeLessThan(1e-6 * (1 + high));
    expect(witness).not.toBeNull();
  });

  it.each<[string, DensityMatrix, number]>([
    ["W, N = 3", dickeState(3, 0.5), 2],
    ["W, N = 4", dickeState(4, 1), 3],
    ["GHZ, N = 4", ghz(4), 4],
    ["GHZ, N = 8", ghz(8), 64],
  ])("has bounds around the closed form of the %s state", (_, state, mass) => {
    const { bounds } = leastNegativeMass(momentsOf(state));
    expect(bounds[0]).toBeLessThanOrEqual(mass);
    expect(bounds[1]).toBeGreaterThanOrEqual(mass);
    expect(bounds[1] - bounds[0]).toBeLessThan(1e-6 * (1 + mass));
  });

  it("gives points that add up to the state", () => {
    const state = dickeState(3, 0.5);
    const { points, weights, bounds } = leastNegativeMass(momentsOf(state));
    expect(traceDistance(state, addedUp(3, points, weights, 0))).toBeLessThan(1e-12);
    const negative = weights.reduce((sum, weight) => sum + Math.max(0, -weight), 0);
    expect(negative).toBeLessThanOrEqual(bounds[1]);
  });

  it("finds none in a classical state", () => {
    const { bounds, witness } = leastNegativeMass(steadyMoments(4, 2, 0));
    expect(bounds[0]).toBe(0);
    expect(bounds[1]).toBeLessThan(1e-6);
    expect(witness).toBeNull();
  });

  it("has the wide bounds of what it knows where the time is up, and asks for all moments", () => {
    const moments = steadyMoments(4, 0.5, 0);
    const { bounds } = leastNegativeMass(moments, { deadline: () => true });
    expect(bounds[0]).toBeLessThanOrEqual(0.2480301);
    expect(bounds[1]).toBeGreaterThanOrEqual(0.2480298);
    expect(() => leastNegativeMass({ ...moments, band: 3, multipoles: moments.multipoles.slice(0, 16) })).toThrow(
      "known up to degree 3",
    );
  });
});
