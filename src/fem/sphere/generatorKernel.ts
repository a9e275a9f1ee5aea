import type { CellTerms } from "../affineTerms.ts";
import type { LagrangeElement } from "../lagrange.ts";
import type { Quadrature } from "../quadrature.ts";
import type { SphereMap } from "./geometry.ts";

/** Places of the first weight of each kind: see `generatorTermCount`. */
const TERM = {
  field: 0,
  twistDrift: 3,
  twist: 8,
  laplacian: 13,
  rotations: 14,
  drift: 19,
  tilted: 22,
  end: 25,
} as const;

type Three = readonly [number, number, number];
type Five = readonly [number, number, number, number, number];

const isPresent = (theta: Float64Array, from: number, to: number): boolean => {
  for (let k = from; k < to; k++) if (theta[k] !== 0) return true;
  return false;
};

/** int P b . grad v + int grad v . T grad P: derivatives of the test function against values and derivatives of P. */
export function cellTerms(element: LagrangeElement<"triangle">, rule: Quadrature): CellTerms<SphereMap> {
  const depth = rule.weights.length;
  const { values, gradients } = element.tabulate(rule.points);
  const flow = new Float64Array(2 * depth);
  const tensor = new Float64Array(3 * depth);
  return {
    tables: { size: element.size, depth, left: gradients, right: [values, ...gradients] },
    isZero: (theta) => !isPresent(theta, 0, TERM.end),
    coefficients: (map, weights, theta, out, at) => {
      if (isPresent(theta, TERM.field, TERM.twist) || isPresent(theta, TERM.drift, TERM.tilted)) {
        flowComponents(map, weights, theta, flow);
      } else flow.fill(0);
      if (isPresent(theta, TERM.twist, TERM.drift) || isPresent(theta, TERM.tilted, TERM.end)) {
        diffusionComponents(map, weights, theta, tensor);
      } else tensor.fill(0);
      for (let p = 0, k = at; p < depth; p++, k += 6) {
        out[k] = flow[2 * p]!;
        out[k + 1] = tensor[3 * p]!;
        out[k + 2] = out[k + 4] = tensor[3 * p + 1]!;
        out[k + 3] = flow[2 * p + 1]!;
        out[k + 5] = tensor[3 * p + 2]!;
      }
    },
  };
}

/** Contravariant components of the transport field, times the quadrature weight. */
function flowComponents(map: SphereMap, weights: Float64Array, theta: Float64Array, flow: Float64Array): void {
  const { positions, first, second, inverseMetric } = map;
  const [bx, by, bz] = [theta[TERM.field]!, theta[TERM.field + 1]!, theta[TERM.field + 2]!];
  const [wx, wy, wz] = [theta[TERM.drift]!, theta[TERM.drift + 1]!, theta[TERM.drift + 2]!];
  const [cxx, cyy, cxy, cxz, cyz] = theta.subarray(TERM.twistDrift, TERM.twist) as unknown as Five;
  for (let p = 0; p < weights.length; p++) {
    const at = 3 * p;
    const x = positions[at]!;
    const y = positions[at + 1]!;
    const z = positions[at + 2]!;
    // B + chi r + r x w, which turns round r: w - (w.r) r = (r x w) x r is tangent to rounding.
    const fx = bx + cxx * x + cxy * y + cxz * z + y * wz - z * wy;
    const fy = by + cxy * x + cyy * y + cyz * z + z * wx - x * wz;
    const fz = bz + cxz * x + cyz * y + x * wy - y * wx;
    const u = fy * z - fz * y;
    const v = fz * x - fx * z;
    const w = fx * y - fy * x;
    const along1 = u * first[at]! + v * first[at + 1]! + w * first[at + 2]!;
    const along2 = u * second[at]! + v * second[at + 1]! + w * second[at + 2]!;
    const measure = weights[p]!;
    flow[2 * p] = measure * (inverseMetric[at]! * along1 + inverseMetric[at + 1]! * along2);
    flow[2 * p + 1] = measure * (inverseMetric[at + 1]! * along1 + inverseMetric[at + 2]! * along2);
  }
}

