import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, ResourceLimitError } from "../../../src/core/errors.ts";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { sumSolidHarmonics } from "../../../src/core/solidHarmonicSums.ts";
import { evaluateHarmonics, harmonicCount } from "../../../src/core/sphericalHarmonics.ts";
import { coherentState } from "../../../src/dicke/initialStates.ts";
import { ballMomentsFromSums, correlationStrengths, purityOfStrengths } from "../../../src/state/ballMoments.ts";
import {
  type BlockDensityMatrix,
  blockPurity,
  blockTrace,
  emptyBlock,
} from "../../../src/state/blocks/blockDensity.ts";
import { mixProductStates } from "../../../src/state/blocks/blockMultipoles.ts";
import { husimiFunction, husimiOfMultipoles } from "../../../src/state/blocks/husimi.ts";
import { blocksFromMoments, momentsOfBlocks, symmetricMultipoles } from "../../../src/state/blocks/momentBlocks.ts";
import { fromMultipoles, multipolesOf, multipolesOfHarmonics } from "../../../src/state/blocks/multipoles.ts";
import { addProductState, productState } from "../../../src/state/blocks/productState.ts";
import { type DensityMatrix, purity } from "../../../src/state/densityMatrix.ts";
import type { Vector3 } from "../../../src/state/moments.ts";

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
  return difference;
};
const matrixDifference = (a: DensityMatrix, b: DensityMatrix): number =>
  Math.max(largest(a.real, b.real), largest(a.imaginary, b.imaginary));
const blockDifference = (a: BlockDensityMatrix, b: BlockDensityMatrix): number =>
  Math.max(...a.blocks.map((block, k) => matrixDifference(block, b.blocks[k]!)));

/** A A^+, of trace `weight`. */
function randomMatrix(twiceSpin: number, weight: number, seed: number): DensityMatrix {
  const n = twiceSpin + 1;
  const entries = new Float64Array(2 * n * n);
  fillNormal(createRandomStream(seed, 0), entries);
  const { real, imaginary } = emptyBlock(twiceSpin);
  let trace = 0;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      for (let k = 0; k < n; k++) {
        const [x, y] = [entries[2 * (a * n + k)]!, entries[2 * (a * n + k) + 1]!];
        const [u, v] = [entries[2 * (b * n + k)]!, entries[2 * (b * n + k) + 1]!];
        real[a * n + b]! += x * u + y * v;
        imaginary[a * n + b]! += y * u - x * v;
      }
    }
    trace += real[a * n + a]!;
  }
  const scale = weight / trace;
  return { spins: twiceSpin, real: real.map((v) => v * scale), imaginary: imaginary.map((v) => v * scale) };
}

/** Any permutation-symmetric state: all blocks are there. */
function randomState(spins: number, seed: number): BlockDensityMatrix {
  const count = Math.floor(spins / 2) + 1;
  const blocks = Array.from({ length: count }, (_, k) => randomMatrix(spins - 2 * k, 1 / count, seed + k));
  return { spins, blocks };
}

/** On the sphere, in the ball, at its centre and on its axis, with weights of both signs and of sum 1. */
const points = Float64Array.of(0.36, -0.48, 0.8, 0.1, 0.2, -0.3, 0, 0, 0, 0, 0, -0.5, 0.3, 0.3, 0.3);
const weights = Float64Array.of(0.3, 0.5, 0.7, 0.2, -0.7);
const directions = Float64Array.of(0, 0, 1, 0.6, -0.8, 0, 0.36, -0.48, 0.8, -3, 1, -2);

/** The multipole operators are orthonormal, and come out of recursions of N/2 steps. */
const rounding = (spins: number): number => 8 * (spins + 4) * Number.EPSILON;

describe("multipoles of a density matrix", () => {
  it.each([0, 1, 2, 3, 7, 40, 100])("2j = %i: there and back, with tr rho^2 the sum of their squares", (twiceSpin) => {
    const density = randomMatrix(twiceSpin, 1, 3);
    const multipoles = multipolesOf(density);
    expect(matrixDifference(fromMultipoles(twiceSpin, multipoles), density)).toBeLessThan(rounding(twiceSpin));
    const sum = multipoles.reduce((total, value) => total + value ** 2, 0);
    expect(Math.abs(sum - purity(density))).toBeLessThan(rounding(twiceSpin) * sum);
  });

  it.each([1, 2, 10, 300])("N = %i: a coherent state is that of the harmonics of a delta", (spins) => {
    const direction: Vector3 = [0.36, -0.48, 0.8];
    const real = new Float64Array(harmonicCount(spins));
    const imaginary = new Float64Array(harmonicCount(spins));
    evaluateHarmonics(spins, ...direction, real, imaginary);
    const density = fromMultipoles(spins, multipolesOfHarmonics(spins, spins, real, imaginary));
    expect(matrixDifference(density, coherentState(spins, direction))).toBeLessThan(rounding(spins));
  });

  it("of one spin are its Bloch vector", () => {
    const multipoles = multipolesOf({
      spins: 1,
      real: Float64Array.of(0.9, 0.1, 0.1, 0.1),
      imaginary: Float64Array.of(0, -0.2, 0.2, 0),
    });
    // rho = sum_k r_k sigma_k / 2 + 1/2, r = (0.2, 0.4, 0.8); T_10 = sigma_z/sqrt(2), p_11 ~ -(x + iy).
    expect(
      largest(
        multipoles,
        [1, 0.8, -0.2, -0.4].map((v) => v * Math.SQRT1_2),
      ),
    ).toBeLessThan(1e-15);
  });

  it("refuses matrices that take minutes", () => {
    expect(() => fromMultipoles(4000, Float64Array.of(1))).toThrow(ResourceLimitError);
  });
});

