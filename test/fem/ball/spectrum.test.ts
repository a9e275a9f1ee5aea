import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError } from "../../../src/core/errors.ts";
import { symmetricSpectrum } from "../../../src/dicke/symmetric/spectrum.ts";
import { type BallDensitySpectrum, slowestBallDensityModes } from "../../../src/fem/ball/spectrum.ts";
import { slowestBallModes } from "../../../src/harmonic/ball/spectrum.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import type { Spectrum } from "../../../src/state/spectrum.ts";
import { exactModels } from "../../reference/exact.ts";

const local = exactModels.filter(({ collectiveOnly }) => !collectiveOnly);
const tilted = local.find(({ model }) => model.spins === 3)!.model;

/** k_+ = k_-: the moments of each degree close on their own. */
const balanced: SpinModel = {
  ...tilted,
  collective: { dephasing: 0.3, pump: 0.4, decay: 0.4 },
};

type Pairs = Spectrum["eigenvalues"];

const distancesToNearest = (these: Pairs, others: Pairs): readonly number[] =>
  these.map(([re, im]) => Math.min(...others.map((other) => Math.hypot(re - other[0], im - other[1]))));

/** Every eigenvalue within its estimate of a true one, and none of the ten slowest left out. */
function expectWithinEstimate(found: BallDensitySpectrum, exact: Pick<Spectrum, "eigenvalues">): void {
  const largest = Math.max(...found.errorEstimate);
  for (const [k, distance] of distancesToNearest(found.eigenvalues, exact.eigenvalues).entries())
    expect(distance).toBeLessThanOrEqual(found.errorEstimate[k]! + 1e-13);
  const missing = distancesToNearest(exact.eigenvalues.slice(0, 10), found.eigenvalues);
  expect(Math.max(...missing)).toBeLessThanOrEqual(largest + 1e-13);
}

describe("the slowest modes of finite elements in the ball", () => {
  // The band holds all polynomials of degree <= N and elements of degree N hold the band, so that rounding is all that is left: 1e-16 of the rates,
  // times the 1e3 by which the polynomials of the band grow from a polyhedron to the ball around it and the 1e3 of a close pair.
  it.each(local)("$name: those of the harmonic and the Dicke road", ({ model }) => {
    const found = slowestBallDensityModes(model);
    expect(found.eigenvalues[0]).toEqual([0, 0]);
    expect(found.eigenvalues.length).toBeGreaterThanOrEqual(10);
    for (const exact of [slowestBallModes(model, { count: 14 }), symmetricSpectrum(model, { count: 14 })]) {
      expectWithinEstimate(found, exact);
      expect(Math.max(...distancesToNearest(exact.eigenvalues.slice(0, 10), found.eigenvalues))).toBeLessThan(1e-10);
    }
    expect(Math.max(...found.errorEstimate)).toBeLessThan(1e-8);
  });

  it.each([10, 20, 500])("N = %i, k_+ = k_-: exact in a band of few degrees", (spins) => {
    const model = { ...balanced, spins };
    const found = slowestBallDensityModes(model);
    expect(found.band).toBeLessThan(10);
    const exact = slowestBallModes(model, { count: 14, band: 10 });
    expectWithinEstimate(found, exact);
    expect(Math.max(...distancesToNearest(exact.eigenvalues.slice(0, 10), found.eigenvalues))).toBeLessThan(1e-10);
  });

  it("N = 7, k_+ != k_-: to 1e-9 by the whole band", () => {
    const model = { ...tilted, spins: 7 };
    const found = slowestBallDensityModes(model);
    expect(found.band).toBe(7);
    const exact = symmetricSpectrum(model, { count: 14 });
    expectWithinEstimate(found, exact);
    // Two degrees more than N = 5: a factor of some 10 in what rounding does.
    expect(Math.max(...distancesToNearest(exact.eigenvalues.slice(0, 10), found.eigenvalues))).toBeLessThan(1e-9);
  });

  it.each(local.filter(({ model }) => model.collective.pump !== model.collective.decay))(
    "$name with N = 12: a band of 6 within the estimate, which says what it cuts off",
    ({ model }) => {
      const many = { ...model, spins: 12 };
      const found = slowestBallDensityModes(many, { band: 6, tolerance: 0.5, frequencyLimit: 2 });
      const exact = slowestBallModes(many, { count: 20, frequencyLimit: 2.5 });
      expectWithinEstimate(found, exact);
      expect(Math.max(...found.errorEstimate)).toBeGreaterThan(1e-6);
    },
  );

  it("elements below the degree of the band tell that they interpolate", () => {
    const model = { ...tilted, spins: 4 };
    const exact = slowestBallModes(model, { count: 14 });
    const found = slowestBallDensityModes(model, { band: 4, degree: 3, mesh: ball(1), tolerance: 0.5 });
    expectWithinEstimate(found, exact);
    expect(Math.max(...found.errorEstimate)).toBeGreaterThan(1e-6);
  });

  it("throw where they stay above the tolerance", () => {
    const many = { ...tilted, spins: 20 };
    expect(() => slowestBallDensityModes(many, { maximumUnknowns: 1000 })).toThrow(ConvergenceError);
    expect(() => slowestBallDensityModes(many, { band: 4, tolerance: 1e-8 })).toThrow(
      /error estimate .* above the tolerance 1e-8/,
    );
  });

  it("have a zero for each total spin where nothing changes it", () => {
    const { zeros, eigenvalues } = slowestBallDensityModes(
      spinModel({ spins: 4, field: [0.4, 0, 0.3], collective: { dephasing: 1, pump: 0.5, decay: 1 } }),
    );
    expect(zeros).toEqual({ count: 3, conserved: "J^2" });
    expect(eigenvalues.filter(([re, im]) => re === 0 && im === 0)).toHaveLength(3);
  });

  it("refuse bands and degrees out of range", () => {
    expect(() => slowestBallDensityModes(tilted, { band: 4 })).toThrow(InputError);
    expect(() => slowestBallDensityModes(tilted, { degree: 11 })).toThrow(InputError);
    expect(() => slowestBallDensityModes({ ...tilted, spins: 12 }, { band: 12, degree: 2 })).toThrow(InputError);
  });
});
