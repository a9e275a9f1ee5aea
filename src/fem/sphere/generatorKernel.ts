import type { CellTerms } from "../affineTerms.ts";
import type { LagrangeElement } from "../lagrange.ts";
import { addOuterProducts } from "../outerProduct.ts";
import type { Quadrature } from "../quadrature.ts";
import type { SphereMap } from "./geometry.ts";

/** Places of the weights theta_k: see `generatorTermCount`. */
const TERM = { fieldX: 0, fieldY: 1, fieldZ: 2, drift: 3, isotropic: 4, tilted: 5, axial: 6 } as const;

const TRANSPORTS = [TERM.fieldX, TERM.fieldY, TERM.fieldZ, TERM.drift];
const DIFFUSIONS = [TERM.isotropic, TERM.tilted, TERM.axial];

/** Returns a function that adds int P b . grad v + int grad v . T grad P over one cell, for maps at the points of `rule`. */
export function cellTerms(element: LagrangeElement<"triangle">, rule: Quadrature): CellTerms<SphereMap> {
  const { size } = element;
  const depth = rule.weights.length;
  const { values: phi, gradients } = element.tabulate(rule.points);
  const [phiX, phiY] = gradients as [Float64Array, Float64Array];
  const flow = new Float64Array(2 * depth);
  const tensor = new Float64Array(3 * depth);
  const work = new Float64Array(depth * size);
  /** work = a grad phi_i, row by row, from components a_1, a_2 in each point. */
  const along = (components: Float64Array, stride: number, first: number, second: number): void => {
    for (let p = 0, at = 0; p < depth; p++) {
      const a1 = components[stride * p + first]!;
      const a2 = components[stride * p + second]!;
      for (let i = 0; i < size; i++, at++) work[at] = a1 * phiX[at]! + a2 * phiY[at]!;
    }
  };
  return (map, weights, theta, local) => {
    if (TRANSPORTS.some((k) => theta[k] !== 0)) {
      flowComponents(map, weights, theta, flow);
      along(flow, 2, 0, 1);
      addOuterProducts(local, size, work, phi, depth);
    }
    if (DIFFUSIONS.some((k) => theta[k] !== 0)) {
      diffusionComponents(map, weights, theta, tensor);
      // grad v . T grad P = v_x (T11 P_x + T12 P_y) + v_y (T12 P_x + T22 P_y): two products of depth rows.
      along(tensor, 3, 0, 1);
      addOuterProducts(local, size, phiX, work, depth);
      along(tensor, 3, 1, 2);
      addOuterProducts(local, size, phiY, work, depth);
    }
  };
}

/** Contravariant components of the transport field, times the quadrature weight. */
function flowComponents(map: SphereMap, weights: Float64Array, theta: Float64Array, flow: Float64Array): void {
  const { positions, first, second, inverseMetric } = map;
  const bx = theta[TERM.fieldX]!;
  const by = theta[TERM.fieldY]!;
  const bz = theta[TERM.fieldZ]!;
  const drift = theta[TERM.drift]!;
  for (let p = 0; p < weights.length; p++) {
    const at = 3 * p;
    const x = positions[at]!;
    const y = positions[at + 1]!;
    const z = positions[at + 2]!;
    // ez - z r is tangent only where |r| = 1; the tangents project away its rounding error.
    const u = by * z - bz * y - drift * z * x;
    const v = bz * x - bx * z - drift * z * y;
    const w = bx * y - by * x + drift * (x * x + y * y);
    const along1 = u * first[at]! + v * first[at + 1]! + w * first[at + 2]!;
    const along2 = u * second[at]! + v * second[at + 1]! + w * second[at + 2]!;
    const measure = weights[p]!;
    flow[2 * p] = measure * (inverseMetric[at]! * along1 + inverseMetric[at + 1]! * along2);
    flow[2 * p + 1] = measure * (inverseMetric[at + 1]! * along1 + inverseMetric[at + 2]! * along2);
  }
}

/** Contravariant components (11, 12, 22) of the diffusion tensor, times the quadrature weight. */
function diffusionComponents(map: SphereMap, weights: Float64Array, theta: Float64Array, tensor: Float64Array): void {
  const { positions, first, second, inverseMetric } = map;
  for (let p = 0; p < weights.length; p++) {
    const at = 3 * p;
    const x = positions[at]!;
    const y = positions[at + 1]!;
    const measure = weights[p]!;
    const isotropic = measure * (theta[TERM.isotropic]! + theta[TERM.tilted]! * positions[at + 2]!);
    const axial = measure * theta[TERM.axial]!;
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
