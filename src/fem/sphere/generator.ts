import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import { type Coefficients, coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { assembleTerms, combineTerms, movingSets, unitWeights } from "../affineTerms.ts";
import { productExactness } from "../cells.ts";
import { cellTerms } from "./generatorKernel.ts";
import type { FunctionSpace } from "./space.ts";

/**
 * The generator on the sphere is linear in the coefficients of the model (docs/physics.md, section 8): L = sum_k theta_k L_k with the weak
 * forms (v test, P trial; La = ea x r, grad tangent, chi without its trace part)
 *
 *     k        theta_k                          L_k
 *     0..2     B_a                              int P La . grad v
 *     3..7     (1 + 1/N) chi_ab                 int P ra (Lb . grad v)
 *     8..12    -chi_ab / 2N                     int grad_a v (Lb . grad P) + (Lb . grad v) grad_a P
 *     13       -S_xx / N                        int grad v . grad P
 *     14, 15   -(S_yy - S_xx) / N, S_zz alike   int (La . grad v)(La . grad P)
 *     16..18   -S_ab / N                        int (La . grad v)(Lb . grad P) + (Lb . grad v)(La . grad P)
 *     19..21   -(1 + 2/N) w_a                   int P (ea - ra r) . grad v
 *     22..24   -w_a / N                         int ra grad v . grad P
 *
 * so that d/dt int v P = v^T L P. The pairs ab are xx, yy, xy, xz, yz for chi, which counts from chi_zz, and xy, xz, yz for S; those of two axes stand
 * for both orders. S counts from S_xx on all axes, which is the Laplacian: what rates about z need is three of the six.
 */
export const generatorTermCount = 25;

/** theta_k of a model. */
export function generatorWeights({ spins: n, field, interaction, collective }: Coefficients): Float64Array {
  const [chiXX, chiYY, chiZZ, ...chiMixed] = interaction;
  const [xx, yy, zz, ...mixed] = collective.symmetric;
  const chi = [chiXX - chiZZ, chiYY - chiZZ, ...chiMixed];
  return Float64Array.of(
    ...field,
    ...chi.map((value) => (1 + 1 / n) * value),
    ...chi.map((value) => -value / (2 * n)),
    -xx / n,
    (xx - yy) / n,
    (xx - zz) / n,
    ...mixed.map((value) => -value / n),
    ...collective.skew.map((value) => -(1 + 2 / n) * value),
    ...collective.skew.map((value) => -value / n),
  );
}

/** The parameter-free matrices, all on space.pattern. */
export const assembleGeneratorTerms = (space: FunctionSpace): SparseMatrix[] =>
  assemble(space, unitWeights(generatorTermCount));

/** L of one model, summed at the quadrature points: in one pass, in which what a model does not have costs nothing. */
export function assembleGenerator(space: FunctionSpace, model: SpinModel): SparseMatrix {
  return assemble(space, [generatorWeights(coefficientsOf(model))])[0]!;
}

/** L of what stands still in a model that moves, and one matrix for each coefficient that moves. */
export const assembleMovingGenerator = (space: FunctionSpace, moving: MovingModel): SparseMatrix[] =>
  assemble(space, movingSets(moving, generatorWeights));

/** L of a model from the parameter-free matrices; overwrites `out` (values on the common pattern). */
export const combineGenerator = (terms: readonly SparseMatrix[], model: SpinModel, out: Float64Array): void =>
  combineTerms(terms, generatorWeights(coefficientsOf(model)), out);

/** One matrix for each vector of weights. */
function assemble(space: FunctionSpace, weightSets: readonly Float64Array[]): SparseMatrix[] {
  // Degree p against p, the polynomial coefficients, and the curvature of the map.
  const rule = space.geometry.quadrature(productExactness(space));
  return assembleTerms(space, rule, weightSets, cellTerms(space.element, rule));
}
