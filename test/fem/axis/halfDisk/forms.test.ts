import { describe, expect, it } from "vitest";
import { axisSteadyState as steadyPopulations } from "../../../../src/dicke/axis/steadyState.ts";
import { cellMap, type HalfDiskForms, halfDiskForms } from "../../../../src/fem/axis/halfDisk/forms.ts";
import { halfDiskMesh } from "../../../../src/fem/axis/halfDisk/mesh.ts";
import {
  halfDiskCount,
  halfDiskPlace,
  halfDiskPolynomials,
  lowIntegrals,
} from "../../../../src/fem/axis/halfDisk/polynomials.ts";
import { elementProfile } from "../../../../src/fem/axis/halfDisk/profile.ts";
import { steadyInHalfDisk } from "../../../../src/fem/axis/halfDisk/solve.ts";
import { gaussLegendre } from "../../../../src/fem/quadrature.ts";
import { aroundAxis } from "../../../../src/model/secondOrder/axis.ts";
import { coefficientsOf } from "../../../../src/model/secondOrder/coefficients.ts";
import { spinModel } from "../../../../src/model/spinModel.ts";
import { fittedRate } from "../../fit.ts";
import { expectSameInSpace } from "./inSpace.ts";

const model = spinModel({ spins: 10, collective: { decay: 5 }, local: { pump: 2.5, dephasing: 0.3 } });
const axial = aroundAxis(coefficientsOf(model))!;

/** Places of a Gauss rule on 0 <= u <= 1 - z^2 that is exact for polynomials of the degree in u and z, with pi du dz. */
function* placesFor(degree: number): Generator<readonly [u: number, z: number, weight: number]> {
  const rule = gaussLegendre(degree + 2);
  for (const [i, z] of rule.points.entries()) {
    const width = 1 - z * z;
    for (const [j, x] of rule.points.entries())
      yield [(width * (1 + x)) / 2, z, (Math.PI * rule.weights[i]! * rule.weights[j]! * width) / 2];
  }
}

