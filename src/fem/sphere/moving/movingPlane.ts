import type { Coefficients } from "../../../model/secondOrder/coefficients.ts";
import { explicitIntegrator } from "../../../ode/explicit/integrator.ts";
import type { Vector3 } from "../../../state/moments.ts";
import { planeChart } from "../axial/chart.ts";
import { frameAround } from "../axial/rings.ts";
import { planeSize } from "../axial/tangentPlane.ts";
import { hermitePlace } from "./complexHermite.ts";
import type { MovingDensity } from "./movingDensity.ts";
import { deltaAt, type FrameRule, PLACES, planeEquation } from "./planeEquation.ts";
import { frameOfQuaternion } from "./quaternion.ts";

export interface MovingPlaneRequest {
  readonly coefficientsAt: (time: number) => Coefficients;
  readonly spins: number;
  readonly direction: Vector3;
  readonly degree: number;
  readonly rule: FrameRule;
  /** Error per unit of time that steps may cause in the moments, as estimated. */
  readonly tolerancePerTime: number;
}

/** Standard deviation of P, an angle, beyond which a plane bends too much: there polynomials of a few degrees agree with each other, and not with P. */
const WIDEST = 0.15;

/** Coefficients of P have sizes of 1 to 1000 where the polynomials converge. */
const LARGEST_COEFFICIENT = 1e6;

const MOST_STEPS = 10_000_000;

/** P that started as a delta, in the plane that moves with it. */
export function movingPlane(request: MovingPlaneRequest): MovingDensity {
  const { coefficientsAt, spins, direction, degree, rule, tolerancePerTime } = request;
  const start = deltaAt(frameAround(direction), spins, degree, rule);
  const scale = Math.exp(start[PLACES.scale]!);
  const integrator = explicitIntegrator(start, planeEquation(coefficientsAt, degree, rule), {
    tolerancePerTime,
    maximumSteps: MOST_STEPS,
    // What the moments hear of: the point itself, and integrals times the scale.
    norm: (vector) => {
      let frame = 0;
      for (let k = 0; k < PLACES.scale; k++) frame += vector[k]! ** 2;
      let rest = 0;
      for (let k = PLACES.scale; k < vector.length; k++) rest += vector[k]! ** 2;
      return Math.sqrt(frame + scale * scale * rest);
    },
  });
  return {
    integrator,
    look: () => {
      const state = integrator.at(0);
      const width = Math.exp(state[PLACES.scale]!) * Math.SQRT1_2;
      return {
        chart: planeChart({ width, degree }, frameOfQuaternion(state)),
        coefficients: planeCoefficients(state, degree),
      };
    },
    outgrown: () => {
      const state = integrator.at(0);
      // Angles are twice the lengths in the plane, and variances of its coordinates half those of q.
      const deviation = Math.exp(state[PLACES.scale]!) * Math.sqrt(2 * state[PLACES.size]!);
      if (!(deviation < WIDEST)) return `P is as wide as ${deviation.toFixed(2)}, an angle, and the plane bends`;
      const largest = state.reduce(
        (most, value, k) => (k < PLACES.integrals ? most : Math.max(most, Math.abs(value))),
        0,
      );
      return largest < LARGEST_COEFFICIENT ? null : `polynomials of degree ${degree} in the plane do not converge`;
    },
  };
}

/** Coefficients in `planeBasis`, whose Laguerre polynomials have the other sign in every second degree, from the integrals of a state. */
function planeCoefficients(state: Float64Array, degree: number): Float64Array {
  const coefficients = new Float64Array(planeSize(degree));
  for (let m = 0; m <= degree; m++) {
    for (let j = 0; m + 2 * j <= degree; j++) {
      const factor = (j % 2 === 0 ? 1 : -1) * (m === 0 ? 1 : Math.SQRT2);
      const place = planeSize(m + 2 * j - 1) + Math.max(0, m - 1);
      coefficients[place] = factor * state[PLACES.integrals + hermitePlace(m + j, j)]!;
      if (m > 0) coefficients[place + 1] = factor * state[PLACES.integrals + hermitePlace(j, m + j)]!;
    }
  }
  return coefficients;
}
