import { describe, expect, it } from "vitest";
import { InputError, ResourceLimitError } from "../../../src/core/errors.ts";
import { provenDepth } from "../../../src/diagnose/entanglement/depth.ts";
import { quantumFisherInformation } from "../../../src/diagnose/entanglement/fisher.ts";
import { coherentState, dickeState, mixture } from "../../../src/dicke/initialStates.ts";
import { productState } from "../../../src/state/blocks/productState.ts";
import type { Vector3 } from "../../../src/state/moments.ts";
import { type SymmetricMatrix3, squeezing } from "../../../src/state/squeezing.ts";
import { randomDensity, randomMixture } from "./randomDensities.ts";
import { greenbergerState, momentsOf, withWhiteNoise } from "./states.ts";

const oblique: Vector3 = [0.48, -0.6, 0.64];

const entries = ({ square, cross }: SymmetricMatrix3): number[] => [...square, ...cross];

function expectClose(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(Math.max(...found.map((value, k) => Math.abs(value - expected[k]!)))).toBeLessThan(tolerance);
}

/** 4 <{J_k - <J_k>, J_l - <J_l>}>/2, in the order of SymmetricMatrix3. */
function fourCovariances(density: Parameters<typeof momentsOf>[0]): number[] {
  const { mean, square, cross } = momentsOf(density);
  const [x, y, z] = mean;
  const products = [x * x, y * y, z * z, x * y, x * z, y * z];
  return [...square, ...cross].map((value, k) => density.spins ** 2 * (value - products[k]!));
}

