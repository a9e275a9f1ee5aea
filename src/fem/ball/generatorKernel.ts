import { addOuterProducts } from "../outerProduct.ts";
import type { TetrahedralElement } from "./element.ts";
import { type AffineMap, mapPoints } from "./geometry.ts";

/** First weight that brings diffusion, and the others that bring transport: see `ballTermCount`. */
const FIRST_DIFFUSION = 7;
const TRANSPORTS = [0, 1, 2, 3, 4, 5, 6, 9];

/** A basis tabulated at the points of one rule, with room for one cell. */
export interface CellKernel {
  readonly size: number;
  /** Number of points. */
  readonly depth: number;
  /** Basis functions at the points: depth x size. */
  readonly values: Float64Array;
  /** Filled by `conormal`: depth x size. */
  readonly flux: Float64Array;
  readonly gradients: readonly Float64Array[];
  readonly weights: Float64Array;
  readonly reference: Float64Array;
  readonly positions: Float64Array;
  /** b and T at one point, and in the reference coordinates of the cell: 3 and 6 numbers (xx, yy, zz, xy, xz, yz). */
  readonly transport: Float64Array;
  readonly tensor: Float64Array;
  readonly work: Float64Array;
  /**
   * For a rule on the face opposite to a vertex: (T grad phi_i) . n times the measure, at all points, into `flux`. Returns false, with
   * `flux` untouched, where these weights bring no diffusion.
   */
  readonly conormal: (map: AffineMap, weights: Float64Array, face: number) => boolean;
}

export function cellKernel(
  element: TetrahedralElement,
  rule: { readonly points: Float64Array; readonly weights: Float64Array },
): CellKernel {
  const { values, gradients } = element.tabulate(rule.points);
  const depth = rule.weights.length;
  const kernel: CellKernel = {
    size: element.size,
    depth,
    values,
    gradients,
    flux: new Float64Array(values.length),
    weights: rule.weights,
    reference: rule.points,
    positions: new Float64Array(rule.points.length),
    transport: new Float64Array(3),
    tensor: new Float64Array(6),
    work: new Float64Array(3 * values.length),
    conormal: (map, weights, face) => {
      if (!weights.subarray(FIRST_DIFFUSION).some((weight) => weight !== 0)) return false;
      fillConormal(kernel, map, weights, face);
      return true;
    },
  };
  return kernel;
}

/** Adds int P b . grad v - int grad v . T grad P over one cell to `local` (size x size, row = test function). */
export function addCellTerms(kernel: CellKernel, map: AffineMap, weights: Float64Array, local: Float64Array): void {
  const { size, depth, values, gradients, positions, transport: b, tensor: t, work } = kernel;
  const [gx, gy, gz] = gradients as [Float64Array, Float64Array, Float64Array];
  const diffuses = weights.subarray(FIRST_DIFFUSION).some((weight) => weight !== 0);
  const flows = TRANSPORTS.some((k) => weights[k] !== 0);
  mapPoints(map, kernel.reference, positions);
  if (!diffuses) {
    if (!flows) return;
    for (let p = 0, at = 0; p < depth; p++) {
      coefficients(kernel, weights, p);
      toReference(map, b, t, kernel.weights[p]! * map.determinant);
      for (let i = 0; i < size; i++, at++) work[at] = b[0]! * gx[at]! + b[1]! * gy[at]! + b[2]! * gz[at]!;
    }
    addOuterProducts(local, size, work, values, depth);
    return;
  }
  // grad v . (b P - T grad P) in reference coordinates: one product for each direction.
  const rows = depth * size;
  for (let p = 0, at = 0; p < depth; p++) {
    coefficients(kernel, weights, p);
    toReference(map, b, t, kernel.weights[p]! * map.determinant);
    for (let i = 0; i < size; i++, at++) {
      const x = gx[at]!;
      const y = gy[at]!;
      const z = gz[at]!;
      const value = values[at]!;
      work[at] = b[0]! * value - t[0]! * x - t[3]! * y - t[4]! * z;
      work[rows + at] = b[1]! * value - t[3]! * x - t[1]! * y - t[5]! * z;
      work[2 * rows + at] = b[2]! * value - t[4]! * x - t[5]! * y - t[2]! * z;
    }
  }
  addOuterProducts(local, size, gx, work.subarray(0, rows), depth);
  addOuterProducts(local, size, gy, work.subarray(rows, 2 * rows), depth);
  addOuterProducts(local, size, gz, work.subarray(2 * rows), depth);
}

