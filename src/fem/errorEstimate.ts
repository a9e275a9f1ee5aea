import type { Mesh } from "../mesh/mesh.ts";
import type { SpinMoments, Vector3 } from "../state/moments.ts";
import type { DensityMoments } from "./moments.ts";

/** Size below which a moment counts as zero by symmetry: well above all errors, well below all moments that are not. */
const VANISHING = 1e-5;

/**
 * Two solutions that agree in one observable by chance are told by the others: shares of the largest difference. Over every second model of test/calibration.slow.test.ts,
 * and 170 random ones against harmonics and the Dicke basis, errors of the moments then reach 0.53 of their estimates, and 0.85 of those of the purity.
 */
const SHARES = { alike: 0.1, mostTimesOwn: 200, cautious: 0.3 };

/** In the ball a band converges by steps: times the change of the purity, besides the two of every estimate. Same experiment. */
export const PURITY_STEPS = 3;

/**
 * Error of the coarser of two solutions, observable by observable: twice its difference from the finer one, which bounds the
 * error as soon as the finer error is at most half the coarser one, plus what rounding leaves. An observable whose two values
 * happen to agree far better than the others is given a tenth of the largest difference, up to 200 times its own; where the
 * solutions differ in more than one way (`cautious`) three tenths, unless it vanishes by symmetry.
 */
export function estimateMoments(coarse: SpinMoments, fine: SpinMoments, floor: number, cautious: boolean): SpinMoments {
  const groups = ["mean", "square", "cross"] as const;
  const difference = (group: (typeof groups)[number]): number[] =>
    coarse[group].map((value, k) => Math.abs(value - fine[group][k]!));
  const largest = Math.max(...groups.flatMap(difference));
  const share = (value: number, d: number): number =>
    cautious && Math.abs(value) > VANISHING
      ? SHARES.cautious * largest
      : Math.min(SHARES.alike * largest, SHARES.mostTimesOwn * d);
  const estimate = (group: (typeof groups)[number]): Vector3 =>
    difference(group).map((d, k) => 2 * d + share(coarse[group][k]!, d) + floor) as unknown as Vector3;
  return { mean: estimate("mean"), square: estimate("square"), cross: estimate("cross") };
}

/** Errors of several numbers from two solutions that differ in more than one way: none is below three tenths of the largest. */
export function sharedErrors(differences: readonly number[]): readonly number[] {
  const least = SHARES.cautious * Math.max(...differences);
  return differences.map((difference) => Math.max(difference, least));
}

/** The sum of two estimates, observable by observable. */
export function sumOf(a: SpinMoments, b: SpinMoments): SpinMoments {
  const sum = (group: "mean" | "square" | "cross"): Vector3 => {
    const at = (k: 0 | 1 | 2): number => a[group][k] + b[group][k];
    return [at(0), at(1), at(2)];
  };
  return { mean: sum("mean"), square: sum("square"), cross: sum("cross") };
}

/** An estimate, each of it times a factor. */
export function scaledBy({ mean, square, cross }: SpinMoments, factor: number): SpinMoments {
  const times = ([a, b, c]: Vector3): Vector3 => [factor * a, factor * b, factor * c];
  return { mean: times(mean), square: times(square), cross: times(cross) };
}

/** The larger of two estimates, observable by observable. */
export function largerOf(a: SpinMoments, b: SpinMoments): SpinMoments {
  const larger = (group: "mean" | "square" | "cross"): Vector3 => {
    const at = (k: 0 | 1 | 2): number => Math.max(a[group][k], b[group][k]);
    return [at(0), at(1), at(2)];
  };
  return { mean: larger("mean"), square: larger("square"), cross: larger("cross") };
}

/**
 * Rounding error of the moments: the entries of the generator carry a relative eps, and transport outweighs diffusion by N,
 * or by N / scale^2 on a mesh graded to the width of the peak.
 */
export function roundingFloor(mesh: Mesh, spins: number): number {
  const scale = mesh.grading?.scale ?? 1;
  return 1e-13 + 20 * Number.EPSILON * Math.max(1, spins / scale ** 2);
}

export const largestMoment = (moments: SpinMoments): number =>
  Math.max(...moments.mean, ...moments.square, ...moments.cross);

/**
 * Largest change of the central second moments of P between two solutions, relative to their trace, or to the largest of them where they cancel in
 * it, but at least to `least`: in the ball they may vanish altogether.
 */
export function covarianceChange(coarse: DensityMoments, fine: DensityMoments, least: number): number {
  const a = coarse.central;
  const b = fine.central;
  let change = 0;
  let scale = Math.max(least, Math.abs(b[0]! + b[1]! + b[2]!));
  for (let k = 0; k < 6; k++) {
    change = Math.max(change, Math.abs(a[k]! - b[k]!));
    scale = Math.max(scale, Math.abs(b[k]!));
  }
  return change / scale;
}
