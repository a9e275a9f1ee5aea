import { describe, expect, it } from "vitest";
import { searchSquares } from "../../../src/diagnose/certificate/sphere/square.ts";
import { expectDecided, randomAtEdge } from "./decided.ts";
import { never, steadyMoments } from "./states.ts";

describe("a certificate", () => {
  it("is undecided only within 1e-12 of the largest eigenvalue below the edge, and 1e-6 above it: random states at the edge", () => {
    for (const spins of [2, 3, 4, 5]) {
      for (let seed = 1; seed <= 2; seed++) {
        for (const least of [-1e-9, 2e-6, 1e-3]) {
          const moments = randomAtEdge(spins, seed, least);
          if (moments === null) continue;
          const outcome = expectDecided(moments);
          if (least < 0) expect(outcome).toBe("entangled");
          // The partial transpose of two or three spins in the symmetric subspace decides.
          else if (spins <= 3) expect(outcome).toBe("classical");
        }
      }
    }
  });

  it.each([
    [12, 0.5, 0.47593, "entangled"],
    [20, 0.5, 0.4785, "entangled"],
    [20, 0.9, 0.3, "entangled"],
  ])("finds what errors of the whole would hide: N = %i at B = %s, k_z = %s", (spins, field, dephasing, outcome) => {
    expect(expectDecided(steadyMoments(spins, field, dephasing))).toBe(outcome);
  });

  // By another program, with 50 digits.
  it.each([
    [12, 0.5, 8.89353860635e-8, 1e-11],
    [20, 0.4785, -5.33849039197e-10, 5e-11],
    [20, 0.5, 5.12175975309e-11, 5e-11],
  ])(
    "knows the least eigenvalue as well as errors of each degree say: N = %i, k_z = %s",
    (spins, dephasing, exact, most) => {
      const { leastEigenvalue, errorBound } = searchSquares(steadyMoments(spins, 0.5, dephasing), spins, never)!;
      expect(Math.abs(leastEigenvalue - exact)).toBeLessThan(errorBound);
      expect(errorBound).toBeLessThan(most);
    },
  );
});
