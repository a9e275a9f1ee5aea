import { tetrahedronBasisSize } from "./basis.ts";
import { enrichedTetrahedron, type TetrahedralElement } from "./element.ts";
import { affineMap, ballNodePoints, mapCell } from "./geometry.ts";
import { type BallNodes, ballNodes } from "./space.ts";

/** A density as weights at points: sum_q w_q v(r_q) = int P v for every v that is a polynomial of degree <= `degree` in each cell. */
export interface PointWeights {
  readonly degree: number;
  /** 3 numbers a point, all in the polyhedron. */
  readonly points: Float64Array;
  /** From nodal values of P to the weights. */
  readonly weights: (density: Float64Array) => Float64Array;
}

/**
 * Nodes of Lagrange elements of another degree on the same mesh, which neighbouring cells share: several times fewer than the
 * points of quadrature rules of that exactness. With phi_k orthonormal in the reference cell and P = sum_k c_k phi_k, the
 * interpolant of v has the integral sum_k c_k v_k, v_k = sum_q T_kq v(r_q), so w_q = |det J| sum_k T_kq c_k.
 */
export function pointWeights(space: BallNodes, degree: number): PointWeights {
  const { element, cellUnknowns, corners } = space;
  const nodes = ballNodes(space, enrichedTetrahedron(degree));
  const spread = spreading(element, nodes.element);
  const size = element.size;
  const fine = nodes.element.size;
  const weights = (density: Float64Array): Float64Array => {
    const result = new Float64Array(nodes.unknowns);
    const local = new Float64Array(size);
    const map = affineMap();
    for (let cell = 0; cell < corners.length / 4; cell++) {
      mapCell(space, cell, map);
      for (let i = 0; i < size; i++) local[i] = map.determinant * density[cellUnknowns[cell * size + i]!]!;
      for (let q = 0; q < fine; q++) {
        let sum = 0;
        for (let i = 0; i < size; i++) sum += spread[q * size + i]! * local[i]!;
        result[nodes.cellUnknowns[cell * fine + q]!]! += sum;
      }
    }
    return result;
  };
  return { degree, points: ballNodePoints(nodes), weights };
}

/** From nodal values of the density to weights at the nodes of `target`, on the reference cell: target.size x source.size. */
function spreading(source: TetrahedralElement, target: TetrahedralElement): Float64Array {
  const spread = new Float64Array(target.size * source.size);
  const common = Math.min(source.degree, target.degree);
  for (let i = 0; i <= common; i++) {
    for (let j = 0; i + j <= common; j++) {
      for (let k = 0; i + j + k <= common; k++) {
        const from = modalPlace(source.degree, i, j, k) * source.size;
        const to = modalPlace(target.degree, i, j, k) * target.size;
        for (let q = 0; q < target.size; q++)
          for (let p = 0; p < source.size; p++)
            spread[q * source.size + p]! += target.toModal[to + q]! * source.toModal[from + p]!;
      }
    }
  }
  return spread;
}

/** Place of phi_ijk among the orthonormal polynomials of a degree: i, j, k ascending, the last fastest. */
function modalPlace(degree: number, i: number, j: number, k: number): number {
  // All with a lower i, then those with this i and a lower j.
  const rest = degree - i;
  return tetrahedronBasisSize(degree) - tetrahedronBasisSize(rest) + (j * (2 * rest + 3 - j)) / 2 + k;
}
