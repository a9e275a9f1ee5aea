import type { BallRegion } from "../../mesh/ball/region.ts";
import { fixedPoints } from "../../model/fixedPoints.ts";
import { linearNoise } from "../../model/linearNoise.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";

/**
 * Radius in standard deviations. Seen for bands of 4 to 10 degrees: with less P is cut off, with more a polynomial has to be narrow in a wide region.
 * By plain elements of degree 4 on 160 cells P is below zero by a mass of 0.03 with 4, by twice that with 3 and with 5.
 */
const DEVIATIONS = 4;

/** Beyond it nothing is gained over the whole ball. */
export const WIDEST_REGION = 0.9;

/**
 * Where P is expected: a ball around the one stable fixed point of the mean field, as wide as linear noise has it; null where there are
 * several such points, a continuum, or none, or where P is broad.
 * A region that would reach beyond the sphere is moved inward.
 */
export function expectedRegion(model: SpinModel): BallRegion | null {
  const { points, continuum } = fixedPoints(model);
  const [point, second] = points.filter(({ kind }) => kind === "stable");
  if (continuum !== null || point === undefined || second !== undefined) return null;
  const [xx, yy, zz, xy, xz, yz] = linearNoise(model, point);
  // The Frobenius norm bounds the largest variance, be it negative; where it vanishes P still moves by about 1/N.
  const variance = Math.sqrt(xx * xx + yy * yy + zz * zz + 2 * (xy * xy + xz * xz + yz * yz)) / model.spins;
  const radius = DEVIATIONS * Math.hypot(Math.sqrt(variance), 1 / model.spins);
  if (!(radius < WIDEST_REGION)) return null;
  return movedInward(point.position, radius);
}

/** The ball of this radius inside the unit ball whose centre is nearest to a point. */
export function movedInward(point: Vector3, radius: number): BallRegion {
  const [x, y, z] = point;
  const distance = Math.hypot(x, y, z);
  const inward = distance + radius > 1 ? (1 - radius) / distance : 1;
  return { centre: [inward * x, inward * y, inward * z], radius };
}
