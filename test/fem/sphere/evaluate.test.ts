import { describe, expect, it } from "vitest";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { densityEvaluator, evaluateDensity } from "../../../src/fem/evaluate.ts";
import { nodePoints } from "../../../src/fem/nodePoints.ts";
import { interpolate } from "../../../src/fem/projection.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { type FunctionSpace, functionSpace } from "../../../src/fem/sphere/space.ts";
import { applyMoebius, basePoints, gradeMesh, invertGrading } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount } from "../../../src/mesh/mesh.ts";
import { randomPoints } from "../../mesh/catalogue.ts";
import { fittedRate, largestDifference, largestOf } from "../fit.ts";
import { smallMeshes } from "./meshes.ts";

function randomVector(length: number): Float64Array {
  const values = new Float64Array(length);
  fillNormal(createRandomStream(6, length), values);
  return values;
}

/** Value at one point: the cell by trying all of them, the basis functions by the element. */
function bruteForce(space: FunctionSpace, density: Float64Array, point: Float64Array): number {
  const { mesh, element, cellUnknowns } = space;
  const base = basePoints(mesh);
  const y = point.slice();
  if (mesh.grading !== undefined) applyMoebius(invertGrading(mesh.grading), y, y);
  let best = { lowest: Number.NEGATIVE_INFINITY, cell: -1, reference: Float64Array.of(0, 0) };
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    const corner = (k: number): Float64Array => base.subarray(3 * mesh.cells[3 * cell + k]!).subarray(0, 3);
    const volume = (a: Float64Array, b: Float64Array, c: Float64Array): number =>
      a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) +
      a[1]! * (b[2]! * c[0]! - b[0]! * c[2]!) +
      a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
    const [a, b, c] = [corner(0), corner(1), corner(2)];
    const raw = [volume(y, b, c), volume(a, y, c), volume(a, b, y)];
    const sum = raw[0]! + raw[1]! + raw[2]!;
    // Opposite triangles have a negative sum.
    if (sum <= 0) continue;
    const lowest = Math.min(...raw) / sum;
    if (lowest > best.lowest) best = { lowest, cell, reference: Float64Array.of(raw[1]! / sum, raw[2]! / sum) };
  }
  const { values } = element.tabulate(best.reference);
  return values.reduce((s, v, i) => s + v * density[cellUnknowns[best.cell * element.size + i]!]!, 0);
}

describe.each(smallMeshes)("evaluation on the %s", (_, mesh) => {
  it.each([1, 2, 4, 8])(
    "agrees with a search of all cells, and with the nodal values at the nodes, degree %i",
    (degree) => {
      const space = functionSpace(mesh, enrichedTriangle(degree));
      const density = randomVector(space.unknowns);
      // A point is off by eps, its preimage by the scale times as much, and by one over the height of a cell (0.1 at least)
      // more in reference coordinates; Markov: the slope there is at most 4 sqrt 2 p^2 times the values, and those are at most
      // the Lebesgue constant (below 6) times the nodal ones.
      const slope = 4 * Math.SQRT2 * degree ** 2 * 6 * largestOf(density);
      const tolerance = (16 * Number.EPSILON * (mesh.grading?.scale ?? 1) * slope) / 0.1;
      const points = randomPoints(3, 60);
      const values = evaluateDensity(space, density, points);
      for (let p = 0; p < values.length; p++) {
        const exact = bruteForce(space, density, points.slice(3 * p, 3 * p + 3));
        expect(Math.abs(values[p]! - exact)).toBeLessThan(tolerance);
      }
      expect(largestDifference(evaluateDensity(space, density, nodePoints(space)), density)).toBeLessThan(tolerance);
      expect(tolerance).toBeLessThan(1e-7);
    },
  );
});

describe("evaluateDensity", () => {
  it("converges pointwise as h^(p + 1), graded or not", () => {
    const f = (x: number, y: number, z: number): number => Math.exp(x - z) * (1 + y);
    const points = randomPoints(4, 300);
    for (const scale of [1, 3]) {
      for (const degree of [1, 2, 4]) {
        const errors = [1, 2, 3].map((level) => {
          const space = functionSpace(gradeMesh(icosphere(level), [0, -0.6, 0.8], scale), enrichedTriangle(degree));
          const values = evaluateDensity(space, interpolate(space, f), points);
          const exact = values.map((_, p) => f(points[3 * p]!, points[3 * p + 1]!, points[3 * p + 2]!));
          // The root mean square: which point is worst changes from mesh to mesh.
          return Math.sqrt(values.reduce((s, v, p) => s + (v - exact[p]!) ** 2, 0) / values.length);
        });
        expect(fittedRate([4, 2, 1], errors)).toBeGreaterThan(degree + 1 - 0.4);
      }
    }
  });

  it("gives the same values in one call, in many, and from one evaluator", () => {
    const space = functionSpace(icosphere(2), enrichedTriangle(3));
    const density = randomVector(space.unknowns);
    const points = randomPoints(5, 3000);
    const together = evaluateDensity(space, density, points);
    const evaluate = densityEvaluator(space, density);
    const one = new Float64Array(1);
    for (let p = 0; p < 3000; p += 271) {
      expect(evaluateDensity(space, density, points.subarray(3 * p, 3 * p + 3))[0]).toBe(together[p]);
      evaluate(points.subarray(3 * p, 3 * p + 3), one);
      expect(one[0]).toBe(together[p]);
    }
    expect(evaluateDensity(space, density, new Float64Array(0))).toHaveLength(0);
  });
});
