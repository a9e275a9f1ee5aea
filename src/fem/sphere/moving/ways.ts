import { checkedInitialState, type InitialState, partsOf } from "../../../model/initialState.ts";
import { coefficientsOf } from "../../../model/secondOrder/coefficients.ts";
import { interacts } from "../../../model/spinModel.ts";
import type { Course } from "../../../state/evolution.ts";
import type { Vector3 } from "../../../state/moments.ts";
import type { BandPair } from "../../gaugeBand.ts";
import type { PairRequest } from "../../pairKind.ts";
import { deltaOf } from "../../startingPoints.ts";
import { rigidShift } from "../axial/parameters.ts";
import type { MovingDensity } from "./movingDensity.ts";
import { movingPlane } from "./movingPlane.ts";
import type { FrameRule } from "./planeEquation.ts";
import { shiftedBand } from "./shiftedBand.ts";

/** A way to follow P: two solutions, of which the second tells the error of the first. Each is a sum with the weights of the points that P started on, or one for all of them. */
export interface Way extends Required<BandPair> {
  readonly start: () => { readonly reported: readonly Followed[]; readonly compared: readonly Followed[] };
}

export interface Followed {
  readonly weight: number;
  readonly density: MovingDensity;
}

/** All of P at the start. */
export interface StartingPoint {
  readonly weight: number;
  readonly direction: Vector3;
}

/** Where P is at the start, of a state that is a sum of deltas; null for any other. */
export function deltasOf(initial: InitialState, spins: number): readonly StartingPoint[] | null {
  const points = partsOf(checkedInitialState(initial, spins)).map(({ weight, state }) => ({
    weight,
    direction: deltaOf(state),
  }));
  return points.every((point): point is StartingPoint => point.direction !== null) ? points : null;
}

/** Degrees of polynomials in the moving plane, with those that they are compared with. */
const PLANE_DEGREES = [
  [10, 8],
  [14, 12],
  [18, 16],
] as const;

/** Frames of the two solutions: if the Gaussian mattered they would differ. */
const REPORTED_FRAME: FrameRule = { first: 0.5, variance: 1 };
const COMPARED_FRAME: FrameRule = { first: 0.6, variance: 0.8 };

/** Harmonics of a shifted sphere. */
const BANDS = [20, 28, 38, 50, 62, 74] as const;

/** Steps may cause so much of the tolerance. Those of the solution that tells the error are less careful. */
const STEP_SHARE = 1e-3;
const COMPARED_STEPS = 8;

/**
 * Ways to follow P from deltas that any N takes alike, in the order in which they are tried: polynomials in a plane that moves with P, and harmonics of a sphere shifted so
 * that the mean field turns it rigidly, as far as it can. There is no such shift with an interaction, and none that stands still where the model moves.
 */
export function movingWays(
  request: PairRequest,
  course: Course,
  tolerance: number,
  points: readonly StartingPoint[],
): Way[] {
  const { model, times } = request;
  const { moving } = course;
  const { spins } = model;
  const perTime = (STEP_SHARE * tolerance) / Math.max(times.at(-1)!, Number.MIN_VALUE);
  const still = coefficientsOf(model);
  const coefficientsAt = moving === null ? () => still : (time: number) => coefficientsOf(moving.at(time));
  const plane = (degree: number, rule: FrameRule, tolerancePerTime: number): Followed[] =>
    points.map(({ weight, direction }) => ({
      weight,
      density: movingPlane({ coefficientsAt, spins, direction, degree, rule, tolerancePerTime }),
    }));
  const planes = PLANE_DEGREES.map(
    ([degree, compared]): Way => ({
      functions: "tangentPlane",
      degree,
      compared,
      start: () => ({
        reported: plane(degree, REPORTED_FRAME, perTime),
        compared: plane(compared, COMPARED_FRAME, COMPARED_STEPS * perTime),
      }),
    }),
  );
  if (interacts(model) || moving !== null) return planes;
  const shift = rigidShift(model);
  const band = (degree: number, tolerancePerTime: number): Followed[] => [
    { weight: 1, density: shiftedBand({ model, shift, degree, points, tolerancePerTime }) },
  ];
  const bands = BANDS.slice(1).map(
    (degree, k): Way => ({
      functions: "shiftedSphere",
      degree,
      compared: BANDS[k]!,
      start: () => ({ reported: band(degree, perTime), compared: band(BANDS[k]!, COMPARED_STEPS * perTime) }),
    }),
  );
  return [...planes, ...bands];
}
