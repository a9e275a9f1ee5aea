import type { InitialState } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { BallMoments } from "../state/ballMoments.ts";
import type { BlockDensityMatrix } from "../state/blocks/blockDensity.ts";
import type { DensityMatrix } from "../state/densityMatrix.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import type { Observables, Vector3 } from "../state/moments.ts";
import type { Points } from "./points.ts";
import type { StateDensity } from "./stateDensity.ts";

/** What every road can say of a state beyond its observables. */
export interface StateView {
  /** Where P is: on the sphere the state is in the symmetric subspace. */
  readonly domain: "sphere" | "ball";
  /** P as a function; null where the road has none, or P is a delta at `point`. */
  readonly density: StateDensity | null;
  /** Moments of P in the ball, where it is these that the road has. */
  readonly ballMoments?: BallMoments;
  /** Where P is a delta; null where it is not. */
  readonly point: Vector3 | null;
  /**
   * rho: in the symmetric subspace, or with one block for each total spin where P is in the ball (`"blocks" in rho`).
   *
   * @throws ResourceLimitError where it would be too large, before any work; ConvergenceError where the road does not know it
   */
  densityMatrix(): DensityMatrix | BlockDensityMatrix;
  /**
   * Husimi function Q(n) = <n|rho|n> of the coherent states with every spin along n, one number for each direction; directions need not have length 1.
   * It needs no density matrix.
   *
   * @throws InputError for a direction of length 0 or not finite; ResourceLimitError where the road has nothing that it could be from
   */
  husimi(directions: Points): Float64Array;
  /** How far rho and Q may be off, as `errorEstimate` tells it of the moments and the purity. */
  stateError(): StateError;
}

export interface StateError {
  /** Estimate of the trace norm of what `densityMatrix()` is off by. */
  readonly traceNorm: number;
  /** Estimate of what any value of the Husimi function is off by. */
  readonly husimi: number;
}

/** A state of the model, whatever the road. */
export interface State extends StateView {
  /** The road that was taken. */
  readonly method: "fem" | "harmonic" | "dicke" | "sde";
  readonly model: SpinModel;
  /** The start, where the state depends on one or one was given. */
  readonly initial?: InitialState;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  /** One sentence: why this road was taken. */
  readonly reason: string;
}
