import { describe, expect, it, vi } from "vitest";
import { InputError, ResourceLimitError } from "../../src/core/errors.ts";
import {
  bandPower,
  comparedBand,
  defaultBand,
  expandBand,
  harmonicBand,
  reduceMatrix,
  reduceVector,
} from "../../src/fem/band.ts";
import { enrichedTriangle } from "../../src/fem/element.ts";
import { assembleGenerator } from "../../src/fem/generator.ts";
import { assembleMass } from "../../src/fem/mass.ts";
import { nodePoints } from "../../src/fem/nodePoints.ts";
import { functionSpace } from "../../src/fem/space.ts";
import { steadyState } from "../../src/fem/steady.ts";
import { entryIndex } from "../../src/linalg/sparse.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { isParabolicOnSphere } from "../../src/model/kramersMoyal.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import type { SpinMoments } from "../../src/state/moments.ts";
import { exactModels } from "../reference/exact.ts";

// Tens of seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const space = functionSpace(icosphere(2), enrichedTriangle(6));
const band = harmonicBand(space, 5);
const flat = (m: SpinMoments): number[] => [...m.mean, ...m.square, ...m.cross];

describe("harmonics as functions of the space", () => {
  it("are orthonormal under the mass matrix, up to interpolation", () => {
    const mass = reduceMatrix(band, assembleMass(space));
    for (let k = 0; k < band.size; k++) {
      for (let q = mass.pattern.rowStarts[k]!; q < mass.pattern.rowStarts[k + 1]!; q++) {
        const expected = mass.pattern.columnIndices[q] === k ? 1 : 0;
        // (l h / p)^(p + 1) with l = 5, h = 0.33, p = 6: 3e-4 at most in the function, its square in the norm.
        expect(Math.abs(mass.values[q]! - expected)).toBeLessThan(1e-6);
      }
    }
  });

  it("expand and reduce coefficients of a polynomial", () => {
    const coefficients = new Float64Array(band.size);
    coefficients[2 ** 2] = 0.7;
    const density = expandBand(band, coefficients);
    const points = nodePoints(space);
    for (let i = 0; i < space.unknowns; i += 97) {
      const z = points[3 * i + 2]!;
      expect(density[i]!).toBeCloseTo((0.7 * Math.sqrt(5 / (4 * Math.PI)) * (3 * z * z - 1)) / 2, 12);
    }
    expect(bandPower(5, coefficients)[2]).toBeCloseTo(0.49, 14);
    expect(reduceVector(band, new Float64Array(space.unknowns)).every((value) => value === 0)).toBe(true);
  });

  it("give the generator the entries of the harmonic hierarchy", () => {
    const model = spinModel({ spins: 7, field: [0, 0, 0.4], collective: { dephasing: 0.3, pump: 0.5, decay: 0.9 } });
    const reduced = reduceMatrix(band, assembleGenerator(space, model));
    const s = 1.4;
    const d = 0.4;
    for (let l = 1; l <= 4; l++) {
      const diagonal = reduced.values[entryIndex(reduced.pattern, l * l, l * l)]!;
      expect(diagonal).toBeCloseTo((-s * l * (l + 1)) / 7, 6);
      const up = reduced.values[entryIndex(reduced.pattern, l * l, (l + 1) ** 2)]!;
      const a = (l + 1) / Math.sqrt(4 * (l + 1) ** 2 - 1);
      expect(up).toBeCloseTo((d * a * l * (7 - l)) / 7, 6);
    }
  });
});

describe.each(exactModels.filter(({ collectiveOnly, model }) => collectiveOnly && !isParabolicOnSphere(model)))(
  "$name, not parabolic",
  ({ model, steady }) => {
    it("has its steady state to 1e-6 through the gauge filter, with an estimate that bounds the error", () => {
      const found = steadyState(model);
      expect(found.band).toEqual({
        degree: defaultBand(model.spins),
        compared: comparedBand(defaultBand(model.spins)),
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
  expect(() => harmonicBand(functionSpace(icosphere(3), enrichedTriangle(4)), 99)).toThrow(ResourceLimitError);
});
