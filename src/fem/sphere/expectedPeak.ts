import { fixedPoints } from "../../model/fixedPoints.ts";
import { linearNoise } from "../../model/linearNoise.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";

/** Where the density sits and how wide it is, as far as the mean field and its linear noise tell. */
export interface PeakEstimate {
  readonly centre: Vector3;
  /** Largest standard deviation of P around the centre, as an angle. */
  readonly width: number;
  /** Radians by which the mean field turns about the centre while it comes e times as near. */
  readonly turning: number;
}

/** Beyond this width the sphere's curvature takes over, and an ungraded mesh resolves the density anyway. */
const WIDEST_PEAK = 0.3;

/** Standard deviation of the peak on the base mesh: resolved by an icosphere of level 2, tails well inside the hemisphere. */
const WIDTH_ON_BASE_MESH = 0.24;

const LARGEST_SCALE = 1e6;

/**
 * The single peak to expect, or null: no stable fixed point, several, a continuum, or a width that linear noise cannot tell.
 */
export function expectedPeak(model: SpinModel): PeakEstimate | null {
  const found = fixedPoints(model);
  const stable = found.points.filter((point) => point.kind === "stable");
  if (found.continuum !== null || stable.length !== 1) return null;
  const noise = linearNoise(model, stable[0]!);
  // A bound on the largest eigenvalue that needs no decomposition: in the tangent plane the trace is at most twice it.
  const variance = (noise[0]! + noise[1]! + noise[2]!) / model.spins;
  const width = Math.sqrt(variance);
  const { real, imaginary } = stable[0]!.eigenvalues[0]!;
  const turning = Math.abs(imaginary / real);
  return width > 0 && width < WIDEST_PEAK ? { centre: stable[0]!.position, width, turning } : null;
}

/** Scale of the Moebius map that shows the peak to the base mesh with a convenient width; 1 means "do not grade". */
export function gradingScale(peak: Pick<PeakEstimate, "width">): number {
  const scale = (Math.SQRT2 * WIDTH_ON_BASE_MESH) / peak.width;
  return scale < 1.5 ? 1 : Math.min(scale, LARGEST_SCALE);
}
