import type { SparseMatrix } from "../../linalg/sparse.ts";
import { requireRatesAlone, type SpinModel } from "../../model/spinModel.ts";
import { assembleTerms, combineTerms, unitWeights } from "../affineTerms.ts";
import { addBoundaryTerms } from "./boundaryTerms.ts";
import { cellTerms } from "./generatorKernel.ts";
import type { BallSpace } from "./space.ts";

/**
 * The generator in the ball is affine in the model: L = sum_k theta_k L_k, and L_k has the weak form (v test, P trial)
 *
 *     int P b_k . grad v - int grad v . T_k grad P + oint P (T_k grad v) . n
 *
 * with (docs/physics.md, section 2; Lx = ex x r and so on, C as there)
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
  requireRatesAlone(model, "the finite-element method");
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

/** The ten parameter-free matrices, all on space.pattern. */
export const assembleBallTerms = (space: BallSpace): SparseMatrix[] => assemble(space, unitWeights(ballTermCount));

/** L of one model, summed at the quadrature points. */
export const assembleBallGenerator = (space: BallSpace, model: SpinModel): SparseMatrix =>
  assemble(space, [ballWeights(model)])[0]!;

/** L of a model from the parameter-free matrices; overwrites `out` (values on the common pattern). */
export const combineBallGenerator = (terms: readonly SparseMatrix[], model: SpinModel, out: Float64Array): void =>
  combineTerms(terms, ballWeights(model), out);

/** One matrix for each vector of weights. */
function assemble(space: BallSpace, weightSets: readonly Float64Array[]): SparseMatrix[] {
  const { element, geometry } = space;
  // Transport: degree p - 1 against p with coefficients of degree 2. Diffusion: p - 1 against p - 1 with coefficients of degree 3.
  const rule = geometry.quadrature(2 * element.degree + 1);
  const matrices = assembleTerms(space, rule, weightSets, cellTerms(element, rule));
  addBoundaryTerms(space, weightSets, matrices);
  return matrices;
}