/** Contravariant components (11, 12, 22) of the diffusion tensor, times the quadrature weight. */
function diffusionComponents(map: SphereMap, weights: Float64Array, theta: Float64Array, tensor: Float64Array): void {
  const { positions, inverseMetric } = map;
  const laplacian = theta[TERM.laplacian]!;
  const [wx, wy, wz] = [theta[TERM.tilted]!, theta[TERM.tilted + 1]!, theta[TERM.tilted + 2]!];
  const aroundZ = theta[TERM.rotations + 1]!;
  for (let p = 0; p < weights.length; p++) {
    const at = 3 * p;
    const isotropic = laplacian + wx * positions[at]! + wy * positions[at + 1]! + wz * positions[at + 2]!;
    for (let k = 0; k < 3; k++) tensor[at + k] = weights[p]! * isotropic * inverseMetric[at + k]!;
    if (aroundZ !== 0) addRotation(map, at, weights[p]! * aroundZ, tensor);
  }
  const rotates = theta[TERM.rotations] !== 0 || isPresent(theta, TERM.rotations + 2, TERM.drift);
  if (rotates || isPresent(theta, TERM.twist, TERM.laplacian)) addGeneralTerms(map, weights, theta, tensor);
}

/** Adds `factor` Lz Lz^T. */
function addRotation(map: SphereMap, at: number, factor: number, tensor: Float64Array): void {
  const { positions, first, second, inverseMetric } = map;
  const x = positions[at]!;
  const y = positions[at + 1]!;
  const along1 = x * first[at + 1]! - y * first[at]!;
  const along2 = x * second[at + 1]! - y * second[at]!;
  const l1 = inverseMetric[at]! * along1 + inverseMetric[at + 1]! * along2;
  const l2 = inverseMetric[at + 1]! * along1 + inverseMetric[at + 2]! * along2;
  tensor[at]! += factor * l1 * l1;
  tensor[at + 1]! += factor * l1 * l2;
  tensor[at + 2]! += factor * l2 * l2;
}

/**
 * Adds the rotations about other axes than z, and the twist. With the contravariant tangents u_i and c_i = r x u_i, so that La . u_i is the component a of
 * c_i, these are c_i . R c_j + u_i . chi c_j + c_i . chi u_j.
 */
function addGeneralTerms(map: SphereMap, weights: Float64Array, theta: Float64Array, tensor: Float64Array): void {
  const { positions, first, second, inverseMetric } = map;
  const ryy = theta[TERM.rotations]!;
  const [rxy, rxz, ryz] = theta.subarray(TERM.rotations + 2, TERM.drift) as unknown as Three;
  const [cxx, cyy, cxy, cxz, cyz] = theta.subarray(TERM.twist, TERM.laplacian) as unknown as Five;
  // u, c, R c + chi u and chi c of both tangents.
  const [u, c, turned, twisted] = [0, 1, 2, 3].map(() => new Float64Array(6)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const product = (a: Float64Array, i: number, b: Float64Array, j: number): number =>
    a[3 * i]! * b[3 * j]! + a[3 * i + 1]! * b[3 * j + 1]! + a[3 * i + 2]! * b[3 * j + 2]!;
  const component = (i: number, j: number): number => product(c, i, turned, j) + product(u, i, twisted, j);
  for (let p = 0; p < weights.length; p++) {
    const at = 3 * p;
    const x = positions[at]!;
    const y = positions[at + 1]!;
    const z = positions[at + 2]!;
    for (let i = 0; i < 2; i++) {
      const k = 3 * i;
      const g1 = inverseMetric[at + i]!;
      const g2 = inverseMetric[at + i + 1]!;
      for (let a = 0; a < 3; a++) u[k + a] = g1 * first[at + a]! + g2 * second[at + a]!;
      const [ux, uy, uz] = [u[k]!, u[k + 1]!, u[k + 2]!];
      const cx = y * uz - z * uy;
      const cy = z * ux - x * uz;
      const cz = x * uy - y * ux;
      c[k] = cx;
      c[k + 1] = cy;
      c[k + 2] = cz;
      turned[k] = rxy * cy + rxz * cz + cxx * ux + cxy * uy + cxz * uz;
      turned[k + 1] = rxy * cx + ryy * cy + ryz * cz + cxy * ux + cyy * uy + cyz * uz;
      turned[k + 2] = rxz * cx + ryz * cy + cxz * ux + cyz * uy;
      twisted[k] = cxx * cx + cxy * cy + cxz * cz;
      twisted[k + 1] = cxy * cx + cyy * cy + cyz * cz;
      twisted[k + 2] = cxz * cx + cyz * cy;
    }
    tensor[at]! += weights[p]! * component(0, 0);
    tensor[at + 1]! += weights[p]! * component(0, 1);
    tensor[at + 2]! += weights[p]! * component(1, 1);
  }
}
