import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { collectiveMoments, collectiveObservables } from "../../../src/dicke/collective/moments.ts";
import { coherentState, mixture, thermalState } from "../../../src/dicke/initialStates.ts";
import { differenceOfMoments } from "../../../src/state/comparison.ts";
import {
  type DensityMatrix,
  hermiticityDefect,
  purity,
  smallestEigenvalue,
  trace,
} from "../../../src/state/densityMatrix.ts";
import type { Vector3 } from "../../../src/state/moments.ts";
import { projectedSpin } from "../../reference/explicit/spins.ts";
import { momentsOf } from "../../reference/explicit/states.ts";
import { fromComplex, scatteredState, toComplex } from "./matrices.ts";

const eps = Number.EPSILON;

const directions = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -3.2, max: 3.2, noNaN: true }))
  .map(([z, phi]): Vector3 => [Math.sqrt(1 - z * z) * Math.cos(phi), Math.sqrt(1 - z * z) * Math.sin(phi), z]);

describe("collective moments", () => {
  it.each([1, 2, 3, 4, 5, 6])("are traces with the projected Pauli sums, N = %i", (spins) => {
    const spin = projectedSpin(spins);
    for (const phase of [0, 1, 2]) {
      const density = scatteredState(spins, phase);
      const { mean, square, cross } = differenceOfMoments(
        collectiveMoments(density),
        momentsOf(spin, spins, toComplex(density)),
      );
      // Normalised moments are at most 1; dense products of order N + 1 take a few dozen roundings.
      expect(Math.max(mean, square, cross)).toBeLessThan(100 * eps);
    }
  });

  // exp(-i mu J_z^2 / 2) from +x: Kitagawa and Ueda, doi:10.1103/PhysRevA.47.5138, their one-axis twisting with S = N/2.
  it.each([
    [10, 0.2],
    [40, 0.05],
    [100, 0.03],
    [200, 0.4],
  ])("show the squeezing of one-axis twisting, N = %i, mu = %f", (spins, twist) => {
    const found = collectiveObservables(twisted(spins, twist));
    const a = 1 - Math.cos(twist) ** (spins - 2);
    const b = 4 * Math.sin(twist / 2) * Math.cos(twist / 2) ** (spins - 2);
    const kitagawaUeda = 1 + ((spins - 1) / 4) * (a - Math.hypot(a, b));
    const mean = Math.cos(twist / 2) ** (spins - 1);
    // Raw second moments carry a few dozen roundings of size 1, and N enlarges them; the mean divides.
    const tolerance = 100 * spins * eps;
    expect(Math.abs(found.mean[0] - mean)).toBeLessThan(100 * eps);
    expect(Math.abs(found.squeezing.kitagawaUeda! - kitagawaUeda)).toBeLessThan(tolerance);
    expect(Math.abs(found.squeezing.wineland! - kitagawaUeda / mean ** 2)).toBeLessThan((2 * tolerance) / mean ** 2);
    expect(found.purity).toBeCloseTo(1, 13);
  });
});

/** exp(-i mu J_z^2 / 2) applied to the coherent state along x. */
function twisted(spins: number, mu: number): DensityMatrix {
  const start = coherentState(spins, [1, 0, 0]);
  const n = spins + 1;
  const real = new Float64Array(n * n);
  const imaginary = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const angle = (-mu / 2) * ((spins / 2 - i) ** 2 - (spins / 2 - j) ** 2);
      real[i * n + j] = start.real[i * n + j]! * Math.cos(angle);
      imaginary[i * n + j] = start.real[i * n + j]! * Math.sin(angle);
    }
  }
  return { spins, real, imaginary };
}

