import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { NotParabolicError } from "../../../src/core/errors.ts";
import { evolveBall } from "../../../src/harmonic/ball/evolve.ts";
import { diffusion, drift } from "../../../src/model/kramersMoyal.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { blochDynamics } from "../../../src/sde/ball/dynamics.ts";
import { blochWalkSlots, blochWalkTables, icosahedron } from "../../../src/sde/ball/walk.ts";
import { walkStep } from "../../../src/sde/walk.ts";
import { differenceOfMoments } from "../../../src/state/comparison.ts";
import { momentsFromIntegrals } from "../../../src/state/integrals.ts";
import { ballModel } from "./models.ts";

const crossMatrix = ([x, y, z]: readonly number[]): Matrix =>
  new Matrix([
    [0, -z!, y!],
    [z!, 0, -x!],
    [-y!, x!, 0],
  ]);

/** Affine maps of a step as 4 x 4 matrices on (1, r). */
function stepMaps(model: SpinModel, step: number): Matrix[] {
  const { drift: flow, noise } = blochDynamics(model);
  const { maps } = blochWalkTables(noise, step)(flow);
  return Array.from({ length: blochWalkSlots }, (_, slot) => {
    const rows = [0, 1, 2].map((k) => Array.from(maps.subarray(12 * slot + 4 * k, 12 * slot + 4 * k + 4)));
    return new Matrix([[1, 0, 0, 0], ...rows]);
  });
}

/** E of (1, r)(1, r)^T and of its square tensor, at time `time` from r0 in `steps` steps, by enumeration of all maps. */
function enumerated(model: SpinModel, start: readonly number[], time: number, steps: number): Matrix {
  const maps = stepMaps(model, time / steps);
  // Moments up to degree 4: the tensor (1, r) x (1, r) x (1, r) x (1, r), of which the average map is linear.
  let pairMap = Matrix.zeros(256, 256);
  for (const map of maps) {
    const pair = map.kroneckerProduct(map);
    pairMap = Matrix.add(pairMap, Matrix.mul(pair.kroneckerProduct(pair), 1 / maps.length));
  }
  const point = new Matrix([1, ...start].map((value) => [value]));
  const square = point.kroneckerProduct(point);
  let moments = square.kroneckerProduct(square);
  for (let k = 0; k < steps; k++) moments = pairMap.mmul(moments);
  return moments;
}

