import type { Drive } from "../model/drive.ts";
import { type InitialState, livesInBall } from "../model/initialState.ts";
import { type MovingModel, partsOfModel } from "../model/movingModel.ts";
import { hasRatesAlone } from "../model/ratesAlone.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { Course } from "../state/evolution.ts";
import { canWalkOnSphere } from "./conformalFactors.ts";
import { fastestRate, fastestRates, fieldToFollow } from "./longestStep.ts";
import type { SchemeName } from "./trajectories.ts";

/** "blochWalk" is that of the ball. */
export type AnyScheme = SchemeName | "blochWalk";

/**
 * The schemes for a model and where it starts, the default first. The walk on the sphere needs conformal fields, which a diffusion >= 0
 * has but for exceptions.
 */
export function schemesFor(
  model: SpinModel,
  initial?: InitialState,
  moving: MovingModel | null = null,
): readonly [AnyScheme, ...AnyScheme[]] {
  if (livesInBall(model, initial)) return ["blochWalk"];
  // Conformal fields of anything else are the result of a search, which at each step costs more than the shorter steps of the other scheme.
  if (moving !== null && !moving.isField)
    return partsOfModel(model, moving).every(hasRatesAlone) ? ["moebiusWalk", "eulerMaruyama"] : ["eulerMaruyama"];
  return canWalkOnSphere(model) ? ["moebiusWalk", "eulerMaruyama"] : ["eulerMaruyama"];
}

/**
 * Steps in units of the shortest time of the model. The walks are of weak order 2, so that a step adds a few 1e-5 to a moment,
 * far below the standard error of 1e4 trajectories; Euler's scheme, of order 1, comes near it with steps ten times shorter. What
 * they do add is estimated by the run.
 */
const SHARE: Readonly<Record<AnyScheme, number>> = { moebiusWalk: 0.02, blochWalk: 0.02, eulerMaruyama: 0.002 };

/** Step for a model from the largest field at `times`, the pull along z, the noise and what local processes damp. */
export function defaultStep(
  { model, drive }: { readonly model: SpinModel; readonly drive?: Pick<Drive, "field" | "breaks"> | undefined },
  scheme: AnyScheme,
  times: readonly number[],
  course: Pick<Course, "moving" | "stops"> | null = null,
): number {
  if (course !== null && course.moving !== null && !course.moving.isField)
    return stepFor(Math.max(0, ...fastestRates(course.moving, [0, ...course.stops, times.at(-1)!])), scheme, times);
  const sphereScheme = scheme === "blochWalk" ? "moebiusWalk" : scheme;
  const fields = drive === undefined ? [] : [...times, ...drive.breaks].map((time) => Math.hypot(...drive.field(time)));
  const rate = fastestRate(model, drive === undefined ? fieldToFollow(model, sphereScheme) : Math.max(...fields));
  return stepFor(rate, scheme, times);
}

/** Where nothing moves any step is right. */
const stepFor = (rate: number, scheme: AnyScheme, times: readonly number[]): number =>
  rate === 0 ? times.at(-1)! : Number((SHARE[scheme] / rate).toPrecision(2));