describe("coherent states", () => {
  it("are pure, point along their direction, and have the squares of a product state", () => {
    fc.assert(
      fc.property(directions, fc.constantFrom(1, 2, 7, 100), (direction, spins) => {
        const density = coherentState(spins, direction);
        const { mean, square, cross } = collectiveMoments(density);
        const [x, y, z] = direction;
        const weight = 1 - 1 / spins;
        // Amplitudes are products of up to N ratios outwards from the peak, of which sqrt(N) matter.
        const tolerance = 100 * eps;
        expect(Math.abs(trace(density) - 1)).toBeLessThan(tolerance);
        expect(Math.abs(purity(density) - 1)).toBeLessThan(tolerance);
        expect(hermiticityDefect(density)).toBe(0);
        for (const k of [0, 1, 2] as const) {
          expect(Math.abs(mean[k] - direction[k])).toBeLessThan(tolerance);
          expect(Math.abs(square[k] - (1 / spins + weight * direction[k] ** 2))).toBeLessThan(tolerance);
        }
        for (const [k, value] of [x * y, x * z, y * z].entries()) {
          expect(Math.abs(cross[k]! - weight * value)).toBeLessThan(tolerance);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("neither overflow nor lose digits at N = 1000", () => {
    const direction: Vector3 = [0.36, -0.48, 0.8];
    const density = coherentState(1000, direction);
    const { mean } = collectiveMoments(density);
    for (const k of [0, 1, 2] as const) expect(Math.abs(mean[k] - direction[k])).toBeLessThan(1000 * eps);
    expect(Math.abs(purity(density) - 1)).toBeLessThan(1000 * eps);
  });

  it.each([
    [1, 0],
    [-1, 5],
  ])("at the pole z = %i are the state of row %i", (z, row) => {
    const density = coherentState(5, [0, 0, z]);
    for (let i = 0; i < 36; i++) expect(density.real[i]).toBe(i === 7 * row ? 1 : 0);
  });

  it("refuse a direction that is no unit vector", () => {
    for (const direction of [
      [0, 0, 0],
      [0, 0, 0.5],
      [Number.NaN, 0, 1],
    ] as Vector3[]) {
      expect(() => coherentState(5, direction)).toThrow(InputError);
    }
    expect(collectiveMoments(coherentState(5, [0.6, 0, 0.8000001])).mean[2]).toBeCloseTo(0.8, 6);
  });
});

describe("thermal states", () => {
  it.each([0.25, 1, 4, 1e-3])("have populations in geometric sequence, ratio %f", (ratio) => {
    const spins = 30;
    const density = thermalState(spins, ratio);
    expect(trace(density)).toBeCloseTo(1, 14);
    for (let row = 0; row < spins; row++) {
      const upper = density.real[row * (spins + 1) + row]!;
      const lower = density.real[(row + 1) * (spins + 1) + row + 1]!;
      expect(Math.abs(upper - ratio * lower)).toBeLessThanOrEqual(4 * eps * upper);
    }
  });

  it("have the extreme states as limits, and no overflow", () => {
    expect(collectiveMoments(thermalState(2000, 0)).mean[2]).toBe(-1);
    expect(collectiveMoments(thermalState(2000, Number.POSITIVE_INFINITY)).mean[2]).toBe(1);
    expect(trace(thermalState(2000, 1e6))).toBeCloseTo(1, 14);
  });

  it("refuse a ratio that is none", () => {
    for (const ratio of [-1, Number.NaN]) expect(() => thermalState(5, ratio)).toThrow(InputError);
  });
});

describe("mixtures", () => {
  it("are weighted sums, with the weights normalised", () => {
    const up = coherentState(3, [0, 0, 1]);
    const x = coherentState(3, [1, 0, 0]);
    const mixed = mixture([
      { weight: 1, density: up },
      { weight: 3, density: x },
    ]);
    expect(trace(mixed)).toBeCloseTo(1, 15);
    const { mean } = collectiveMoments(mixed);
    expect(mean[0]).toBeCloseTo(0.75, 14);
    expect(mean[2]).toBeCloseTo(0.25, 14);
    expect(smallestEigenvalue(mixed)).toBeGreaterThan(-10 * eps);
    const same = mixture([{ weight: 2, density: fromComplex(3, toComplex(x)) }]);
    expect(same.real).toEqual(x.real);
  });

  it("refuse bad weights and parts of different N", () => {
    const up = coherentState(3, [0, 0, 1]);
    const bad = [
      [],
      [{ weight: -1, density: up }],
      [{ weight: 0, density: up }],
      [{ weight: Number.NaN, density: up }],
      [{ weight: Number.POSITIVE_INFINITY, density: up }],
      [
        { weight: 1, density: up },
        { weight: 1, density: coherentState(4, [0, 0, 1]) },
      ],
    ];
    for (const parts of bad) expect(() => mixture(parts)).toThrow(InputError);
  });
});
