import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, NotParabolicError, ResourceLimitError } from "../../../src/core/errors.ts";
import { evolvePositiveDensity, followPositiveDensity } from "../../../src/fem/positive/evolve.ts";
import type { FluxLimiter } from "../../../src/fem/positive/limiter.ts";
import { meshPair } from "../../../src/fem/positive/meshPair.ts";
import { evolveBall } from "../../../src/harmonic/ball/evolve.ts";
import { evolveHarmonic } from "../../../src/harmonic/sphere/evolve.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { meshEdges } from "../../../src/mesh/edges.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import type { Mesh } from "../../../src/mesh/mesh.ts";
import type { InitialState } from "../../../src/model/initialState.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import { excessOverEstimate } from "../../reference/estimate.ts";
import { pulled } from "../../reference/pulled.ts";
import { expectToResume } from "../../reference/resume.ts";
import { largestMomentError } from "../ball/spaces.ts";
import { fittedRate } from "../fit.ts";
import { ballModel, leastOf, refinedBall, sphereModel } from "./systems.ts";

const coherent: InitialState = { kind: "coherent", direction: [0.6, 0, 0.8] };

/** The longest edge. */
function meshSize(mesh: Mesh): number {
  const { count, vertices } = meshEdges(mesh);
  let longest = 0;
  for (let e = 0; e < count; e++) {
    const [a, b] = [3 * vertices[2 * e]!, 3 * vertices[2 * e + 1]!];
    longest = Math.max(longest, Math.hypot(...[0, 1, 2].map((k) => mesh.points[a + k]! - mesh.points[b + k]!)));
  }
  return longest;
}

