import type { Drive } from "../model/drive.ts";
import { type InitialState, livesInBall } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { canWalkOnSphere } from "./conformalFactors.ts";
import { fastestRate, fieldToFollow } from "./longestStep.ts";
import type { SchemeName } from "./trajectories.ts";

/** "blochWalk" is that of the ball. */
export type AnyScheme = SchemeName | "blochWalk";

/**
 * The schemes for a model and where it starts, the default first. The walk on the sphere needs conformal fields, which a diffusion >= 0
 * has but for exceptions.
 */
export function schemesFor(model: SpinModel, initial?: InitialState): readonly [AnyScheme, ...AnyScheme[]] {
  if (livesInBall(model, initial)) return ["blochWalk"];
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
): number {
  const sphereScheme = scheme === "blochWalk" ? "moebiusWalk" : scheme;
  const fields = drive === undefined ? [] : [...times, ...drive.breaks].map((time) => Math.hypot(...drive.field(time)));
  const rate = fastestRate(model, drive === undefined ? fieldToFollow(model, sphereScheme) : Math.max(...fields));
  // Nothing moves: any step is right.
  return rate === 0 ? times.at(-1)! : Number((SHARE[scheme] / rate).toPrecision(2));
}
