import type { AxisProfile } from "../../fem/axis/profile.ts";
import type { AxisExpansion } from "../../fem/axis/steady.ts";
import type { PointExpansion } from "../../fem/ball/expansion/steady.ts";
import type { BallSteadyState } from "../../fem/ball/steadyState.ts";
import type { BandPair } from "../../fem/gaugeBand.ts";
import type { PositiveSteadyState } from "../../fem/positive/steady.ts";
import type { FunctionSpace } from "../../fem/sphere/space.ts";
import type { StageSeconds, SteadyState } from "../../fem/steadyResult.ts";
import type { HarmonicState } from "../../harmonic/sphere/state.ts";
import type { BallMoments } from "../../state/ballMoments.ts";
import type { BlockDensityMatrix } from "../../state/blocks/blockDensity.ts";
import type { DensityMatrix } from "../../state/densityMatrix.ts";
import type { Vector3 } from "../../state/moments.ts";
import type { State } from "../state.ts";

/**
 * What every road says of a steady state. Of first and second moments no error estimate is above the tolerance that was asked for; the purity has an
 * estimate of its own. `initial` is the start whose long-time limit it is, where one was asked for.
 */
interface Common extends State {
  /** Backward error of the null vector; of moments their time derivative, in units of the rates. */
  readonly residual: number;
  /** Wall-clock seconds of the stages, where they are known, and of the whole. */
  readonly seconds: { readonly total: number } & Partial<StageSeconds>;
}

/** P on a mesh. */
export interface FemSteady extends Common {
  readonly method: "fem";
  readonly scheme: "galerkin";
  readonly solution: SteadyState<FunctionSpace> | BallSteadyState;
}

/** P around its rotation axis: on elements in the half plane beside it, or, where N is large, around a ring or a point, with neither rho nor Q. */
export interface AxisSteady extends Common {
  readonly method: "fem";
  readonly scheme: "axis";
  readonly expansion: AxisExpansion;
  readonly axis: Vector3;
  /** Moments of P up to a degree where elements have them and the axis is z, else null. */
  readonly moments: BallMoments | null;
  /** P as a function of the distance from the axis and of the place along it; null where its weight is none. */
  readonly profile: () => AxisProfile | null;
}

/**
 * P around the stable fixed point of the mean field in the ball: no mesh, and neither rho nor Q.
 *
 * @inline
 */
export interface PointSteady extends Common {
  readonly method: "fem";
  readonly scheme: "point";
  readonly expansion: PointExpansion;
}

/** P on a mesh, nowhere negative. */
export interface PositiveSteady extends Common {
  readonly method: "fem";
  readonly scheme: "fluxCorrection";
  readonly solution: PositiveSteadyState;
  readonly meshName: string;
}

/** The moments of P. */
export interface HarmonicSteady extends Common {
  readonly method: "harmonic";
  /** Harmonics l <= degree, in the ball polynomials of that degree; errors from a second band where the first leaves something out. */
  readonly band: BandPair | { readonly degree: number };
  readonly unknowns: number;
  readonly state: HarmonicState | BallMoments;
  /** Estimated length of what rounding did to the unknowns of each degree, l = 0, ..., N, on the sphere; null where a band leaves something out, and in the ball. */
  readonly degreeErrors: Float64Array | null;
}

/** The density matrix. */
export interface DickeSteady extends Common {
  readonly method: "dicke";
  /** N + 1 in the symmetric subspace; where P is in the ball the states |j, m> of every total spin j. */
  readonly states: number;
  readonly unknowns: number;
  /** What `densityMatrix()` returns; null where it would not fit the memory: populations alone were solved for. */
  readonly rho: DensityMatrix | BlockDensityMatrix | null;
}

/** A steady state; `method` is the road that was taken. */
export type Steady = FemSteady | AxisSteady | PointSteady | PositiveSteady | HarmonicSteady | DickeSteady;
