import { type GrowthRate, growthRates } from "../../diagnose/parabolic/growth.ts";
import { parabolicityWithRegion } from "../../diagnose/parabolicity.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import { leastDiffusionInBall } from "../../model/secondOrder/parabolic/ballMinimum.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";

/** Where the equation for P is parabolic, on the sphere or in the ball. */
export interface DiagnosedParabolicity {
  readonly domain: "sphere" | "ball";
  /** Whether D >= 0 everywhere. In the ball: iff w = 0 (of rates: collective pump = decay) and the interaction does nothing. */
  readonly parabolic: boolean;
  /** Least eigenvalue of D, in the model's unit of rate; 0 where parabolic in the ball. */
  readonly minimumEigenvalue: number;
  /** No point has a smaller one than this. */
  readonly minimumEigenvalueBound: number;
  /** A point that has it. */
  readonly minimumEigenvalueAt: Vector3;
  /** Share of the sphere's area where D has a negative eigenvalue; null in the ball. */
  readonly areaFraction: number | null;
  /** Share of the ball's volume where it does, 0 or 1: where D is not >= 0 everywhere it is not anywhere but on a cone. null on the sphere. */
  readonly volumeFraction: number | null;
  /** Collective dephasing about z, in all, from which on D >= 0 on the sphere; null where none is enough, as in the ball wherever D is not >= 0. */
  readonly requiredDephasing: number | null;
  /** The least dephasing, of one rate about three orthogonal axes and besides what is there, that restores D >= 0; null where none does. */
  readonly requiredIsotropic: number | null;
  /** The band of z in which D has a negative eigenvalue, where it is one. */
  readonly zRange: readonly [number, number] | null;
  /** Closed curves around the region where D has a negative eigenvalue, x, y, z of point after point, the region to their left. */
  readonly regions: readonly Float64Array[];
  /** How fast P with harmonics up to a degree may grow; none in the ball. */
  readonly growth: readonly GrowthRate[];
}

export function diagnosedParabolicity(model: SpinModel, inBall: boolean): DiagnosedParabolicity {
  return inBall ? inTheBall(model) : onTheSphere(model);
}

function onTheSphere(model: SpinModel): DiagnosedParabolicity {
  const { found, region } = parabolicityWithRegion(model);
  const { parabolic, minimumEigenvalue, areaFraction, requiredDephasing, requiredIsotropic, zRange } = found;
  const { curves, minimum } = region;
  return {
    domain: "sphere",
    parabolic,
    minimumEigenvalue,
    minimumEigenvalueBound: Math.min(minimumEigenvalue, minimum.bound),
    minimumEigenvalueAt: minimum.position,
    areaFraction,
    volumeFraction: null,
    requiredDephasing,
    requiredIsotropic,
    zRange,
    regions: curves,
    growth: growthRates(model, minimumEigenvalue),
  };
}

/** The condition has no rate of dephasing in it: none restores what is lost. */
function inTheBall(model: SpinModel): DiagnosedParabolicity {
  const { value, bound, position } = leastDiffusionInBall(coefficientsOf(model));
  const parabolic = value === 0;
  return {
    domain: "ball",
    parabolic,
    minimumEigenvalue: value,
    minimumEigenvalueBound: bound,
    minimumEigenvalueAt: position,
    areaFraction: null,
    volumeFraction: parabolic ? 0 : 1,
    requiredDephasing: parabolic ? 0 : null,
    requiredIsotropic: parabolic ? 0 : null,
    zRange: null,
    regions: [],
    growth: [],
  };
}
