import type { SparseMatrix } from "../../linalg/sparse.ts";
import { addCellMatrix } from "../cells.ts";
import { addOuterProducts } from "../outerProduct.ts";
import { type Quadrature, triangleQuadrature } from "../quadrature.ts";
import { diffuses, type PointCoefficients, pointCoefficients, referenceCoefficients } from "./generatorKernel.ts";
import type { AffineMap } from "./geometry.ts";
import type { BallSpace } from "./space.ts";

/**
 * Adds oint P (T grad v) . n over the faces of the boundary to one matrix for each vector of weights. Without it the moment equations of no
 * polynomial are the exact ones.
 */
export function addBoundaryTerms(
  space: BallSpace,
  weightSets: readonly Float64Array[],
  matrices: readonly SparseMatrix[],
): void {
  const { element, geometry, boundary } = space;
  const { size, degree } = element;
  // Degree p against p - 1 with coefficients of degree 3.
  const sides = [0, 1, 2, 3].map((face) => {
    const rule = faceRule(face, 2 * degree + 2);
    return { rule, map: geometry.map(rule.points), ...element.tabulate(rule.points) };
  });
  const flux = new Float64Array(sides[0]!.values.length);
  const local = new Float64Array(size * size);
  const point = pointCoefficients();
  for (const slot of boundary) {
    const cell = slot >> 2;
    const face = slot & 3;
    const { map, rule, values, gradients } = sides[face]!;
    map.move(cell);
    for (let m = 0; m < matrices.length; m++) {
      const theta = weightSets[m]!;
      if (!diffuses(theta)) continue;
      fillConormal(map, rule.weights, theta, face, gradients, point, flux);
      local.fill(0);
      addOuterProducts(local, size, flux, values, rule.weights.length);
      addCellMatrix(space, cell, local, matrices[m]!.values);
    }
  }
}

/** (T grad phi_i) . n times the measure of the face at all its points: points x size. */
function fillConormal(
  map: AffineMap,
  ruleWeights: Float64Array,
  theta: Float64Array,
  face: number,
  gradients: readonly Float64Array[],
  point: PointCoefficients,
  flux: Float64Array,
): void {
  const [gx, gy, gz] = gradients as [Float64Array, Float64Array, Float64Array];
  const depth = ruleWeights.length;
  const size = flux.length / depth;
  const { t } = point;
  const [e0, e1, e2] = faceNormal(face);
  for (let p = 0, at = 0; p < depth; p++) {
    referenceCoefficients(map, p, ruleWeights[p]! * map.measure[p]!, theta, point);
    const n0 = t[0]! * e0 + t[3]! * e1 + t[4]! * e2;
    const n1 = t[3]! * e0 + t[1]! * e1 + t[5]! * e2;
    const n2 = t[4]! * e0 + t[5]! * e1 + t[2]! * e2;
    for (let i = 0; i < size; i++, at++) flux[at] = n0 * gx[at]! + n1 * gy[at]! + n2 * gz[at]!;
  }
}

/**
 * n dS of a face in reference coordinates, in units of |det J| x (weight of the rule): -grad lambda, lambda the barycentric coordinate of the opposite
 * vertex.
 */
export const faceNormal = (face: number): readonly [number, number, number] =>
  face === 0 ? [1, 1, 1] : [-(face === 1), -(face === 2), -(face === 3)];

/** The rule of the triangle on the face opposite to a vertex of the reference tetrahedron; its weights add up to 1/2 on every face. */
export function faceRule(face: number, exactness: number): Pick<Quadrature, "points" | "weights"> {
  const rule = triangleQuadrature(exactness);
  const points = new Float64Array(3 * rule.weights.length);
  for (let p = 0; p < rule.weights.length; p++) {
    const [s, t] = [rule.points[2 * p]!, rule.points[2 * p + 1]!];
    const barycentric = [1 - s - t, s, t];
    barycentric.splice(face, 0, 0);
    points.set(barycentric.slice(1), 3 * p);
  }
  return { points, weights: rule.weights };
}
