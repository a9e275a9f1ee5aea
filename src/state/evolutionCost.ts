import { aboutDuration } from "../core/duration.ts";
import { InputError, ResourceLimitError } from "../core/errors.ts";
import { turnsFreely } from "../model/freeTurn.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { chebyshevProducts, turnsMuchFaster } from "../ode/exponential/chebyshev.ts";
import type { Course, EvolutionRequest } from "./evolution.ts";

/** Default of `maximumSeconds`: an hour. */
export const MAXIMUM_SECONDS = 3600;

/** What an evolution is predicted to take. */
export interface EvolutionCost {
  /** Steps of a kind, or products with the generator. */
  readonly steps: number;
  /** Of one core, to a factor of five; looking at the field, and the start of the program, are not in it. */
  readonly seconds: number;
}

/** How a road moves, by what its cost grows with. */
export interface Movement {
  /** Explicit steps of order 8; exponentials in Krylov spaces; implicit steps of elements. */
  readonly by: "explicit" | "krylov" | "implicit";
  /** Highest degree of moments, or coherence, that is followed: a field turns it that much faster than one spin. */
  readonly degree: number;
  /** Numbers that are followed, of all solutions together. */
  readonly unknowns: number;
}

/** Seconds of one step a number that it moves: twelve products with the generator of each and the sums of the stages. */
const EXPLICIT_SECONDS = 6e-7;

/** An explicit step of order 8 to 1e-10 turns the state by this much, and damps it by that much. */
const TURN_OF_A_STEP = 0.4;
const DAMPING_OF_A_STEP = 6;

/** Of one Krylov space of dimension 30 a number, and of the exponential in it. It turns or damps the state by about this much. */
const KRYLOV_SECONDS = 3.5e-6;
const DENSE_SECONDS = 3.5e-3;
const KRYLOV_STEP = 20;

/** Of one product of a sum of Chebyshev polynomials a number. */
const PRODUCT_SECONDS = 1.8e-8;

/** Before the first step, of exact roads and of elements on a mesh; and of a step in a field in time, which its stages ask for. */
const START_SECONDS = 0.03;
const MESH_SECONDS = 3;
const FIELD_SECONDS = 4e-5;

/** Of an implicit step of two solutions at the least; a turn of the field takes some twenty. */
const IMPLICIT_SECONDS = 2.5e-2;
const IMPLICIT_TURN = 0.3;

/** Cost of an evolution along a course. */
export function evolutionCost(
  { model, times, field, maximumStep }: Pick<EvolutionRequest, "model" | "times" | "field" | "maximumStep">,
  course: Pick<Course, "largestField" | "stops">,
  { by, degree, unknowns }: Movement,
): EvolutionCost {
  const end = times.at(-1)!;
  const isFree = field === undefined && turnsFreely(model);
  const turning = degree * ((isFree ? 0 : course.largestField()) + twisting(model));
  const damping = degree * dissipation(model);
  // A field that turns freely still turns by up to half a turn between two outputs.
  const turn = turning * end + (isFree ? degree * Math.PI * times.length : 0);
  const least = course.stops.length + times.length + (maximumStep === undefined ? 0 : end / maximumStep);
  if (by !== "implicit" && field === undefined && turnsMuchFaster({ turning, damping })) {
    const products = chebyshevProducts(end, { turning, damping }) + 20 * least;
    return { steps: products, seconds: START_SECONDS + products * unknowns * PRODUCT_SECONDS };
  }
  if (by === "krylov") {
    const steps = (turn + damping * end) / KRYLOV_STEP + least;
    return { steps, seconds: START_SECONDS + steps * (DENSE_SECONDS + unknowns * KRYLOV_SECONDS) };
  }
  if (by === "implicit") {
    const steps = turn / degree / IMPLICIT_TURN + least;
    return { steps, seconds: MESH_SECONDS + steps * IMPLICIT_SECONDS };
  }
  const steps = turn / TURN_OF_A_STEP + (damping * end) / DAMPING_OF_A_STEP + 2 * least;
  const ofField = field === undefined ? 0 : FIELD_SECONDS;
  return { steps, seconds: START_SECONDS + steps * (unknowns * EXPLICIT_SECONDS + ofField) };
}

/**
 * Refuses, before any work, an evolution that is predicted to take too long.
 *
 * @throws ResourceLimitError with the prediction and the limit; InputError for a limit that is not above 0
 */
export function requireAffordable(
  request: Pick<EvolutionRequest, "model" | "times" | "field" | "maximumStep" | "maximumSeconds">,
  course: Pick<Course, "largestField" | "stops">,
  movement: Movement,
): void {
  const limit = requireSeconds(request.maximumSeconds);
  const { steps, seconds } = evolutionCost(request, course, movement);
  if (seconds <= limit) return;
  throw tooLong(
    `to t = ${request.times.at(-1)!} in a field of up to ${course.largestField().toPrecision(2)}`,
    `${steps.toPrecision(2)} steps`,
    seconds,
    limit,
  );
}

/** @throws InputError for a limit that is not above 0 */
export function requireSeconds(limit = MAXIMUM_SECONDS): number {
  if (limit > 0) return limit;
  throw new InputError({
    what: `the largest cost is ${limit} s, not above 0`,
    remedy: "give the processor time in seconds that the run may take",
    value: limit,
    limit: 0,
  });
}

const tooLong = (what: string, work: string, seconds: number, limit: number): ResourceLimitError =>
  new ResourceLimitError({
    what: `${what} would take about ${work} and ${aboutDuration(seconds)}, above the limit of ${limit} s`,
    remedy: "ask for a shorter time, longer steps or a slower field, or raise maximumSeconds",
    value: seconds,
    limit,
  });

/** Fastest decay of a moment, in units of its degree. */
function dissipation({ collective, local }: SpinModel): number {
  const sum = ({ dephasing, pump, decay, jumps = [] }: SpinModel["local"]): number =>
    jumps.reduce(
      (total, { rate, operator: { re, im } }) => total + rate * (Math.hypot(...re) ** 2 + Math.hypot(...im) ** 2),
      dephasing + pump + decay,
    );
  return 2 * sum(collective) + 2 * sum(local);
}

/** How fast an interaction turns a state: chi r at most, in the directions where it is largest. */
const twisting = ({ interaction }: SpinModel): number =>
  interaction === undefined ? 0 : Math.max(...Object.values(interaction).map(Math.abs));
