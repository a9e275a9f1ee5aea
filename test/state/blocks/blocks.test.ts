import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { collectiveMoments } from "../../../src/dicke/collective/moments.ts";
import { coherentState } from "../../../src/dicke/initialStates.ts";
import {
  type BlockDensityMatrix,
  blockCountOf,
  blockPurity,
  blockTrace,
  emptyBlock,
  fromSymmetricSubspace,
  isBlockPositive,
  spinProbabilities,
} from "../../../src/state/blocks/blockDensity.ts";
import { concurrence } from "../../../src/state/blocks/concurrence.ts";
import { logDegeneracies } from "../../../src/state/blocks/degeneracy.ts";
import { entropyOfMatrix, vonNeumannEntropy } from "../../../src/state/blocks/entropy.ts";
import { husimiFunction } from "../../../src/state/blocks/husimi.ts";
import { addProductState, productState } from "../../../src/state/blocks/productState.ts";
import { type FewSpinState, oneSpinState, twoSpinState } from "../../../src/state/blocks/reduced.ts";
import type { DensityMatrix } from "../../../src/state/densityMatrix.ts";
import type { SpinMoments, Vector3 } from "../../../src/state/moments.ts";

const inBall = fc
  .tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: -3.1, max: 3.1, noNaN: true }),
  )
  .map(([r, c, phi]): Vector3 => {
    const s = Math.sqrt(1 - c * c);
    return [r * s * Math.cos(phi), r * s * Math.sin(phi), r * c];
  });
const length = (r: Vector3): number => Math.hypot(...r);

/** Up to N + 1 quotients in a row, and N^2 sums of positive numbers of trace 1. */
const rounding = (spins: number): number => 16 * (spins + 1) * Number.EPSILON;

describe("degeneracies", () => {
  it("count all 2^N states", () => {
    for (const spins of [1, 2, 7, 40, 80]) {
      const logs = logDegeneracies(spins);
      const sum = logs.reduce((total, log, k) => total + Math.exp(log - spins * Math.LN2) * (spins + 1 - 2 * k), 0);
      expect(Math.abs(sum - 1)).toBeLessThan(100 * Number.EPSILON * spins);
    }
  });

  it("are those of small numbers, and finite for large ones", () => {
    expect([...logDegeneracies(6)].map((log) => Math.round(Math.exp(log)))).toEqual([1, 5, 9, 5]);
    expect([...logDegeneracies(5)].map((log) => Math.round(Math.exp(log)))).toEqual([1, 4, 5]);
    const large = logDegeneracies(5000);
    // Stirling: C(N, N/2)/(N/2 + 1) = 2^N sqrt(2/(pi N))/(N/2 + 1), to a relative 1/(4N).
    const expected = 5000 * Math.LN2 + 0.5 * Math.log(2 / (Math.PI * 5000)) - Math.log(2501);
    expect(Math.abs(large.at(-1)! - expected)).toBeLessThan(1e-4);
  });
});

