import { InputError } from "../../core/errors.ts";
import { ball } from "../../mesh/ball.ts";
import { refineBall } from "../../mesh/ballRefine.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { SpinMoments, Vector3 } from "../../state/moments.ts";
import { estimateMoments, roundingFloor } from "../errorEstimate.ts";
import { comparedBallBand, defaultBallBand } from "./band.ts";
import { lagrangeTetrahedron } from "./element.ts";
import { solveBallSteady } from "./steady.ts";
import { solveBallSteadyInBand } from "./steadyInBand.ts";
import { type BallSteadyDensity, ballSystem } from "./system.ts";

export interface BallSteadyOptions {
  /**
   * Tetrahedra; by default an icosahedron refined to 160 cells of about equal size. In a band such a mesh serves better than a layered one, whose
   * cells are needles at the centre, although that fills more of the ball.
   */
  readonly mesh?: Mesh;
  /** Degree of the elements, 1 to 4; 4 by default. */
  readonly degree?: number;
  /** Degree of the gauge band; null for none. By default none where k_+ = k_-, else min(N, about 4 sqrt N). */
  readonly band?: number | null;
}

export interface BallSteadyState extends BallSteadyDensity {
  /** Degree of the gauge band, null where there was none. */
  readonly band: number | null;
  /** Estimated absolute error of each moment. */
  readonly errors: SpinMoments;
}

/**
 * Steady state of a model in the ball, with error estimates from finer solutions on the same mesh: elements of the next degree and, where there
 * is a band, the same one and one wider by two at least. For k_+ = k_- and degree >= 2 the moments are exact to rounding on any mesh.
 *
 * @throws InputError for a degree outside 1 to 4 or a band that is no degree; what the solvers throw
 */
export function ballSteadyState(model: SpinModel, options: BallSteadyOptions = {}): BallSteadyState {
  const { mesh = refineBall(ball(0)), degree = 4 } = options;
  const band =
    options.band === undefined ? (isParabolicInBall(model) ? null : defaultBallBand(model.spins)) : options.band;
  // Throws for a degree that is not offered.
  lagrangeTetrahedron(degree);
  if (band !== null && !(Number.isInteger(band) && band >= 1)) {
    throw new InputError({
      what: `the degree of the band is ${band}, not a whole number from 1`,
      remedy: "give the degree, or null for no band",
      value: band,
      limit: 1,
    });
  }
  const system = ballSystem(model, mesh, degree);
  const finer = ballSystem(model, mesh, degree + 1);
  const found = band === null ? solveBallSteady(system) : solveBallSteadyInBand(system, band);
  const references =
    band === null
      ? [solveBallSteady(finer)]
      : [band, comparedBallBand(band)].map((width) => solveBallSteadyInBand(finer, width));
  const floor = roundingFloor(mesh, model.spins) + roundingError(model, found);
  const estimates = references.map((reference) =>
    estimateMoments(found.moments.moments, reference.moments.moments, floor, band !== null),
  );
  return { ...found, band, errors: estimates.reduce(largerOf) };
}

/** What rounding leaves in the moment equations, over the rate at which local processes damp every moment. */
function roundingError({ local }: SpinModel, { rounding }: BallSteadyDensity): number {
  const damping = local.dephasing + local.pump + local.decay;
  return damping > 0 ? rounding / damping : 0;
}

/** The larger estimate of each moment: where one reference happens to share the error, the other shows it. */
function largerOf(a: SpinMoments, b: SpinMoments): SpinMoments {
  const larger = (group: "mean" | "square" | "cross"): Vector3 => {
    const at = (k: 0 | 1 | 2): number => Math.max(a[group][k], b[group][k]);
    return [at(0), at(1), at(2)];
  };
  return { mean: larger("mean"), square: larger("square"), cross: larger("cross") };
}
