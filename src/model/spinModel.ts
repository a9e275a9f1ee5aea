/** Rates in one inverse time unit, hbar = 1. */
export interface Rates {
  /** k_z (collective) or g_z (local). */
  readonly dephasing: number;
  /** k_+ or g_+. */
  readonly pump: number;
  /** k_- or g_-. */
  readonly decay: number;
}

/** N two-level systems in a field, with collective and local dissipation: PHYSICS of the README, section "Model". */
export interface SpinModel {
  /** N, a positive integer. */
  readonly spins: number;
  /** B, the drive: H = B . J. */
  readonly field: readonly [number, number, number];
  readonly collective: Rates;
  readonly local: Rates;
}