describe("product states", () => {
  it("have the purity, the entropy and the Husimi function of N equal spins", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), inBall, inBall, (spins, r, other) => {
        const state = productState(spins, r);
        const tolerance = rounding(spins);
        expect(Math.abs(blockTrace(state) - 1)).toBeLessThan(tolerance);
        expect(isBlockPositive(state, 1e-12)).toBe(true);
        expect(Math.abs(blockPurity(state) - ((1 + length(r) ** 2) / 2) ** spins)).toBeLessThan(tolerance);
        const entropy = [1 + length(r), 1 - length(r)].reduce(
          (sum, p) => (p > 0 ? sum - (p / 2) * Math.log(p / 2) : sum),
          0,
        );
        // Eigenvalues of 1e-16 count 4e-15 each; there are fewer than (N + 2)^2/4.
        expect(Math.abs(vonNeumannEntropy(state) - spins * entropy)).toBeLessThan(1e-14 * (spins + 2) ** 2);
        const size = length(other);
        if (size < 1e-3) return;
        const overlap = (1 + (r[0] * other[0] + r[1] * other[1] + r[2] * other[2]) / size) / 2;
        const husimi = husimiFunction(state.blocks[0]!, Float64Array.from(other))[0]!;
        expect(Math.abs(husimi - overlap ** spins)).toBeLessThan(tolerance);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it("are the coherent states on the sphere", () => {
    const direction: Vector3 = [0.48, -0.6, 0.64];
    const state = productState(11, direction);
    const expected = coherentState(11, direction);
    state.blocks[0]!.real.forEach((value, k) => {
      expect(Math.abs(value - expected.real[k]!)).toBeLessThan(rounding(11));
      expect(Math.abs(state.blocks[0]!.imaginary[k]! - expected.imaginary[k]!)).toBeLessThan(rounding(11));
    });
    expect(
      spinProbabilities(state)
        .slice(1)
        .every((p) => p < 1e-12),
    ).toBe(true);
  });

  it("add up to mixtures", () => {
    const state: BlockDensityMatrix = { spins: 4, blocks: [4, 2, 0].map(emptyBlock) };
    addProductState(state, 0.25, [0, 0, 1]);
    addProductState(state, 0.75, [0, 0, -1]);
    expect(state.blocks[0]!.real[0]).toBeCloseTo(0.25, 15);
    expect(state.blocks[0]!.real[24]).toBeCloseTo(0.75, 15);
    const entropy = -0.25 * Math.log(0.25) - 0.75 * Math.log(0.75);
    expect(Math.abs(vonNeumannEntropy(state) - entropy)).toBeLessThan(1e-13);
  });

  it("lie in the ball", () => {
    expect(() => productState(3, [0.8, 0.8, 0])).toThrow(InputError);
    expect(() => productState(3, [Number.NaN, 0, 0])).toThrow(InputError);
  });
});

describe("entropy", () => {
  it("of the maximally mixed state is N ln 2, and of the mixed symmetric subspace ln(N + 1)", () => {
    for (const spins of [1, 2, 9, 30]) {
      expect(Math.abs(vonNeumannEntropy(productState(spins, [0, 0, 0])) - spins * Math.LN2)).toBeLessThan(1e-12);
      const subspace = emptyBlock(spins);
      for (let a = 0; a <= spins; a++) subspace.real[a * (spins + 2)] = 1 / (spins + 1);
      expect(Math.abs(entropyOfMatrix(subspace) - Math.log(spins + 1))).toBeLessThan(1e-13);
      expect(Math.abs(vonNeumannEntropy(fromSymmetricSubspace(subspace)) - Math.log(spins + 1))).toBeLessThan(1e-13);
    }
  });

  it("needs every block", () => {
    const { blocks } = productState(4, [0, 0, 0]);
    expect(blocks).toHaveLength(blockCountOf(4));
    expect(() => vonNeumannEntropy({ spins: 4, blocks: blocks.slice(1) })).toThrow(InputError);
  });
});

describe("the Husimi function", () => {
  it("integrates to 4 pi/(N + 1) for any state of the symmetric subspace", () => {
    const density = coherentState(6, [0.6, 0, 0.8]);
    // Gauss-Legendre is exact in z with 4 points for degree 6; 7 equidistant angles are exact for orders up to 6.
    const nodes = [0.3399810435848563, 0.8611363115940526].flatMap((z) => [z, -z]);
    const weights = [0.6521451548625461, 0.34785484513745385].flatMap((w) => [w, w]);
    const directions: number[] = [];
    const measures: number[] = [];
    nodes.forEach((z, k) => {
      for (let p = 0; p < 7; p++) {
        const phi = (2 * Math.PI * p) / 7;
        directions.push(Math.sqrt(1 - z * z) * Math.cos(phi), Math.sqrt(1 - z * z) * Math.sin(phi), z);
        measures.push((weights[k]! * 2 * Math.PI) / 7);
      }
    });
    const values = husimiFunction(density, Float64Array.from(directions));
    const integral = values.reduce((sum, value, k) => sum + value * measures[k]!, 0);
    expect(integral).toBeCloseTo((4 * Math.PI) / 7, 13);
  });

  it("refuses a direction without length", () => {
    expect(() => husimiFunction(coherentState(2, [0, 0, 1]), Float64Array.of(0, 0, 0))).toThrow(InputError);
  });
});

/** |psi><psi| of real amplitudes on up up, up down, down up, down down. */
const pure = (amplitudes: readonly number[]): FewSpinState => ({
  order: 4,
  real: Float64Array.from({ length: 16 }, (_, k) => amplitudes[Math.floor(k / 4)]! * amplitudes[k % 4]!),
  imaginary: new Float64Array(16),
});

const momentsOf = (density: DensityMatrix): SpinMoments => collectiveMoments(density);

describe("few-spin states", () => {
  it("of a product state are products, without entanglement", () => {
    fc.assert(
      fc.property(inBall, (r) => {
        const [x, y, z] = r;
        const moments: SpinMoments = {
          mean: r,
          square: [x, y, z].map((value) => 1 / 7 + (6 / 7) * value * value) as unknown as Vector3,
          cross: [(6 / 7) * x * y, (6 / 7) * x * z, (6 / 7) * y * z],
        };
        const one = oneSpinState(moments);
        const two = twoSpinState(7, moments);
        for (let k = 0; k < 16; k++) {
          const [row, column] = [Math.floor(k / 4), k % 4];
          const a = 2 * (row >> 1) + (column >> 1);
          const b = 2 * (row & 1) + (column & 1);
          const re = one.real[a]! * one.real[b]! - one.imaginary[a]! * one.imaginary[b]!;
          const im = one.real[a]! * one.imaginary[b]! + one.imaginary[a]! * one.real[b]!;
          expect(Math.abs(two.real[k]! - re)).toBeLessThan(1e-15);
          expect(Math.abs(two.imaginary[k]! - im)).toBeLessThan(1e-15);
        }
        // Roots of eigenvalues that rounding makes 1e-16 instead of 0 are 1e-8; they come in equal pairs, that cancel.
        expect(concurrence(two)).toBeLessThan(1e-7);
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it.each([2, 3, 10, 50])("one spin down among N = %i: the pairs of a W state have the concurrence 2/N", (spins) => {
    const density = emptyBlock(spins);
    density.real[1 * (spins + 1) + 1] = 1;
    // 2 (|<ud|rho|du>| - sqrt(<uu|rho|uu> <dd|rho|dd>)): the first factor of the root is N roundings instead of zero.
    const tolerance = 2 * Math.sqrt(8 * spins * Number.EPSILON);
    expect(Math.abs(concurrence(twoSpinState(spins, momentsOf(density))) - 2 / spins)).toBeLessThan(tolerance);
  });

  it("of two spins are the state itself", () => {
    // (|up up> + i |down down>)/sqrt(2), maximally entangled.
    const density = emptyBlock(2);
    density.real[0] = density.real[8] = 0.5;
    density.imaginary[6] = 0.5;
    density.imaginary[2] = -0.5;
    const state = twoSpinState(2, momentsOf(density));
    expect(state.real[0]).toBeCloseTo(0.5, 15);
    expect(state.imaginary[12]).toBeCloseTo(0.5, 15);
    expect(state.imaginary[3]).toBeCloseTo(-0.5, 15);
    expect(concurrence(state)).toBeCloseTo(1, 14);
  });

  it("mixed with noise are entangled where Werner's states are", () => {
    const half = Math.SQRT1_2;
    const bell = pure([0, half, -half, 0]);
    for (const p of [0, 0.2, 1 / 3, 0.5, 0.9, 1]) {
      const real = bell.real.map((value, k) => p * value + (k % 5 === 0 ? (1 - p) / 4 : 0));
      expect(concurrence({ ...bell, real })).toBeCloseTo(Math.max(0, (3 * p - 1) / 2), 13);
    }
    expect(concurrence(pure([0.6, 0, 0, 0.8]))).toBeCloseTo(2 * 0.48, 13);
  });

  it("need two spins", () => {
    const up = momentsOf(coherentState(1, [0, 0, 1]));
    expect(() => twoSpinState(1, up)).toThrow(InputError);
    expect(() => concurrence(oneSpinState(up))).toThrow(InputError);
  });
});
