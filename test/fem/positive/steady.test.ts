import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  ConvergenceError,
  InputError,
  NotParabolicError,
  NotUniqueError,
  ResourceLimitError,
} from "../../../src/core/errors.ts";
import { densityMoments } from "../../../src/fem/moments.ts";
import { nullVector } from "../../../src/fem/nullVector.ts";
import { steadyPositiveDensity } from "../../../src/fem/positive/steady.ts";
import { solvePositiveSteady } from "../../../src/fem/positive/steadyIteration.ts";
import { type PositiveSystem, positiveSystem } from "../../../src/fem/positive/system.ts";
import { steadyBall } from "../../../src/harmonic/ball/steady.ts";
import { steadyHarmonics } from "../../../src/harmonic/sphere/steady.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import type { SpinMoments } from "../../../src/state/moments.ts";
import { excessOverEstimate } from "../../reference/estimate.ts";
import { largestMomentError } from "../ball/spaces.ts";
import { fittedRate, largestDifference, largestOf } from "../fit.ts";
import {
  ballModel,
  denseLowOrder,
  denseSystem,
  leastOf,
  massOf,
  refinedBall,
  smallSystems,
  sphereModel,
} from "./systems.ts";

const options = { steepness: 8, tolerance: 1e-10, maximumIterations: 100 };

function galerkin(system: PositiveSystem, pin: number): Float64Array {
  const { pattern } = system.graph;
  const values = new Float64Array(pattern.columnIndices.length);
  system.generator(0, values);
  return nullVector({ pattern, values }, system.plan, system.lumped, pin).vector;
}

const momentsOf = ({ functionals, model }: PositiveSystem, density: Float64Array): SpinMoments =>
  densityMoments(functionals, density, model.spins).moments;

const pinOf = (density: Float64Array): number => density.indexOf(largestOf(density));

describe("solvePositiveSteady", () => {
  it.each(smallSystems)("solves the limited equations as they are defined: %s", (_, system) => {
    const { generator } = denseSystem(system);
    const n = generator.rows;
    for (const steepness of [0, 1, 8]) {
      const { density, residual, withheld } = solvePositiveSteady(system, { ...options, steepness });
      expect(leastOf(density)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(massOf(system, density) - 1)).toBeLessThan(1e-12);
      const column = Matrix.columnVector(Array.from(density));
      const image = denseLowOrder(generator, 0.1).mmul(column).to1DArray();
      const difference = Matrix.sub(denseLowOrder(generator, 0.1), generator);
      let capped = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const d = i === j ? 0 : difference.get(i, j);
          const step = density[i]! - density[j]!;
          const most = steepness * Math.min(density[i]!, density[j]!);
          if (d > 0 && Math.abs(step) > most) capped++;
          image[i]! += d * Math.sign(step) * Math.min(Math.abs(step), most);
        }
      }
      // The rates are of order 1 and act on a density that changed by 1e-10 at last.
      expect(image.reduce((sum, value) => sum + Math.abs(value), 0)).toBeLessThan(1e-8);
      expect(residual).toBeLessThan(1e-8);
      // So the limiter has something to do here.
      expect(capped).toBeGreaterThan(0);
      expect(withheld).toBeGreaterThan(0);
    }
  });

  it.each([100, 1000])("is plain Galerkin where P is resolved, however weak the diffusion: N = %d", (spins) => {
    const model = sphereModel(spins, 1.5);
    const exact = steadyHarmonics(model).observables;
    const errors = [1, 2, 3].map((level) => {
      const system = positiveSystem(model, icosphere(level + 1));
      const corrected = solvePositiveSteady(system, options);
      const low = solvePositiveSteady(system, { ...options, steepness: 0 });
      const plain = galerkin(system, pinOf(corrected.density));
      expect(corrected.withheld).toBe(0);
      // Both solve with condition numbers of the order of N n.
      expect(largestDifference(corrected.density, plain)).toBeLessThan(1e-9 * largestOf(plain));
      return [low, corrected].map(({ density }) => largestMomentError(momentsOf(system, density), exact));
    });
    const rate = (which: number): number =>
      fittedRate(
        [4, 2, 1],
        errors.map((pair) => pair[which]!),
      );
    // Order 1 of upwind differences and order 2 of the elements; half an order on either side for meshes that are not asymptotic yet.
    expect(Math.abs(rate(0) - 1)).toBeLessThan(0.5);
    expect(Math.abs(rate(1) - 2)).toBeLessThan(0.5);
    // One order in h = 0.07 between them.
    for (const [low, corrected] of errors.slice(2)) expect(corrected!).toBeLessThan(low! / 14);
  });

  it.each([
    ["sphere, N = 100", sphereModel(100, 0.5), icosphere(2)],
    ["sphere, N = 1000", sphereModel(1000, 0.5), icosphere(3)],
    ["ball, N = 20", ballModel(20), refinedBall(2)],
    ["ball, N = 100", ballModel(100), refinedBall(2)],
  ] as const)("stays >= 0 where plain Galerkin does not: %s", (_, model, mesh) => {
    const system = positiveSystem(model, mesh);
    for (const steepness of [0, 1, 8, 32]) {
      const { density } = solvePositiveSteady(system, { ...options, steepness });
      expect(leastOf(density)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(massOf(system, density) - 1)).toBeLessThan(1e-12);
      if (steepness > 0) continue;
      const plain = galerkin(system, pinOf(density));
      expect(leastOf(plain)).toBeLessThan(-0.05 * largestOf(plain));
    }
  });

  it("converges in the ball, where the low-order scheme does not", () => {
    const model = ballModel(20);
    const exact = steadyBall(model).observables;
    const errors = [1, 2, 3].map((times) => {
      const system = positiveSystem(model, refinedBall(times));
      return [0, 8].map((steepness) => {
        const { density } = solvePositiveSteady(system, { ...options, steepness });
        return largestMomentError(momentsOf(system, density), exact);
      });
    });
    const rate = (which: number): number =>
      fittedRate(
        [4, 2, 1],
        errors.map((pair) => pair[which]!),
      );
    // D is degenerate along r: what makes A a Metzler matrix is a share of D itself, which does not fall with h. With correction order
    // 1 and more, less half an order on meshes of 55 to 2,057 nodes.
    expect(rate(0)).toBeLessThan(0.25);
    expect(rate(1)).toBeGreaterThan(0.5);
  });

  it("finds the same density from another start", () => {
    const system = positiveSystem(ballModel(20), refinedBall(2));
    const first = solvePositiveSteady(system, options);
    const uniform = new Float64Array(system.space.unknowns).fill(
      1 / massOf(system, new Float64Array(system.space.unknowns).fill(1)),
    );
    const second = solvePositiveSteady(system, { ...options, start: uniform });
    const change = second.density.map((value, i) => Math.abs(value - first.density[i]!));
    // Two iterations that stopped at changes of 1e-10 each, and a last step that does not enlarge them much.
    expect(massOf(system, change)).toBeLessThan(1e-8);
  });

  it("says so where it did not converge", () => {
    const system = positiveSystem(ballModel(20), refinedBall(2));
    expect(() => solvePositiveSteady(system, { ...options, maximumIterations: 3 })).toThrow(ConvergenceError);
  });
});

