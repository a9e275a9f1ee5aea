import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import { type Coefficients, coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { assembleTerms, combineTerms, movingSets, unitWeights } from "../affineTerms.ts";
import { addBoundaryTerms } from "./boundaryTerms.ts";
import { cellTerms } from "./generatorKernel.ts";
import type { BallSpace } from "./space.ts";

/**
 * The generator in the ball is linear in the coefficients of the model (docs/physics.md, section 8): L = sum_k theta_k L_k, and L_k has the weak form
 * (v test, P trial)
 *
 *     int P b_k . grad v - int grad v . T_k grad P + oint P (T_k grad v) . n
 *
 * with (La = ea x r, chi without its trace part)
 *
 *     k        theta_k               b_k                           T_k
 *     0..2     B_a                   La
 *     3..7     (1 + 2/N) chi_ab      ra Lb
 *     8..12    chi_ab / 2N                                         Ma Lb^T + Lb Ma^T,  Ma = ea - ra r
 *     13..18   S_ab / N                                            La Lb^T
 *     19..21   w_a                   ra r - r^2 ea
 *     22..24   w_a / N               3 ra r - (1 + 2 r^2) ea       ra (1 - r r^T) - (1 - r^2)(ea r^T + r ea^T) / 2
 *     25..30   S'_ab                 ra eb - r where a = b, ra eb + rb ea otherwise
 *     31..33   w'_a                  -2 ea
 *
 * so that d/dt int v P = v^T L P. The pairs ab are xx, yy, xy, xz, yz for chi, which counts from chi_zz, and xx, yy, zz, xy, xz, yz for S and S'; those of
 * two axes stand for both orders. The last integral runs over the flat faces of the boundary, where D n does not vanish as it does on the sphere.
 * With it the moment equations of every polynomial in the space are the exact ones, whatever polyhedron inside the ball the mesh fills.
 */
export const ballTermCount = 34;

/** theta_k of a model. */
export function ballWeights({ spins: n, field, interaction, collective, local }: Coefficients): Float64Array {
  const [xx, yy, zz, ...mixed] = interaction;
  const chi = [xx - zz, yy - zz, ...mixed];
  return Float64Array.of(
    ...field,
    ...chi.map((value) => (1 + 2 / n) * value),
    ...chi.map((value) => value / (2 * n)),
    ...collective.symmetric.map((value) => value / n),
    ...collective.skew,
    ...collective.skew.map((value) => value / n),
    ...local.symmetric,
    ...local.skew,
  );
}

/** The parameter-free matrices, all on space.pattern. */
export const assembleBallTerms = (space: BallSpace): SparseMatrix[] => assemble(space, unitWeights(ballTermCount));

/** L of one model, summed at the quadrature points: in one pass, in which what a model does not have costs nothing. */
export const assembleBallGenerator = (space: BallSpace, model: SpinModel): SparseMatrix =>
  assemble(space, [ballWeights(coefficientsOf(model))])[0]!;

/** L of what stands still in a model that moves, and one matrix for each coefficient that moves. */
export const assembleMovingBallGenerator = (space: BallSpace, moving: MovingModel): SparseMatrix[] =>
  assemble(space, movingSets(moving, ballWeights));

/** L of a model from the parameter-free matrices; overwrites `out` (values on the common pattern). */
export const combineBallGenerator = (terms: readonly SparseMatrix[], model: SpinModel, out: Float64Array): void =>
  combineTerms(terms, ballWeights(coefficientsOf(model)), out);

/** One matrix for each vector of weights. */
function assemble(space: BallSpace, weightSets: readonly Float64Array[]): SparseMatrix[] {
  const { element, geometry } = space;
  // Transport: degree p - 1 against p with coefficients of degree 2. Diffusion: p - 1 against p - 1 with coefficients of degree 3.
  const rule = geometry.quadrature(2 * element.degree + 1);
  const matrices = assembleTerms(space, rule, weightSets, cellTerms(element, rule));
  addBoundaryTerms(space, weightSets, matrices);
  return matrices;
}
