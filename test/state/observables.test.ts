import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { covarianceFromIntegrals, momentsFromIntegrals } from "../../src/state/integrals.ts";
import type { SpinMoments, Vector3 } from "../../src/state/moments.ts";
import { observables } from "../../src/state/observables.ts";
import { meanSpinLimit, type SymmetricMatrix3, squeezing } from "../../src/state/squeezing.ts";

const eps = Number.EPSILON;

/** int P r_k r_l of P = delta(r - direction). */
const secondOfDelta = ([x, y, z]: Vector3): SymmetricMatrix3 => ({
  square: [x * x, y * y, z * z],
  cross: [x * y, x * z, y * z],
});

const zeroMatrix: SymmetricMatrix3 = { square: [0, 0, 0], cross: [0, 0, 0] };

const directions = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -3.2, max: 3.2, noNaN: true }))
  .map(([z, phi]): Vector3 => [Math.sqrt(1 - z * z) * Math.cos(phi), Math.sqrt(1 - z * z) * Math.sin(phi), z]);

const entry = fc.double({ min: -1, max: 1, noNaN: true });

/** A A^T: positive, entries up to 3. */
const positiveMatrices = fc.array(entry, { minLength: 9, maxLength: 9 }).map((a): SymmetricMatrix3 => {
  const product = (k: number, l: number) =>
    a[3 * k]! * a[3 * l]! + a[3 * k + 1]! * a[3 * l + 1]! + a[3 * k + 2]! * a[3 * l + 2]!;
  return {
    square: [product(0, 0), product(1, 1), product(2, 2)],
    cross: [product(0, 1), product(0, 2), product(1, 2)],
  };
});

describe("momentsFromIntegrals", () => {
  it("gives one spin its fixed squares and no cross moments", () => {
    const moments = momentsFromIntegrals(1, [0.1, 0.2, 0.3], secondOfDelta([0.6, 0, 0.8]));
    expect(moments).toEqual({ mean: [0.1, 0.2, 0.3], square: [1, 1, 1], cross: [0, 0, 0] });
  });

  it("gives sum_k 4<J_k^2>/N^2 = (N + 2)/N for any P on the sphere", () => {
    fc.assert(
      fc.property(directions, fc.integer({ min: 1, max: 10 ** 6 }), (direction, spins) => {
        const { square } = momentsFromIntegrals(spins, direction, secondOfDelta(direction));
        // Six products and five sums of numbers of size 1.
        expect(Math.abs(square[0] + square[1] + square[2] - (1 + 2 / spins))).toBeLessThan(12 * eps);
      }),
    );
  });

  it("refuses numbers of spins that are none", () => {
    for (const spins of [0, -1, 2.5, Number.NaN]) {
      expect(() => momentsFromIntegrals(spins, [0, 0, 0], zeroMatrix)).toThrow(InputError);
      expect(() => covarianceFromIntegrals(spins, [0, 0, 0], zeroMatrix)).toThrow(InputError);
    }
  });
});

describe("covarianceFromIntegrals", () => {
  it("equals the raw moments minus the product of the means", () => {
    fc.assert(
      fc.property(directions, positiveMatrices, fc.integer({ min: 1, max: 1000 }), (direction, central, spins) => {
        const mean: Vector3 = [0.5 * direction[0], 0.5 * direction[1], 0.5 * direction[2]];
        const product = secondOfDelta(mean);
        const raw: SymmetricMatrix3 = {
          square: [
            product.square[0] + central.square[0],
            product.square[1] + central.square[1],
            product.square[2] + central.square[2],
          ],
          cross: [
            product.cross[0] + central.cross[0],
            product.cross[1] + central.cross[1],
            product.cross[2] + central.cross[2],
          ],
        };
        const { square, cross } = momentsFromIntegrals(spins, mean, raw);
        const covariance = covarianceFromIntegrals(spins, mean, central);
        for (const k of [0, 1, 2] as const) {
          // Entries up to 3 from the product, and no more than ten roundings.
          expect(Math.abs(covariance.square[k] - (square[k] - product.square[k]))).toBeLessThan(40 * eps);
          expect(Math.abs(covariance.cross[k] - (cross[k] - product.cross[k]))).toBeLessThan(40 * eps);
        }
      }),
    );
  });
});

