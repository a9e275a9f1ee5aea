import { describe, expect, it, vi } from "vitest";
import { InputError, ResourceLimitError } from "../../../src/core/errors.ts";
import { assembleMass } from "../../../src/fem/mass.ts";
import { nodePoints } from "../../../src/fem/nodePoints.ts";
import {
  bandFunctionals,
  bandGenerator,
  bandLoad,
  bandMass,
  bandPower,
  defaultBand,
  expandBand,
  harmonicBand,
} from "../../../src/fem/sphere/band.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { assembleGenerator } from "../../../src/fem/sphere/generator.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { steadyState } from "../../../src/fem/sphere/steadyState.ts";
import { entryIndex, multiply } from "../../../src/linalg/sparse.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { isParabolicOnSphere } from "../../../src/model/kramersMoyal.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import type { SpinMoments } from "../../../src/state/moments.ts";
import { exactModels } from "../../reference/exact.ts";
import { secondMomentPairs } from "../momentPairs.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const flat = (m: SpinMoments): number[] => [...m.mean, ...m.square, ...m.cross];
const model = spinModel({
  spins: 7,
  field: [0.3, -0.6, 0.4],
  collective: { dephasing: 0.3, pump: 0.5, decay: 0.9 },
});
const general = spinModel({
  ...model,
  interaction: { xx: 0.4, yy: -0.7, zz: 0.2, xy: 0.5, xz: -0.3, yz: 0.6 },
  collective: { ...model.collective, jumps: [{ rate: 0.7, operator: [1, "0.5i", [0.3, -0.4]] }] },
});

describe("the band of harmonics", () => {
  it.each([
    ["rates", model],
    ["everything", general],
  ])("has the matrices of the elements, up to their interpolation: %s", (_, model) => {
    const band = harmonicBand(4);
    const generator = bandGenerator(band, model);
    const space = functionSpace(icosphere(2), enrichedTriangle(8));
    const points = nodePoints(space);
    const nodal = Array.from({ length: band.size }, (_, k) =>
      expandBand(
        4,
        Float64Array.from({ length: band.size }, (_, i) => +(i === k)),
        points,
      ),
    );
    const image = new Float64Array(space.unknowns);
    for (const [matrix, expected] of [
      [assembleGenerator(space, model), generator],
      [assembleMass(space), bandMass(generator.pattern)],
    ] as const) {
      for (let trial = 0; trial < band.size; trial++) {
        multiply(matrix, nodal[trial]!, image);
        for (let test = 0; test < band.size; test++) {
          const found = nodal[test]!.reduce((sum, value, i) => sum + value * image[i]!, 0);
          const at = entryIndex(expected.pattern, test, trial);
          // Interpolation of the test function to (l h / p)^(p + 1) with l = 4, h = 0.3, p = 8, of the trial function likewise; entries up to l(l+1).
          expect(Math.abs(found - (at < 0 ? 0 : expected.values[at]!))).toBeLessThan(20 * 0.15 ** 9);
        }
      }
    }
  });

  it("gives the generator the entries of the moment hierarchy to rounding", () => {
    const band = harmonicBand(40);
    const generator = bandGenerator(band, { ...model, spins: 50 });
    const { dephasing, pump, decay } = model.collective;
    const [s, d] = [pump + decay, decay - pump];
    const entry = (row: number, column: number): number =>
      generator.values[entryIndex(generator.pattern, row, column)]!;
    for (let l = 1; l < 40; l++) {
      for (let m = 0; m <= l; m++) {
        const [cosine, above] = [l * l + Math.max(0, 2 * m - 1), (l + 1) ** 2 + Math.max(0, 2 * m - 1)];
        const a = Math.sqrt(((l + 1) ** 2 - m * m) / (4 * (l + 1) ** 2 - 1));
        // Sums of 42 terms, each at most the largest entry.
        const rounding = 42 * Number.EPSILON * l * (l + 1);
        expect(
          Math.abs(entry(cosine, cosine) - ((-s * l * (l + 1)) / 50 + ((s - dephasing) * m * m) / 50)),
        ).toBeLessThan(rounding);
        expect(Math.abs(entry(cosine, above) - (d * a * l * (50 - l)) / 50)).toBeLessThan(rounding);
        expect(Math.abs(entry(above, cosine) + (d * a * (l + 2) * (52 + l)) / 50)).toBeLessThan(rounding);
        if (m === 0) continue;
        expect(Math.abs(entry(cosine, cosine + 1) + model.field[2] * m)).toBeLessThan(rounding);
      }
    }
  });

  it("reads moments, power and values off the coefficients of points", () => {
    const band = harmonicBand(5);
    const r = [0.48, -0.6, 0.64];
    const load = bandLoad(band, { points: Float64Array.from(r), weights: Float64Array.of(1) });
    const { mass, first, second } = bandFunctionals(band);
    const read = (functional: Float64Array): number => functional.reduce((sum, value, k) => sum + value * load[k]!, 0);
    expect(read(mass)).toBeCloseTo(1, 14);
    for (const k of [0, 1, 2]) expect(read(first[k]!)).toBeCloseTo(r[k]!, 14);
    for (const [n, [k, l]] of secondMomentPairs.entries()) expect(read(second[n]!)).toBeCloseTo(r[k]! * r[l]!, 14);
    // sum_m |Y_lm|^2 = (2l + 1) / 4 pi.
    const power = bandPower(5, load);
    for (let l = 0; l <= 5; l++) expect(power[l]!).toBeCloseTo((2 * l + 1) / (4 * Math.PI), 14);
    const other = Float64Array.of(0, 0.6, 0.8);
    const kernel = bandLoad(band, { points: other, weights: Float64Array.of(1) });
    const dot = load.reduce((sum, value, k) => sum + value * kernel[k]!, 0);
    expect(expandBand(5, load, other)[0]!).toBeCloseTo(dot, 13);
  });
});

describe.each(exactModels.filter(({ collectiveOnly, model }) => collectiveOnly && !isParabolicOnSphere(model)))(
  "$name, not parabolic",
  ({ model, steady }) => {
    it("has its steady state to 1e-6 through the gauge filter, with an estimate that bounds the error", () => {
      const found = steadyState(model);
      expect(found.band).toEqual({
        degree: defaultBand(model.spins),
        compared: defaultBand(model.spins),
      });
      const estimate = flat(found.errorEstimate);
      for (const [i, value] of flat(steady).entries()) {
        const error = Math.abs(flat(found.observables)[i]! - value);
        expect(error).toBeLessThan(1e-6);
        expect(error).toBeLessThan(Math.max(...estimate));
      }
      expect(Math.abs(found.observables.purity - steady.purity)).toBeLessThan(1e-6);
    });
  },
);

it("leaves the steady state of a parabolic model alone", () => {
  const model = spinModel({ spins: 8, field: [1.2, 0, 0], collective: { dephasing: 1, pump: 1 } });
  const whole = flat(steadyState(model).observables);
  const banded = flat(steadyState(model, { band: 8 }).observables);
  for (const i of whole.keys()) expect(Math.abs(whole[i]! - banded[i]!)).toBeLessThan(2e-7);
});

it("refuses bands that cannot be", () => {
  const model = spinModel({ spins: 8, field: [1.2, 0, 0], collective: { decay: 1 } });
  expect(() => steadyState(model, { band: 1 })).toThrow(InputError);
  expect(() => harmonicBand(2000)).toThrow(ResourceLimitError);
});
