import { describe, expect, it } from "vitest";
import { pointCertificate } from "../../../src/diagnose/certificate/points/pointCertificate.ts";
import { certifySphere } from "../../../src/diagnose/certificate/sphere/certify.ts";
import { sphereMoments } from "../../../src/diagnose/certificate/sphere/sphereMoments.ts";
import { searchSquares } from "../../../src/diagnose/certificate/sphere/square.ts";
import { verifyCertificate } from "../../../src/diagnose/certificate/verify/verifyCertificate.ts";
import { dickeState } from "../../../src/dicke/initialStates.ts";
import type { DensityMatrix } from "../../../src/state/densityMatrix.ts";
import { randomDensity } from "../entanglement/randomDensities.ts";
import { ghz, never, squeezed, withWhiteNoise } from "./states.ts";

describe("200 entangled states and more", () => {
  const states: [string, DensityMatrix][] = [];
  for (let spins = 2; spins <= 8; spins++) {
    for (let m = spins / 2 - 1; m > -spins / 2; m--) states.push([`Dicke ${m}, N = ${spins}`, dickeState(spins, m)]);
    states.push([`GHZ, N = ${spins}`, ghz(spins)]);
    for (let k = 1; k <= 10; k++) states.push([`squeezed by ${k}, N = ${spins}`, squeezed(spins, 0.15 * k)]);
    for (let seed = 1; seed <= 14; seed++)
      states.push([`pure ${seed}, N = ${spins}`, randomDensity(spins, 1, 900 * spins + seed)]);
  }

  it("are entangled for the whole ladder of proofs", () => {
    expect(states.length).toBeGreaterThanOrEqual(200);
    for (const [name, state] of states) {
      const moments = sphereMoments(state);
      const found = certifySphere(moments);
      expect(`${name}: ${found.outcome}`).toBe(`${name}: entangled`);
    }
  });

  it("are never classical for points alone: one in five", () => {
    for (const [name, state] of states.filter((_, k) => k % 5 === 0)) {
      const found = pointCertificate(sphereMoments(state));
      expect(`${name}: ${found.outcome}`).toBe(`${name}: entangled`);
    }
  });
});

describe("white noise at both sides of the boundary", () => {
  it("leaves random states entangled down to a negative eigenvalue of 2e-6, and all that have a margin of 1e-3 are decided", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const spins = 2 + (seed % 5);
      const random = randomDensity(spins, 1 + (seed % 3), 7000 + seed);
      const { leastEigenvalue: e } = searchSquares(sphereMoments(random), spins, never)!;
      const margin = [1e-2, -1e-2, 1e-3, -1e-3, -1e-4, -1e-5, -2e-6][seed % 7]!;
      // (1 - share) e + share = margin.
      const moments = sphereMoments(withWhiteNoise(random, (margin - e) / (1 - e)));
      const found = certifySphere(moments);
      expect(found.outcome).not.toBe("undecided");
      if (margin < 0) expect(found.outcome).toBe("entangled");
      expect(verifyCertificate(moments, found)).toMatchObject({ valid: true });
    }
  });
});
