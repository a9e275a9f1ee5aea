import { describe, expect, it } from "vitest";
import type { SphereCertificate } from "../../../src/diagnose/certificate/certificate.ts";
import { certifySphere } from "../../../src/diagnose/certificate/sphere/certify.ts";
import { sphereMoments } from "../../../src/diagnose/certificate/sphere/sphereMoments.ts";
import { mixProductStates } from "../../../src/state/blocks/blockMultipoles.ts";
import type { DensityMatrix } from "../../../src/state/densityMatrix.ts";
import { randomDensity, randomMixture } from "../entanglement/randomDensities.ts";
import { entanglementOf, withWhiteNoise } from "../entanglement/states.ts";

/* What experimentalists quote and what a certificate proves are found by code that has nothing in common. */

const certify = (density: DensityMatrix): SphereCertificate => certifySphere(sphereMoments(density));

/** Coherent states of random directions and weights, and a share of white noise, which is the margin. */
function noisyMixture(spins: number, count: number, seed: number, noise: number): DensityMatrix {
  const { points, weights } = randomMixture(count, seed, 1);
  const { blocks } = mixProductStates(spins, Float64Array.from(points.flat()), Float64Array.from(weights));
  return withWhiteNoise(blocks[0]!, noise);
}

describe("measures of entanglement and certificates", () => {
  it("nothing detects a state with a certificate that it is classical", () => {
    for (let seed = 1; seed <= 15; seed++) {
      const density = noisyMixture(2 + (seed % 5), 1 + (seed % 4), seed, 0.02 + 0.05 * (seed % 3));
      expect(certify(density)).toMatchObject({ outcome: "classical", proof: "points" });
      expect(entanglementOf(density).detects).toBe(false);
    }
  });

  it("on either side of the end of entanglement under white noise: classical and not detected, or entangled and a transpose negative", () => {
    const outcomes = new Map<string, number>();
    for (let seed = 9; seed <= 20; seed++) {
      const spins = 2 + (seed % 4);
      const density = randomDensity(spins, 1 + (seed % 2), seed);
      const certificate = certify(density);
      if (certificate.outcome !== "entangled") throw new Error(`seed ${seed} is ${certificate.outcome}`);
      // Under white noise the least eigenvalue e of the moment matrix is on a line from e to 1, 0 at a share of -e/(1 - e).
      const end = certificate.leastEigenvalue! / (certificate.leastEigenvalue! - 1);
      const before = withWhiteNoise(density, end - 0.01);
      expect(certify(before)).toMatchObject({ outcome: "entangled", witness: { kind: "square" } });
      expect(entanglementOf(before).negativity!.at(-1)!.detects).toBe(true);
      const after = withWhiteNoise(density, end + 0.01);
      const { outcome } = certify(after);
      expect(outcome).not.toBe("undecided");
      expect(entanglementOf(after).detects).toBe(outcome === "entangled");
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    // Of four spins the transpose of one against three may be negative where that of two against two is not: then the witness is no square.
    expect(Object.fromEntries(outcomes)).toEqual({ classical: 11, entangled: 1 });
  });
});
