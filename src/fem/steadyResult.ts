import type { SpinModel } from "../model/spinModel.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import type { Observables, Vector3 } from "../state/moments.ts";
import type { DensitySummary } from "./density.ts";
import type { BandPair } from "./gaugeBand.ts";
import type { Space } from "./space.ts";

/** Wall-clock seconds of the stages. */
export interface StageSeconds {
  readonly assembly: number;
  readonly analysis: number;
  readonly factorization: number;
  readonly solve: number;
}

/** The steady state from the P-function on the sphere, or in the ball. */
export interface SteadyState<S = Space> {
  readonly method: "fem";
  readonly model: SpinModel;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  readonly summary: DensitySummary;
  /** Backward error of the null vector. */
  readonly residual: number;
  /** How the mesh was made, as far as this function made it. */
  readonly mesh: string;
  /** The gauge filter's band and the one that its error was estimated from; null without a filter. */
  readonly band: BandPair | null;
  /** Finite-element space and nodal values of P; null where P is concentrated on `point`. */
  readonly space: S | null;
  readonly density: Float64Array | null;
  /**
   * Computes the multipoles of rho (layout of state/blocks/multipoles.ts) as far as they are known, where P was sought in a band of functions on the sphere;
   * else null. Nodal values of a P that is not classical may be so large that they do not tell them.
   */
  readonly multipoles: (() => Float64Array) | null;
  /** Place of the delta, where the steady state is a product state: on the sphere a pure coherent one. */
  readonly point: Vector3 | null;
  readonly seconds: StageSeconds & { readonly total: number };
}

/** Seconds of the solutions that count, and the whole. */
export function addSeconds(
  solutions: readonly { readonly seconds: StageSeconds }[],
  started: number,
): StageSeconds & { readonly total: number } {
  const add = (stage: keyof StageSeconds): number => solutions.reduce((sum, { seconds }) => sum + seconds[stage], 0);
  return {
    assembly: add("assembly"),
    analysis: add("analysis"),
    factorization: add("factorization"),
    solve: add("solve"),
    total: (performance.now() - started) / 1000,
  };
}
