import type { Observables, SpinMoments, Vector3 } from "./moments.ts";

/** Largest absolute difference within each group of moments. */
export interface MomentDifference {
  readonly mean: number;
  readonly square: number;
  readonly cross: number;
}

/** Largest absolute differences of two states; a squeezing parameter that one of them lacks compares as null. */
export interface StateDifference extends MomentDifference {
  readonly purity: number;
  readonly kitagawaUeda: number | null;
  readonly wineland: number | null;
  /** The largest of mean, square, cross and purity. */
  readonly largest: number;
}

const largestDifference = (a: Vector3, b: Vector3): number =>
  Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));

/** Largest absolute difference of the means, of the squares and of the cross moments. */
export function differenceOfMoments(a: SpinMoments, b: SpinMoments): MomentDifference {
  return {
    mean: largestDifference(a.mean, b.mean),
    square: largestDifference(a.square, b.square),
    cross: largestDifference(a.cross, b.cross),
  };
}

/** Two answers for one state, side by side. */
export function compareStates(a: Observables, b: Observables): StateDifference {
  const moments = differenceOfMoments(a, b);
  const purity = Math.abs(a.purity - b.purity);
  return {
    ...moments,
    purity,
    kitagawaUeda: differenceOrNull(a.squeezing.kitagawaUeda, b.squeezing.kitagawaUeda),
    wineland: differenceOrNull(a.squeezing.wineland, b.squeezing.wineland),
    largest: Math.max(moments.mean, moments.square, moments.cross, purity),
  };
}

function differenceOrNull(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.abs(a - b);
}