function fillConormal(kernel: CellKernel, map: AffineMap, weights: Float64Array, face: number): void {
  const { size, depth, gradients, positions, transport: b, tensor: t, flux } = kernel;
  const [gx, gy, gz] = gradients as [Float64Array, Float64Array, Float64Array];
  mapPoints(map, kernel.reference, positions);
  // n dS = -grad lambda |det J| x (weight of the rule), lambda the barycentric coordinate of the opposite vertex.
  const e0 = face === 0 ? -1 : +(face === 1);
  const e1 = face === 0 ? -1 : +(face === 2);
  const e2 = face === 0 ? -1 : +(face === 3);
  for (let p = 0, at = 0; p < depth; p++) {
    coefficients(kernel, weights, p);
    toReference(map, b, t, -kernel.weights[p]! * map.determinant);
    const n0 = t[0]! * e0 + t[3]! * e1 + t[4]! * e2;
    const n1 = t[3]! * e0 + t[1]! * e1 + t[5]! * e2;
    const n2 = t[4]! * e0 + t[5]! * e1 + t[2]! * e2;
    for (let i = 0; i < size; i++, at++) flux[at] = n0 * gx[at]! + n1 * gy[at]! + n2 * gz[at]!;
  }
}

/** b and T at point p, in Cartesian components. */
function coefficients({ positions, transport: b, tensor: t }: CellKernel, weights: Float64Array, p: number): void {
  const x = positions[3 * p]!;
  const y = positions[3 * p + 1]!;
  const z = positions[3 * p + 2]!;
  const localPump = weights[4]!;
  const localDecay = weights[5]!;
  const across = weights[3]! + localPump + localDecay;
  const d = weights[6]!;
  const aroundZ = weights[7]!;
  const isotropic = weights[8]!;
  const tilted = weights[9]!;
  const rho2 = x * x + y * y;
  const pull = (d + 3 * tilted) * z - across;
  b[0] = weights[1]! * z - weights[2]! * y + pull * x;
  b[1] = weights[2]! * x - weights[0]! * z + pull * y;
  b[2] =
    weights[0]! * y -
    weights[1]! * x -
    2 * localPump * (z - 1) -
    2 * localDecay * (z + 1) -
    d * rho2 -
    tilted * (2 * rho2 - z * z + 1);
  const zz = isotropic * z * z;
  const tz = tilted * z;
  const side = (tilted * (rho2 - z * z - 1)) / 2 - isotropic * z;
  t[0] = aroundZ * y * y + zz + tz * (1 - x * x);
  t[1] = aroundZ * x * x + zz + tz * (1 - y * y);
  t[2] = (isotropic + tz) * rho2;
  t[3] = -(aroundZ + tz) * x * y;
  t[4] = x * side;
  t[5] = y * side;
}

/** b <- m J^-1 b and T <- m J^-1 T J^-T, in place. */
function toReference({ inverse: a }: AffineMap, b: Float64Array, t: Float64Array, m: number): void {
  const [b0, b1, b2] = [b[0]!, b[1]!, b[2]!];
  const [xx, yy, zz, xy, xz, yz] = [t[0]!, t[1]!, t[2]!, t[3]!, t[4]!, t[5]!];
  for (let k = 0; k < 3; k++) b[k] = m * (a[3 * k]! * b0 + a[3 * k + 1]! * b1 + a[3 * k + 2]! * b2);
  const quadratic = (i: number, j: number): number => {
    const p = a[i]!;
    const q = a[i + 1]!;
    const r = a[i + 2]!;
    return (
      p * (xx * a[j]! + xy * a[j + 1]! + xz * a[j + 2]!) +
      q * (xy * a[j]! + yy * a[j + 1]! + yz * a[j + 2]!) +
      r * (xz * a[j]! + yz * a[j + 1]! + zz * a[j + 2]!)
    );
  };
  t[0] = m * quadratic(0, 0);
  t[1] = m * quadratic(3, 3);
  t[2] = m * quadratic(6, 6);
  t[3] = m * quadratic(0, 3);
  t[4] = m * quadratic(0, 6);
  t[5] = m * quadratic(3, 6);
}
