import { finished } from "../../core/finished.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { courseOf } from "../../state/course.ts";
import type { EvolutionRequest, EvolutionStream } from "../../state/evolution.ts";
import { roundingFloor } from "../errorEstimate.ts";
import { type DensityEvolution, followPair } from "../evolve.ts";
import { type BandPair, comparedBand, requireBand } from "../gaugeBand.ts";
import type { LoadPurity } from "../loadPurity.ts";
import {
  absoluteSum,
  DEFAULT_TOLERANCE,
  isFixed,
  type PairKind,
  type PairOptions,
  type PairRequest,
} from "../pairKind.ts";
import type { BallBand } from "./band.ts";
import { enrichedTetrahedron, lagrangeTetrahedron } from "./element.ts";
import { ballEvolutionStages, LARGEST_WHOLE_BAND } from "./evolutionStages.ts";
import { ballPurity, bandPurity, disputedPurityError } from "./purity.ts";
import { type BallSpace, ballSpace } from "./space.ts";
import { type BallTimeSystem, ballTimeSystem } from "./timeSystem.ts";

export interface BallDensityEvolutionOptions extends PairOptions {
  /** Degree of the elements, 1 to 4; chosen by itself where absent, and then up to 10. */
  readonly degree?: number;
  /**
   * Degree of the gauge band, at least 2. By default N where k_+ != k_-, 12 and then 14 for N > 14, and none where k_+ = k_-; "none" turns it off, and
   * for k_+ != k_- the run then ends with NotParabolicError as soon as growth shows.
   */
  readonly band?: number | "none";
}

export type BallDensityRequest = EvolutionRequest & BallDensityEvolutionOptions;

/** What rounding leaves in a moment, in units of eps sum_i |p_i|: up to 200 was seen, after hundreds of steps. */
const ROUNDINGS = 400;

/**
 * P in the Bloch ball in time, by finite elements and implicit steps. A coherent state starts as the delta that it is, on the sphere and outside the
 * polyhedron of the mesh, by its moments. Two solutions run side by side, the reported one with two steps for each of the other and, where that makes a
 * difference, with elements of higher degree; their difference is the error estimate. Where it exceeds the tolerance the run starts over with
 * finer steps or on the next finer space, up to the current time.
 *
 * For k_+ = k_- and degree >= 2 the elements add no error to the moments, whatever the mesh. Where little or nothing diffuses P contracts to a
 * delta, and after some ten relaxation times the values of P grow until rounding reaches the moments; the run then starts over in a band of the
 * elements' own degree, where nothing grows. For k_+ != k_- there is a band from the start, without error where it is N and no higher than the degree: seconds
 * up to N = 14, minutes from there on, where the harmonic method is faster.
 *
 * `tolerance` (default 5e-7; 5e-6 inside a band) is the largest estimate accepted for first and second moments. With a `step` but no `tolerance`, or
 * mesh and degree but no tolerance, the estimate is reported whatever it is. The purity is estimated, but not refined for: it depends on all degrees up to N, of
 * which elements know those up to their own, and at N far above 10 it is an upper bound at best.
 *
 * @throws InputError for options out of range
 * @throws NotParabolicError where growth shows, with `band: "none"` and an equation that is not parabolic
 * @throws ConvergenceError where the tolerance is not met on the finest space allowed; ResourceLimitError for a band too large
 */
export const evolveBallDensity = (request: BallDensityRequest): DensityEvolution<BallSpace> =>
  finished(followBallDensity(request));

/** The same, time by time. */
export function followBallDensity(asked: BallDensityRequest): EvolutionStream<DensityEvolution<BallSpace>, BallSpace> {
  const course = courseOf(asked);
  const request = { ...asked, model: course.model };
  const isParabolic = course.always(isParabolicInBall);
  const band = bandOf(request.model, request.band, isParabolic);
  // Throws for a degree that is not offered.
  if (request.degree !== undefined) lagrangeTetrahedron(request.degree);
  return followPair(request, course, {
    tolerance: band === null ? DEFAULT_TOLERANCE.whole : DEFAULT_TOLERANCE.band,
    movement: { by: "implicit", degree: 1, unknowns: 0 },
    kind: (inside) => ballKind(inside, band, isParabolic),
    known: (_system, _load, { reported }) => ({ degree: reported.band ?? reported.degree, multipoles: null }),
  });
}

function ballKind(request: PairRequest, band: BandPair | null, isParabolic: boolean): PairKind<BallSpace, BallBand> {
  const { model, initial } = request;
  const lenient = isFixed(request);
  return {
    inBall: true,
    stages: ballEvolutionStages(request, band),
    system: (mesh, { degree, band: width }, moving) =>
      ballTimeSystem(ballSpace(mesh, enrichedTetrahedron(degree)), width, model, initial, moving),
    purity: (time) => purityOfLoads(time, model.spins),
    purityError: (reported, compared) =>
      disputedPurityError(reported, 2 * Math.abs(reported - compared), request.mesh !== undefined),
    floor: ({ space }, load) => roundingFloor(space.mesh, model.spins) + ROUNDINGS * Number.EPSILON * absoluteSum(load),
    growth: band !== null ? "none" : isParabolic ? "outgrown" : "error",
    lenient,
    steps: "halved",
  };
}

/** Multiplications of one evaluation, of which there are two at each time: about half a second. */
const PURITY_COST = 5e8;

function purityOfLoads({ space, band, unknowns }: BallTimeSystem, spins: number): LoadPurity {
  const purity = band === null ? ballPurity(space, spins, PURITY_COST) : bandPurity(band, spins, PURITY_COST);
  return { of: (load) => purity(unknowns(load)) };
}

/** The band asked for, or one that holds all degrees up to a limit. Throws InputError for one that cannot hold the moments. */
function bandOf(model: SpinModel, asked: number | "none" | undefined, isParabolic: boolean): BandPair | null {
  if (asked === "none" || (asked === undefined && isParabolic)) return null;
  const usual = Math.max(2, Math.min(model.spins, LARGEST_WHOLE_BAND));
  const degree = requireBand(asked ?? usual, "leave the band out, and it is chosen");
  // Beyond N there is gauge only.
  return { degree, compared: Math.max(degree, Math.min(model.spins, comparedBand(degree))) };
}
