import type { SparseMatrix } from "../../linalg/sparse.ts";
import { requireRatesAlone, type SpinModel } from "../../model/spinModel.ts";
import { assembleTerms, combineTerms, unitWeights } from "../affineTerms.ts";
import { productExactness } from "../cells.ts";
import { cellTerms } from "./generatorKernel.ts";
import type { FunctionSpace } from "./space.ts";

/**
 * The generator on the sphere is affine in the model: L = sum_k theta_k L_k with the weak forms (v test, P trial)
 *
 *     L_0..2 = int P (e_k x r) . grad v                field B_x, B_y, B_z
 *     L_3    = int P (ez - z r) . grad v               pump and decay, the drift part
 *     L_4    = int grad v . grad P                     diffusion, isotropic
 *     L_5    = int z grad v . grad P
 *     L_6    = int (Lz . grad v)(Lz . grad P)          Lz = ez x r
 *
 * so that d/dt int v P = v^T L P (docs/physics.md, section 2).
 */
export const generatorTermCount = 7;

/** theta_k of a model with s = k_- + k_+, d = k_- - k_+. */
export function generatorWeights(model: SpinModel): Float64Array {
  requireRatesAlone(model, "the finite-element method");
  const { dephasing, pump, decay } = model.collective;
  const n = model.spins;
  const s = decay + pump;
  const d = decay - pump;
  return Float64Array.of(...model.field, -(1 + 2 / n) * d, -s / n, -d / n, (s - dephasing) / n);
}

/** The seven parameter-free matrices, all on space.pattern. */
export const assembleGeneratorTerms = (space: FunctionSpace): SparseMatrix[] =>
  assemble(space, unitWeights(generatorTermCount));

/** L of one model, summed at the quadrature points: a third of the work of the seven matrices. */
export function assembleGenerator(space: FunctionSpace, model: SpinModel): SparseMatrix {
  return assemble(space, [generatorWeights(model)])[0]!;
}

/** L of a model from the parameter-free matrices; overwrites `out` (values on the common pattern). */
export const combineGenerator = (terms: readonly SparseMatrix[], model: SpinModel, out: Float64Array): void =>
  combineTerms(terms, generatorWeights(model), out);

/** One matrix for each vector of weights. */
function assemble(space: FunctionSpace, weightSets: readonly Float64Array[]): SparseMatrix[] {
  // Degree p against p, the polynomial coefficients, and the curvature of the map.
  const rule = space.geometry.quadrature(productExactness(space));
  return assembleTerms(space, rule, weightSets, cellTerms(space.element, rule));
}
