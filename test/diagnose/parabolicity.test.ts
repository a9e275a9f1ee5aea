import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parabolicity, parabolicRegion } from "../../src/diagnose/parabolicity.ts";
import { diffusion } from "../../src/model/kramersMoyal.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";

fc.configureGlobal({ seed: 20_201_001 });

const SAMPLES = 4000;

/** Least u.D u over unit tangent vectors u at a point at height z, from the six numbers of D and nothing else. */
function leastEigenvalue(model: SpinModel, z: number): number {
  const rho = Math.sqrt(Math.max(0, 1 - z * z));
  const d = new Float64Array(6);
  diffusion(model, [rho, 0, z], d);
  // Tangent vectors at (rho, 0, z): u = (z, 0, -rho) and v = (0, 1, 0).
  const uu = d[0]! * z * z - 2 * d[4]! * z * rho + d[2]! * rho * rho;
  const uv = d[3]! * z - d[5]! * rho;
  return (uu + d[1]!) / 2 - Math.hypot((uu - d[1]!) / 2, uv);
}

function sampled(model: SpinModel) {
  let minimum = Number.POSITIVE_INFINITY;
  let negative = 0;
  for (let k = 0; k <= SAMPLES; k++) minimum = Math.min(minimum, leastEigenvalue(model, -1 + (2 * k) / SAMPLES));
  // Equal steps in z are equal areas.
  for (let k = 0; k < SAMPLES; k++) if (leastEigenvalue(model, -1 + (2 * k + 1) / SAMPLES) < 0) negative++;
  return { minimum, fraction: negative / SAMPLES };
}

const collective = (dephasing: number, pump: number, decay: number) =>
  spinModel({ spins: 10, collective: { dephasing, pump, decay } });

describe("parabolicity", () => {
  const rate = fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 2000 }).map((k) => k / 1000),
  );

  it("agrees with the least eigenvalue of D sampled over the sphere", () => {
    let violated = 0;
    fc.assert(
      fc.property(rate, rate, rate, (dephasing, pump, decay) => {
        const model = collective(dephasing / 3, pump, decay);
        const result = parabolicity(model);
        const { minimum, fraction } = sampled(model);
        const scale = dephasing + pump + decay;
        // Next to its minimum the eigenvalue is a parabola of curvature 4 |s - k_z|: half a step away it is larger by this.
        const step = 2 / SAMPLES;
        expect(minimum - result.minimumEigenvalue).toBeLessThanOrEqual(2 * scale * (step / 2) ** 2 + 1e-14 * scale);
        expect(minimum - result.minimumEigenvalue).toBeGreaterThanOrEqual(-1e-14 * scale);
        expect(result.parabolic).toBe(result.minimumEigenvalue >= 0);
        // Each end of the band falls within one sample.
        expect(Math.abs(result.areaFraction - fraction)).toBeLessThanOrEqual(1.01 / SAMPLES);
        if (result.zRange === null) return;
        violated++;
        const [low, high] = result.zRange;
        expect((high - low) / 2).toBeCloseTo(result.areaFraction, 12);
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
        for (const z of [low, high]) expect(Math.abs(leastEigenvalue(model, z))).toBeLessThanOrEqual(2e-14 * scale);
        expect(leastEigenvalue(model, (low + high) / 2)).toBeLessThan(0);
      }),
      { numRuns: 200 },
    );
    expect(violated).toBeGreaterThan(40);
  });

  it("knows decay alone: half of the sphere, down to -1/2 k_-", () => {
    // 2 k_- (z^2 + z) is negative for -1 < z < 0 and least at z = -1/2.
    const result = parabolicity(collective(0, 0, 2));
    expect(result).toEqual({
      parabolic: false,
      minimumEigenvalue: -1,
      areaFraction: 0.5,
      requiredDephasing: 1,
      requiredIsotropic: 0.5,
      zRange: [-1, 0],
    });
  });

  it("has its minimum at 1 - z = 2 sqrt k_- / (sqrt k_- + sqrt k_+) at the bound, and is parabolic there", () => {
    const at = parabolicity(collective(0.5, 4, 1));
    expect(at).toMatchObject({ parabolic: true, areaFraction: 0, requiredDephasing: 0.5, zRange: null });
    expect(at.minimumEigenvalue).toBe(0);
    const { zRange, areaFraction, minimumEigenvalue } = parabolicity(collective(0.5 - 1e-10, 4, 1));
    // 2 (s - k_z) (z - z0)^2 = 2 (1 - z0^2) * 1e-10 at z0 = 1/3 with s - k_z = 4.5.
    expect((zRange![0] + zRange![1]) / 2).toBeCloseTo(1 / 3, 9);
    expect(areaFraction / Math.sqrt(((8 / 9) * 1e-10) / 4.5)).toBeCloseTo(1, 6);
    expect(minimumEigenvalue / (-2e-10 * (8 / 9))).toBeCloseTo(1, 5);
  });

  it("finds nothing wrong without pump and decay, or with equal ones", () => {
    for (const model of [collective(0, 0, 0), collective(1, 0, 0), collective(0, 3, 3)]) {
      expect(parabolicity(model)).toMatchObject({ parabolic: true, areaFraction: 0, zRange: null });
    }
    expect(parabolicity(collective(0, 3, 3)).minimumEigenvalue).toBe(0);
    expect(parabolicity(collective(4, 3, 3)).minimumEigenvalue).toBeCloseTo(8, 13);
    expect(parabolicity(collective(9, 3, 3)).minimumEigenvalue).toBe(12);
  });
});

