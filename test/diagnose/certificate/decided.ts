import { expect } from "vitest";
import type { SphereMoments } from "../../../src/diagnose/certificate/certificate.ts";
import { certifySphere } from "../../../src/diagnose/certificate/sphere/certify.ts";
import { sphereMoments } from "../../../src/diagnose/certificate/sphere/sphereMoments.ts";
import { searchSquares } from "../../../src/diagnose/certificate/sphere/square.ts";
import { verifyCertificate } from "../../../src/diagnose/certificate/verify/verifyCertificate.ts";
import { randomDensity } from "../entanglement/randomDensities.ts";
import { never, withWhiteNoise } from "./states.ts";

/** A negative eigenvalue is told from rounding beyond this share of the largest, a margin of white noise beyond this size. */
const RESOLVED = 1e-12;
const MARGIN = 1e-6;

/** Decides, proves and verifies, or is as near to the edge as it says. Returns the outcome. */
export function expectDecided(moments: SphereMoments): string {
  const certificate = certifySphere(moments);
  const { outcome, leastEigenvalue } = certificate;
  if (outcome !== "undecided") {
    expect(verifyCertificate(moments, certificate)).toMatchObject({ valid: true });
    return outcome;
  }
  const { largest } = searchSquares(moments, moments.spins, never)!;
  expect(leastEigenvalue).toBeGreaterThan(-RESOLVED * largest);
  expect(leastEigenvalue).toBeLessThan(MARGIN);
  return outcome;
}

/** A random state, mixed with white noise until the least eigenvalue of its moment matrix is `least`; null where it is larger without any. */
export function randomAtEdge(spins: number, seed: number, least: number): SphereMoments | null {
  const density = randomDensity(spins, 1 + (seed % 4), 1000 * spins + seed);
  const { leastEigenvalue } = searchSquares(sphereMoments(density), spins, never)!;
  const share = (1 - least) / (1 - leastEigenvalue);
  return share <= 1 ? sphereMoments(withWhiteNoise(density, 1 - share)) : null;
}
