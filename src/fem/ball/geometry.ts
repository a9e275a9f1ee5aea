import type { BallNodes } from "./space.ts";

/** The affine map x = origin + J xi of one cell from the reference tetrahedron. */
export interface AffineMap {
  /** Position of the cell's first corner (3). */
  readonly origin: Float64Array;
  /** J, row-major (9): its columns are the edges from the first corner. */
  readonly jacobian: Float64Array;
  /** J^-1, row-major (9): its rows are the gradients of the reference coordinates. */
  readonly inverse: Float64Array;
  /** |det J|, six times the volume. */
  determinant: number;
}

export function affineMap(): AffineMap {
  return {
    origin: new Float64Array(3),
    jacobian: new Float64Array(9),
    inverse: new Float64Array(9),
    determinant: 0,
  };
}

/** Fills `map` for a cell. */
export function mapCell({ mesh, corners }: BallNodes, cell: number, map: AffineMap): void {
  const { points } = mesh;
  const { origin, jacobian: j, inverse } = map;
  const first = 3 * corners[4 * cell]!;
  for (let row = 0; row < 3; row++) {
    origin[row] = points[first + row]!;
    for (let column = 0; column < 3; column++) {
      j[3 * row + column] = points[3 * corners[4 * cell + column + 1]! + row]! - points[first + row]!;
    }
  }
  inverse[0] = j[4]! * j[8]! - j[5]! * j[7]!;
  inverse[1] = j[2]! * j[7]! - j[1]! * j[8]!;
  inverse[2] = j[1]! * j[5]! - j[2]! * j[4]!;
  inverse[3] = j[5]! * j[6]! - j[3]! * j[8]!;
  inverse[4] = j[0]! * j[8]! - j[2]! * j[6]!;
  inverse[5] = j[2]! * j[3]! - j[0]! * j[5]!;
  inverse[6] = j[3]! * j[7]! - j[4]! * j[6]!;
  inverse[7] = j[1]! * j[6]! - j[0]! * j[7]!;
  inverse[8] = j[0]! * j[4]! - j[1]! * j[3]!;
  const determinant = j[0]! * inverse[0]! + j[1]! * inverse[3]! + j[2]! * inverse[6]!;
  for (let k = 0; k < 9; k++) inverse[k]! /= determinant;
  map.determinant = Math.abs(determinant);
}

/** Positions of reference points (3 numbers each) in the cell of `map`, into `out`. */
export function mapPoints(map: AffineMap, reference: Float64Array, out: Float64Array): void {
  const { origin, jacobian: j } = map;
  for (let at = 0; at < reference.length; at += 3) {
    const u = reference[at]!;
    const v = reference[at + 1]!;
    const w = reference[at + 2]!;
    out[at] = origin[0]! + j[0]! * u + j[1]! * v + j[2]! * w;
    out[at + 1] = origin[1]! + j[3]! * u + j[4]! * v + j[5]! * w;
    out[at + 2] = origin[2]! + j[6]! * u + j[7]! * v + j[8]! * w;
  }
}

/** Position of every unknown's node: 3 numbers an unknown. */
export function ballNodePoints(space: BallNodes): Float64Array {
  const { element, cellUnknowns, unknowns, corners } = space;
  const map = affineMap();
  const positions = new Float64Array(element.nodes.length);
  const points = new Float64Array(3 * unknowns);
  for (let cell = 0; cell < corners.length / 4; cell++) {
    mapCell(space, cell, map);
    mapPoints(map, element.nodes, positions);
    for (let i = 0; i < element.size; i++) {
      points.set(positions.subarray(3 * i, 3 * i + 3), 3 * cellUnknowns[cell * element.size + i]!);
    }
  }
  return points;
}
