import { noCell, tetrahedronLocator } from "../../mesh/ball/locate.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import type { CellFinder, CellMap, Geometry } from "../geometry.ts";
import { tetrahedronQuadrature } from "../quadrature.ts";

/** The affine map x = origin + J xi of one cell from the reference tetrahedron. */
export interface AffineMap extends CellMap {
  /** J^-1, row-major (9): its rows are the gradients of the reference coordinates. */
  readonly inverse: Float64Array;
}

/**
 * Straight tetrahedra, whatever polyhedron inside the ball they fill.
 *
 * @param corners vertices of each cell in the order of the reference cell's, 4 a cell; the map may turn it inside out
 */
export function ballGeometry(mesh: Mesh, corners: Uint32Array): Geometry<AffineMap> {
  return {
    domain: "in the whole ball",
    curvature: 0,
    quadrature: tetrahedronQuadrature,
    map: (referencePoints) => affineMap(mesh, corners, referencePoints),
    places: (referencePoints) => affineMap(mesh, corners, referencePoints),
    finder: () => ballFinder(mesh, corners),
  };
}

function ballFinder(mesh: Mesh, corners: Uint32Array): CellFinder {
  const { locate, nearest } = tetrahedronLocator(mesh);
  const barycentric = new Float64Array(4);
  return {
    locate: (point, reference) => {
      const found = locate(point, barycentric);
      const cell = found === noCell ? nearest() : found;
      for (let v = 0; v < 4; v++) {
        const vertex = mesh.cells[4 * cell + v]!;
        for (let k = 1; k < 4; k++) if (corners[4 * cell + k] === vertex) reference[k - 1] = barycentric[v]!;
      }
      return found;
    },
    nearest,
  };
}

function affineMap(mesh: Mesh, corners: Uint32Array, reference: Float64Array): AffineMap {
  const { points } = mesh;
  const origin = new Float64Array(3);
  /** J, row-major: its columns are the edges from the first corner. */
  const j = new Float64Array(9);
  const inverse = new Float64Array(9);
  const positions = new Float64Array(reference.length);
  const measure = new Float64Array(reference.length / 3);
  return { positions, measure, inverse, move };

  function move(cell: number): void {
    const first = 3 * corners[4 * cell]!;
    for (let row = 0; row < 3; row++) {
      origin[row] = points[first + row]!;
      for (let column = 0; column < 3; column++) {
        j[3 * row + column] = points[3 * corners[4 * cell + column + 1]! + row]! - points[first + row]!;
      }
    }
    // |det J| is six times the volume.
    measure.fill(Math.abs(invert(j, inverse)));
    place();
  }

  function place(): void {
    for (let at = 0; at < reference.length; at += 3) {
      const u = reference[at]!;
      const v = reference[at + 1]!;
      const w = reference[at + 2]!;
      positions[at] = origin[0]! + j[0]! * u + j[1]! * v + j[2]! * w;
      positions[at + 1] = origin[1]! + j[3]! * u + j[4]! * v + j[5]! * w;
      positions[at + 2] = origin[2]! + j[6]! * u + j[7]! * v + j[8]! * w;
    }
  }
}

/** Writes the inverse of a 3 x 3 matrix and returns its determinant. */
function invert(j: Float64Array, inverse: Float64Array): number {
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
  return determinant;
}
