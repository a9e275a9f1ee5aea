import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import {
  type DensityMatrix,
  hermiticityDefect,
  isPositive,
  purity,
  requireShape,
  smallestEigenvalue,
  trace,
} from "../../src/state/densityMatrix.ts";

/** Two levels: (1 + r.sigma)/2, eigenvalues (1 +- |r|)/2. */
const qubit = (x: number, y: number, z: number): DensityMatrix => ({
  spins: 1,
  real: Float64Array.of((1 + z) / 2, x / 2, x / 2, (1 - z) / 2),
  imaginary: Float64Array.of(0, -y / 2, y / 2, 0),
});

describe("density matrix", () => {
  it("has the trace, purity and smallest eigenvalue of the Bloch vector", () => {
    const density = qubit(0.3, -0.4, 0.5);
    const size = Math.hypot(0.3, 0.4, 0.5);
    expect(trace(density)).toBe(1);
    expect(purity(density)).toBeCloseTo((1 + size ** 2) / 2, 15);
    expect(smallestEigenvalue(density)).toBeCloseTo((1 - size) / 2, 15);
  });

  it("is positive exactly while the smallest eigenvalue is above minus the tolerance", () => {
    // Eigenvalue -0.01; rounding is far below the two margins of 1e-6.
    const density = qubit(0, 1.02, 0);
    expect(smallestEigenvalue(density)).toBeCloseTo(-0.01, 14);
    expect(isPositive(density, 0.01 + 1e-6)).toBe(true);
    expect(isPositive(density, 0.01 - 1e-6)).toBe(false);
  });

  it("reports how far a matrix is from Hermitian", () => {
    const density = qubit(0.3, 0.4, 0);
    expect(hermiticityDefect(density)).toBe(0);
    density.real[1]! += 3e-3;
    density.imaginary[1]! += 4e-3;
    expect(hermiticityDefect(density)).toBeCloseTo(5e-3, 15);
    density.imaginary[3] = 0.25;
    expect(hermiticityDefect(density)).toBe(0.5);
  });

  it("refuses arrays of the wrong length", () => {
    expect(() => requireShape({ ...qubit(0, 0, 1), spins: 2 })).toThrow(InputError);
  });
});
