import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { basePoints, gradeMesh, moebiusPoint } from "../../src/mesh/grade.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import type { Mesh } from "../../src/mesh/mesh.ts";
import { signedArea } from "../../src/mesh/sphere/geometry.ts";
import { countPositions, createLocator } from "../../src/mesh/sphere/locate.ts";
import { coefficientsOf } from "../../src/model/secondOrder/coefficients.ts";
import { turned } from "../../src/model/secondOrder/turn.ts";
import { chiSquare, totalVariation } from "../../src/sde/histogram.ts";
import { startSampler } from "../../src/sde/initialState.ts";
import { type ConformalDynamics, conformalDynamics } from "../../src/sde/sphere/dynamics.ts";
import { runEnsemble } from "../../src/sde/sphere/ensemble.ts";
import { prepareStep } from "../../src/sde/sphere/step.ts";
import { walkPairs, walkTables } from "../../src/sde/sphere/walk.ts";
import { startTrajectories } from "../../src/sde/trajectories.ts";
import { walkMovement } from "../../src/sde/walk.ts";
import { modelWith } from "./sphere/class.ts";
import { exactCases } from "./sphere/exact.ts";

/** Field along z only: the steady state is thermal, P(z) = C (s + d z)^-(N+2). */
const model = exactCases[2]!.model;
const { pump, decay } = model.collective;
const density = (z: number): number => ((decay + pump + (decay - pump) * z) / (2 * decay)) ** -(model.spins + 2);

/** Integral of the density over each cell of a mesh, normalised: sums over split triangles, extrapolated in their size. */
function thermalProbabilities(mesh: Mesh): Float64Array {
  const sums = [3, 4].map((level) => sumsOverParts(mesh, level)) as [Float64Array, Float64Array];
  const integrals = sums[1].map((fine, cell) => fine + (fine - sums[0][cell]!) / 3);
  const total = integrals.reduce((sum, value) => sum + value, 0);
  return integrals.map((value) => value / total);
}

/** Area times density at the centre, over 4^level parts of each cell. */
function sumsOverParts(mesh: Mesh, level: number): Float64Array {
  const base = basePoints(mesh);
  const corner = new Float64Array(9);
  const part = (a: readonly number[], b: readonly number[], c: readonly number[], depth: number): number => {
    const middle = (p: readonly number[], q: readonly number[]): number[] => unit(p.map((value, k) => value + q[k]!));
    if (depth > 0) {
      const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
      const next = depth - 1;
      return part(a, ab, ca, next) + part(b, bc, ab, next) + part(c, ca, bc, next) + part(ab, bc, ca, next);
    }
    const corners = [a, b, c].map((p) => {
      const image = Float64Array.from(p);
      if (mesh.grading !== undefined) moebiusPoint(mesh.grading, image, image);
      return [...image];
    });
    corner.set(corners.flat());
    return (
      signedArea(corner, 0, 3, 6) *
      density(unit([0, 1, 2].map((k) => corners[0]![k]! + corners[1]![k]! + corners[2]![k]!))[2]!)
    );
  };
  return Float64Array.from({ length: mesh.cells.length / 3 }, (_, cell) => {
    const [a, b, c] = [0, 1, 2].map((k) => [
      ...base.subarray(3 * mesh.cells[3 * cell + k]!, 3 * mesh.cells[3 * cell + k]! + 3),
    ]);
    return part(a!, b!, c!, level);
  });
}

function unit(p: readonly number[]): number[] {
  const length = Math.hypot(...p);
  return p.map((value) => value / length);
}

const mesh = icosphere(2);
const locator = createLocator(mesh);
const probabilities = thermalProbabilities(mesh);
const trajectories = 400_000;

/** Counts after the time 12 of the walk with the given dynamics, from the thermal state. */
function countsOf(dynamics: ConformalDynamics): Uint32Array {
  const block = startTrajectories(
    startSampler({ kind: "thermal", ratio: pump / decay }, model.spins),
    31,
    0,
    trajectories,
  );
  // Perturbations of <z> decay at least with the rate k_+ - k_- = 0.3: 97 percent of the shift has come.
  const table = walkTables(dynamics.noise, 0.25)(dynamics.drift);
  const pair = walkPairs(dynamics.noise, 0.25)(dynamics.drift);
  walkMovement(
    0.25,
    () => table,
    () => pair,
  )(block, 48, 0);
  const counts = new Uint32Array(locator.cellCount);
  countPositions(locator, block.x, block.y, block.z, counts);
  return counts;
}