describe("the quantum Fisher information", () => {
  it.each([1, 2, 5, 20])("N = %i: of a coherent state is N across its direction and 0 along it", (spins) => {
    const { matrix, largest, errorBound, depth } = quantumFisherInformation(coherentState(spins, oblique));
    const [x, y, z] = oblique;
    const expected = [1 - x * x, 1 - y * y, 1 - z * z, -x * y, -x * z, -y * z].map((value) => spins * value);
    expectClose(entries(matrix), expected, errorBound);
    expect(Math.abs(largest - spins)).toBeLessThan(errorBound);
    expect(errorBound).toBeLessThan(1e-9);
    expect(depth).toBe(1);
  });

  it("of the superposition of all up and all down is N^2 about z and proves that all are entangled", () => {
    for (const spins of [3, 8, 20]) {
      const { largest, axis, errorBound, depth } = quantumFisherInformation(greenbergerState(spins));
      expect(Math.abs(largest - spins ** 2)).toBeLessThan(errorBound);
      expect(Math.abs(axis[2])).toBeCloseTo(1, 9);
      expect(depth).toBe(spins);
    }
  });

  it("of the Dicke state m = 0 is N (N + 2)/2 about every axis in the plane", () => {
    for (const spins of [2, 6, 20]) {
      const { matrix, errorBound, depth } = quantumFisherInformation(dickeState(spins, 0));
      const plane = (spins * (spins + 2)) / 2;
      expectClose(entries(matrix), [plane, plane, 0, 0, 0, 0], errorBound);
      expect(depth).toBe(provenDepth(spins, plane));
    }
  });

  it.each([1, 2, 3])("of any pure state is 4 times the covariance matrix (seed %i)", (seed) => {
    const density = randomDensity(7, 1, seed);
    const { matrix, errorBound } = quantumFisherInformation(density);
    expectClose(entries(matrix), fourCovariances(density), errorBound);
  });

  it.each([1, 2, 3])("is at most 4 times the variance, and at least N / xi_R^2 (seed %i)", (seed) => {
    const spins = 6;
    const density = mixture([
      { weight: 0.7, density: coherentState(spins, oblique) },
      { weight: 0.3, density: randomDensity(spins, 2, seed) },
    ]);
    const { matrix, largest, errorBound } = quantumFisherInformation(density);
    const covariances = fourCovariances(density);
    for (const [k, value] of matrix.square.entries()) expect(value).toBeLessThan(covariances[k]! + errorBound);
    const moments = momentsOf(density);
    expect(largest + errorBound).toBeGreaterThan(spins / squeezing(spins, moments.mean, moments).wineland!);
  });

  it("of a pure state with white noise has its closed form", () => {
    const spins = 9;
    const pure = randomDensity(spins, 1, 4);
    for (const share of [0.1, 0.9]) {
      const { matrix, errorBound } = quantumFisherInformation(withWhiteNoise(pure, share));
      const factor = (1 - share) ** 2 / (1 - share + (2 * share) / (spins + 1));
      expectClose(
        entries(matrix),
        fourCovariances(pure).map((value) => factor * value),
        errorBound,
      );
    }
  });

  it("of equal mixed spins is N |r x n|^2, summed over all total spins", () => {
    const spins = 6;
    const [x, y, z] = oblique.map((value) => 0.7 * value) as [number, number, number];
    const { matrix, errorBound, depth } = quantumFisherInformation(productState(spins, [x, y, z]));
    const square = x * x + y * y + z * z;
    const expected = [square - x * x, square - y * y, square - z * z, -x * y, -x * z, -y * z];
    expectClose(
      entries(matrix),
      expected.map((value) => spins * value),
      errorBound,
    );
    expect(errorBound).toBeLessThan(1e-9);
    expect(depth).toBe(1);
  });

  it("turns with the state", () => {
    const spins = 8;
    const { points, weights } = randomMixture(5, 11, 1);
    const mixed = (turned: (vector: Vector3) => Vector3) =>
      quantumFisherInformation(
        mixture(points.map((point, k) => ({ weight: weights[k]!, density: coherentState(spins, turned(point)) }))),
      );
    const straight = mixed((vector) => vector);
    // x -> y -> z -> x.
    const cyclic = mixed(([x, y, z]) => [z, x, y]);
    const { square, cross } = straight.matrix;
    expectClose(
      entries(cyclic.matrix),
      [square[2], square[0], square[1], cross[1], cross[2], cross[0]],
      straight.errorBound + cyclic.errorBound,
    );
    // Turned about z, where a turn back makes it real.
    const plane = (angle: number) =>
      quantumFisherInformation(
        mixture([
          { weight: 0.6, density: coherentState(spins, [0.6 * Math.cos(angle), 0.6 * Math.sin(angle), 0.8]) },
          { weight: 0.4, density: coherentState(spins, [-0.8 * Math.cos(angle), -0.8 * Math.sin(angle), -0.6]) },
        ]),
      );
    const [inX, inY] = [plane(0), plane(Math.PI / 2)];
    const [xx, yy, zz] = inX.matrix.square;
    const [, xz] = inX.matrix.cross;
    expectClose(entries(inY.matrix), [yy, xx, zz, 0, 0, xz], inX.errorBound + inY.errorBound);
  });

  it("keeps its promise where the state is off by a known trace norm", () => {
    const spins = 5;
    for (let seed = 1; seed <= 20; seed++) {
      const exact = randomDensity(spins, 1 + (seed % 3), seed);
      const other = randomDensity(spins, 1 + (seed % 4), 100 + seed);
      const share = 10 ** -(seed % 5);
      const near = mixture([
        { weight: 1 - share, density: exact },
        { weight: share, density: other },
      ]);
      const found = quantumFisherInformation(near, { error: 2 * share });
      const right = quantumFisherInformation(exact);
      expect(Math.abs(found.largest - right.largest)).toBeLessThan(found.errorBound);
      expectClose(found.matrix.square as unknown as number[], [...right.matrix.square], found.errorBound);
      expect(found.depth).toBeLessThanOrEqual(right.depth);
    }
  });

  it("refuses what is no state and what would take too long", () => {
    const nothing = { spins: 2, real: new Float64Array(9), imaginary: new Float64Array(9) };
    expect(() => quantumFisherInformation(nothing)).toThrow(InputError);
    expect(() => quantumFisherInformation(coherentState(40, oblique), { workLimit: 1e4 })).toThrow(ResourceLimitError);
  });
});

describe("the depth that a Fisher information proves", () => {
  it("is 1 up to N, N above what N - 1 entangled spins reach, and steps at s k^2 + r^2", () => {
    expect(provenDepth(10, 10)).toBe(1);
    expect(provenDepth(10, 10.001)).toBe(2);
    expect(provenDepth(10, 20)).toBe(2);
    // Three groups of 3 and one of 1.
    expect(provenDepth(10, 28)).toBe(3);
    expect(provenDepth(10, 28.001)).toBe(4);
    expect(provenDepth(10, 82)).toBe(9);
    expect(provenDepth(10, 82.001)).toBe(10);
    expect(provenDepth(1, 5)).toBe(1);
  });
});
