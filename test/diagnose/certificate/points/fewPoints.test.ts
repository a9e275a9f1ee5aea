import { describe, expect, it } from "vitest";
import type { SphereMoments } from "../../../../src/diagnose/certificate/certificate.ts";
import { fewPoints } from "../../../../src/diagnose/certificate/points/fewPoints.ts";
import { pointCertificate } from "../../../../src/diagnose/certificate/points/pointCertificate.ts";
import { pointMoments } from "../../../../src/diagnose/certificate/points/scale.ts";
import { certifySphere } from "../../../../src/diagnose/certificate/sphere/certify.ts";
import { verifyCertificate } from "../../../../src/diagnose/certificate/verify/verifyCertificate.ts";
import { mixtureMoments, never, randomPoints } from "../states.ts";
import { addedUp, combine, momentsOf, pureState, whiteNoise } from "./states.ts";

/** White noise leaves the part `1 - noise` of all multipoles but the first. */
function withNoise(moments: SphereMoments, noise: number): SphereMoments {
  const multipoles = moments.multipoles.map((value, a) => (a === 0 ? value : (1 - noise) * value));
  return { ...moments, multipoles };
}

const mixture = (spins: number, count: number, seed: number, noise: number): SphereMoments => {
  const { points, weights } = randomPoints(seed, count, false);
  return withNoise(mixtureMoments(spins, points, weights), noise);
};

/** (cos, sin)^N plus a share of the product state of another angle, in the Dicke basis. */
function superposition(spins: number, angles: readonly [number, number], share: number): Float64Array {
  const amplitudes = new Float64Array(2 * spins + 2);
  for (let k = 0, binomial = 1; k <= spins; binomial *= (spins - k) / (k + 1), k++) {
    const product = (angle: number): number => Math.cos(angle) ** (spins - k) * Math.sin(angle) ** k;
    amplitudes[2 * k] = Math.sqrt(binomial) * (product(angles[0]) + share * product(angles[1]));
  }
  return amplitudes;
}

describe("few product states with little white noise", () => {
  it.each([1e-2, 1e-4, 1e-5])("are proven classical with white noise %f", (noise) => {
    for (const spins of [4, 6, 8]) {
      for (let count = 1; count <= 4; count++) {
        for (let seed = 1; seed <= 3; seed++) {
          const moments = mixture(spins, count, 100 * seed + count, noise);
          const found = pointCertificate(moments);
          expect(found, `N = ${spins}, ${count} states, seed ${seed}`).toMatchObject({
            outcome: "classical",
            proof: "points",
          });
          const certificate = { ...found, leastEigenvalue: null };
          expect(verifyCertificate(moments, certificate)).toMatchObject({ valid: true });
          // So few have one white noise alone: a square that vanishes at all of them has it as its mean.
          if (found.outcome !== "classical") continue;
          expect(found.traceDistance).toBeLessThan(1e-8);
          expect(Math.abs(found.uniformPart! - noise)).toBeLessThan(noise / 2);
        }
      }
    }
  });

  it("are found where two of them are a third as far from one another as a coherent state is wide", () => {
    // 0.16 and 0.49, where a coherent state of N = 4 is 1/sqrt(N) wide; steps in the weights and places together end far from it.
    const moments = mixture(4, 4, 404, 1e-4);
    const found = fewPoints(pointMoments(moments), never)!;
    expect(found.found).toBe(true);
    expect(found.mixture.points.length).toBe(4);
    expect(found.mixture.uniform).toBeGreaterThan(found.mixture.reach);
  });

  it("have no margin without white noise, or with one that errors of the state outweigh", () => {
    for (let count = 1; count <= 4; count++) {
      const pure = mixture(6, count, 300 + count, 0);
      expect(pointCertificate(pure)).toMatchObject({
        outcome: "undecided",
        reason: expect.stringContaining("no margin"),
      });
      const unsure = { ...mixture(6, count, 300 + count, 1e-5), error: 1e-6 };
      const found = pointCertificate(unsure);
      expect(found).toMatchObject({ outcome: "undecided", reason: expect.stringContaining("no margin") });
    }
  });

  it("are never taken for an entangled state beside them", () => {
    for (const spins of [4, 6, 8]) {
      for (let seed = 1; seed <= 2; seed++) {
        const { points, weights } = randomPoints(seed, 1 + (seed % 3), false);
        const entangled = pureState(superposition(spins, [0.2 * seed, 0.2 * seed + 0.5], 0.1 * seed));
        for (const share of [1, 0.1, 1e-2]) {
          const beside = combine(entangled, share, addedUp(spins, points, Float64Array.from(weights), 0));
          const moments = momentsOf(combine(beside, 1 - 1e-6, whiteNoise(spins)));
          expect(certifySphere(moments, { points: false }).outcome).toBe("entangled");
          const found = fewPoints(pointMoments(moments), never);
          expect(found === null || found.mixture.uniform <= found.mixture.reach).toBe(true);
        }
      }
    }
  });
});
