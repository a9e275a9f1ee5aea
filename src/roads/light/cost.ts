import { hasAxis } from "../../dicke/axis/axis.ts";
import { liouvillianBytes } from "../../dicke/matrixBytes.ts";
import { ballEvolutionBand } from "../../harmonic/ball/evolve.ts";
import { evolutionBand } from "../../harmonic/sphere/evolve.ts";
import { type InitialState, livesInBall } from "../../model/initialState.ts";
import { meanFieldFrequency } from "../../model/meanFieldFrequency.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Cost } from "../choice.ts";
import { densityElements } from "../domain.ts";
import { isInBand } from "./elements.ts";
import { shortTime } from "./scale.ts";

/*
 * What light is predicted to take: one factorisation, and some thousand solves with it, with those that estimate its errors. Seconds of one core at 2 to 3 GHz, meant to a
 * factor of three.
 */

/** Solves of a spectrum, its rounding among them. */
const SOLVES = 1200;

/** Seconds of one multiplication and addition with a factor. */
const SECONDS_PER_VALUE = 2e-9;

/** Finite elements: degrees 4 and 6, and 8 where these do not agree; in the ball one small mesh, or whole bands. Expansions, where they serve, take less. */
export function elementLightCost(model: SpinModel, question: TimedQuestion): Cost {
  const { initial } = question;
  const inBall = livesInBall(model, initial);
  if (inBall && (initial !== undefined || isInBand(model)))
    return { seconds: 0.1 + SECONDS_OF_BALL_BAND * model.spins ** 9, bytes: 3e8 };
  if (isInBand(model)) {
    const { seconds, bytes } = harmonicLightCost(model, model.spins, question);
    return { seconds: OF_BAND * seconds, bytes };
  }
  if (initial !== undefined) return { seconds: 20, bytes: 5e8 };
  return inBall ? { seconds: 4, bytes: 3e8 } : { seconds: 6, bytes: 5e8 };
}

/** All pairs of polynomials of degree N at enough points: seconds over N^9. */
const SECONDS_OF_BALL_BAND = 9e-8;

/** Integrals beside the entries of the hierarchy, which are known. */
const OF_BAND = 1.5;

/** What of a question tells its cost: the time that operators are followed for, and the state that it begins with. */
export interface TimedQuestion {
  readonly span?: number;
  readonly initial?: InitialState;
}

/** Band of a state that is not the steady one: what is not there at the start is not excited later, but for what moves P apart. */
export const movingBand = (model: SpinModel, inBall: boolean): number =>
  inBall ? ballEvolutionBand(model.spins) : evolutionBand(model.spins);

/** Moments of P up to a band. */
export function harmonicLightCost(model: SpinModel, band: number, question: TimedQuestion): Cost {
  const inBall = livesInBall(model, question.initial);
  const unknowns = densityElements({ ...model, spins: band }, inBall);
  if (isFollowedAlone(model, question)) return followingCost(model, unknowns, question);
  const cost = !inBall ? planeCost(unknowns, 7) : hasAxis(model) ? planeCost(unknowns, 2) : spaceCost(band);
  return { ...cost, seconds: cost.seconds + followingSeconds(model, unknowns, question) };
}

/** Whether nothing is factored: a state is followed by products alone. */
const isFollowedAlone = (model: SpinModel, { span = 0, initial }: TimedQuestion): boolean =>
  initial !== undefined && productsFor(model, span) <= MOST_PRODUCTS;

/** Vectors of an integrator. */
const VECTORS = 120;

const followingCost = (model: SpinModel, unknowns: number, question: TimedQuestion): Cost => ({
  seconds: 0.05 + followingSeconds(model, unknowns, question),
  bytes: 1e8 + 8 * VECTORS * unknowns,
});

/** Products that operators are followed by at most: where more would be needed, spaces of slow modes take their place, which cost as a spectrum does. */
const MOST_PRODUCTS = 30_000;

/** Seconds of a step in these spaces, and such steps while the mean field turns once by an angle of 1: those of two answers of which one tells the error of the other. */
const SECONDS_PER_SLOW_STEP = 5e-4;
const SLOW_STEPS = 1.5;

/** Steps in Krylov spaces: a product for each rate of the fastest mode, of two operators and with those that tell rounding. */
function followingSeconds(model: SpinModel, unknowns: number, { span = 0 }: TimedQuestion): number {
  const products = productsFor(model, span);
  if (products <= MOST_PRODUCTS) return 8e-7 * unknowns * products;
  return 8e-7 * unknowns * MOST_PRODUCTS + SECONDS_PER_SLOW_STEP * SLOW_STEPS * span * meanFieldFrequency(model);
}

const productsFor = (model: SpinModel, span: number): number => (span * model.spins) / shortTime(model);

/** The density matrix: with local rates and an axis coherences up to two alone. */
export function dickeLightCost(model: SpinModel, question: TimedQuestion): Cost {
  const { spins } = model;
  const inBall = livesInBall(model, question.initial);
  const isSector = inBall && hasAxis(model);
  const coherences = question.initial === undefined ? 5 : 9;
  const unknowns = isSector ? coherences * (spins / 2 + 1) ** 2 : densityElements(model, inBall);
  if (isFollowedAlone(model, question)) {
    const { seconds, bytes } = followingCost(model, unknowns, question);
    return { seconds, bytes: bytes + liouvillianBytes(model, unknowns) };
  }
  const cost = isSector ? planeCost(unknowns, 8) : inBall ? spaceCost(spins) : planeCost(unknowns, 18);
  return {
    seconds: cost.seconds + followingSeconds(model, unknowns, question),
    bytes: cost.bytes + liouvillianBytes(model, unknowns),
  };
}

/** Unknowns on a grid in the plane: factors of n log n. */
function planeCost(unknowns: number, perUnknown: number): Cost {
  const values = perUnknown * unknowns * Math.log2(unknowns + 1);
  return { seconds: 0.05 + 1e-7 * unknowns ** 1.5 + SOLVES * SECONDS_PER_VALUE * values, bytes: 1e8 + 40 * values };
}

/** Unknowns on a grid in space: factors of n^(4/3), in n^2 operations. */
function spaceCost(band: number): Cost {
  const values = 2 * band ** 4.4;
  return { seconds: 0.05 + 4e-10 * band ** 6 + SOLVES * SECONDS_PER_VALUE * values, bytes: 1e8 + 40 * values };
}
