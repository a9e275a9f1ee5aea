import { attractsAll } from "../../../model/attraction.ts";
import { fixedPoints } from "../../../model/fixedPoints.ts";
import { linearNoise } from "../../../model/linearNoise.ts";
import { coefficientsOf } from "../../../model/secondOrder/coefficients.ts";
import { interacts, type SpinModel } from "../../../model/spinModel.ts";
import type { Vector3 } from "../../../state/moments.ts";
import type { BoostedSphere } from "./boostedSphere.ts";

/** Where P is in the tangent plane of the one stable fixed point. */
export interface PlanePeak {
  readonly centre: Vector3;
  /** Of the Gaussian of the trial functions: an angle. */
  readonly deviation: number;
}

/** Standard deviation of the trial functions in units of the larger one of linear noise, be that variance negative. */
const WIDER = 1.4;

/** Variances below this share of 1/N, those of nearly coherent states, need no trial functions as narrow. */
const LEAST_NOISE = 0.02;

/** Beyond it the plane bends too much: seen at decay 1, where N = 100 in a field of 0.8 (0.11) keeps an error of 1e-9 that no degree lowers, and N = 300 at 0.95 (0.12) 3e-4. */
const WIDEST = 0.15;

/** Null where no single fixed point is stable, where P is too wide for a plane, or where the mean field has other places to stay. */
export function planePeak(model: SpinModel): PlanePeak | null {
  const { points, continuum } = fixedPoints(model);
  const [point, second] = points.filter(({ kind }) => kind === "stable");
  if (continuum !== null || point === undefined || second !== undefined) return null;
  const [xx, yy, zz, xy, xz, yz] = linearNoise(model, point);
  const half = (xx + yy + zz) / 2;
  // One eigenvalue is 0, along the radius.
  const product = xx * yy + yy * zz + zz * xx - xy * xy - xz * xz - yz * yz;
  const largest = Math.abs(half) + Math.sqrt(Math.max(0, half * half - product));
  const deviation = WIDER * Math.sqrt(Math.max(largest, LEAST_NOISE) / model.spins);
  if (!(deviation < WIDEST)) return null;
  // Without an interaction the flow is that of a Moebius group, which has no limit cycles; with one a cycle may stand beside the fixed point, and P be on it.
  return interacts(model) && !attractsAll(model, point) ? null : { centre: point.position, deviation };
}

/** Where a sphere is shifted to, and how far. */
export interface Shift extends Pick<BoostedSphere, "scale" | "weight"> {
  readonly axis: Vector3;
}

/** Largest scale in units of the cube root of N, with which P narrows at a critical point. */
const LARGEST_SCALE = 0.3;

/** Standard deviation of the trial functions up to which tangent planes have met 1e-8: at decay 1 that of N = 1000 in a field of 0.95. */
const SURE_DEVIATION = 0.066;

/** Whether a tangent plane, or a sphere that is shifted as far as makes the mean field a rigid turn, is expected to hold P to 1e-8: all but next to a critical point. */
export function fitsChart(model: SpinModel): boolean {
  const peak = planePeak(model);
  if (peak !== null) return peak.deviation < SURE_DEVIATION;
  const isStable = fixedPoints(model).points.some(({ kind }) => kind === "stable");
  return !isStable && !interacts(model) && rigidScale(model) <= largestScale(model);
}

const largestScale = ({ spins }: SpinModel): number => LARGEST_SCALE * Math.cbrt(spins);

/**
 * The shift after which the mean field turns the sphere rigidly, as far as it can. B x r + (w.r) r - w is a turn and a pull, and a shift by the velocity v mixes B and w as a
 * Lorentz transformation does a magnetic and an electric field: it makes them parallel, or leaves only one, for v along w x B with v / (1 + v^2) = |w x B| / (B^2 + w^2).
 */
export function rigidShift(model: SpinModel): Shift {
  const cross = pullAcross(model);
  const size = Math.hypot(...cross);
  if (!(size > 0)) return { axis: [0, 0, 1], scale: 1, weight: 0 };
  return {
    axis: [cross[0] / size, cross[1] / size, cross[2] / size],
    scale: Math.max(1, Math.min(rigidScale(model), largestScale(model))),
    weight: 0,
  };
}

/** w x B. */
function pullAcross(model: SpinModel): Vector3 {
  const { field, collective } = coefficientsOf(model);
  const [bx, by, bz] = field;
  const [wx, wy, wz] = collective.skew;
  return [wy * bz - wz * by, wz * bx - wx * bz, wx * by - wy * bx];
}

/** sqrt((1 + v) / (1 - v)). */
function rigidScale(model: SpinModel): number {
  const { field, collective } = coefficientsOf(model);
  const size = Math.hypot(...pullAcross(model));
  if (size === 0) return 1;
  const ratio = (2 * size) / (Math.hypot(...field) ** 2 + Math.hypot(...collective.skew) ** 2);
  const velocity = ratio / (1 + Math.sqrt(Math.max(0, (1 - ratio) * (1 + ratio))));
  return Math.sqrt((1 + velocity) / (1 - velocity));
}
