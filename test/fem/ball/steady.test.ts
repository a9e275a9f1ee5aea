import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { ballStructure, ballSystem } from "../../../src/fem/ball/steady.ts";
import { solveBallSteadyInBand } from "../../../src/fem/ball/steadyInBand.ts";
import { largestMoment } from "../../../src/fem/errorEstimate.ts";
import { solveSteady } from "../../../src/fem/steadySystem.ts";
import { diffusion, drift } from "../../../src/model/kramersMoyal.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { momentsFromIntegrals } from "../../../src/state/integrals.ts";
import type { SpinMoments } from "../../../src/state/moments.ts";
import { exactModels } from "../../reference/exact.ts";
import { largestMomentError, threeMeshes, withoutBoundary } from "./spaces.ts";

const local = exactModels.filter(({ collectiveOnly }) => !collectiveOnly);
const balanced = local.filter(({ model }) => model.collective.pump === model.collective.decay);
const meshes = threeMeshes();

const allRates = spinModel({
  spins: 4,
  field: [0.7, -0.4, 1.2],
  collective: { dephasing: 0.4, pump: 0.5, decay: 0.5 },
  local: { dephasing: 0.2, pump: 0.1, decay: 0.3 },
});

/**
 * Steady moments of degree 1 and 2 for k_+ = k_-: the generator maps the ten monomials of degree <= 2 to such polynomials. Their coefficients
 * come from values at ten points in general position; the moments are the null vector with <1> = 1.
 */
function closedMoments(model: SpinModel): SpinMoments {
  const powers = [
    [0, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [2, 0, 0],
    [0, 2, 0],
    [0, 0, 2],
    [1, 1, 0],
    [1, 0, 1],
    [0, 1, 1],
  ];
  const points = Array.from({ length: 10 }, (_, i) => [
    Math.sin(2 * i + 1),
    Math.sin(3 * i + 2),
    Math.sin(5 * i * i + 3),
  ]);
  const values = new Matrix(points.map((r) => powers.map((p) => p.reduce((product, n, k) => product * r[k]! ** n, 1))));
  const a = new Float64Array(3);
  const d = new Float64Array(6);
  const places = [
    [0, 3, 4],
    [3, 1, 5],
    [4, 5, 2],
  ];
  const images = new Matrix(
    points.map((r) => {
      drift(model, r, a);
      diffusion(model, r, d);
      return powers.map((p) => {
        const axes = p.flatMap((n, k) => Array<number>(n).fill(k));
        const [i, j] = axes as [number, number];
        if (axes.length === 0) return 0;
        if (axes.length === 1) return a[i]!;
        return a[i]! * r[j]! + a[j]! * r[i]! + d[places[i]![j]!]! / model.spins;
      });
    }),
  );
  // Column m: the coefficients of G of monomial m. Moments mu obey sum_n mu_n coefficients(n, m) = 0.
  const system = solve(values, images).transpose();
  system.setRow(0, [1, ...Array<number>(9).fill(0)]);
  const mu = solve(system, Matrix.columnVector([1, ...Array<number>(9).fill(0)])).to1DArray() as number[];
  return momentsFromIntegrals(model.spins, [mu[1]!, mu[2]!, mu[3]!], {
    square: [mu[4]!, mu[5]!, mu[6]!],
    cross: [mu[7]!, mu[8]!, mu[9]!],
  });
}

describe.each(meshes)("steady states on the $name mesh", ({ mesh }) => {
  it.each(
    local.flatMap((entry) => [2, 3, 4].filter((p) => p >= entry.model.spins).map((p) => ({ ...entry, degree: p }))),
  )("$name: exact at degree $degree >= N", ({ model, steady, degree }) => {
    const system = ballSystem(model, ballStructure(mesh, degree));
    // Without a band P is large where the equation is not parabolic, and rounding with it.
    const plain = solveSteady(system);
    expect(largestMomentError(plain.moments.moments, steady)).toBeLessThan(largestMoment(plain.rounding));
    expect(largestMoment(plain.rounding)).toBeLessThan(1e-8);
    const filtered = solveBallSteadyInBand(system, degree);
    expect(largestMomentError(filtered.moments.moments, steady)).toBeLessThan(1e-12);
  });

  it.each(balanced.flatMap((entry) => [2, 3, 4].map((degree) => ({ ...entry, degree }))))(
    "$name, k_+ = k_-: exact at degree $degree",
    ({ model, steady, degree }) => {
      const { moments, rounding } = solveSteady(ballSystem(model, ballStructure(mesh, degree)));
      const error = largestMomentError(moments.moments, steady);
      expect(error).toBeLessThan(largestMoment(rounding));
      // Where nothing diffuses the steady P is a delta, which no density on a mesh is near.
      const diffuses = model.collective.pump > 0;
      expect(error).toBeLessThan(diffuses ? 1e-12 : 1e-11);
      expect(largestMomentError(closedMoments(model), steady)).toBeLessThan(1e-12);
    },
  );

  it.each([10, 100, 1000])("N = %i, k_+ = k_-, all rates: the closed linear system", (spins) => {
    const model = { ...allRates, spins };
    for (const degree of [2, 3, 4]) {
      const { moments } = solveSteady(ballSystem(model, ballStructure(mesh, degree)));
      expect(largestMomentError(moments.moments, closedMoments(model))).toBeLessThan(1e-12);
    }
  });

  it("is wrong in the fourth digit or earlier without the boundary term", () => {
    for (const degree of [2, 3, 4]) {
      const system = ballSystem(allRates, ballStructure(mesh, degree));
      const generator = withoutBoundary(system.space, allRates);
      const { moments } = solveSteady({ ...system, generator });
      expect(largestMomentError(moments.moments, closedMoments(allRates))).toBeGreaterThan(1e-4);
    }
  });
});
