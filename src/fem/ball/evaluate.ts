import { noCell, tetrahedronLocator } from "../../mesh/ball/locate.ts";
import { orthonormalTetrahedron, tetrahedronScratch } from "./basis.ts";
import type { BallSpace } from "./space.ts";

/**
 * Finds points in the cells of a space: returns a function `locate(point, reference)` that fills the reference coordinates (3) of a point in the
 * cell that holds it, or that it lies least far outside of. `cell` is that cell, `inside` whether it holds the point.
 */
export function ballLocator(
  space: BallSpace,
): (point: ArrayLike<number>, reference: Float64Array) => { readonly cell: number; readonly inside: boolean } {
  const { mesh, corners } = space;
  const { locate, nearest } = tetrahedronLocator(mesh);
  const barycentric = new Float64Array(4);
  return (point, reference) => {
    const found = locate(point, barycentric);
    const cell = found === noCell ? nearest() : found;
    for (let v = 0; v < 4; v++) {
      const vertex = mesh.cells[4 * cell + v]!;
      for (let k = 1; k < 4; k++) if (corners[4 * cell + k] === vertex) reference[k - 1] = barycentric[v]!;
    }
    return { cell, inside: found !== noCell };
  };
}

/**
 * Returns a function that evaluates P, given by nodal values, at points (3 numbers each) into `out` (one number a point). P vanishes outside
 * the polyhedron of the mesh. Neighbouring points in sequence are found fastest. It serves one caller at a time.
 */
export function ballDensityEvaluator(
  space: BallSpace,
  density: Float64Array,
): (points: Float64Array, out: Float64Array) => void {
  const { element, cellUnknowns } = space;
  const { size, degree, toModal } = element;
  const locate = ballLocator(space);
  const scratch = tetrahedronScratch(degree);
  const reference = new Float64Array(3);
  const values = new Float64Array(size);
  const gradients = new Float64Array(3 * size);
  const coefficients = new Float64Array(size);
  let prepared = -1;
  const prepare = (cell: number): void => {
    if (cell === prepared) return;
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += toModal[i * size + j]! * density[cellUnknowns[cell * size + j]!]!;
      coefficients[i] = sum;
    }
    prepared = cell;
  };
  return (points, out) => {
    for (let p = 0; p < points.length / 3; p++) {
      const { cell, inside } = locate(points.subarray(3 * p, 3 * p + 3), reference);
      if (!inside) {
        out[p] = 0;
        continue;
      }
      prepare(cell);
      orthonormalTetrahedron(scratch, reference[0]!, reference[1]!, reference[2]!, values, gradients);
      let sum = 0;
      for (let i = 0; i < size; i++) sum += values[i]! * coefficients[i]!;
      out[p] = sum;
    }
  };
}

/** P at points (3 numbers each); 0 outside the polyhedron of the mesh. */
export function evaluateBallDensity(space: BallSpace, density: Float64Array, points: Float64Array): Float64Array {
  const out = new Float64Array(points.length / 3);
  ballDensityEvaluator(space, density)(points, out);
  return out;
}
