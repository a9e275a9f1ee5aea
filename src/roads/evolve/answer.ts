import type { HalfDiskEvolution } from "../../fem/axis/halfDisk/evolve.ts";
import type { DensityEvolution } from "../../fem/evolve.ts";
import type { PositiveEvolution } from "../../fem/positive/evolve.ts";
import type { HarmonicState } from "../../harmonic/sphere/state.ts";
import type { AnyScheme } from "../../sde/defaultStep.ts";
import type { EnsembleEstimate } from "../../sde/estimate.ts";
import type { BallMoments } from "../../state/ballMoments.ts";
import type { BlockDensityMatrix } from "../../state/blocks/blockDensity.ts";
import type { DensityMatrix } from "../../state/densityMatrix.ts";
import type { Evolution } from "../../state/evolution.ts";
import type { AnySpace } from "../domain.ts";

interface Common extends Evolution {
  /** One sentence: why this road was taken. */
  readonly reason: string;
}

/** @inline */
export interface FemEvolution extends Common {
  readonly method: "fem";
  readonly scheme: "galerkin";
  readonly solution: DensityEvolution<AnySpace>;
}

/** @inline */
export interface FluxCorrectedEvolution extends Common {
  readonly method: "fem";
  readonly scheme: "fluxCorrection";
  readonly solution: PositiveEvolution;
  /** How the mesh of the solution is called. */
  readonly meshName: string;
}

/** @inline */
export interface AxisEvolution extends Common {
  readonly method: "fem";
  /** On elements that fill the half disk beside the axis of the model. */
  readonly scheme: "axis";
  readonly solution: HalfDiskEvolution;
}

/** @inline */
export interface HarmonicEvolutionAnswer extends Common {
  readonly method: "harmonic";
  readonly band: number;
  /** Moments of P at the last time. */
  readonly state: HarmonicState | BallMoments;
}

/** @inline */
export interface DickeEvolutionAnswer extends Common {
  readonly method: "dicke";
  /** The density matrix at the last time; null where populations alone were followed, of more spins than it can be written down for, or these and two coherences. */
  readonly rho: DensityMatrix | BlockDensityMatrix | null;
  /** Of the largest total spin at the last time, m = N/2 first, where populations alone were followed; else null. */
  readonly populations: Float64Array | null;
}

/** @inline */
export interface SdeEvolution extends Common {
  readonly method: "sde";
  readonly trajectories: {
    readonly count: number;
    readonly seed: number;
    readonly step: number;
    readonly scheme: AnyScheme;
  };
  /** At each time: standard errors and errors of the steps one by one, also of squeezing. */
  readonly estimates: readonly EnsembleEstimate[];
}

/** A state in time; `method` is the road that was taken. */
export type Evolved =
  | FemEvolution
  | FluxCorrectedEvolution
  | AxisEvolution
  | HarmonicEvolutionAnswer
  | DickeEvolutionAnswer
  | SdeEvolution;
