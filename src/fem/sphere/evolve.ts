import { ConvergenceError, ResourceLimitError } from "../../core/errors.ts";
import { finished } from "../../core/finished.ts";
import { once } from "../../core/once.ts";
import { isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import { interacts, isActive, requireCollective, type SpinModel } from "../../model/spinModel.ts";
import { courseOf } from "../../state/course.ts";
import type { Course, EvolutionRequest, EvolutionStream, ResumePoint } from "../../state/evolution.ts";
import { type Movement, requireAffordable } from "../../state/evolutionCost.ts";
import { roundingFloor } from "../errorEstimate.ts";
import { type DensityEvolution, type EvolvingDensity, followPair } from "../evolve.ts";
import { multipolesOfBand } from "../finalDensity.ts";
import type { BandPair } from "../gaugeBand.ts";
import { DEFAULT_TOLERANCE, isFixed, type PairKind, type PairOptions, type PairRequest } from "../pairKind.ts";
import { defaultBand, type HarmonicBand, LARGEST_WHOLE_BAND } from "./band.ts";
import { bandTimeSystem } from "./bandTimeSystem.ts";
import { enrichedTriangle } from "./element.ts";
import { bandStages, pairOf, wholeStages } from "./evolveStages.ts";
import { husimiValues } from "./husimiValues.ts";
import { loadPurity } from "./loadPurity.ts";
import { evolvingWays } from "./moving/evolvingWays.ts";
import { deltasOf, movingWays, type StartingPoint } from "./moving/ways.ts";
import { type FunctionSpace, functionSpace } from "./space.ts";
import { WIDEST_BAND } from "./steadyStages.ts";
import { bandOf } from "./steadyState.ts";
import { timeSystem } from "./timeSystem.ts";

/** Mesh, degree 1 to 8 and band as for `steadyState`. */
export type DensityEvolutionOptions = PairOptions;

/** Widest band that a driven model is followed in by default: some 40,000 harmonics. */
const WIDEST_DRIVEN_BAND = 200;

/** Up to this N a band that cuts nothing off takes a second. */
const CHEAPEST_BAND = 40;

/**
 * P in time by finite elements. A coherent state starts as the delta that it is. Two solutions of
 * different degree (band) and time steps run side by side; their difference is the error estimate. Of a constant equation they are exponentials in spaces
 * of shifted inverses, unless `scheme`, `step` or `maximumStep` is given, and else implicit steps. Where it exceeds the
 * tolerance the run starts over on the next finer space, up to the current time.
 *
 * Where the equation is not parabolic P is followed in a band of harmonics, as steady states are; where a field in time moves the equation, too, since its
 * matrices then change from step to step, and where a constant one turns it often, unless P itself is asked for (`density`) or anything about its space and steps is. A band of degree N cuts off nothing that any
 * observable depends on. In it steps are explicit, of order 8, where that is cheap and no `scheme` or `step` is asked for.
 *
 * From coherent states of more than 40 spins it is then followed in functions whose number does not grow with N (docs/methods.md), above 10,000 where the equation
 * is parabolic as well, unless `band`, `degree`, `scheme` or `step` is given.
 *
 * `tolerance` (default 5e-7; 5e-6 where the equation is not parabolic) is the largest estimate accepted for first and second moments. With a `step`, or mesh and degree, but
 * no tolerance the estimate is reported whatever it is; with a `step` the other solution takes one of twice its length. The
 * purity is estimated, but not refined for: soon after a delta it depends on harmonics that no mesh resolves.
 *
 * @throws InputError for local rates and options out of range
 * @throws NotParabolicError where growth shows, with `band: "none"` and an equation that is not parabolic
 * @throws ConvergenceError where the tolerance is not met on the finest space allowed, and at once for an interaction without collective dissipation
 *   and N > 300; ResourceLimitError for a band too large
 */
export const evolveDensity = (request: PairRequest): DensityEvolution<FunctionSpace> =>
  finished(followDensity(request));

/** The same, time by time. */
export function followDensity(asked: PairRequest): EvolutionStream<DensityEvolution<FunctionSpace>, FunctionSpace> {
  const course = courseOf(asked);
  const { model } = course;
  const request = { ...asked, model };
  requireCollective(model);
  const isParabolic = once(() => course.always(isParabolicOnSphere));
  const points = movingPoints(request, isParabolic);
  const usual = once(() => evolutionBand(request, course, isParabolic));
  const { whole, band: banded } = DEFAULT_TOLERANCE;
  const tolerance = points === null && usual() === null ? whole : isParabolic() ? whole : banded;
  if (points === null && !isParabolic()) requireFollowable(request, usual());
  return followPair(request, course, {
    tolerance,
    movement: points === null ? movementOf(request, usual()) : WAYS_MOVEMENT,
    kind: (inside) => sphereKind(inside, usual(), isParabolic),
    ...(points === null
      ? {}
      : {
          first: (inside, last) =>
            firstWays(inside, course, inside.tolerance ?? tolerance, points, usual, isParabolic, last),
        }),
    known: ({ band: own, unknowns }, load) => ({
      degree: own?.degree ?? null,
      multipoles: own === null ? null : () => multipolesOfBand(model.spins, own.degree, unknowns(load)),
    }),
  });
}

/** @throws ResourceLimitError where a start that is no mixture of coherent states is followed in a band that is too wide, which grows with N */
function requireFollowable({ initial, model, band: asked }: PairRequest, band: BandPair | null): void {
  if (band === null || band.degree <= WIDEST_BAND || asked !== undefined) return;
  if (deltasOf(initial, model.spins) !== null) return;
  throw new ResourceLimitError({
    what: `a start that is no mixture of coherent states is followed in a band of harmonics, up to l = ${band.degree} for N = ${model.spins}, and the widest that is tried is ${WIDEST_BAND}`,
    remedy:
      "use the method harmonic, which finds out how few harmonics the moments need, or start from coherent states",
    value: band.degree,
    limit: WIDEST_BAND,
  });
}

/** From here on elements take half a minute for a start on a point, and the ways that any N takes alike a second. */
const NARROW = 10_000;

/**
 * Points that P starts on, where it is followed by ways that any N takes alike: where the equation is not parabolic, beyond bands that cut nothing off, and where P
 * is narrow.
 */
function movingPoints(
  request: Pick<PairRequest, "model" | "initial" | "band" | "degree" | "step"> & { readonly scheme?: unknown },
  isParabolic: () => boolean,
): readonly StartingPoint[] | null {
  const { model, initial, band, degree, scheme, step } = request;
  const isFree = [band, degree, scheme, step].every((option) => option === undefined);
  const { spins } = model;
  const isTried = spins >= NARROW || (spins > CHEAPEST_BAND && !isParabolic());
  return isFree && isTried ? deltasOf(initial, spins) : null;
}

/** Whether P is followed by such ways, and what their cost grows with. */
export const movementAtAnyN = (
  request: Parameters<typeof movingPoints>[0],
  isParabolic: () => boolean,
): Movement | null => (movingPoints(request, isParabolic) === null ? null : WAYS_MOVEMENT);

/** Moves by such ways: the two solutions of a plane, which takes some ten steps where a spin takes one. */
const WAYS_MOVEMENT: Movement = { by: "explicit", degree: 10, unknowns: 700 };

/** These ways, and the band last, where it is not too wide. */
function firstWays(
  request: PairRequest,
  course: Course,
  tolerance: number,
  points: readonly StartingPoint[],
  usual: () => BandPair | null,
  isParabolic: () => boolean,
  last: (resume?: ResumePoint) => EvolvingDensity<FunctionSpace>,
): EvolvingDensity<FunctionSpace> {
  const { model } = request;
  return evolvingWays({
    request,
    course,
    tolerance,
    ways: movingWays(request, course, tolerance, points),
    last: (why, resume) => {
      if (isUndamped(model, course.moving) && model.spins > WIDEST_BAND) throw undamped(model, `${why}; and `);
      const band = usual();
      if (isParabolic() && band === null) return last(resume);
      if (band !== null && band.degree <= (request.brief === true ? LARGEST_WHOLE_BAND : WIDEST_BAND)) {
        requireAffordable(request, course, movementOf(request, band));
        return last(resume);
      }
      throw new ConvergenceError({
        what: `no functions in which P is sought meet the tolerance ${tolerance}: ${why}`,
        remedy: interacts(model) ? TWISTED : CRITICAL,
        value: model.spins,
        limit: tolerance,
      });
    },
  });
}

const CRITICAL =
  "ask for a larger tolerance or a shorter time: from an unstable point P spreads over the sphere, and next to a critical field it narrows as slowly as N^(-1/3), too wide for a plane, while its harmonics outgrow double precision";

const TWISTED =
  "ask for a larger tolerance or a shorter time, or take the method harmonic: with an interaction no shift of the sphere makes the mean field a rigid turn";

/** The band to begin with, or null for none. */
function evolutionBand(request: PairRequest, { moving }: Course, isParabolic: () => boolean): BandPair | null {
  const { model, band } = request;
  const { mesh, degree, scheme, step, density } = request;
  if (band === undefined && isUndamped(model, moving)) return wholeBand(model);
  const free = density !== true && [band, mesh, degree, scheme, step].every((option) => option === undefined);
  const driven = free && (moving !== null || turnsOften(request)) && defaultBand(model.spins) <= WIDEST_DRIVEN_BAND;
  const found = bandOf(model, driven ? Math.max(2, defaultBand(model.spins)) : band, isParabolic);
  return found === null ? null : pairOf(found.degree, model.spins);
}

/** Whether P is moved to ever higher harmonics and nothing damps these, at some time at least: interaction alone, as in twisting. */
const isUndamped = (model: SpinModel, moving: MovingModel | null): boolean =>
  interacts(model) && !isActive((moving?.still ?? model).collective);

/** @throws ConvergenceError where the band N, without which nothing is right, is wider than those that are tried */
function wholeBand(model: SpinModel): BandPair {
  const { spins } = model;
  if (spins <= WIDEST_BAND) return pairOf(Math.max(2, spins), spins);
  throw undamped(model, "");
}

/** Up to some N the density matrix follows what nothing damps. */
const MOST_BY_DICKE = 1000;

/** @param why the functions that were tried before were left */
const undamped = ({ spins }: SpinModel, why: string): ConvergenceError =>
  new ConvergenceError({
    what: `${why}without collective dissipation nothing damps the harmonics of P, which an interaction excites up to degree N = ${spins}: no band below holds them, and the widest that is tried is ${WIDEST_BAND}`,
    remedy: `${spins <= MOST_BY_DICKE ? "use the method dicke" : "ask for a shorter time, before P outgrows a plane"}, or add collective dissipation`,
    value: spins,
    limit: WIDEST_BAND,
  });

/** Angle from which on implicit steps, some hundred a turn, cost more than all harmonics of a band. */
const OFTEN = 30;

/** Whether a constant field turns P so often that values on a mesh cost far more than harmonics. */
export const turnsOften = ({ model, times }: Pick<EvolutionRequest, "model" | "times">): boolean =>
  Math.hypot(...model.field) * times.at(-1)! > OFTEN;

/** Both solutions of a band take explicit steps, unless others are asked for. */
function movementOf({ scheme, step }: DensityEvolutionOptions, band: BandPair | null): Movement {
  const isExplicit = band !== null && scheme === undefined && step === undefined;
  if (!isExplicit) return { by: "implicit", degree: 1, unknowns: 0 };
  return { by: "explicit", degree: band.degree, unknowns: (band.degree + 1) ** 2 + (band.compared + 1) ** 2 };
}

function sphereKind(
  request: PairRequest,
  band: BandPair | null,
  isParabolic: () => boolean,
): PairKind<FunctionSpace, HarmonicBand> {
  const { model, initial } = request;
  return {
    inBall: false,
    stages: band === null ? wholeStages(request) : bandStages(request, band),
    system: (mesh, { degree, band: width }, moving) => {
      const space = functionSpace(mesh, enrichedTriangle(degree));
      return width === null
        ? timeSystem(space, model, initial, moving)
        : bandTimeSystem(space, width, model, initial, moving);
    },
    purity: (system) => loadPurity(system, model.spins),
    purityError: (reported, compared) => 2 * Math.abs(reported - compared),
    floor: ({ space }) => roundingFloor(space.mesh, model.spins),
    growth: band === null && !isParabolic() ? "error" : "none",
    lenient: isFixed(request),
    // Steps of equal length would have equal errors, which two spaces do not show.
    steps: request.step === undefined ? "independent" : "halved",
    ...(band === null && isParabolic() ? { watched: (space: FunctionSpace) => husimiValues(space, model.spins) } : {}),
  };
}
