import type { Coefficients, Triple } from "../../model/secondOrder/coefficients.ts";
import { axialBand, axialDiffusion } from "../../model/secondOrder/parabolic/axial.ts";
import {
  isParabolicOnSphere,
  type LeastDiffusion,
  leastDiffusion,
} from "../../model/secondOrder/parabolic/parabolic.ts";
import { tangentDiffusion } from "../../model/secondOrder/parabolic/tangentDiffusion.ts";
import { tangentBasis } from "../../model/stability.ts";
import { tracedRegion } from "./trace.ts";

/**
 * Where D has a negative eigenvalue on the sphere.
 *
 * @inline
 */
export interface NegativeRegion {
  /** Share of the sphere's area, from 0 to 1: to 1e-6. */
  readonly areaFraction: number;
  /**
   * The closed curves around it, each as points x, y, z after one another, the region to the left of the way along them. The first point
   * is not repeated at the end. None where the region is empty or all of the sphere.
   */
  readonly curves: readonly Float64Array[];
  /** The largest violation, and where. */
  readonly minimum: LeastDiffusion;
}

const CIRCLE_POINTS = 360;

/** In closed form for diffusion around an axis, otherwise traced on a grid of triangles that is fine where the eigenvalue changes sign. */
export function negativeRegion(coefficients: Coefficients): NegativeRegion {
  const minimum = leastDiffusion(coefficients);
  if (isParabolicOnSphere(coefficients, minimum)) return { areaFraction: 0, curves: [], minimum };
  const axial = axialDiffusion(coefficients);
  if (axial === null) return { ...tracedRegion(tangentDiffusion(coefficients), minimum.value), minimum };
  const [low, high] = axialBand(axial)!;
  const curves = [circle(axial.axis, low, 1), circle(axial.axis, high, -1)].filter((curve) => curve !== null);
  return { areaFraction: (high - low) / 2, curves, minimum };
}

/** The circle at height z along the axis, anticlockwise around it for `turn` 1; null at its ends. */
function circle(axis: Triple, z: number, turn: 1 | -1): Float64Array | null {
  if (Math.abs(z) >= 1) return null;
  const [u, v] = tangentBasis(axis).to2DArray() as [number[], number[]];
  const radius = Math.sqrt(1 - z * z);
  // u, v and the axis are right-handed or left-handed, depending on the half that the axis points to.
  const hand = Math.sign(
    axis[0] * (u[1]! * v[2]! - u[2]! * v[1]!) +
      axis[1] * (u[2]! * v[0]! - u[0]! * v[2]!) +
      axis[2] * (u[0]! * v[1]! - u[1]! * v[0]!),
  );
  const points = new Float64Array(3 * CIRCLE_POINTS);
  for (let k = 0; k < CIRCLE_POINTS; k++) {
    const angle = (turn * hand * 2 * Math.PI * k) / CIRCLE_POINTS;
    const [c, s] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    for (let i = 0; i < 3; i++) points[3 * k + i] = z * axis[i]! + c * u[i]! + s * v[i]!;
  }
  return points;
}
