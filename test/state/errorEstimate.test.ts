import { describe, expect, it } from "vitest";
import { collectiveObservables } from "../../src/dicke/collective/moments.ts";
import { thermalState } from "../../src/dicke/initialStates.ts";
import type { DensityMatrix } from "../../src/state/densityMatrix.ts";
import { densityTolerance, errorsFromDensity, largestError, raiseErrors } from "../../src/state/errorEstimate.ts";
import { excessOverEstimate } from "../reference/estimate.ts";

/** rho + size * (a traceless Hermitian matrix of Hilbert-Schmidt norm 1). */
function perturbed(density: DensityMatrix, size: number, element: (i: number, j: number) => [number, number]) {
  const n = density.spins + 1;
  const [real, imaginary] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [re, im] = element(i, j);
      real[i * n + j] = real[j * n + i] = re;
      imaginary[i * n + j] = i === j ? 0 : im;
      imaginary[j * n + i] = i === j ? 0 : -im;
    }
  }
  let trace = 0;
  for (let i = 0; i < n; i++) trace += real[i * n + i]!;
  for (let i = 0; i < n; i++) real[i * n + i]! -= trace / n;
  const scale = size / Math.hypot(...real, ...imaginary);
  return {
    spins: density.spins,
    real: density.real.map((value, k) => value + scale * real[k]!),
    imaginary: density.imaginary.map((value, k) => value + scale * imaginary[k]!),
  };
}

describe("errorsFromDensity", () => {
  it.each([1, 2, 7, 30])("bounds what an error of rho does to the observables: N = %d", (spins) => {
    const state = thermalState(spins, 0.8);
    const exact = collectiveObservables(state);
    const size = 1e-6;
    let sharpest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < 40; k++) {
      const found = collectiveObservables(
        perturbed(state, size, (i, j) =>
          // Populations that follow m, which moves <J_z> most, and anything at all.
          k === 0 ? [i === j ? i : 0, 0] : [Math.sin(k + 3 * i + 7 * j), Math.cos(5 * k + i - 2 * j)],
        ),
      );
      const bound = errorsFromDensity(spins, size, exact.purity);
      // The purity also has a term of second order.
      expect(excessOverEstimate(found, exact, bound)).toBeLessThan(size ** 2);
      sharpest = Math.max(sharpest, Math.abs(found.mean[2] - exact.mean[2]) / bound.mean[2]);
    }
    // |J_z| / (N/2 sqrt(N + 1)) = sqrt((N + 2) / (3 N)) of the bound for the first.
    expect(Math.abs(sharpest - Math.sqrt((spins + 2) / (3 * spins)))).toBeLessThan(1e-6);
  });

  it("goes with densityTolerance", () => {
    expect(largestError(errorsFromDensity(50, densityTolerance(50, 1e-6), 1))).toBeLessThan(1e-6 + 1e-14);
    expect(largestError(errorsFromDensity(50, densityTolerance(50, 1e-6), 0.5))).toBeLessThan(1e-6);
  });
});

describe("raiseErrors", () => {
  it("adds to moments and to the purity", () => {
    const errors = { mean: [1, 2, 3], square: [4, 5, 6], cross: [7, 8, 9], purity: 10 } as const;
    expect(raiseErrors(errors, 1, 2)).toEqual({ mean: [2, 3, 4], square: [5, 6, 7], cross: [8, 9, 10], purity: 12 });
    expect(largestError(errors)).toBe(10);
    expect(largestError({ ...errors, cross: [7, 80, 9] })).toBe(80);
  });
});