describe("steadyPositiveDensity", () => {
  it.each([
    ["sphere, N = 100, below threshold", sphereModel(100, 0.5), icosphere(2)],
    ["sphere, N = 1000, above threshold", sphereModel(1000, 1.5), icosphere(2)],
    ["ball, N = 8", ballModel(8), refinedBall(1)],
    ["ball, N = 20", ballModel(20), refinedBall(1)],
    [
      "local processes only",
      spinModel({ spins: 8, field: [1, 0, 0.5], local: { decay: 0.4, pump: 0.1 } }),
      refinedBall(1),
    ],
  ] as const)("bounds its errors: %s", (_, model, mesh) => {
    const exact =
      mesh.dimension === 3
        ? steadyBall(model, { band: Math.min(model.spins, 20) }).observables
        : steadyHarmonics(model).observables;
    for (const steepness of [0, 8]) {
      const found = steadyPositiveDensity(model, { mesh, steepness });
      const { observables, errorEstimate, minimum, mass, space, density } = found;
      const purity = steepness === 0 ? observables.purity : exact.purity;
      expect(excessOverEstimate(observables, { ...exact, purity }, errorEstimate)).toBeLessThanOrEqual(0);
      expect(minimum).toBe(leastOf(density));
      expect(minimum).toBeGreaterThanOrEqual(0);
      expect(Math.abs(mass - 1)).toBeLessThan(1e-12);
      expect(density.length).toBe(space.unknowns);
    }
  });

  it("starts from a delta where the steady state is a coherent state", () => {
    const model = spinModel({ spins: 20, collective: { dephasing: 1, decay: 1 } });
    const found = steadyPositiveDensity(model, { mesh: icosphere(2) });
    const exact = { mean: [0, 0, -1], square: [1 / 20, 1 / 20, 1], cross: [0, 0, 0], purity: 1 } as const;
    expect(excessOverEstimate(found.observables, exact, found.errorEstimate)).toBeLessThanOrEqual(0);
    expect(found.minimum).toBeGreaterThanOrEqual(0);
    expect(found.iterations).toBe(0);
  });

  it("refuses what it cannot do", () => {
    const mesh = icosphere(0);
    const model = sphereModel(4, 1);
    const steady = (rates: object, on = mesh): unknown =>
      steadyPositiveDensity(spinModel({ spins: 4, ...rates }), { mesh: on });
    expect(() => steady({ field: [1, 0, 0], collective: { decay: 1 } })).toThrow(NotParabolicError);
    expect(() => steady({ collective: { decay: 1 }, local: { decay: 1 } }, ball(0))).toThrow(NotParabolicError);
    expect(() => steady({ collective: { dephasing: 1 } })).toThrow(NotUniqueError);
    // Without local rates each shell of the ball keeps its mass.
    expect(() => steady({ field: [1, 0, 0], collective: { pump: 1, decay: 1 } }, ball(0))).toThrow(NotUniqueError);
    expect(() => steady({ local: { decay: 1 } })).toThrow(InputError);
    expect(() => steadyPositiveDensity(model, { mesh, steepness: -1 })).toThrow(InputError);
    expect(() => steadyPositiveDensity(model, { mesh, tolerance: 0 })).toThrow(InputError);
    expect(() => steadyPositiveDensity(model, { mesh, maximumIterations: 1 })).toThrow(InputError);
    expect(() => steadyPositiveDensity(model, { mesh, maximumUnknowns: 41 })).toThrow(ResourceLimitError);
  });
});
