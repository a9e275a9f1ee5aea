import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { combineTerms, unitWeights } from "../affineTerms.ts";
import { addOuterProducts } from "../outerProduct.ts";
import { triangleQuadrature } from "../quadrature.ts";
import { addCellTerms, cellKernel } from "./generatorKernel.ts";
import { affineMap, mapCell } from "./geometry.ts";
import { tetrahedronQuadrature } from "./quadrature.ts";
import type { BallSpace } from "./space.ts";

/**
 * The generator in the ball is affine in the model: L = sum_k theta_k L_k, and L_k has the weak form (v test, P trial)
 *
 *     int P b_k . grad v - int grad v . T_k grad P + oint P (T_k grad v) . n
 *
 * with (PHYSICS, section 2; Lx = ex x r and so on, C as there)
 *
 *     k      theta_k           b_k                                    T_k
 *     0..2   B_x, B_y, B_z     e_k x r
 *     3      g_z               -(x, y, 0)
 *     4      g_+               -(x, y, 2z - 2)
 *     5      g_-               -(x, y, 2z + 2)
 *     6      d = k_- - k_+     (x z, y z, -(x^2+y^2))
 *     7      k_z / N                                                  Lz Lz^T
 *     8      (k_- + k_+) / N                                          Lx Lx^T + Ly Ly^T
 *     9      d / N             (3 x z, 3 y z, z^2-1 - 2(x^2+y^2))     C / 2
 *
 * so that d/dt int v P = v^T L P. The last integral runs over the flat faces of the boundary, where D n does not vanish as it does on the sphere.
 * With it the moment equations of every polynomial in the space are the exact ones, whatever polyhedron inside the ball the mesh fills.
 */
export const ballTermCount = 10;

/** theta_k of a model. */
export function ballWeights(model: SpinModel): Float64Array {
  const { collective, local, spins, field } = model;
  const d = collective.decay - collective.pump;
  return Float64Array.of(
    ...field,
    local.dephasing,
    local.pump,
    local.decay,
    d,
    collective.dephasing / spins,
    (collective.decay + collective.pump) / spins,
    d / spins,
  );
}

export interface BallAssemblyOptions {
  /** Whether to add the integral over the boundary; without it every moment is wrong. Only tests leave it out. */
  readonly boundaryTerm: boolean;
}

const complete: BallAssemblyOptions = { boundaryTerm: true };

/** The ten parameter-free matrices, all on space.pattern. */
export const assembleBallTerms = (space: BallSpace, options: BallAssemblyOptions = complete): SparseMatrix[] =>
  assemble(space, unitWeights(ballTermCount), options);

/** L of one model, summed at the quadrature points. */
export function assembleBallGenerator(
  space: BallSpace,
  model: SpinModel,
  options: BallAssemblyOptions = complete,
): SparseMatrix {
  return assemble(space, [ballWeights(model)], options)[0]!;
}

/** L of a model from the parameter-free matrices; overwrites `out` (values on the common pattern). */
export const combineBallGenerator = (terms: readonly SparseMatrix[], model: SpinModel, out: Float64Array): void =>
  combineTerms(terms, ballWeights(model), out);

/** One matrix for each vector of weights. */
function assemble(
  space: BallSpace,
  weightSets: readonly Float64Array[],
  { boundaryTerm }: BallAssemblyOptions,
): SparseMatrix[] {
  const { element, pattern, scatter, boundary, corners } = space;
  const { degree, size } = element;
  const entries = size * size;
  const matrices = weightSets.map(
    (): SparseMatrix => ({ pattern, values: new Float64Array(pattern.columnIndices.length) }),
  );
  const map = affineMap();
  const local = new Float64Array(entries);
  const scatterLocal = (cell: number, values: Float64Array): void => {
    for (let k = 0, at = cell * entries; k < entries; k++, at++) values[scatter[at]!]! += local[k]!;
  };

  // Transport: degree p - 1 against p with coefficients of degree 2. Diffusion: p - 1 against p - 1 with coefficients of degree 3.
  const inside = cellKernel(element, tetrahedronQuadrature(2 * degree + 1));
  for (let cell = 0; cell < corners.length / 4; cell++) {
    mapCell(space, cell, map);
    for (let m = 0; m < matrices.length; m++) {
      local.fill(0);
      addCellTerms(inside, map, weightSets[m]!, local);
      scatterLocal(cell, matrices[m]!.values);
    }
  }
  if (!boundaryTerm) return matrices;
  // Degree p against p - 1 with coefficients of degree 3.
  const sides = [0, 1, 2, 3].map((face) => cellKernel(element, faceRule(face, 2 * degree + 2)));
  for (const slot of boundary) {
    const cell = slot >> 2;
    const face = slot & 3;
    const { values, flux, depth, conormal } = sides[face]!;
    mapCell(space, cell, map);
    for (let m = 0; m < matrices.length; m++) {
      if (!conormal(map, weightSets[m]!, face)) continue;
      local.fill(0);
      addOuterProducts(local, size, flux, values, depth);
      scatterLocal(cell, matrices[m]!.values);
    }
  }
  return matrices;
}

/** The rule of the triangle on the face opposite to a vertex of the reference tetrahedron; its weights add up to 1/2 on every face. */
function faceRule(face: number, exactness: number): { points: Float64Array; weights: Float64Array } {
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
