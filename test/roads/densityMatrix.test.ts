import type { SpinModel } from "blochfem";
import { symmetricSteadyState } from "blochfem/dicke";
import { densityMatrixInBall, densityMatrixOnSphere, husimiInBall, husimiOnSphere, steadyState } from "blochfem/fem";
import {
  ballStateOfBlocks,
  blockDensityOfBall,
  densityMatrixOfHarmonics,
  harmonicsOfDensityMatrix,
  husimiOfBall,
  husimiOfHarmonics,
  steadyHarmonics,
} from "blochfem/harmonic";
import { ball, refineBall } from "blochfem/mesh";
import {
  type BlockDensityMatrix,
  blockPurity,
  concurrence,
  type DensityMatrix,
  husimiFunction,
  oneSpinState,
  productState,
  twoSpinState,
  vonNeumannEntropy,
} from "blochfem/state";
import { describe, expect, it } from "vitest";
import { steadyState as steadyDicke } from "../../src/dicke/collective/steadyState.ts";
import { ballStructure, ballSystem } from "../../src/fem/ball/steady.ts";
import { solveSteady } from "../../src/fem/steadySystem.ts";
import { steadyBall } from "../../src/harmonic/ball/steady.ts";
import { purity } from "../../src/state/densityMatrix.ts";
import { equationOf } from "../reference/equation.ts";
import { exactModels } from "../reference/exact.ts";
import { liouvillian2N, steadyOf } from "../reference/explicit/masterEquation.ts";
import { entropyOf, husimiOf, purityOf, reducedTo } from "../reference/explicit/states.ts";

const directions = Float64Array.of(0, 0, 1, 0.6, -0.8, 0, 0.36, -0.48, 0.8, -3, 1, -2);

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
  return difference;
};
const matrixDifference = (a: DensityMatrix, b: DensityMatrix): number =>
  Math.max(largest(a.real, b.real), largest(a.imaginary, b.imaginary));
const blockDifference = (a: BlockDensityMatrix, b: BlockDensityMatrix): number =>
  Math.max(...a.blocks.map((block, k) => matrixDifference(block, b.blocks[k]!)));

/** Elements of degree N: all moments of degree <= N, and so rho, are exact, whatever the rates. */
function exactElements(model: SpinModel) {
  const mesh = model.spins <= 4 ? refineBall(ball(0)) : ball(0);
  return solveSteady(ballSystem(model, ballStructure(mesh, model.spins)));
}

const local = exactModels.filter(({ collectiveOnly }) => !collectiveOnly);
const hasField = (model: SpinModel): boolean => model.field.some((value) => value !== 0);

describe.each(local)("$name", ({ model, steady }) => {
  const { spins } = model;
  const dicke = symmetricSteadyState(model).density!;
  const harmonics = steadyBall(model, { band: spins }).state;

  it("harmonics and Dicke states have one density matrix", () => {
    const { density, error } = blockDensityOfBall(harmonics);
    // Both solvers are right to rounding over the slowest rate, 0.1 and above.
    const tolerance = 100 * error;
    expect(error).toBeLessThan(1e-14);
    expect(blockDifference(density, dicke)).toBeLessThan(tolerance);
    expect(largest(ballStateOfBlocks(dicke).unknowns, harmonics.unknowns)).toBeLessThan(tolerance);
    expect(largest(husimiOfBall(harmonics, directions), husimiFunction(dicke, directions))).toBeLessThan(tolerance);
    expect(Math.abs(blockPurity(density) - steady.purity)).toBeLessThan(tolerance);
    // Eigenvalues are not small here: -ln of them is below 20.
    expect(Math.abs(vonNeumannEntropy(density) - vonNeumannEntropy(dicke))).toBeLessThan(20 * spins * tolerance);
  });
});

describe.each(local.filter(({ model }) => hasField(model)))("$name", ({ model, steady }) => {
  it("finite elements of degree N have the same", () => {
    const { spins } = model;
    const dicke = symmetricSteadyState(model).density!;
    const solution = exactElements(model);
    const { space } = solution;
    const density = solution.density();
    const found = densityMatrixInBall(space, density, spins);
    // The null vector is right to 1e-13 relative to P, whose largest values are a few.
    const tolerance = 1e-11;
    expect(blockDifference(found, dicke)).toBeLessThan(tolerance);
    expect(Math.abs(blockPurity(found) - steady.purity)).toBeLessThan(tolerance);
    expect(Math.abs(vonNeumannEntropy(found) - vonNeumannEntropy(dicke))).toBeLessThan(20 * spins * tolerance);
    expect(largest(husimiInBall(space, density, spins, directions), husimiFunction(dicke, directions))).toBeLessThan(
      tolerance,
    );
  });
});

