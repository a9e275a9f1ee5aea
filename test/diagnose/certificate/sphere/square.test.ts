import { describe, expect, it } from "vitest";
import { searchSquares } from "../../../../src/diagnose/certificate/sphere/square.ts";
import { never, steadyMoments } from "../states.ts";

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
