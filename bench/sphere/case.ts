import { sphereStructure, sphereSystem } from "../../src/fem/sphere/steady.ts";
import { solveSteady } from "../../src/fem/steadySystem.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { medians, type Repetition, repeat } from "../measure.ts";

export interface SphereParameters {
  readonly repetition: Repetition;
  readonly model: SpinModel;
  readonly exactMean: Vector3;
  readonly level: number;
  readonly degree: number;
}

/** Seconds, medians of the counted runs, where nothing else is said. */
export interface SphereFigures {
  readonly unknowns: number;
  readonly mesh: number;
  /** Numbering and pattern of the unknowns, generator, moment functionals. */
  readonly assembly: number;
  readonly analysis: number;
  readonly factorization: number;
  /** Triangular solves and iterative refinement. */
  readonly solve: number;
  /** All of that and the moments. */
  readonly total: number;
  /** The first run of the process. */
  readonly first: number;
  /** Largest error of 2<J_k>/N. */
  readonly error: number;
  readonly peakMegabytes: number;
}

/** One steady state on an icosphere, stage by stage. The peers fix the unknown at the same pole. */
export function measure({ model, exactMean, level, degree, repetition }: SphereParameters): SphereFigures {
  const pole = [0, 0, 1];
  const { seconds, first, peakMegabytes, results } = repeat(repetition, () => {
    const started = performance.now();
    const grid = icosphere(level);
    const mesh = (performance.now() - started) / 1000;
    const { space, moments, seconds: stages } = solveSteady(sphereSystem(model, sphereStructure(grid, degree), pole));
    const error = Math.max(...moments.moments.mean.map((value, k) => Math.abs(value - exactMean[k]!)));
    return { unknowns: space.unknowns, mesh, ...stages, error };
  });
  return { ...medians(results), total: seconds, first, peakMegabytes };
}
