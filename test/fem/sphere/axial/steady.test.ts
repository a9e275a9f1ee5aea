import { describe, expect, it } from "vitest";
import { largestMoment } from "../../../../src/fem/errorEstimate.ts";
import { steadyState } from "../../../../src/fem/sphere/steadyState.ts";
import type { SteadyState } from "../../../../src/fem/steadyResult.ts";
import { densityMatrixOfHarmonics } from "../../../../src/harmonic/sphere/densityMatrix.ts";
import { steadyHarmonics } from "../../../../src/harmonic/sphere/steady.ts";
import { type SpinModel, spinModel } from "../../../../src/model/spinModel.ts";
import { husimiFunction, husimiOfMultipoles } from "../../../../src/state/blocks/husimi.ts";
import type { SpinMoments } from "../../../../src/state/moments.ts";
import { puriLawande } from "../../../reference/puriLawande.ts";

const flat = (m: SpinMoments): number[] => [...m.mean, ...m.square, ...m.cross];
const decaying = (spins: number, field: number): SpinModel =>
  spinModel({ spins, field: [field, 0, 0], collective: { decay: 1 } });

/** Largest error of a moment, after every one was found to be within its estimate, and what the reference may be off by. */
function honestError(found: SteadyState, exact: SpinMoments, ofReference: number): number {
  const [values, errors] = [flat(found.observables), flat(found.errorEstimate)];
  return Math.max(
    ...flat(exact).map((value, k) => {
      const error = Math.abs(values[k]! - value);
      expect(error, `moment ${k}`).toBeLessThanOrEqual(errors[k]! + ofReference);
      return error;
    }),
  );
}

describe("collective decay in a field across it, at any N", () => {
  it.each([
    [300, 1.05, 1e-9],
    [1000, 0.3, 1e-12],
    [1000, 0.8, 1e-9],
    [1000, 1.05, 1e-9],
    [1000, 2, 1e-9],
    [10_000, 0.95, 1e-9],
    [100_000, 0.99, 1e-10],
    [100_000, 1.1, 1e-10],
    [1_000_000, 0.5, 1e-10],
    [1_000_000, 1.5, 1e-10],
  ])("is that of Puri and Lawande within its estimates: N = %d, B/k = %d", (spins, field, accuracy) => {
    const found = steadyState(decaying(spins, field));
    const exact = puriLawande(spins, [field, 0]);
    expect(honestError(found, exact, spins * Number.EPSILON)).toBeLessThan(accuracy);
    expect(largestMoment(found.errorEstimate)).toBeLessThan(accuracy);
    expect(Math.abs(found.observables.purity - exact.purity)).toBeLessThanOrEqual(
      found.errorEstimate.purity + spins * Number.EPSILON * exact.purity,
    );
  });

  it("where P narrows as the cube root of N, at the critical field", () => {
    const found = steadyState(decaying(1000, 1), { tolerance: 1e-6 });
    expect(honestError(found, puriLawande(1000, [1, 0]), 1000 * Number.EPSILON)).toBeLessThan(1e-6);
  });

  it("in any direction across z", () => {
    const model = spinModel({ spins: 2000, field: [0.4, -0.7, 0], collective: { decay: 1.3 } });
    honestError(steadyState(model), puriLawande(2000, [0.4, -0.7], 1.3), 2000 * Number.EPSILON);
  });
});

describe("other models, against harmonics", () => {
  it.each<[string, Parameters<typeof spinModel>[0]]>([
    ["pump and little dephasing", { spins: 400, field: [0.8, 0, 0], collective: { dephasing: 0.1, pump: 1 } }],
    ["pump, broad", { spins: 400, field: [1.4, 0.2, 0], collective: { dephasing: 0.1, pump: 1 } }],
    ["a field out of the plane", { spins: 400, field: [1.1, 0.2, 0.3], collective: { decay: 1 } }],
    ["both", { spins: 500, field: [0.5, 0.1, 0.2], collective: { decay: 1, pump: 0.2 } }],
    [
      "a squeezed reservoir",
      { spins: 400, field: [0.3, 0, 0.2], collective: { jumps: [{ rate: 1, operator: [1, "0.6i", 0] }] } },
    ],
    ["twisting", { spins: 400, field: [0.3, 0, 0.4], interaction: { zz: 0.5 }, collective: { decay: 1 } }],
  ])("%s", (_name, input) => {
    const model = spinModel(input);
    const exact = steadyHarmonics(model, { tolerance: 1e-10 });
    const found = steadyState(model);
    expect(honestError(found, exact.observables, exact.roundingError + exact.momentError)).toBeLessThan(1e-8);
    expect(Math.abs(found.observables.purity - exact.observables.purity)).toBeLessThanOrEqual(
      found.errorEstimate.purity + exact.roundingError + exact.bandError,
    );
  });
});

it("gives Q and P where P was found in a tangent plane", () => {
  const model = decaying(400, 0.5);
  const found = steadyState(model);
  const directions = Float64Array.of(0, 0.5, -Math.sqrt(0.75), 0.1, 0.5, -0.86, 0, 0.6, -0.8);
  const exact = husimiFunction(densityMatrixOfHarmonics(steadyHarmonics(model).state), directions);
  const values = husimiOfMultipoles(400, found.multipoles!(), directions);
  // Known as well as the purity: each adds its square.
  for (const [k, value] of values.entries()) {
    expect(Math.abs(value - exact[k]!)).toBeLessThan(Math.sqrt(found.errorEstimate.purity));
  }
  expect(found.summary.mass).toBeCloseTo(1, 4);
  expect(found.band).toMatchObject({ compared: found.band!.degree - 2, functions: "tangentPlane" });
});
