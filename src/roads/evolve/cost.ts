import { aboutDuration } from "../../core/duration.ts";
import { solidCount } from "../../core/solidHarmonics.ts";
import { coherencesCost, isOfCoherences, isOfPopulations } from "../../dicke/axis/evolve.ts";
import { isBesideAxis } from "../../fem/axis/halfDisk/evolve.ts";
import { movementAtAnyN } from "../../fem/sphere/evolve.ts";
import { ballEvolutionBand, isAroundZ, MAXIMUM_SECTOR_BAND, sectorEvolutionBand } from "../../harmonic/ball/evolve.ts";
import { MAXIMUM_BALL_BAND } from "../../harmonic/ball/hierarchy.ts";
import { sectorCount } from "../../harmonic/ball/sectorLayout.ts";
import { bandMovement } from "../../harmonic/movement.ts";
import { evolutionBand } from "../../harmonic/sphere/evolve.ts";
import { MAXIMUM_BAND } from "../../harmonic/sphere/hierarchy.ts";
import { livesInBall } from "../../model/initialState.ts";
import { isParabolicInBall, isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import { turnedToZ } from "../../model/secondOrder/axis.ts";
import { interacts, isActive } from "../../model/spinModel.ts";
import type { Course, EvolutionRequest } from "../../state/evolution.ts";
import { evolutionCost, type Movement } from "../../state/evolutionCost.ts";
import { type Cost, type CostLimits, tooDear } from "../choice.ts";
import { densityElements } from "../domain.ts";
import type { Outlook } from "../steady/cost.ts";
import type { RoadRequest } from "./request.ts";

/*
 * What each road in time is predicted to take: docs/methods.md has the same numbers in words. Seconds are of one core, meant to a
 * factor of five.
 */

/** A request in time, and the course that its field asks for. */
export interface Timed {
  readonly request: RoadRequest;
  readonly course: Course;
}

/** As much of it as the density matrix asks for. */
interface DickeTimed extends Pick<Timed, "course"> {
  readonly request: Pick<EvolutionRequest, "model" | "initial" | "times" | "field" | "maximumStep">;
}

/** Working vectors of the integrators. */
const VECTORS = 40;

/** The density matrix by explicit steps, or by exponentials where a constant field is fast; of a model about z by its coherences, one by one, where that is cheaper. */
export function dickeInTime(timed: DickeTimed): Outlook {
  const isByCoherences = followsCoherences(timed);
  const cost = isByCoherences ? costOfCoherences(timed) : densityCost(timed);
  const isLong = !isByCoherences && cost.seconds > LONG_SECONDS && turnedToZ(timed.course.model) !== null;
  return { refusal: isLong ? UNKNOWN_AROUND_AXIS : null, cost };
}

/** From here on a density matrix of a model with an axis is not tried, and the message tells what would do. */
const LONG_SECONDS = 3600;

const UNKNOWN_AROUND_AXIS =
  "the density matrix is too large, and its coherences about the axis of the model are followed one by one only with constant coefficients, " +
  "from coherent states, product states along the axis and, where that is z, Dicke and thermal states, and mixtures of these";

/** What a density matrix may take before moments alone, by a few coherences, are preferred to it. */
const SECONDS_FOR_DENSITY = 2;

/** Whether the Dicke road follows populations, or a few coherences, instead of a density matrix. */
export function followsCoherences(timed: DickeTimed): boolean {
  const { request, course } = timed;
  const { initial } = request;
  if (isOfPopulations(course.model, course.moving, initial)) return true;
  if (!isOfCoherences(course.model, course.moving, initial)) return false;
  const { seconds } = densityCost(timed);
  return seconds > SECONDS_FOR_DENSITY && costOfCoherences(timed).seconds < seconds;
}

const costOfCoherences = ({ request: { initial, times }, course: { model } }: DickeTimed): Cost =>
  coherencesCost(model, initial, times);

function densityCost({ request, course }: DickeTimed): Cost {
  const { model, initial } = request;
  const unknowns = densityElements(model, livesInBall(model, initial));
  const { seconds } = evolutionCost(request, course, { by: "explicit", degree: model.spins, unknowns });
  return { seconds, bytes: 8 * VECTORS * unknowns };
}

/** Moments of P, in the band that is asked for or in one that is chosen. */
export interface BandOutlook extends Outlook {
  readonly band: number;
  /** A higher band that is worth a try behind all others; absent where there is none. */
  readonly wider?: { readonly band: number; readonly cost: Cost };
}

/** What elements may take where an exact road takes less; and a try in a lowered band, which is enough for short times, or no band that can be paid for is. */
const REASONABLE_SECONDS = 10;

/** Below it no band is tried that is not asked for. */
const LEAST_BAND = 16;

/**
 * Moments of P up to the band that is asked for, or that leaves out nothing which matters; where this is above the limits, up to the highest one that
 * takes ten seconds. The road refuses by the same prediction.
 */
export function harmonicInTime({ request, course }: Timed, limits: CostLimits): BandOutlook {
  const { initial } = request;
  const { model, moving } = course;
  const { spins } = model;
  const inBall = livesInBall(model, initial);
  const aroundZ = inBall && isAroundZ(model, moving, initial);
  const unknownsOf = aroundZ ? sectorCount : inBall ? solidCount : (band: number): number => (band + 1) ** 2;
  const costOf = (band: number): Cost => {
    const movement = bandMovement({ spins, band, unknowns: unknownsOf(band), isDriven: moving !== null });
    return {
      seconds: evolutionCost({ ...request, model }, course, movement).seconds,
      bytes: 8 * VECTORS * movement.unknowns,
    };
  };
  const asked = request.band === "none" ? spins : request.band;
  if (asked !== undefined) return { refusal: null, band: asked, cost: costOf(Math.min(spins, asked)) };
  const usual = (aroundZ ? sectorEvolutionBand : inBall ? ballEvolutionBand : evolutionBand)(spins);
  const highest = Math.min(usual, aroundZ ? MAXIMUM_SECTOR_BAND : inBall ? MAXIMUM_BALL_BAND : MAXIMUM_BAND);
  if (highest === usual && tooDear(costOf(usual), limits) === null) {
    const most = Math.min(spins, MAXIMUM_SECTOR_BAND);
    const isWorth = aroundZ && most > usual && tooDear(costOf(most), limits) === null;
    const wider = isWorth ? { wider: { band: most, cost: costOf(most) } } : {};
    return { refusal: null, band: usual, cost: costOf(usual), ...wider };
  }
  const lowered = { ...limits, seconds: Math.min(limits.seconds, REASONABLE_SECONDS) };
  // What runs into the cut comes back then, and steps get ever shorter; short times are for the plane that moves with P.
  if (!inBall && moving === null && interacts(model) && !isActive(model.collective)) {
    const refusal = `nothing damps the moments, which an interaction excites up to degree ${spins}, and a band that can be paid for cuts them off`;
    return { refusal, band: highest, cost: costOf(highest) };
  }
  const band = highestWhere(Math.min(highest, LEAST_BAND), highest, (one) => tooDear(costOf(one), lowered) === null);
  return { refusal: null, band, cost: costOf(band) };
}

/** The highest of the integers for which something holds that holds for none above; the lowest where it holds for none. */
function highestWhere(lowest: number, highest: number, holds: (value: number) => boolean): number {
  let [low, high] = [lowest, highest + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Seconds by elements and implicit steps: 20 to 60 were seen, most of them for a state that starts on a point. */
const IMPLICIT_SECONDS = 30;

/** Before the first explicit step. */
const START_SECONDS = 1;

/** Up to this N nothing is cut off in a band of harmonics, which is followed by explicit steps. */
const FULL_BAND = 40;

/** Beside an axis, two meshes and explicit steps: of N = 30, and the power of N with which they grow. */
const HALF_DISK = { seconds: 3, spins: 30, power: 5 };

/** Whether elements fill the half disk beside the axis of a model: it does not change in time, and no option asks for what goes with a mesh in space. */
export const isOnHalfDisk = ({
  model,
  initial,
  field,
  mesh,
  degree,
  band,
  scheme,
  step,
  density,
}: Timed["request"]): boolean =>
  [field, mesh, degree, band, scheme, step].every((option) => option === undefined) &&
  density !== true &&
  !isParabolicInBall(model) &&
  isBesideAxis(model, initial);

/** P on a mesh, or in a band of harmonics on it; `exact` are the exact roads. Where one of them takes less it comes first, and elements behind it. */
export function femInTime({ request, course }: Timed, exact: readonly Cost[]): Outlook {
  const { initial } = request;
  const { model, moving } = course;
  const { spins } = model;
  if (isOnHalfDisk(request)) {
    return elementsOutlook(1 + HALF_DISK.seconds * (spins / HALF_DISK.spins) ** HALF_DISK.power, exact, 0);
  }
  const inBall = livesInBall(model, initial);
  // On the sphere what moves more than the field is followed in a band in any case.
  const isBanded = !inBall && moving !== null && !moving.isField;
  const whole = !isBanded && course.always(inBall ? isParabolicInBall : isParabolicOnSphere);
  const anyN = inBall ? null : movementAtAnyN(request, () => course.always(isParabolicOnSphere));
  const unknowns = 2 * (spins + 1) ** 2;
  const fullBand: Movement = { by: "explicit", degree: spins, unknowns };
  const banded = START_SECONDS + evolutionCost(request, course, anyN ?? fullBand).seconds;
  const seconds = anyN === null && (whole || inBall) ? IMPLICIT_SECONDS : banded;
  const cost = { seconds, bytes: 1e9 };
  if (!whole && anyN === null && (inBall || spins > FULL_BAND)) {
    const cause = isBanded ? "the equation changes in time" : "the equation is not parabolic";
    const refusal = `${cause}, and P in a band that cuts something off is not predicted to meet the tolerance`;
    return { refusal, cost };
  }
  return elementsOutlook(seconds, exact, REASONABLE_SECONDS);
}

/** Elements come first where they take little time, of `reasonable` seconds, or less than the exact roads. */
function elementsOutlook(seconds: number, exact: readonly Cost[], reasonable: number): Outlook {
  const cost = { seconds, bytes: 1e9 };
  const other = Math.min(...exact.map((one) => one.seconds));
  if (seconds <= reasonable || seconds <= other) return { refusal: null, cost };
  return {
    refusal: null,
    postponed: `it would take ${aboutDuration(seconds)} of processor time, an exact road ${aboutDuration(other)}`,
    cost,
  };
}
