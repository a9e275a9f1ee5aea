import type { BallSpace } from "../fem/ball/space.ts";
import type { DensitySummary } from "../fem/sphere/density.ts";
import type { FunctionSpace } from "../fem/sphere/space.ts";
import type { InitialState } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { BlockDensityMatrix } from "../state/blocks/blockDensity.ts";
import type { DensityMatrix } from "../state/densityMatrix.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import type { Observables, Vector3 } from "../state/moments.ts";

/** Points or directions: a list of vectors, or 3 numbers each in one array. */
export type Points = readonly Vector3[] | Float64Array;

/** P of a state that has one as a function, on the sphere or in the ball; int P = 1. */
export interface StateDensity {
  /** Mesh, element, and how cells share unknowns; `space.mesh.dimension` is 2 on the sphere and 3 in the ball. */
  readonly space: FunctionSpace | BallSpace;
  /** P at the node of every unknown. */
  readonly values: Float64Array;
  /** Sign structure and size. */
  readonly summary: DensitySummary;
  /**
   * P at a point of the unit sphere, or of the unit ball, a number; at several points an array with one number a point. In the ball P vanishes outside
   * of the mesh.
   *
   * @throws InputError for a point that is not on the sphere, or not in the ball, but for rounding
   */
  at(point: Vector3): number;
  at(points: readonly Vector3[] | Float64Array): Float64Array;
}

/** A state of the model, and what every road can say of it. */
export interface State {
  /** The road that was taken. */
  readonly method: "fem" | "harmonic" | "dicke" | "sde";
  readonly model: SpinModel;
  /** The start, where the state depends on one or one was given. */
  readonly initial?: InitialState;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  /** One sentence: why this road was taken. */
  readonly reason: string;
  /** P as a function; null where the road has none, or P is a delta at `point`. */
  readonly density: StateDensity | null;
  /** Where P is a delta; null where it is not. */
  readonly point: Vector3 | null;
  /**
   * rho: in the symmetric subspace, or with one block for each total spin where the state leaves it (`"blocks" in rho`).
   *
   * @throws ResourceLimitError where it would be too large, before any work; ConvergenceError where the road does not know it to enough digits
   */
  densityMatrix(): DensityMatrix | BlockDensityMatrix;
  /**
   * Husimi function Q(n) = <n|rho|n> of the coherent states with every spin along n, one number for each direction; directions need not have length 1.
   *
   * @throws InputError for a direction of length 0 or not finite
   */
  husimi(directions: Points): Float64Array;
}
