export type Vector3 = readonly [number, number, number];

/** First and second moments of a state, normalised so that a fully polarised product state has |mean| = 1. */
export interface SpinMoments {
  /** 2 <J_k> / N for k = x, y, z. */
  readonly mean: Vector3;
  /** 4 <J_k^2> / N^2 for k = x, y, z. */
  readonly square: Vector3;
  /** 2 <J_k J_l + J_l J_k> / N^2 for (k, l) = xy, xz, yz. */
  readonly cross: Vector3;
}

export interface Squeezing {
  /** xi_S^2 of Kitagawa and Ueda; null where the mean spin vanishes and no direction is singled out. */
  readonly kitagawaUeda: number | null;
  /** xi_R^2 of Wineland et al.; null where the mean spin vanishes. */
  readonly wineland: number | null;
}

export interface Observables extends SpinMoments {
  /** tr rho^2. */
  readonly purity: number;
  readonly squeezing: Squeezing;
}
