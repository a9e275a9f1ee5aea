import { forEachCell } from "../cells.ts";
import type { LagrangeElement } from "../lagrange.ts";
import { nodePoints } from "../nodePoints.ts";
import type { WeightedPoints } from "../weightedPoints.ts";
import { tetrahedronBasisSize } from "./basis.ts";
import { enrichedTetrahedron } from "./element.ts";
import { type BallNodes, ballNodes } from "./space.ts";

/** Any point of the reference cell: only the measure is asked for, which is the same in all. */
const ONE_POINT = { points: new Float64Array(3), weights: Float64Array.of(1) };

/**
 * A density as weights at the nodes of Lagrange elements of another degree on the same mesh: sum_q w_q v(r_q) = int P v for every v that is a polynomial
 * of that degree in each cell. Neighbouring cells share the nodes, which are several times fewer than the points of quadrature rules of that exactness.
 *
 * With phi_k orthonormal in the reference cell and P = sum_k c_k phi_k, the interpolant of v has the integral sum_k c_k v_k, v_k = sum_q T_kq v(r_q), so
 * w_q = |det J| sum_k T_kq c_k.
 */
export function nodeWeights(source: BallNodes, degree: number): WeightedPoints {
  const { element, mesh, cellUnknowns } = source;
  const target = ballNodes(mesh, enrichedTetrahedron(degree));
  const spread = spreading(element, target.element);
  const size = element.size;
  const fine = target.element.size;
  const weights = (density: Float64Array): Float64Array => {
    const result = new Float64Array(target.unknowns);
    const local = new Float64Array(size);
    forEachCell(source, ONE_POINT, (cell, measure) => {
      for (let i = 0; i < size; i++) local[i] = measure[0]! * density[cellUnknowns[cell * size + i]!]!;
      for (let q = 0; q < fine; q++) {
        let sum = 0;
        for (let i = 0; i < size; i++) sum += spread[q * size + i]! * local[i]!;
        result[target.cellUnknowns[cell * fine + q]!]! += sum;
      }
    });
    return result;
  };
  return { points: nodePoints(target), weights };
}

/** From nodal values of the density to weights at the nodes of `target`, on the reference cell: target.size x source.size. */
function spreading(source: LagrangeElement<"tetrahedron">, target: LagrangeElement<"tetrahedron">): Float64Array {
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
