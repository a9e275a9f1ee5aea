import { describe, expect, it } from "vitest";
import type { ClassicalCertificate, SphereMoments } from "../../../../src/diagnose/certificate/certificate.ts";
import { pointCertificate } from "../../../../src/diagnose/certificate/points/pointCertificate.ts";
import type { PointVerdict } from "../../../../src/diagnose/certificate/points/verdict.ts";
import { sphereMoments } from "../../../../src/diagnose/certificate/sphere/sphereMoments.ts";
import { searchSquares } from "../../../../src/diagnose/certificate/sphere/square.ts";
import { evolveDicke } from "../../../../src/dicke/collective/evolve.ts";
import { coherentState, dickeState } from "../../../../src/dicke/initialStates.ts";
import { spinModel } from "../../../../src/model/spinModel.ts";
import { fromMultipoles } from "../../../../src/state/blocks/multipoles.ts";
import type { DensityMatrix } from "../../../../src/state/densityMatrix.ts";
import type { Vector3 } from "../../../../src/state/moments.ts";
import {
  addedUp,
  combine,
  momentsOf,
  normals,
  pureState,
  STATE_ERROR,
  steadyMoments,
  traceDistance,
  whiteNoise,
} from "./states.ts";

const expectClassical = (moments: SphereMoments, verdict: PointVerdict): void => {
  expect(verdict.outcome).toBe("classical");
  if (verdict.outcome !== "classical") return;
  const { points, weights, uniformPart, traceDistance: promised } = verdict;
  expect(weights!.every((weight) => weight >= 0)).toBe(true);
  expect(uniformPart!).toBeGreaterThan(0);
  const sum = addedUp(moments.spins, points!, weights!, uniformPart!);
  const state = fromMultipoles(moments.spins, moments.multipoles);
  // The matrices of the test are rounded too: N + 1 rows of some eps each.
  expect(traceDistance(state, sum)).toBeLessThanOrEqual(promised + 20 * (moments.spins + 1) * Number.EPSILON);
  expect(promised).toBeLessThan(1e-6);
};

const direction = (x: number, y: number, z: number): Vector3 => {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
};

