import { type Parabolicity, parabolicity } from "../diagnose/parabolicity.ts";
import { isParabolicInBall } from "../model/kramersMoyal.ts";
import { hasLocalRates, type SpinModel } from "../model/spinModel.ts";

/** In the ball there is no more than a verdict: the rest is about the sphere. */
export interface BallParabolicity {
  readonly parabolic: boolean;
  readonly minimumEigenvalue: null;
  readonly areaFraction: null;
  readonly requiredDephasing: null;
  readonly requiredIsotropic: null;
  readonly zRange: null;
}

/** Whether the equation is parabolic: on the sphere, or in the ball where local rates take P there. */
export function parabolicityOf(model: SpinModel): Parabolicity | BallParabolicity {
  if (!hasLocalRates(model)) return parabolicity(model);
  return {
    parabolic: isParabolicInBall(model),
    minimumEigenvalue: null,
    areaFraction: null,
    requiredDephasing: null,
    requiredIsotropic: null,
    zRange: null,
  };
}
