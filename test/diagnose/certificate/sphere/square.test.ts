import { describe, expect, it } from "vitest";
import { sphereMoments } from "../../../../src/diagnose/certificate/sphere/sphereMoments.ts";
import { searchSquares } from "../../../../src/diagnose/certificate/sphere/square.ts";
import { fromMultipoles } from "../../../../src/state/blocks/multipoles.ts";
import { randomDensity } from "../../entanglement/randomDensities.ts";
import { leastTransposed } from "../explicitTranspose.ts";
import { never, steadyMoments, withWhiteNoise } from "../states.ts";

/** Least eigenvalues by another program: (B, k_z), N, value with the digits that are known. */
const TABLE: readonly (readonly [number, number, number, number, number])[] = [
  [0.5, 0, 4, -0.946980263, 5e-10],
  [0.5, 0, 12, -10.819286, 5e-7],
  [0.5, 0.2, 4, -0.339781476, 5e-10],
  [0.5, 0.2, 12, -4.1489486, 5e-8],
  [0.5, 0.4, 4, -0.0469153209, 5e-11],
  [0.5, 0.4, 12, -0.750812723, 5e-10],
  [0.5, 0.5, 4, 2.56193518e-4, 5e-13],
  [0.5, 0.5, 12, 8.89e-8, 5e-11],
  [0.8, 0.1, 4, -0.907239511, 5e-10],
  [0.8, 0.1, 12, -20.867324, 5e-7],
  [1.2, 0, 4, -0.730776758, 5e-10],
  [1.2, 0, 12, -13.4396035, 5e-8],
  [1.5, 0, 4, 0.0926216291, 5e-11],
  [1.5, 0, 12, 0.177607746, 5e-10],
  [2, 0, 4, 0.302013792, 5e-10],
  [2, 0, 12, 0.331949057, 5e-10],
];

describe("the least eigenvalue of the moment matrix", () => {
  it.each(TABLE)("at B = %s, k_z = %s, N = %s is %s", (field, dephasing, spins, expected, lastDigit) => {
    const { leastEigenvalue, errorBound, entangled } = searchSquares(
      steadyMoments(spins, field, dephasing),
      spins,
      never,
    )!;
    expect(Math.abs(leastEigenvalue - expected)).toBeLessThan(lastDigit + errorBound);
    expect(errorBound).toBeLessThan(1e-8 * Math.max(Math.abs(expected), 0.1));
    expect(entangled !== null).toBe(expected < 0);
  });
});

describe("the least eigenvalue of the partial transpose in units of white noise", () => {
  it.each([2, 3, 4, 5, 8, 11])("is that of the moment matrix: random states of N = %i", (spins) => {
    for (let seed = 1; seed <= 4; seed++) {
      const density = withWhiteNoise(randomDensity(spins, seed, seed), 0.2);
      const { leastEigenvalue, errorBound } = searchSquares(sphereMoments(density), spins, never)!;
      expect(Math.abs(leastEigenvalue - leastTransposed(density))).toBeLessThan(errorBound);
      expect(errorBound).toBeLessThan(1e-10 * 2 ** spins);
    }
  });

  it.each([
    [0.5, 0],
    [0.8, 0.1],
    [1.5, 0],
  ])("is that of the moment matrix to 1e-8: N = 20 at B = %s, k_z = %s", (field, dephasing) => {
    const moments = steadyMoments(20, field, dephasing);
    const { leastEigenvalue } = searchSquares(moments, 20, never)!;
    const explicit = leastTransposed(fromMultipoles(20, moments.multipoles));
    expect(Math.abs(leastEigenvalue / explicit - 1)).toBeLessThan(1e-8);
  });
});

/** Where entanglement ends, by another program, in k_z by one with 50 digits: B or k_z, N, the place, and half a unit of its last digit. */
const ENDS: readonly (readonly ["k_z" | "B", number, number, number])[] = [
  ["k_z", 2, 0.419694969, 5e-10],
  ["k_z", 3, 0.439968609, 5e-10],
  ["k_z", 4, 0.455082028, 5e-10],
  ["k_z", 5, 0.461958891, 5e-10],
  ["k_z", 8, 0.471796794, 5e-10],
  ["k_z", 9, 0.473198739, 5e-10],
  ["k_z", 12, 0.475940195, 5e-10],
  ["k_z", 20, 0.478876502, 5e-10],
  ["B", 4, 1.45035, 5e-6],
  ["B", 12, 1.47362, 5e-6],
];

describe("the end of entanglement", () => {
  it.each(ENDS)("in %s at N = %i is at %s", (parameter, spins, place, lastDigit) => {
    const at = (value: number): number => {
      const moments = parameter === "k_z" ? steadyMoments(spins, 0.5, value) : steadyMoments(spins, value, 0);
      const { leastEigenvalue, errorBound, largest } = searchSquares(moments, spins, never)!;
      // Beyond the end e is small, and its sign known as far as it is above 1e-12 of the largest eigenvalue, or some 1e-10 at N = 20.
      if (spins < 20) expect(errorBound).toBeLessThan(Math.abs(leastEigenvalue));
      expect(errorBound).toBeLessThan(1e-12 * largest);
      return leastEigenvalue;
    };
    // What was asked for: 1e-6 for N <= 12 and 2e-5 for N = 20.
    const step = Math.max(1.1 * lastDigit, spins < 20 ? 1e-6 : 2e-5);
    expect(at(place - step)).toBeLessThan(0);
    expect(at(place + step)).toBeGreaterThan(0);
  });
});
