import { describe, expect, it } from "vitest";
import { gmres } from "../../../src/linalg/iterative/gmres.ts";

/** Numbers without any pattern. */
const scattered = (size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, k) => Math.sin(1 + 1.7 * k * k));

describe("GMRES", () => {
  it("solves a singular system with a right-hand side in the range", () => {
    // A cyclic shift minus one: the kernel holds the constant vector, the range all vectors of sum zero.
    const n = 12;
    const apply = (x: Float64Array, y: Float64Array) => {
      for (let k = 0; k < n; k++) y[k] = x[(k + 1) % n]! - x[k]!;
    };
    const b = scattered(n);
    const mean = b.reduce((sum, value) => sum + value, 0) / n;
    for (let k = 0; k < n; k++) b[k]! -= mean;
    const found = gmres(apply, b, { tolerance: 1e-13, maximumIterations: n });
    expect(found.status).toBe("converged");
    const image = new Float64Array(n);
    apply(found.solution, image);
    expect(Math.max(...image.map((value, k) => Math.abs(value - b[k]!)))).toBeLessThan(1e-12);
    // The smallest |e^{2 pi i k/n} - 1| with k > 0.
    expect(found.smallestSingularValue()).toBeCloseTo(2 * Math.sin(Math.PI / n), 6);
  });

  it("finds the same solution from short spaces, preconditioned or not", () => {
    // Diagonally dominant: positive definite, so that every space gains.
    const n = 40;
    const apply = (x: Float64Array, y: Float64Array) => {
      for (let k = 0; k < n; k++) y[k] = 3 * (k + 1) * x[k]! - (x[k - 1] ?? 0) - 0.5 * (x[k + 1] ?? 0);
    };
    const precondition = (x: Float64Array, y: Float64Array) => y.set(x.map((value, k) => value / (3 * (k + 1))));
    const b = scattered(n);
    const image = new Float64Array(n);
    const workspace: Float64Array[] = [];
    const steps = [{}, { restart: 12 }, { precondition }, { precondition, restart: 4, workspace }].map((options) => {
      const found = gmres(apply, b, { tolerance: 1e-12, maximumIterations: 500, ...options });
      expect(found.status).toBe("converged");
      apply(found.solution, image);
      expect(Math.max(...image.map((value, k) => Math.abs(value - b[k]!)))).toBeLessThan(2e-12);
      return found.iterations;
    });
    expect(steps[1]).toBeGreaterThan(steps[0]!);
    expect(steps[2]).toBeLessThan(steps[0]! / 2);
    expect(workspace.length).toBe(5);
  });

  it("says that it stalled", () => {
    // A cyclic shift: no polynomial of degree below n in it comes near its inverse on a unit vector.
    const n = 20;
    const apply = (x: Float64Array, y: Float64Array) => {
      for (let k = 0; k < n; k++) y[k] = x[(k + 1) % n]!;
    };
    const b = new Float64Array(n);
    b[0] = 1;
    const found = gmres(apply, b, { tolerance: 1e-12, maximumIterations: 500, restart: 10 });
    expect(found.status).toBe("stalled");
    expect(found.iterations).toBe(10);
    expect(found.residual).toBe(1);
  });

  it("says where it stopped short", () => {
    const apply = (x: Float64Array, y: Float64Array) => y.set(x.map((value, k) => value * (k + 1)));
    const found = gmres(apply, scattered(30), { tolerance: 1e-12, maximumIterations: 4 });
    expect(found.status).toBe("maxIterations");
    expect(found.iterations).toBe(4);
    expect(found.residual).toBeGreaterThan(1e-12);
  });
});