describe("histograms of the thermal state", () => {
  const dynamics = conformalDynamics(model);

  it("pass the chi-square test at the level 1e-3, and fail it where the drift is off by 2 percent", () => {
    const right = chiSquare(countsOf(dynamics), probabilities);
    expect(right.groups).toBeGreaterThan(50);
    expect(right.pValue).toBeGreaterThan(1e-3);
    const [bx, by, bz] = dynamics.drift.boost;
    const boost = [1.02 * bx, 1.02 * by, 1.02 * bz] as const;
    const wrong = countsOf({ ...dynamics, drift: { ...dynamics.drift, boost } });
    // The exponent N + 2 becomes larger by 0.02 (N + 1) = 0.8; ln(s + d z) has a variance of about 1/(N + 1)^2, so that the
    // statistic grows by n (0.02)^2 = 160: with at most 320 groups, six of its standard deviations sqrt(2 groups) = 25.
    expect(chiSquare(wrong, probabilities).pValue).toBeLessThan(1e-6);
  });

  it("are those of the model turned and twisted about its axis, turned back, by the walk of six noises", () => {
    // An interaction about the axis turns what does not depend on the angle: the thermal state stays. So does it where all is turned.
    const rotation = [
      [2 / 3, -1 / 3, 2 / 3],
      [2 / 3, 2 / 3, -1 / 3],
      [-1 / 3, 2 / 3, 2 / 3],
    ] as const;
    const twisted = { ...coefficientsOf(model), interaction: [0, 0, 0.2, 0, 0, 0] } as const;
    const trajectories = 40_000;
    const block = startTrajectories(startSampler({ kind: "thermal", ratio: 1 }, model.spins), 32, 0, trajectories);
    // From a uniform start: of its perturbations e^-9 is left.
    prepareStep(modelWith(turned(twisted, rotation)), "moebiusWalk", 0.2)(block, 150, 0);
    for (let i = 0; i < trajectories; i++) {
      const r = [block.x[i]!, block.y[i]!, block.z[i]!];
      const [x, y, z] = [0, 1, 2].map((k) => rotation.reduce((sum, row, j) => sum + row[k]! * r[j]!, 0));
      block.x[i] = x!;
      block.y[i] = y!;
      block.z[i] = z!;
    }
    const counts = new Uint32Array(locator.cellCount);
    countPositions(locator, block.x, block.y, block.z, counts);
    expect(chiSquare(counts, probabilities).pValue).toBeGreaterThan(1e-3);
  });

  it("are reached from a coherent state by both schemes, on a graded mesh", () => {
    const graded = gradeMesh(mesh, [0, 0, 1], 2);
    const expected = thermalProbabilities(graded);
    for (const [scheme, step] of [
      ["moebiusWalk", 0.25],
      ["eulerMaruyama", 0.05],
    ] as const) {
      const [estimate] = runEnsemble(model, {
        initial: { kind: "coherent", direction: [0.6, 0, 0.8] },
        trajectories: 10_000,
        step,
        times: [30],
        seed: 8,
        scheme,
        locator: createLocator(graded),
      });
      expect(chiSquare(estimate!.counts!, expected).pValue).toBeGreaterThan(1e-3);
      const { distance, expectedFromSampling } = totalVariation(estimate!.counts!, expected);
      // The distance is a sum of many weakly dependent terms: its relative spread is about 1/sqrt(groups).
      expect(distance / expectedFromSampling).toBeGreaterThan(0.6);
      expect(distance / expectedFromSampling).toBeLessThan(1.4);
    }
  });
});

describe("chiSquare", () => {
  it("is Pearson's statistic", () => {
    // A die thrown 60 times: 20/10 + 0 + 4/10 + 4/10 + ...
    const result = chiSquare([5, 8, 9, 8, 10, 20], new Array(6).fill(1 / 6));
    expect(result.statistic).toBeCloseTo(13.4, 12);
    expect(result.degreesOfFreedom).toBe(5);
    // Table value: P(chi^2_5 > 13.4) = 0.0199.
    expect(result.pValue).toBeCloseTo(0.0199, 4);
  });

  it("joins sparse cells, negative probabilities of a discrete density among them", () => {
    const result = chiSquare([50, 1, 0, 3, 2, 44, 0], [0.5, 0.02, -0.001, 0.021, 0.02, 0.44, 0]);
    // 0.02 - 0.001 + 0.021 + 0.02 = 6 percent, of 100 samples.
    expect(result.groups).toBe(3);
    expect(result.statistic).toBeCloseTo(0, 12);
  });

  it("is uniform in its p-value where the probabilities are right", () => {
    // Two hundred histograms of 500 uniform points: fractions of p-values in ten classes.
    const classes = new Uint32Array(10);
    const flat = sumsOverAreas();
    for (let seed = 0; seed < 200; seed++) {
      const block = startTrajectories(startSampler({ kind: "thermal", ratio: 1 }, 10), seed, 0, 4000);
      const counts = new Uint32Array(locator.cellCount);
      countPositions(locator, block.x, block.y, block.z, counts);
      classes[Math.min(9, Math.floor(10 * chiSquare(counts, flat).pValue))]!++;
    }
    expect(chiSquare(classes, new Array(10).fill(0.1)).pValue).toBeGreaterThan(1e-3);
  });

  it.each<[number[], number[], number, RegExp]>([
    [[1, 2], [1], 5, /2 counts and 1 prob/],
    [[0, 0], [0.5, 0.5], 5, /empty/],
    [[10, 10], [0.5, 0.4], 5, /sum to 0\.9/],
    [[2, 2], [0.5, 0.5], 5, /4 samples leave 0 groups/],
    [[20, 20], [0.5, 0.5], 0, /smallest expected count is 0/],
  ])("is refused with the reason: %j, %j", (counts, chances, least, reason) => {
    expect(() => chiSquare(counts, chances, least)).toThrow(InputError);
    expect(() => chiSquare(counts, chances, least)).toThrow(reason);
  });
});

describe("totalVariation", () => {
  it("is half the sum of differences", () => {
    const { distance, expectedFromSampling } = totalVariation([6, 4], [0.5, 0.5]);
    expect(distance).toBeCloseTo(0.1, 15);
    // E|k/10 - 1/2| = sqrt(2/(pi 10) / 4) in the normal limit.
    expect(expectedFromSampling).toBeCloseTo(Math.sqrt(0.05 / Math.PI), 15);
    expect(() => totalVariation([1], [0.5, 0.5])).toThrow(InputError);
  });
});

/** Cell areas over 4 pi. */
function sumsOverAreas(): Float64Array {
  return Float64Array.from({ length: mesh.cells.length / 3 }, (_, cell) => {
    const [a, b, c] = [0, 1, 2].map((k) => 3 * mesh.cells[3 * cell + k]!) as [number, number, number];
    return signedArea(mesh.points, a, b, c) / (4 * Math.PI);
  });
}