const mixture = (spins: number, count: number, seed: number): DensityMatrix => {
  const noise = normals(4 * count, 11, seed);
  const weights = Float64Array.from({ length: count }, (_, k) => noise[4 * k]! ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const points = Array.from({ length: count }, (_, k) =>
    direction(noise[4 * k + 1]!, noise[4 * k + 2]!, seed % 3 === 0 ? 0 : noise[4 * k + 3]!),
  );
  return addedUp(
    spins,
    points,
    weights.map((weight) => weight / total),
    0,
  );
};

describe("pointCertificate", () => {
  it.each([
    [4, 0.5, 0.5],
    [4, 1.5, 0],
    [4, 2, 0],
    [5, 2, 0],
    [12, 1.5, 0],
    [12, 2, 0],
  ])("proves the steady state at N = %i, B = %f, k_z = %f classical", (spins, field, dephasing) => {
    const moments = steadyMoments(spins, field, dephasing);
    expectClassical(moments, pointCertificate(moments));
  });

  it.each([
    [4, 0.5, 0, -0.946980263],
    [4, 0.5, 0.2, -0.339781476],
    [4, 0.5, 0.4, -0.0469153209],
    [12, 0.5, 0.2, -4.1489486],
  ])(
    "has a witness of the steady state at N = %i, B = %f, k_z = %f, no stronger than the moment matrix",
    (spins, field, dephasing, least) => {
      const found = pointCertificate(steadyMoments(spins, field, dephasing));
      expect(found.outcome).toBe("entangled");
      if (found.outcome !== "entangled") return;
      expect(found.value + found.errorBound).toBeLessThan(0);
      // The optimum over all T >= 0 was never below the least eigenvalue; the reference has nine digits.
      expect(found.value).toBeGreaterThan(least * (1 + 1e-8));
      expect(found.visibility).toBe(1 / (1 - found.value));
    },
  );

  it("proves mixtures of product states with white noise classical, of odd N too", () => {
    for (let seed = 0; seed < 24; seed++) {
      const spins = 2 + (seed % 5);
      const moments = momentsOf(combine(mixture(spins, 1 + (seed % 7), seed), 0.9, whiteNoise(spins)));
      expectClassical(moments, pointCertificate(moments));
    }
  });

  it("never calls mixtures of few product states entangled, and finds them", () => {
    for (let seed = 0; seed < 40; seed++) {
      const spins = 2 + (seed % 5);
      const moments = momentsOf(mixture(spins, 1 + (seed % 3), seed));
      const found = pointCertificate(moments);
      // The points have no margin; of two spins so few may be a state with one.
      expect(spins === 2 ? ["undecided", "classical"] : ["undecided"]).toContain(found.outcome);
      if (found.outcome === "undecided") expect(found.traceDistance!).toBeLessThan(1e-8);
    }
  });

  it("never calls entangled states classical", () => {
    const states: DensityMatrix[] = [];
    for (let spins = 2; spins <= 6; spins++) {
      for (let m = spins / 2 - 1; m >= 0; m--) states.push(dickeState(spins, m));
      const ghz = new Float64Array(2 * spins + 2);
      ghz[0] = ghz[2 * spins] = 1;
      states.push(pureState(ghz));
      for (let seed = 0; seed < 5; seed++) states.push(pureState(normals(2 * spins + 2, spins, seed)));
    }
    for (const state of states) {
      const found = pointCertificate(momentsOf(state));
      expect(found.outcome).toBe("entangled");
      if (found.outcome !== "entangled") continue;
      expect(found.value + found.errorBound).toBeLessThan(0);
      expect(found.witness.coefficients[0]!).toBeCloseTo(1, 12);
    }
  });

  it("sees a Dicke state with white noise turn classical below the visibility of its witness", () => {
    const pure = dickeState(4, 0);
    const found = pointCertificate(momentsOf(pure));
    if (found.outcome !== "entangled") throw new Error(found.outcome);
    const above = combine(pure, found.visibility * 1.001, whiteNoise(4));
    expect(pointCertificate(momentsOf(combine(pure, found.visibility / 2, whiteNoise(4)))).outcome).toBe("classical");
    expect(pointCertificate(momentsOf(above)).outcome).toBe("entangled");
  });

  it("is undecided about a coherent state, at a distance of rounding", () => {
    const found = pointCertificate(momentsOf(coherentState(20, direction(0.3, -0.5, 0.7))));
    expect(found.outcome).toBe("undecided");
    if (found.outcome !== "undecided") return;
    expect(found.traceDistance!).toBeLessThan(1e-8);
    expect(found.traceDistance!).toBeGreaterThan(STATE_ERROR);
  });

  it.each([
    [8, [0.03, 0.3, 3]],
    [20, [0.04, 1.6]],
  ])(
    "knows superradiant decay from full inversion, at any time a mixture of product states, N = %i",
    (spins, times) => {
      const model = spinModel({ spins, field: [0, 0, 0], collective: { decay: 1 } });
      const initial = dickeState(spins, spins / 2);
      const { states, errorEstimate } = evolveDicke({ model, initial, times, keepStates: true, tolerance: 1e-10 });
      let proven = 0;
      for (const [k, density] of states!.entries()) {
        const moments = sphereMoments(density, Math.max(...errorEstimate[k]!.mean));
        const { outcome, traceDistance } = pointCertificate(moments) as ClassicalCertificate;
        const { leastEigenvalue } = searchSquares(moments, spins, () => false)!;
        if (leastEigenvalue > 1e-6) expect(outcome).toBe("classical");
        expect(["classical", "undecided"]).toContain(outcome);
        expect(traceDistance).toBeLessThan(1e-6);
        if (outcome === "classical") proven++;
      }
      expect(proven).toBeGreaterThan(0);
    },
  );

  it("is undecided where the time is up and where the errors are larger than the margin", () => {
    const moments = steadyMoments(4, 2, 0);
    expect(pointCertificate(moments, { deadline: () => true })).toMatchObject({
      outcome: "undecided",
      reason: "the time is up",
    });
    expect(pointCertificate({ ...moments, error: 0.05, degreeErrors: new Float64Array(5).fill(0.05) }).outcome).toBe(
      "undecided",
    );
  });

  it("ends at the first mixture that has a band below N, which then proves nothing", () => {
    const margin = steadyMoments(20, 2, 0);
    const pure = momentsOf(coherentState(20, direction(0.3, -0.5, 0.7)));
    for (const [moments, band] of [
      [margin, 4],
      [margin, 12],
      [pure, 6],
      [steadyMoments(4, 2, 0), 3],
    ] as const) {
      let asked = 0;
      const deadline = () => ++asked > 60;
      const truncated = { ...moments, band, multipoles: moments.multipoles.slice(0, (band + 1) ** 2) };
      // To the end of the linear programme and its exchange of points there are hundreds of iterates.
      expect(pointCertificate(truncated, { deadline })).toMatchObject({
        outcome: "undecided",
        reason: expect.stringContaining("has the same moments up to degree"),
        traceDistance: null,
        bounds: null,
      });
    }
  });

  it("has a witness from a band below N", () => {
    const { multipoles, ...rest } = steadyMoments(12, 0.5, 0.2);
    const found = pointCertificate({ ...rest, band: 6, multipoles: multipoles.slice(0, 49) });
    expect(found).toMatchObject({ outcome: "entangled", witness: { degree: 6 } });
  });
});
