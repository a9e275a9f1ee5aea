import { type DrawnState, drawnState } from "../../plot/drawnState.ts";
import type { State } from "../../roads/state.ts";
import { polynomialDensity } from "../../state/ballPolynomials.ts";

type BallDensity = Pick<DrawnState, "evaluate" | "contains" | "fact">;

/** P in the ball as it is drawn; null where it is not known as a function. */
export function ballDensity(state: State): BallDensity | null {
  const known = drawnState(state);
  return known !== null && known.contains !== null ? known : inPolynomials(state);
}

/** Polynomials of a higher degree take longer than a picture may. */
const MOST_DEGREE = 12;
/** An error of the moments may grow by this from degree to degree, and is to stay below what is seen. */
const GROWTH = 2.4;
const SEEN = 0.01;

/** P by the moments that the road has of it, of which the highest of a band may be off; null where it has none. */
function inPolynomials(state: State): BallDensity | null {
  const { ballMoments, errorEstimate } = state;
  if (ballMoments === undefined) return null;
  const { spins, band } = ballMoments;
  const error = Math.max(...errorEstimate.mean, ...errorEstimate.square, ...errorEstimate.cross);
  const allowed = Math.floor(Math.log(SEEN / Math.max(error, Number.EPSILON)) / Math.log(GROWTH));
  const degree = Math.min(MOST_DEGREE, band === spins ? band : Math.floor(band / 2), allowed);
  if (degree < 1) return null;
  return {
    evaluate: polynomialDensity(ballMoments, degree).fill,
    contains: ([x, y, z]) => x! * x! + y! * y! + z! * z! <= 1,
    fact: `polynomials of degree ≤ ${degree}`,
  };
}