it.each(local.filter(({ model }) => !hasField(model)))(
  "$name: P is a delta, rho a product state",
  ({ model, steady }) => {
    const dicke = symmetricSteadyState(model).density!;
    expect(blockDifference(productState(model.spins, steady.mean), dicke)).toBeLessThan(1e-14);
  },
);

describe.each(local.filter(({ model }) => model.spins <= 3))("$name", ({ model }) => {
  it("the master equation in 2^N dimensions has the same", () => {
    const { spins } = model;
    const harmonics = steadyBall(model, { band: spins }).state;
    const rho = steadyOf(liouvillian2N(equationOf(model)));
    const { density } = blockDensityOfBall(harmonics);
    const tolerance = 1e-12;
    expect(Math.abs(blockPurity(density) - purityOf(rho))).toBeLessThan(tolerance);
    expect(Math.abs(vonNeumannEntropy(density) - entropyOf(rho))).toBeLessThan(20 * tolerance);
    const husimi = husimiOfBall(harmonics, directions.subarray(0, 9));
    for (let k = 0; k < 3; k++) {
      const n = [...directions.subarray(3 * k, 3 * k + 3)] as unknown as [number, number, number];
      expect(Math.abs(husimi[k]! - husimiOf(spins, rho, n))).toBeLessThan(tolerance);
    }
    const { observables } = steadyBall(model, { band: spins });
    const [one, two] = [oneSpinState(observables), twoSpinState(spins, observables)];
    for (const [kept, state] of [
      [1, one],
      [2, two],
    ] as const) {
      const expected = reducedTo(spins, rho, kept);
      expect(largest(state.real, expected.re.to1DArray())).toBeLessThan(tolerance);
      expect(largest(state.imaginary, expected.im.to1DArray())).toBeLessThan(tolerance);
    }
    // A function of the pair's state alone, which is that of the Dicke road; roots of populations lose half of the digits.
    const pair = twoSpinState(spins, symmetricSteadyState(model).observables);
    expect(Math.abs(concurrence(two) - concurrence(pair))).toBeLessThan(Math.sqrt(tolerance));
  });
});

/** One in the gauge band, one without. */
const small = exactModels.filter(({ collectiveOnly, model }) => collectiveOnly && model.spins <= 20).slice(0, 2);

describe.each(small)("$name", ({ model, steady }) => {
  const { spins } = model;
  const dicke = steadyDicke(model).density!;

  it("harmonics and Dicke states have one density matrix", () => {
    const { state } = steadyHarmonics(model, { band: spins });
    const density = densityMatrixOfHarmonics(state);
    const tolerance = 1e-12;
    expect(matrixDifference(density, dicke)).toBeLessThan(tolerance);
    expect(largest(harmonicsOfDensityMatrix(dicke).unknowns, state.unknowns)).toBeLessThan(tolerance);
    expect(largest(husimiOfHarmonics(state, directions), husimiFunction(dicke, directions))).toBeLessThan(tolerance);
    expect(Math.abs(purity(density) - steady.purity)).toBeLessThan(tolerance);
    // An eigenvalue changes it by -ln of itself: 36 for one of 1e-16.
    expect(Math.abs(vonNeumannEntropy(density) - vonNeumannEntropy(dicke))).toBeLessThan(40 * spins * tolerance);
  });

  it("finite elements have the same, as well as they promise their moments", () => {
    const { space, density } = steadyState(model);
    const found = densityMatrixOnSphere(space!, density!, spins);
    const tolerance = 1e-6;
    expect(matrixDifference(found, dicke)).toBeLessThan(tolerance);
    expect(Math.abs(purity(found) - steady.purity)).toBeLessThan(tolerance);
    const husimi = husimiOnSphere(space!, density!, spins)(directions);
    expect(largest(husimi, husimiFunction(dicke, directions))).toBeLessThan(tolerance);
    // The same numbers by another way.
    expect(largest(husimi, husimiFunction(found, directions))).toBeLessThan(1e-13);
  });
});

it("states that are no states are refused", () => {
  const density = symmetricSteadyState(exactModels.at(-1)!.model).density!;
  const doubled = {
    spins: density.spins,
    blocks: density.blocks.map((block) => ({ ...block, real: block.real.map((value) => 2 * value) })),
  };
  expect(() => ballStateOfBlocks(doubled)).toThrow(/trace/);
  expect(() => harmonicsOfDensityMatrix(doubled.blocks[0]!)).toThrow(/trace/);
  expect(() =>
    densityMatrixInBall(
      ballSystem(exactModels.at(-1)!.model, ballStructure(refineBall(ball(0)), 2)).space,
      new Float64Array(1),
      150,
    ),
  ).toThrow(/150 spins/);
});
