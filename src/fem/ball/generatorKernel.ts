import type { CellTerms } from "../affineTerms.ts";
import type { LagrangeElement } from "../lagrange.ts";
import { addOuterProducts } from "../outerProduct.ts";
import type { Quadrature } from "../quadrature.ts";
import type { AffineMap } from "./geometry.ts";

/** Places of the weights theta_k: see `ballTermCount`. */
const TERM = {
  fieldX: 0,
  fieldY: 1,
  fieldZ: 2,
  localDephasing: 3,
  localPump: 4,
  localDecay: 5,
  difference: 6,
  axial: 7,
  across: 8,
  tilted: 9,
} as const;

/** The terms that bring diffusion, and all but two of them, which bring transport. */
const DIFFUSIONS = [TERM.axial, TERM.across, TERM.tilted];
const TRANSPORTS = Object.values(TERM).filter((k) => k !== TERM.axial && k !== TERM.across);

/** Whether a model of these weights has a second derivative. */
export const diffuses = (theta: Float64Array): boolean => DIFFUSIONS.some((k) => theta[k] !== 0);

/** Transport b (3) and diffusion T (xx, yy, zz, xy, xz, yz) at one point. */
export interface PointCoefficients {
  readonly b: Float64Array;
  readonly t: Float64Array;
}

export const pointCoefficients = (): PointCoefficients => ({ b: new Float64Array(3), t: new Float64Array(6) });

/** Returns a function that adds int P b . grad v - int grad v . T grad P over one cell, for maps at the points of `rule`. */
export function cellTerms(element: LagrangeElement<"tetrahedron">, rule: Quadrature): CellTerms<AffineMap> {
  const { size } = element;
  const depth = rule.weights.length;
  const { values, gradients } = element.tabulate(rule.points);
  const [gx, gy, gz] = gradients as [Float64Array, Float64Array, Float64Array];
  const rows = depth * size;
  const work = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)] as const;
  const point = pointCoefficients();
  const { b, t } = point;

  const addTransport: CellTerms<AffineMap> = (map, weights, theta, local) => {
    const [flow] = work;
    for (let p = 0, at = 0; p < depth; p++) {
      referenceCoefficients(map, p, weights[p]!, theta, point);
      for (let i = 0; i < size; i++, at++) flow[at] = b[0]! * gx[at]! + b[1]! * gy[at]! + b[2]! * gz[at]!;
    }
    addOuterProducts(local, size, flow, values, depth);
  };

  // grad v . (b P - T grad P) in reference coordinates: one product for each direction.
  const addFluxes: CellTerms<AffineMap> = (map, weights, theta, local) => {
    const [fx, fy, fz] = work;
    for (let p = 0, at = 0; p < depth; p++) {
      referenceCoefficients(map, p, weights[p]!, theta, point);
      for (let i = 0; i < size; i++, at++) {
        const x = gx[at]!;
        const y = gy[at]!;
        const z = gz[at]!;
        const value = values[at]!;
        fx[at] = b[0]! * value - t[0]! * x - t[3]! * y - t[4]! * z;
        fy[at] = b[1]! * value - t[3]! * x - t[1]! * y - t[5]! * z;
        fz[at] = b[2]! * value - t[4]! * x - t[5]! * y - t[2]! * z;
      }
    }
    addOuterProducts(local, size, gx, fx, depth);
    addOuterProducts(local, size, gy, fy, depth);
    addOuterProducts(local, size, gz, fz, depth);
  };

  return (map, weights, theta, local) => {
    if (diffuses(theta)) addFluxes(map, weights, theta, local);
    else if (TRANSPORTS.some((k) => theta[k] !== 0)) addTransport(map, weights, theta, local);
  };
}

/** b and T at point p of a cell in its reference coordinates, times `weight`. */
export function referenceCoefficients(
  map: AffineMap,
  p: number,
  weight: number,
  theta: Float64Array,
  out: PointCoefficients,
): void {
  cartesianCoefficients(map.positions, p, theta, out);
  toReference(map, weight, out);
}

/** b and T at point p in Cartesian components. */
function cartesianCoefficients(
  positions: Float64Array,
  p: number,
  theta: Float64Array,
  { b, t }: PointCoefficients,
): void {
  const x = positions[3 * p]!;
  const y = positions[3 * p + 1]!;
  const z = positions[3 * p + 2]!;
  const bx = theta[TERM.fieldX]!;
  const by = theta[TERM.fieldY]!;
  const bz = theta[TERM.fieldZ]!;
  const localPump = theta[TERM.localPump]!;
  const localDecay = theta[TERM.localDecay]!;
  const damping = theta[TERM.localDephasing]! + localPump + localDecay;
  const d = theta[TERM.difference]!;
  const axial = theta[TERM.axial]!;
  const across = theta[TERM.across]!;
  const tilted = theta[TERM.tilted]!;
  const rho2 = x * x + y * y;
  const pull = (d + 3 * tilted) * z - damping;
  b[0] = by * z - bz * y + pull * x;
  b[1] = bz * x - bx * z + pull * y;
  b[2] =
    bx * y - by * x - 2 * localPump * (z - 1) - 2 * localDecay * (z + 1) - d * rho2 - tilted * (2 * rho2 - z * z + 1);
  const zz = across * z * z;
  const tz = tilted * z;
  const side = (tilted * (rho2 - z * z - 1)) / 2 - across * z;
  t[0] = axial * y * y + zz + tz * (1 - x * x);
  t[1] = axial * x * x + zz + tz * (1 - y * y);
  t[2] = (across + tz) * rho2;
  t[3] = -(axial + tz) * x * y;
  t[4] = x * side;
  t[5] = y * side;
}

/** b <- m J^-1 b and T <- m J^-1 T J^-T, in place. */
function toReference({ inverse: a }: AffineMap, m: number, { b, t }: PointCoefficients): void {
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
