import { cellCount } from "../mesh/mesh.ts";
import type { SpaceNodes } from "./space.ts";

/**
 * Returns a function that evaluates P, given by nodal values, at points (3 numbers each) into `out` (one number a point): on the unit sphere, or in the
 * ball, where P vanishes outside the polyhedron of the mesh. Neighbouring points in sequence are found fastest. It serves one caller at a time.
 */
export function densityEvaluator(
  space: SpaceNodes,
  density: Float64Array,
): (points: Float64Array, out: Float64Array) => void {
  const { element, geometry } = space;
  const { size, dimension } = element;
  const { locate } = geometry.finder();
  const coefficients = modalCoefficients(space, density);
  const orthonormal = element.orthonormal();
  const point = new Float64Array(3);
  const reference = new Float64Array(dimension);
  const values = new Float64Array(size);
  const gradients = new Float64Array(dimension * size);
  return (points, out) => {
    for (let p = 0; p < points.length / 3; p++) {
      for (let k = 0; k < 3; k++) point[k] = points[3 * p + k]!;
      const cell = locate(point, reference);
      let sum = 0;
      if (cell >= 0) {
        orthonormal(reference, 0, values, gradients);
        for (let i = 0, at = cell * size; i < size; i++, at++) sum += values[i]! * coefficients[at]!;
      }
      out[p] = sum;
    }
  };
}

/** P at points (3 numbers each) of the unit sphere or the ball. */
export function evaluateDensity(space: SpaceNodes, density: Float64Array, points: Float64Array): Float64Array {
  const out = new Float64Array(points.length / 3);
  densityEvaluator(space, density)(points, out);
  return out;
}

/** Coefficients of the orthonormal polynomials in each cell: cells x size. */
function modalCoefficients({ element, mesh, cellUnknowns }: SpaceNodes, density: Float64Array): Float64Array {
  const { size, toModal } = element;
  const cells = cellCount(mesh);
  const result = new Float64Array(cells * size);
  for (let cell = 0; cell < cells; cell++) {
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += toModal[i * size + j]! * density[cellUnknowns[cell * size + j]!]!;
      result[cell * size + i] = sum;
    }
  }
  return result;
}
