import { ballStructure, ballSystem } from "../../src/fem/ball/steady.ts";
import { solveSteady } from "../../src/fem/steadySystem.ts";
import { steadyBall } from "../../src/harmonic/ball/steady.ts";
import { planSolver } from "../../src/linalg/solver.ts";
import { ball } from "../../src/mesh/ball/build.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";

export interface LargeFigures {
  readonly unknowns: number;
  readonly solver: string;
  readonly assembly: number;
  readonly factorization: number;
  readonly solve: number;
  readonly peakMegabytes: number;
  /** Largest error of 2<J_k>/N. */
  readonly error: number;
}

/** Steady state of plain Galerkin on one space, for k_+ = k_-; its moments are those of the closed equations. */
export function measure(parameters: {
  readonly model: SpinModel;
  readonly level: number;
  readonly degree: number;
}): LargeFigures {
  const { model, level, degree } = parameters;
  const system = ballSystem(model, ballStructure(ball(level, 2 * level), degree));
  const { moments, seconds, space } = solveSteady(system);
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  // Moments of degree 4 close on their own, so that this band leaves nothing out of the means.
  const { mean } = steadyBall(model, { band: 4 }).observables;
  return {
    unknowns: space.unknowns,
    solver: planSolver(space.pattern).kind,
    assembly: seconds.assembly,
    factorization: seconds.factorization,
    solve: seconds.solve,
    peakMegabytes,
    error: Math.max(...mean.map((value, k) => Math.abs(value - moments.moments.mean[k]!))),
  };
}