describe("parabolicity of the whole class", () => {
  it("is what the closed form of the rates says, where jumps stand for them", () => {
    for (const [dephasing, pump, decay] of [
      [0.1, 0, 1],
      [0, 0.3, 1],
      [0.5, 0, 1],
      [0.2, 0.7, 0.7],
    ] as const) {
      const jumps = [
        { rate: dephasing, operator: "Jz" },
        { rate: pump, operator: "Jp" },
        { rate: decay, operator: "Jm" },
      ];
      const expected = parabolicity(collective(dephasing, pump, decay));
      const found = parabolicity(spinModel({ spins: 10, collective: { jumps } }));
      expect(found.parabolic).toBe(expected.parabolic);
      expect(found.minimumEigenvalue).toBeCloseTo(expected.minimumEigenvalue, 12);
      expect(found.areaFraction).toBeCloseTo(expected.areaFraction, 12);
      expect(found.requiredIsotropic).toBeCloseTo(expected.requiredIsotropic, 12);
      // Dephasing by jumps is there besides what is asked for.
      expect(found.requiredDephasing).toBeCloseTo(Math.max(0, expected.requiredDephasing! - dephasing), 12);
      for (const k of [0, 1] as const) expect(found.zRange?.[k] ?? 0).toBeCloseTo(expected.zRange?.[k] ?? 0, 12);
    }
  });

  it("says how much is missing, about z and about every axis, and where", () => {
    const twisted = spinModel({ spins: 10, interaction: { xx: 1 }, collective: { decay: 1 } });
    const { parabolic, requiredIsotropic, areaFraction, zRange } = parabolicity(twisted);
    expect(parabolic).toBe(false);
    expect(zRange).toBeNull();
    const jumps = ["Jx", "Jy", "Jz"].map((operator) => ({ rate: requiredIsotropic * (1 + 1e-9), operator }));
    expect(parabolicity(spinModel({ ...twisted, collective: { decay: 1, jumps } })).parabolic).toBe(true);
    const region = parabolicRegion(twisted);
    expect(region.areaFraction).toBe(areaFraction);
    expect(region.curves.length).toBeGreaterThan(0);
    // An interaction alone is never parabolic, and no dephasing along it cures it.
    expect(parabolicity(spinModel({ spins: 10, interaction: { zz: 1 } })).requiredDephasing).toBeNull();
  });
});
