import { cellCount } from "../../mesh/mesh.ts";
import { cellLocator } from "../../mesh/sphere/locate.ts";
import { orthonormalTriangle } from "./basis.ts";
import type { FunctionSpace } from "./space.ts";

/**
 * Returns a function that evaluates P, given by nodal values, at points of the unit sphere (3 numbers each) into `out` (one
 * number a point). Neighbouring points in sequence are found fastest. It serves one caller at a time.
 */
export function densityEvaluator(
  space: FunctionSpace,
  density: Float64Array,
): (points: Float64Array, out: Float64Array) => void {
  const { element, mesh } = space;
  const size = element.size;
  const locate = cellLocator(mesh);
  const coefficients = modalCoefficients(space, density);
  const point = new Float64Array(3);
  const barycentric = new Float64Array(3);
  const values = new Float64Array(size);
  const gradients = new Float64Array(2 * size);
  return (points, out) => {
    for (let p = 0; p < points.length / 3; p++) {
      for (let k = 0; k < 3; k++) point[k] = points[3 * p + k]!;
      const cell = locate(point, barycentric);
      orthonormalTriangle(element.degree, barycentric[1]!, barycentric[2]!, values, gradients);
      let sum = 0;
      for (let i = 0, at = cell * size; i < size; i++, at++) sum += values[i]! * coefficients[at]!;
      out[p] = sum;
    }
  };
}

/** P at points of the unit sphere (3 numbers each). */
export function evaluateDensity(space: FunctionSpace, density: Float64Array, points: Float64Array): Float64Array {
  const out = new Float64Array(points.length / 3);
  densityEvaluator(space, density)(points, out);
  return out;
}

/** Coefficients of the orthonormal polynomials in each cell: cells x size. */
function modalCoefficients(space: FunctionSpace, density: Float64Array): Float64Array {
  const { size, toModal } = space.element;
  const cells = cellCount(space.mesh);
  const result = new Float64Array(cells * size);
  for (let cell = 0; cell < cells; cell++) {
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += toModal[i * size + j]! * density[space.cellUnknowns[cell * size + j]!]!;
      result[cell * size + i] = sum;
    }
  }
  return result;
}
