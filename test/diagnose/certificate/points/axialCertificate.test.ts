import { describe, expect, it } from "vitest";
import { createRandomStream, fillUniform } from "../../../../src/core/random.ts";
import { axialForm, leastAxial } from "../../../../src/diagnose/certificate/points/axial/axialForm.ts";
import { pointCertificate } from "../../../../src/diagnose/certificate/points/pointCertificate.ts";
import { pointMoments } from "../../../../src/diagnose/certificate/points/scale.ts";
import { sphereMoments } from "../../../../src/diagnose/certificate/sphere/sphereMoments.ts";
import { searchSquares } from "../../../../src/diagnose/certificate/sphere/square.ts";
import { verifyCertificate } from "../../../../src/diagnose/certificate/verify/verifyCertificate.ts";
import type { DensityMatrix } from "../../../../src/state/densityMatrix.ts";

const never = (): boolean => false;

/** A mixture of Dicke states, from all spins up on; divided by the sum. */
function dickeMixture(populations: ArrayLike<number>): DensityMatrix {
  const n = populations.length;
  const sum = Array.from(populations).reduce((total, value) => total + value, 0);
  const real = new Float64Array(n * n);
  for (let k = 0; k < n; k++) real[k * n + k] = populations[k]! / sum;
  return { spins: n - 1, real, imaginary: new Float64Array(n * n) };
}

/** Rings of product states at z have binomial populations. */
function ringMixture(spins: number, rings: readonly (readonly [number, number])[]): DensityMatrix {
  const populations = new Float64Array(spins + 1);
  for (const [z, weight] of rings)
    for (let k = 0, ways = 1; k <= spins; ways *= (spins - k) / (k + 1), k++)
      populations[k]! += weight * ways * ((1 + z) / 2) ** (spins - k) * ((1 - z) / 2) ** k;
  return dickeMixture(populations);
}

/** Collective decay of the rate k_- = 1 per spin pair from all spins up, by a Poisson series of positive terms: right to rounding of each population. */
function superradiant(spins: number, time: number): DensityMatrix {
  const rates = Float64Array.from({ length: spins + 1 }, (_, k) => ((spins - k) * (k + 1)) / spins);
  const fastest = Math.max(...rates);
  let state = new Float64Array(spins + 1);
  state[0] = 1;
  const sum = new Float64Array(spins + 1);
  for (let k = 0, poisson = Math.exp(-fastest * time); k < 10 * fastest * time + 100; k++) {
    for (let i = 0; i <= spins; i++) sum[i]! += poisson * state[i]!;
    state = state.map(
      (value, i) => value * (1 - rates[i]! / fastest) + (i > 0 ? (state[i - 1]! * rates[i - 1]!) / fastest : 0),
    );
    poisson *= (fastest * time) / (k + 1);
  }
  return dickeMixture(sum);
}

const uniforms = (count: number, seed: number): Float64Array => {
  const out = new Float64Array(count);
  fillUniform(createRandomStream(seed, 71), out);
  return out;
};

describe("states symmetric about z", () => {
  // arXiv:2504.13418: a mixture of product states at all times.
  it.each([8, 20])(
    "N = %i: superradiant decay is proven classical wherever there is a margin, and is at rounding from it elsewhere",
    (spins) => {
      let proven = 0;
      for (const time of [0, 0.02, 0.1, 0.3, 0.6, 1, 1.5, 2, 2.5, 3, 4, 6, 10]) {
        const moments = sphereMoments(superradiant(spins, time));
        const { leastEigenvalue } = searchSquares(moments, spins, never)!;
        const found = pointCertificate(moments);
        expect(found.outcome).not.toBe("entangled");
        if (leastEigenvalue > 1e-6) expect(found.outcome).toBe("classical");
        if (found.outcome === "undecided") {
          expect(found.traceDistance!).toBeLessThan(1e-11);
          continue;
        }
        proven++;
        expect(verifyCertificate(moments, { ...found, leastEigenvalue } as never)).toMatchObject({ valid: true });
      }
      expect(proven).toBeGreaterThanOrEqual(6);
    },
  );

  it("have as the largest white noise beside rings the least eigenvalue of the moment matrix, of even and odd N", () => {
    for (let spins = 1; spins <= 13; spins++) {
      for (let seed = 0; seed < 5; seed++) {
        const moments = sphereMoments(dickeMixture(uniforms(spins + 1, 20 * spins + seed)));
        const { values } = pointMoments(moments);
        const { value } = leastAxial(axialForm(Float64Array.from({ length: spins + 1 }, (_, l) => values[l * l]!)));
        const { leastEigenvalue, errorBound } = searchSquares(moments, spins, never)!;
        expect(Math.abs(value - leastEigenvalue)).toBeLessThan(2 * errorBound + 1e-12 * Math.abs(value));
      }
    }
  });

  it("are classical or entangled as the least eigenvalue says, and both proofs hold by other formulas", () => {
    let [entangled, classical] = [0, 0];
    for (let seed = 0; seed < 48; seed++) {
      const spins = 1 + (seed % 12);
      // Uneven populations around 1: entangled most of the time, less so the more even they are.
      const spread = 1 / 4 ** (Math.floor(seed / 12) % 5);
      const moments = sphereMoments(dickeMixture(uniforms(spins + 1, seed).map((value) => 1 + spread * (value - 1))));
      const { leastEigenvalue } = searchSquares(moments, spins, never)!;
      const found = pointCertificate(moments);
      expect(`${seed}: ${found.outcome}`).toBe(`${seed}: ${leastEigenvalue < 0 ? "entangled" : "classical"}`);
      expect(verifyCertificate(moments, { ...found, leastEigenvalue } as never)).toMatchObject({ valid: true });
      if (found.outcome === "entangled") entangled++;
      else classical++;
    }
    expect(Math.min(entangled, classical)).toBeGreaterThan(8);
  });

  it("are found where they are few rings, poles among them, without a margin", () => {
    for (let spins = 4; spins <= 24; spins++) {
      const [z, w, share] = uniforms(3, spins);
      for (const rings of [
        [[1, 1]],
        [[2 * z! - 1, 1]],
        [
          [-1, share!],
          [2 * w! - 1, 1],
        ],
        [
          [1, share!],
          [-1, 1],
        ],
      ] as const) {
        const moments = sphereMoments(ringMixture(spins, rings));
        const found = pointCertificate(moments);
        expect(found.outcome).toBe("undecided");
        if (found.outcome !== "undecided") continue;
        expect(found.traceDistance!).toBeLessThan(1e-9);
        expect(found.bounds![0]).toBe(0);
      }
    }
  });

  it("are undecided where the time is up or degrees are missing, and where errors outweigh the margin", () => {
    const moments = sphereMoments(superradiant(8, 3));
    expect(pointCertificate(moments, { deadline: () => true })).toMatchObject({
      outcome: "undecided",
      reason: "the time is up",
    });
    const truncated = { ...moments, band: 5, multipoles: moments.multipoles.slice(0, 36) };
    expect(pointCertificate(truncated)).toMatchObject({ outcome: "undecided", bounds: null });
    expect(pointCertificate({ ...moments, error: 1e-2 }).outcome).toBe("undecided");
  });
});