describe("the dynamics in the ball", () => {
  it("have the drift and the diffusion of the Kramers-Moyal equation", () => {
    const { drift: flow, noise } = blochDynamics(ballModel);
    const r = [0.3, -0.5, 0.4];
    const turned = noise.map((axis) => crossMatrix(axis).mmul(Matrix.columnVector(r)));
    const expectedDrift = new Float64Array(3);
    drift(ballModel, r, expectedDrift);
    // Ito drift: that of Stratonovich plus half of sum_k (V_k . grad) V_k, which for rotations is the matrix twice.
    const ito = crossMatrix(flow.rotation).mmul(Matrix.columnVector(r));
    for (const axis of noise) ito.add(crossMatrix(axis).mmul(crossMatrix(axis)).mmul(Matrix.columnVector(r)).mul(0.5));
    const expectedDiffusion = new Float64Array(6);
    diffusion(ballModel, r, expectedDiffusion);
    const pairs = [
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    for (let k = 0; k < 3; k++) {
      const found = ito.get(k, 0) - flow.contraction[k]! * r[k]! + flow.push[k]!;
      expect(Math.abs(found - expectedDrift[k]!)).toBeLessThan(1e-15);
    }
    for (const [k, [i, j]] of pairs.entries()) {
      const found = turned.reduce((sum, field) => sum + field.get(i, 0) * field.get(j, 0), 0);
      expect(Math.abs(ballModel.spins * found - expectedDiffusion[k]!)).toBeLessThan(1e-15);
    }
  });

  it("are refused where pump and decay differ", () => {
    const model = { ...ballModel, collective: { dephasing: 2, pump: 0.5, decay: 0.6 } };
    expect(() => blochDynamics(model)).toThrow(NotParabolicError);
    expect(() => blochDynamics(model)).toThrow(/pump 0\.5 and decay 0\.6 differ/);
  });
});

describe("the walk of Bloch maps", () => {
  it("has increments with the moments of three normals up to degree 5", () => {
    const corners = icosahedron();
    expect(corners).toHaveLength(12);
    const moment = (powers: readonly number[]): number =>
      corners.reduce((sum, corner) => sum + corner.reduce((term, value, k) => term * value ** powers[k]!, 1), 0) / 20;
    const normal = [1, 0, 1, 0, 3, 0];
    for (let a = 0; a <= 5; a++)
      for (let b = 0; a + b <= 5; b++)
        for (let c = 0; a + b + c <= 5; c++) {
          if (a + b + c === 0) continue;
          expect(Math.abs(moment([a, b, c]) - normal[a]! * normal[b]! * normal[c]!)).toBeLessThan(1e-14);
        }
  });

  it("is of weak order 2 in every moment up to degree 4", () => {
    const start = [0.48, 0.6, 0.64];
    const model = { ...ballModel, spins: 2 };
    const [coarse, middle, fine] = [4, 8, 16].map((steps) => enumerated(model, start, 1, steps)) as [
      Matrix,
      Matrix,
      Matrix,
    ];
    const ratio = Matrix.sub(coarse, middle).norm() / Matrix.sub(middle, fine).norm();
    // Order 2 halves steps to a fourth of the error, and order 3 in h is what else there is: (1 + O(h)) at h = 1/8.
    expect(ratio).toBeGreaterThan(3.6);
    expect(ratio).toBeLessThan(4.6);
    // So small a difference that it is the scheme, not something else, which converges; and not already to rounding.
    expect(Matrix.sub(middle, fine).max()).toBeGreaterThan(1e-6);
  });

  it("converges to the moments of the hierarchy", () => {
    const start = [0.48, 0.6, 0.64] as const;
    const [middle, fine] = [8, 16].map((steps) => enumerated(ballModel, start, 1, steps)) as [Matrix, Matrix];
    // Extrapolated in h^2, place i 64 + j 16 + k 4 + l for the product of components i, j, k, l of (1, r).
    const at = (i: number, j: number): number => {
      const [a, b] = [fine.get(4 * i + j, 0), middle.get(4 * i + j, 0)];
      return a + (a - b) / 3;
    };
    const found = momentsFromIntegrals(ballModel.spins, [at(0, 1), at(0, 2), at(0, 3)], {
      square: [at(1, 1), at(2, 2), at(3, 3)],
      cross: [at(1, 2), at(1, 3), at(2, 3)],
    });
    const initial = { kind: "coherent", direction: start } as const;
    const exact = evolveBall({ model: ballModel, initial, times: [1] }).observables[0]!;
    const { mean, square, cross } = differenceOfMoments(found, exact);
    // What is left is of order h^3 = 2e-4 or higher, times a tenth of the differences of order h^2.
    expect(Math.max(mean, square, cross)).toBeLessThan(0.1 * Matrix.sub(middle, fine).max());
  });

  it("stays in the closed ball, to the last bit", () => {
    const count = 64;
    const { drift: flow, noise } = blochDynamics({ ...ballModel, local: { dephasing: 0, pump: 0, decay: 0 } });
    const table = blochWalkTables(noise, 0.3)(flow);
    const [x, y, z] = [new Float64Array(count), new Float64Array(count), new Float64Array(count).fill(1)];
    const words = new Uint32Array(count);
    let largest = 0;
    let smallest = 1;
    for (let k = 0; k < 2000; k++) {
      for (let i = 0; i < count; i++) words[i] = Math.imul(k * count + i + 1, 2654435761) >>> 0;
      walkStep(table, words, 0, x, y, z, count);
      for (let i = 0; i < count; i++) {
        const square = x[i]! * x[i]! + y[i]! * y[i]! + z[i]! * z[i]!;
        largest = Math.max(largest, square);
        smallest = Math.min(smallest, square);
      }
    }
    expect(largest).toBeLessThanOrEqual(1);
    // Without local rates on the sphere: 2000 steps lose at most some roundings of the maps each.
    expect(smallest).toBeGreaterThan(1 - 2000 * 2 ** -48);
  });
});