describe("mixtures of product states", () => {
  it.each([1, 2, 3, 4, 5, 10, 40])("N = %i: are sums of product states, one by one", (spins) => {
    const density = mixProductStates(spins, points, weights);
    const expected: BlockDensityMatrix = { spins, blocks: density.blocks.map((block) => emptyBlock(block.spins)) };
    for (let p = 0; p < weights.length; p++) {
      addProductState(expected, weights[p]!, [...points.subarray(3 * p, 3 * p + 3)] as unknown as Vector3);
    }
    expect(blockDifference(density, expected)).toBeLessThan(rounding(spins));
    expect(Math.abs(blockTrace(density) - 1)).toBeLessThan(rounding(spins));
  });

  it("lie in the ball, and of no more spins than is affordable", () => {
    expect(() => mixProductStates(3, Float64Array.of(0.8, 0.8, 0), Float64Array.of(1))).toThrow(InputError);
    expect(() => mixProductStates(3, Float64Array.of(Number.NaN, 0, 0), Float64Array.of(1))).toThrow(InputError);
    expect(() => mixProductStates(1000, points, weights)).toThrow(ResourceLimitError);
  });
});

describe("moments of block density matrices", () => {
  it.each([1, 2, 3, 4, 5, 10, 40, 80])("N = %i: are those of the P-function, at any N", (spins) => {
    const moments = momentsOfBlocks(mixProductStates(spins, points, weights));
    const expected = ballMomentsFromSums(spins, spins, sumSolidHarmonics(spins, points, weights));
    expect(largest(moments.unknowns, expected.unknowns)).toBeLessThan(rounding(spins));
  });

  it.each([1, 2, 3, 6, 11, 20])("N = %i: of any symmetric state, and back", (spins) => {
    const density = randomState(spins, 5);
    const moments = momentsOfBlocks(density);
    const strengths = correlationStrengths(moments);
    const blockwise = blockPurity(density);
    expect(Math.abs(purityOfStrengths(spins, strengths) - blockwise)).toBeLessThan(rounding(spins));
    const back = blocksFromMoments(moments);
    // Within what it says itself, and that is 2^(N/2) roundings of at most N^2 moments a block.
    expect(blockDifference(back.density, density)).toBeLessThan(back.error);
    expect(back.error).toBeLessThan(spins ** 2 * 2 ** (spins / 2) * Number.EPSILON + 1e-15);
  });

  it("N = 40: moments there and back to 1e-10", () => {
    const moments = momentsOfBlocks(randomState(40, 7));
    const back = momentsOfBlocks(blocksFromMoments(moments).density);
    expect(largest(back.unknowns, moments.unknowns)).toBeLessThan(1e-10);
  });

  it("say where double precision ends, and need the full band", () => {
    const moments = momentsOfBlocks(productState(80, [0.6, 0, 0.8]));
    expect(() => blocksFromMoments(moments)).toThrow(ConvergenceError);
    const few = momentsOfBlocks(productState(6, [0.6, 0, 0.8]));
    expect(() => blocksFromMoments({ ...few, band: 4 })).toThrow(InputError);
    expect(() => momentsOfBlocks({ spins: 4, blocks: [emptyBlock(4)] })).toThrow(InputError);
  });
});

describe("the Husimi function without a density matrix", () => {
  it.each([1, 2, 5, 20, 60])("N = %i: from multipoles and from moments is that of the matrix", (spins) => {
    const density = mixProductStates(spins, points, weights);
    const expected = husimiFunction(density, directions);
    expect(largest(husimiOfMultipoles(spins, multipolesOf(density.blocks[0]!), directions), expected)).toBeLessThan(
      rounding(spins),
    );
    const moments = ballMomentsFromSums(spins, spins, sumSolidHarmonics(spins, points, weights));
    expect(largest(husimiOfMultipoles(spins, symmetricMultipoles(moments), directions), expected)).toBeLessThan(
      rounding(spins),
    );
    for (let k = 0; k < expected.length; k++) {
      const n = directions.subarray(3 * k, 3 * k + 3);
      const length = Math.hypot(...n);
      let sum = 0;
      for (let p = 0; p < weights.length; p++) {
        const product = n[0]! * points[3 * p]! + n[1]! * points[3 * p + 1]! + n[2]! * points[3 * p + 2]!;
        sum += weights[p]! * ((1 + product / length) / 2) ** spins;
      }
      expect(Math.abs(expected[k]! - sum)).toBeLessThan(rounding(spins));
    }
  });

  it("refuses a direction without length", () => {
    expect(() => husimiOfMultipoles(2, Float64Array.of(1), new Float64Array(3))).toThrow(InputError);
  });
});