describe("polynomials of the half disk", () => {
  it("are orthonormal, and as many as there are u^a z^b", () => {
    const degree = 40;
    const size = halfDiskCount(degree);
    let count = 0;
    for (let a = 0; 2 * a <= degree; a++) count += degree - 2 * a + 1;
    expect(size).toBe(count);
    const evaluate = halfDiskPolynomials(degree);
    const [values, byU, byZ] = [0, 1, 2].map(() => new Float64Array(size)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    // Every one with the last of each degree.
    const chosen = Array.from({ length: degree + 1 }, (_, d) => halfDiskPlace(Math.floor(d / 2), d % 2));
    const products = chosen.map(() => new Float64Array(size));
    for (const [u, z, weight] of placesFor(degree)) {
      evaluate(u, z, values, byU, byZ);
      for (const [c, at] of chosen.entries())
        for (let k = 0; k < size; k++) products[c]![k]! += weight * values[at]! * values[k]!;
    }
    for (const [c, at] of chosen.entries())
      for (let k = 0; k < size; k++) expect(Math.abs(products[c]![k]! - (k === at ? 1 : 0))).toBeLessThan(1e-12);
  });

  it("have the derivatives of their values", () => {
    const degree = 9;
    const size = halfDiskCount(degree);
    const evaluate = halfDiskPolynomials(degree);
    const at = (u: number, z: number): readonly [Float64Array, Float64Array, Float64Array] => {
      const out = [new Float64Array(size), new Float64Array(size), new Float64Array(size)] as const;
      evaluate(u, z, ...out);
      return out;
    };
    const step = 1e-5;
    const [, byU, byZ] = at(0.3, 0.4);
    for (let k = 0; k < size; k++) {
      const slopeU = (at(0.3 + step, 0.4)[0][k]! - at(0.3 - step, 0.4)[0][k]!) / (2 * step);
      const slopeZ = (at(0.3, 0.4 + step)[0][k]! - at(0.3, 0.4 - step)[0][k]!) / (2 * step);
      // Central differences: step^2 times third derivatives, of degree^6 at most; and rounding.
      const allowed = step ** 2 * degree ** 6 + (1e-15 * degree) / step;
      expect(Math.abs(slopeU - byU[k]!)).toBeLessThan(allowed);
      expect(Math.abs(slopeZ - byZ[k]!)).toBeLessThan(allowed);
    }
  });
});

describe("the weak form in u and z", () => {
  it.each([
    [3, 2, 4],
    [4, 3, 3],
    [5, 2, 6],
  ])("has the moments of the populations on any mesh: %s rows, %s columns, degree %s", (rows, columns, degree) => {
    const forms = halfDiskForms(axial, halfDiskMesh(rows, columns), { degree, band: 10, rows });
    const { u, z, zz } = lowIntegrals(steadyInHalfDisk(forms).integrals);
    const { mean, square } = steadyPopulations(model, 2 ** 30).observables;
    expect(Math.abs(z - mean[2])).toBeLessThan(1e-12);
    expect(Math.abs(1 / 10 + (0.9 * u) / 2 - square[0])).toBeLessThan(1e-12);
    expect(Math.abs(1 / 10 + 0.9 * zz - square[2])).toBeLessThan(1e-12);
  });

  it("needs its boundary term", () => {
    const forms = halfDiskForms(axial, halfDiskMesh(4, 3), { degree: 4, band: 10, rows: 4, boundary: false });
    const { z } = lowIntegrals(steadyInHalfDisk(forms).integrals);
    expect(Math.abs(z - steadyPopulations(model, 2 ** 30).observables.mean[2])).toBeGreaterThan(1e-4);
  });

  it("conserves int P, with and without it", () => {
    for (const boundary of [true, false]) {
      const { generator, size } = halfDiskForms(axial, halfDiskMesh(3, 2), { degree: 4, band: 6, rows: 3, boundary });
      expect(Math.max(...generator.subarray(0, size).map(Math.abs))).toBe(0);
    }
  });

  it.each([1, 2, 3, 4])("has a P that converges to the polynomial it stands for, as h^(p + 1): p = %s", (degree) => {
    const sizes = [4, 6, 9];
    const solutions = sizes.map((rows) => {
      const forms = halfDiskForms(axial, halfDiskMesh(4 * rows, 2 * rows), { degree, band: 6, rows: 4 * rows });
      return distance(forms, steadyInHalfDisk(forms).coefficients);
    });
    expect(Math.abs(fittedRate(sizes, solutions) + degree + 1)).toBeLessThan(0.35);
  });

  it("is that in space: N = 5", () => expectSameInSpace(5));

  it("fills the half disk with triangles of positive area, but for slivers at the sphere", () => {
    for (const rows of [2, 3, 8]) {
      const mesh = halfDiskMesh(rows, 3);
      let area = 0;
      for (let cell = 0; cell < mesh.cells.length / 3; cell++) {
        const { measure } = cellMap(mesh, cell);
        expect(measure).toBeGreaterThan(0);
        area += measure / 2;
      }
      // Chords of the parabola u = 1 - z^2 cut off (z_k - z_{k-1})^3 / 6 each; the whole is 4/3.
      let cut = 0;
      for (let k = 1; k <= rows; k++)
        cut += (Math.cos((Math.PI * (k - 1)) / rows) - Math.cos((Math.PI * k) / rows)) ** 3 / 6;
      expect(Math.abs(area - 4 / 3 + cut)).toBeLessThan(1e-14);
      expect(mesh.outer.length).toBe(rows);
    }
  });
});

/** Root mean square of the difference between P of the elements and the polynomial of the same coefficients, where both are. */
function distance(forms: HalfDiskForms, coefficients: Float64Array): number {
  const { at, contains } = elementProfile(forms, coefficients);
  const values = new Float64Array(forms.size);
  const [byU, byZ] = [new Float64Array(forms.size), new Float64Array(forms.size)];
  const evaluate = halfDiskPolynomials(forms.band);
  let [sum, count] = [0, 0];
  for (let i = 1; i < 16; i++) {
    for (let j = -15; j < 16; j++) {
      const [rho, z] = [Math.sqrt(i / 16.3), j / 16.7];
      if (!contains(rho, z)) continue;
      evaluate(rho * rho, z, values, byU, byZ);
      const polynomial = coefficients.reduce((total, value, k) => total + value * values[k]!, 0);
      sum += (at(rho, z) - polynomial) ** 2;
      count++;
    }
  }
  return Math.sqrt(sum / count);
}
