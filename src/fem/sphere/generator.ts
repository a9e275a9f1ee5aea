import type { SparseMatrix } from "../../linalg/sparse.ts";
import { cellCount } from "../../mesh/mesh.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { combineTerms, unitWeights } from "../affineTerms.ts";
import { addOuterProducts } from "../outerProduct.ts";
import { triangleQuadrature } from "../quadrature.ts";
import { sphereGeometry, sphereMap } from "./geometry.ts";
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

const TRANSPORTS = 4;

/** theta_k of a model with s = k_- + k_+, d = k_- - k_+. */
export function generatorWeights(model: SpinModel): Float64Array {
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
  const { element, mesh, pattern, scatter } = space;
  const size = element.size;
  const rule = triangleQuadrature(generatorExactness(element.degree));
  const depth = rule.weights.length;
  const { values: phi, gradients } = element.tabulate(rule.points);
  const [phiX, phiY] = gradients as [Float64Array, Float64Array];
  const geometry = sphereGeometry(depth);
  const map = sphereMap(mesh, rule.points, geometry);
  const flow = new Float64Array(2 * depth);
  const tensor = new Float64Array(3 * depth);
  const left = new Float64Array(depth * size);
  const right = new Float64Array(depth * size);
  const local = new Float64Array(size * size);
  const matrices = weightSets.map(
    (): SparseMatrix => ({ pattern, values: new Float64Array(pattern.columnIndices.length) }),
  );
  const hasTransport = weightSets.map((weights) => weights.subarray(0, TRANSPORTS).some((w) => w !== 0));
  const hasDiffusion = weightSets.map((weights) => weights.subarray(TRANSPORTS).some((w) => w !== 0));

  for (let cell = 0; cell < cellCount(mesh); cell++) {
    map(cell);
    for (let m = 0; m < matrices.length; m++) {
      local.fill(0);
      if (hasTransport[m]) {
        flowComponents(geometry, rule.weights, weightSets[m]!, flow);
        for (let p = 0, at = 0; p < depth; p++) {
          const f1 = flow[2 * p]!;
          const f2 = flow[2 * p + 1]!;
          for (let i = 0; i < size; i++, at++) left[at] = f1 * phiX[at]! + f2 * phiY[at]!;
        }
        addOuterProducts(local, size, left, phi, depth);
      }
      if (hasDiffusion[m]) {
        diffusionComponents(geometry, rule.weights, weightSets[m]!, tensor);
        // grad v . T grad P = v_x (T11 P_x + T12 P_y) + v_y (T12 P_x + T22 P_y): two products of depth rows.
        for (let p = 0, at = 0; p < depth; p++) {
          const t11 = tensor[3 * p]!;
          const t12 = tensor[3 * p + 1]!;
          for (let i = 0; i < size; i++, at++) right[at] = t11 * phiX[at]! + t12 * phiY[at]!;
        }
        addOuterProducts(local, size, phiX, right, depth);
        for (let p = 0, at = 0; p < depth; p++) {
          const t12 = tensor[3 * p + 1]!;
          const t22 = tensor[3 * p + 2]!;
          for (let i = 0; i < size; i++, at++) right[at] = t12 * phiX[at]! + t22 * phiY[at]!;
        }
        addOuterProducts(local, size, phiY, right, depth);
      }
      const values = matrices[m]!.values;
      for (let k = 0, at = cell * size * size; k < size * size; k++, at++) values[scatter[at]!]! += local[k]!;
    }
  }
  return matrices;
}

/** Degree p against p, the polynomial coefficients, and three degrees for the curvature of the map. */
export const generatorExactness = (degree: number): number => 2 * degree + 3;

/** Contravariant components of the transport field, times the quadrature weight. */
function flowComponents(
  geometry: ReturnType<typeof sphereGeometry>,
  ruleWeights: Float64Array,
  weights: Float64Array,
  flow: Float64Array,
): void {
  const { points, first, second, inverseMetric, area } = geometry;
  const bx = weights[0]!;
  const by = weights[1]!;
  const bz = weights[2]!;
  const drift = weights[3]!;
  for (let p = 0; p < area.length; p++) {
    const at = 3 * p;
    const x = points[at]!;
    const y = points[at + 1]!;
    const z = points[at + 2]!;
    // ez - z r is tangent only where |r| = 1; the tangents project away its rounding error.
    const u = by * z - bz * y - drift * z * x;
    const v = bz * x - bx * z - drift * z * y;
    const w = bx * y - by * x + drift * (x * x + y * y);
    const along1 = u * first[at]! + v * first[at + 1]! + w * first[at + 2]!;
    const along2 = u * second[at]! + v * second[at + 1]! + w * second[at + 2]!;
    const measure = ruleWeights[p]! * area[p]!;
    flow[2 * p] = measure * (inverseMetric[at]! * along1 + inverseMetric[at + 1]! * along2);
    flow[2 * p + 1] = measure * (inverseMetric[at + 1]! * along1 + inverseMetric[at + 2]! * along2);
  }
}

/** Contravariant components (11, 12, 22) of the diffusion tensor, times the quadrature weight. */
function diffusionComponents(
  geometry: ReturnType<typeof sphereGeometry>,
  ruleWeights: Float64Array,
  weights: Float64Array,
  tensor: Float64Array,
): void {
  const { points, first, second, inverseMetric, area } = geometry;
  for (let p = 0; p < area.length; p++) {
    const at = 3 * p;
    const x = points[at]!;
    const y = points[at + 1]!;
    const measure = ruleWeights[p]! * area[p]!;
    const isotropic = measure * (weights[4]! + weights[5]! * points[at + 2]!);
    const axial = measure * weights[6]!;
    const along1 = x * first[at + 1]! - y * first[at]!;
    const along2 = x * second[at + 1]! - y * second[at]!;
    const g11 = inverseMetric[at]!;
    const g12 = inverseMetric[at + 1]!;
    const g22 = inverseMetric[at + 2]!;
    const l1 = g11 * along1 + g12 * along2;
    const l2 = g12 * along1 + g22 * along2;
    tensor[3 * p] = isotropic * g11 + axial * l1 * l1;
    tensor[3 * p + 1] = isotropic * g12 + axial * l1 * l2;
    tensor[3 * p + 2] = isotropic * g22 + axial * l2 * l2;
  }
}