describe("evolvePositiveDensity", () => {
  it("has moments of order 2 where P is smooth, the low-order scheme of order 1 at most", () => {
    // Above threshold, carried round the sphere with a cell Peclet number above 10, from a density that the second mesh resolves.
    const model = sphereModel(100, 1.5);
    const request = { model, initial: { kind: "thermal", ratio: 0.9 }, times: [1] } as const;
    const exact = evolveHarmonic(request).observables[0]!;
    const levels = [1, 2, 3];
    const errors = (limiter: FluxLimiter): number[] =>
      levels.map((level) => {
        const found = evolvePositiveDensity({ ...request, limiter, mesh: icosphere(level - 1) });
        if (limiter !== "all") expect(found.minimum[0]).toBeGreaterThanOrEqual(0);
        return largestMomentError(found.observables[0]!, exact);
      });
    const sizes = levels.map((level) => 2 ** -level);
    const [low, corrected, galerkin] = [errors("none"), errors("positive"), errors("all")];
    // Upwind differences add a diffusion |b| h / 2 to 1/N, so order 1, from below as long as it smears P out altogether. Galerkin's
    // moments of degree 1 and SDIRK2 with dt ~ h are of order 2.
    // Half an order on either side is left for meshes that are not asymptotic yet.
    expect(fittedRate(sizes, low)).toBeLessThan(1.5);
    expect(fittedRate(sizes, galerkin)).toBeGreaterThan(1.5);
    expect(fittedRate(sizes, corrected)).toBeGreaterThan(1.5);
    // One order in h = 0.14 between them, with constants of the same size.
    expect(corrected[2]!).toBeLessThan(low[2]! / 7);
  });

  it("lets a delta follow the Bloch equations to O(h) under local processes only", () => {
    const [field, pump, decay, dephasing] = [1, 0.1, 0.3, 0.1];
    const model = spinModel({ spins: 4, field: [0, 0, field], local: { pump, decay, dephasing } });
    const [x, , z] = coherent.direction;
    const end = (pump - decay) / (pump + decay);
    const bloch = (time: number): [number, number, number] => {
      const across = x * Math.exp(-(pump + decay + dephasing) * time);
      const along = end + (z - end) * Math.exp(-2 * (pump + decay) * time);
      return [across * Math.cos(field * time), across * Math.sin(field * time), along];
    };
    const times = [0, 0.5, 1, 2];
    const meshes = [0, 1, 2].map(refinedBall);
    const errors = meshes.map((mesh) => {
      const found = evolvePositiveDensity({ model, initial: coherent, times, mesh });
      const h = meshSize(found.space.mesh);
      const distances = found.observables.map(({ mean }, k) =>
        Math.hypot(...bloch(times[k]!).map((value, i) => value - mean[i]!)),
      );
      // At t = 0: the mean of the hat function of v over a cell is v + (sum of x_k - v)/5 over the three other vertices, at most 3h/5
      // from v. The flow contracts, and what the
      // limiter leaves of upwind differences moves the mean by another multiple of h.
      for (const distance of distances) expect(distance).toBeLessThan(0.6 * h);
      return { h, distances };
    });
    for (const k of times.keys()) {
      const rate = fittedRate(
        errors.map(({ h }) => h),
        errors.map(({ distances }) => distances[k]!),
      );
      // Order 1, with a quarter of an order for the coarsest mesh of 55 nodes.
      expect(rate).toBeGreaterThan(0.75);
    }
  });

  const cases: readonly (readonly [string, Parameters<typeof evolvePositiveDensity>[0]])[] = [
    [
      "sphere, N = 100, below threshold",
      { model: sphereModel(100, 0.5), initial: coherent, times: [0.25, 1, 3], mesh: icosphere(2) },
    ],
    [
      "sphere, N = 200, above threshold",
      { model: sphereModel(200, 1.5), initial: coherent, times: [1], mesh: icosphere(1) },
    ],
    ["ball, N = 8", { model: ballModel(8), initial: coherent, times: [0.25, 1, 3], mesh: refinedBall(1) }],
    [
      "ball, N = 8, thermal",
      { model: ballModel(8), initial: { kind: "thermal", ratio: 0.5 }, times: [0.25, 1], mesh: refinedBall(1) },
    ],
  ];

  it.each(cases)("bounds its errors: %s", (_, request) => {
    const exact = (request.mesh!.dimension === 3 ? evolveBall(request) : evolveHarmonic(request)).observables;
    for (const limiter of ["positive", "local", "none"] as const) {
      const { points, result: found } = pulled(followPositiveDensity({ ...request, limiter }));
      const seen = points.map(({ density }) => leastOf(density!.values));
      for (const { density } of points) expect(density!.values.length).toBe(density!.space.unknowns);
      for (const [k, observables] of found.observables.entries()) {
        // The other limiters may converge more slowly than the estimate of the purity allows for.
        const purity = limiter === "positive" ? exact[k]!.purity : observables.purity;
        expect(excessOverEstimate(observables, { ...exact[k]!, purity }, found.errorEstimate[k]!)).toBeLessThanOrEqual(
          0,
        );
        expect(Math.abs(found.mass[k]! - 1)).toBeLessThan(1e-12);
        expect(found.minimum[k]).toBe(seen[k]);
        expect(seen[k]).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it("has an estimate where P has contracted to a delta and plain Galerkin's values overflow", () => {
    const model = spinModel({ spins: 19, local: { decay: 80 } });
    const request = { model, initial: coherent, times: [0.1, 10], mesh: ball(0) } as const;
    const found = evolvePositiveDensity(request);
    const exact = { mean: [0, 0, -1], square: [1 / 19, 1 / 19, 1], cross: [0, 0, 0], purity: 1 } as const;
    for (const [k, estimate] of found.errorEstimate.entries()) {
      // At t = 0.1 the mean is off by 2 exp(-16), far below the estimates.
      expect(excessOverEstimate(found.observables[k]!, exact, estimate)).toBeLessThanOrEqual(0);
      // No mean is beyond -1 or 1.
      expect(Math.max(...estimate.mean)).toBeLessThanOrEqual(2);
    }
    expect(() => evolvePositiveDensity({ ...request, limiter: "all" })).toThrow(ConvergenceError);
  });

  it("knows nothing of the purity of a peak that is narrower than its cells", () => {
    const found = evolvePositiveDensity({
      model: spinModel({ spins: 25 }),
      initial: coherent,
      times: [0],
      mesh: ball(0),
    });
    // At first P is the delta of a pure state.
    expect(1 - found.observables[0]!.purity).toBeLessThanOrEqual(found.errorEstimate[0]!.purity);
  });

  it("takes a field that depends on time", () => {
    const field = (time: number): readonly [number, number, number] => [Math.cos(3 * time), Math.sin(3 * time), 0.5];
    const request = { model: sphereModel(20, 0), initial: coherent, times: [1], field } as const;
    const found = evolvePositiveDensity({ ...request, mesh: icosphere(2) });
    const exact = evolveHarmonic(request).observables[0]!;
    expect(excessOverEstimate(found.observables[0]!, exact, found.errorEstimate[0]!)).toBeLessThanOrEqual(0);
    // Without the field the means would be elsewhere by more than the estimate.
    const still = evolveHarmonic({ model: sphereModel(20, 0), initial: coherent, times: [1] }).observables[0]!;
    expect(excessOverEstimate(found.observables[0]!, still, found.errorEstimate[0]!)).toBeGreaterThan(0.1);
  });

  it("goes on from a snapshot to the same bits", () => {
    const times = [0, 0.3, 0.6];
    const request = { model: ballModel(6), initial: coherent, times, mesh: ball(0) } as const;
    expectToResume(
      times,
      (change) => followPositiveDensity({ ...request, ...change }),
      ({ density, steps, withheld }) => ({ density, steps, withheld }),
    );
  });

  it("takes the sphere for collective and the ball for local processes", () => {
    expect(meshPair(sphereModel(4, 1), undefined).fine.dimension).toBe(2);
    expect(meshPair(ballModel(4), undefined).fine.dimension).toBe(3);
  });

  it("refuses what it cannot do", () => {
    const request = { model: sphereModel(4, 1), initial: coherent, times: [1], mesh: icosphere(0) } as const;
    const unbalanced = spinModel({ spins: 4, collective: { decay: 1 }, local: { decay: 1 } });
    const decaying = spinModel({ spins: 4, collective: { decay: 1 } });
    expect(() => evolvePositiveDensity({ ...request, model: decaying })).toThrow(NotParabolicError);
    expect(() => evolvePositiveDensity({ ...request, model: unbalanced, mesh: ball(0) })).toThrow(NotParabolicError);
    // Parabolic on the sphere, but not in the ball.
    expect(() => evolvePositiveDensity({ ...request, mesh: ball(0) })).toThrow(NotParabolicError);
    expect(() => evolvePositiveDensity({ ...request, model: ballModel(4) })).toThrow(InputError);
    expect(() => evolvePositiveDensity({ ...request, step: 0 })).toThrow(InputError);
    expect(() => evolvePositiveDensity({ ...request, times: [] })).toThrow(InputError);
    expect(() => evolvePositiveDensity({ ...request, maximumUnknowns: 40 })).toThrow(ResourceLimitError);
    expect(evolvePositiveDensity({ ...request, maximumUnknowns: 42 }).density.length).toBe(42);
  });
});
