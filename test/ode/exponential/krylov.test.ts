import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError } from "../../../src/core/errors.ts";
import type { LinearMap } from "../../../src/linalg/linearMap.ts";
import { denseExponential } from "../../../src/ode/exponential/dense.ts";
import { krylovExponential } from "../../../src/ode/exponential/krylov.ts";

/** -second difference scaled by `stiffness` plus transport of speed `speed` on n nodes: eigenvectors of neither kind. */
function advectionDiffusion(n: number, stiffness: number, speed: number): { apply: LinearMap; dense: Matrix } {
  const dense = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    dense.set(i, i, -2 * stiffness);
    if (i > 0) dense.set(i, i - 1, stiffness + speed);
    if (i < n - 1) dense.set(i, i + 1, stiffness - speed);
  }
  const apply: LinearMap = (x, y) => {
    for (let i = 0; i < n; i++) {
      y[i] =
        -2 * stiffness * x[i]! +
        (i > 0 ? (stiffness + speed) * x[i - 1]! : 0) +
        (i < n - 1 ? (stiffness - speed) * x[i + 1]! : 0);
    }
  };
  return { apply, dense };
}

describe("denseExponential", () => {
  it("rotates: exp of a generator of rotations, small and large angle", () => {
    for (const angle of [1e-3, 1, 40]) {
      const result = denseExponential(
        new Matrix([
          [0, -angle],
          [angle, 0],
        ]),
      );
      // Each squaring doubles the relative error of the one before: about |angle| roundings.
      const limit = 1e-15 * (10 + 2 * angle);
      expect(Math.abs(result.get(0, 0) - Math.cos(angle))).toBeLessThan(limit);
      expect(Math.abs(result.get(1, 0) - Math.sin(angle))).toBeLessThan(limit);
    }
  });

  it("handles a Jordan block", () => {
    const result = denseExponential(
      new Matrix([
        [-1, 5, 0],
        [0, -1, 5],
        [0, 0, -1],
      ]),
    );
    const e = Math.exp(-1);
    for (const [i, j, value] of [
      [0, 0, e],
      [0, 1, 5 * e],
      [0, 2, 12.5 * e],
      [2, 0, 0],
    ] as const)
      expect(Math.abs(result.get(i, j) - value)).toBeLessThan(1e-14);
  });
});

describe("krylovExponential", () => {
  it.each([
    [60, 1, 0.3, 2],
    [60, 50, 20, 1],
    [200, 5, 30, 3],
  ])("agrees with the dense exponential: n = %i, stiffness %f, speed %f, time %f", (n, stiffness, speed, time) => {
    const { apply, dense } = advectionDiffusion(n, stiffness, speed);
    const start = Float64Array.from({ length: n }, (_, i) => Math.sin(1 + i * i));
    const expected = denseExponential(Matrix.mul(dense, time)).mmul(Matrix.columnVector([...start]));
    for (const tolerance of [1e-5, 1e-10]) {
      const vector = start.slice();
      const result = krylovExponential(apply, time, vector, { tolerance });
      let error = 0;
      for (let i = 0; i < n; i++) error += (vector[i]! - expected.get(i, 0)) ** 2;
      // The estimate is of the last term kept, hence at least the error; the matrix is dissipative, so errors do not grow.
      expect(Math.sqrt(error)).toBeLessThan(SLACK * tolerance);
      expect(result.errorEstimate).toBeLessThanOrEqual(SLACK * tolerance);
    }
  });

  it("is exact on an invariant space, in one step, and leaves zero and time 0 alone", () => {
    const diagonal: LinearMap = (x, y) => {
      y[0] = -x[0]!;
      y[1] = -1000 * x[1]!;
      y[2] = 2 * x[2]!;
    };
    const vector = Float64Array.of(1, 2, 3);
    const result = krylovExponential(diagonal, 1.5, vector);
    expect(result.steps).toBe(1);
    expect(Math.abs(vector[0]! - Math.exp(-1.5))).toBeLessThan(1e-11);
    expect(Math.abs(vector[1]!)).toBeLessThan(1e-11);
    // Ten squarings of a matrix of norm 1500, errors relative to exp(3).
    expect(Math.abs(vector[2]! / (3 * Math.exp(3)) - 1)).toBeLessThan(1e-11);
    const zero = new Float64Array(3);
    expect(krylovExponential(diagonal, 1, zero).steps).toBe(0);
    const same = Float64Array.of(1, 2, 3);
    krylovExponential(diagonal, 0, same);
    expect([...same]).toEqual([1, 2, 3]);
  });

  it("reports failures", () => {
    const { apply } = advectionDiffusion(60, 50, 20);
    const vector = new Float64Array(60).fill(1);
    expect(() => krylovExponential(apply, 10, vector.slice(), { maximumSteps: 2 })).toThrow(ConvergenceError);
    expect(() => krylovExponential(apply, -1, vector.slice())).toThrow(InputError);
  });
});

/** A step may exceed its share of the tolerance by this factor before it is rejected. */
const SLACK = 1.2;