describe("squeezing", () => {
  it("is 1 for every coherent state, at N = 1,000,000 to full accuracy from central moments", () => {
    fc.assert(
      fc.property(directions, fc.constantFrom(1, 2, 10, 1000, 10 ** 6), (direction, spins) => {
        const moments = momentsFromIntegrals(spins, direction, secondOfDelta(direction));
        const raw = observables(spins, moments, 1).squeezing;
        // A raw second moment of size 1 carries a few roundings, and N enlarges them.
        expect(Math.abs(raw.kitagawaUeda! - 1)).toBeLessThan(20 * spins * eps);
        expect(Math.abs(raw.wineland! - 1)).toBeLessThan(20 * spins * eps);
        const covariance = covarianceFromIntegrals(spins, direction, zeroMatrix);
        const central = observables(spins, moments, 1, covariance).squeezing;
        expect(Math.abs(central.kitagawaUeda! - 1)).toBeLessThan(40 * eps);
        expect(Math.abs(central.wineland! - 1)).toBeLessThan(40 * eps);
      }),
    );
  });

  it("is the smallest variance of all perpendicular directions", () => {
    fc.assert(
      fc.property(directions, positiveMatrices, (direction, { square, cross }) => {
        const [x, y, z] = direction;
        const mean: Vector3 = [0.7 * x, 0.7 * y, 0.7 * z];
        const found = squeezing(10, mean, { square, cross }).kitagawaUeda! / 10;
        // Any frame will do for a scan: e = direction x axis, f = direction x e.
        const axis: Vector3 = Math.abs(z) < 0.8 ? [0, 0, 1] : [1, 0, 0];
        const cr = (a: Vector3, b: Vector3): Vector3 => [
          a[1] * b[2] - a[2] * b[1],
          a[2] * b[0] - a[0] * b[2],
          a[0] * b[1] - a[1] * b[0],
        ];
        const raw = cr(direction, axis);
        const size = Math.hypot(...raw);
        const e: Vector3 = [raw[0] / size, raw[1] / size, raw[2] / size];
        const f = cr(direction, e);
        let smallest = Number.POSITIVE_INFINITY;
        let largest = 0;
        const samples = 2000;
        for (let k = 0; k < samples; k++) {
          const angle = (Math.PI * k) / samples;
          const n = [0, 1, 2].map((i) => Math.cos(angle) * e[i]! + Math.sin(angle) * f[i]!);
          const variance =
            square[0] * n[0]! ** 2 +
            square[1] * n[1]! ** 2 +
            square[2] * n[2]! ** 2 +
            2 * (cross[0] * n[0]! * n[1]! + cross[1] * n[0]! * n[2]! + cross[2] * n[1]! * n[2]!);
          smallest = Math.min(smallest, variance);
          largest = Math.max(largest, variance);
        }
        expect(found).toBeLessThan(smallest + 100 * eps);
        // The variance is a cosine of twice the angle: half a sample away from its minimum it is higher by at most this.
        const resolution = (largest - smallest) * (Math.PI / samples) ** 2;
        expect(smallest - found).toBeLessThan(resolution + 100 * eps);
      }),
    );
  });

  it("divides by the squared mean for Wineland's parameter", () => {
    const matrix: SymmetricMatrix3 = { square: [0.02, 0.05, 0.9], cross: [0, 0, 0] };
    const found = squeezing(40, [0, 0, -0.5], matrix);
    expect(found.kitagawaUeda).toBeCloseTo(0.8, 14);
    expect(found.wineland).toBeCloseTo(3.2, 14);
  });

  it("is null where no direction is singled out", () => {
    const matrix: SymmetricMatrix3 = { square: [0.3, 0.3, 0.4], cross: [0, 0, 0] };
    expect(squeezing(40, [0, 0.5 * meanSpinLimit, 0], matrix)).toEqual({ kitagawaUeda: null, wineland: null });
    expect(squeezing(40, [0, 2 * meanSpinLimit, 0], matrix).kitagawaUeda).toBeCloseTo(12, 12);
  });

  it("shows moments that are too inaccurate for N as a negative value", () => {
    const direction: Vector3 = [0, 0.6, 0.8];
    const moments = momentsFromIntegrals(10 ** 6, direction, secondOfDelta(direction));
    const off: SpinMoments = { ...moments, square: [moments.square[0] - 1e-5, moments.square[1], moments.square[2]] };
    expect(observables(10 ** 6, off, 1).squeezing.kitagawaUeda).toBeCloseTo(-9, 8);
  });
});

describe("observables", () => {
  const moments: SpinMoments = { mean: [0, 0, 1], square: [0.1, 0.1, 1], cross: [0, 0, 0] };

  it("passes moments and purity on", () => {
    expect(observables(10, moments, 0.5)).toMatchObject({ ...moments, purity: 0.5 });
  });

  it.each([
    ["mean", 10, { ...moments, mean: [0, Number.NaN, 1] as Vector3 }, 1],
    ["square", 10, { ...moments, square: [0, 0, Number.POSITIVE_INFINITY] as Vector3 }, 1],
    ["cross", 10, { ...moments, cross: [Number.NaN, 0, 0] as Vector3 }, 1],
    ["purity", 10, moments, Number.NaN],
    ["number of spins", 0, moments, 1],
  ])("refuses a bad %s by name", (name, spins, bad, purity) => {
    expect(() => observables(spins, bad, purity)).toThrow(InputError);
    expect(() => observables(spins, bad, purity)).toThrow(name);
  });
});
