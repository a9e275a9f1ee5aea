import { harmonicGenerator, harmonicHierarchy } from "../../harmonic/sphere/hierarchy.ts";
import { termsOf } from "../../harmonic/terms.ts";
import { largestEigenvalue } from "../../linalg/eigen/lanczos.ts";
import { multiply, multiplyTransposed } from "../../linalg/sparse.ts";
import { coefficientsOf, length } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";

/**
 * How fast P of harmonics up to one degree may grow.
 *
 * @inline
 */
export interface GrowthRate {
  /** l. */
  readonly degree: number;
  /** The greatest d ln |P| / dt of any P with harmonics up to this degree alone, |P|^2 = int P^2, in the model's unit of rate. */
  readonly rate: number;
  /** What it is at most: (1 + 2/N) |w| - min(0, least eigenvalue of D) l (l + 1) / 2N. */
  readonly bound: number;
}

/** Degrees that are looked at: 2, 4, 8 and N, at most this. */
const HIGHEST_DEGREE = 16;

/**
 * Growth rates of a model on the sphere, by degree; none for a single spin.
 *
 * With the generator L restricted to harmonics up to l, as every solver on a mesh or in a band does, d |P|^2 / dt = 2 int P L P, so that the
 * greatest growth rate is the largest eigenvalue of the Hermitian part of L there. A solver that keeps the degrees up to l amplifies errors by no
 * more than exp(rate t), and some of them so fast at first. In flux form int P L P = - int P^2 div b / 2 - int grad P.D grad P / 2N, and div b =
 * (1 + 2/N) 2 w.r: this is the bound. Where D >= 0 the rate stays below (1 + 2/N) |w| at any degree, elsewhere it grows with l^2.
 *
 * @param leastEigenvalue of D over the sphere
 * @throws InputError for local rates, with which P is not on the sphere
 */
export function growthRates(model: SpinModel, leastEigenvalue: number): readonly GrowthRate[] {
  const { spins } = model;
  if (spins < 2) return [];
  const highest = Math.min(spins, HIGHEST_DEGREE);
  const degrees = [2, 4, 8].filter((degree) => degree < highest);
  degrees.push(highest);
  const pull = length(coefficientsOf(model).collective.skew);
  return degrees.map((degree) => {
    const bound = (1 + 2 / spins) * pull - (Math.min(0, leastEigenvalue) * degree * (degree + 1)) / (2 * spins);
    // The uniform P is among them, and does not grow: what is below 0 or above the bound is rounding.
    return { degree, rate: Math.min(bound, Math.max(0, growthUpTo(model, degree))), bound };
  });
}

function growthUpTo(model: SpinModel, degree: number): number {
  const { spins } = model;
  const size = (degree + 1) ** 2;
  const generator = harmonicGenerator(harmonicHierarchy(spins, degree, termsOf(model)), model);
  // The unknowns are sqrt(4 pi g_l) p_lm, g_l / g_{l-1} = (N - l + 1) / (N + l + 1); here p_lm itself counts.
  const weights = new Float64Array(size);
  for (let l = 0, weight = 1; l <= degree; l++) {
    if (l > 0) weight *= Math.sqrt((spins - l + 1) / (spins + l + 1));
    weights.fill(weight, l * l, (l + 1) ** 2);
  }
  const [scaled, image] = [new Float64Array(size), new Float64Array(size)];
  return largestEigenvalue(size, (x, y) => {
    for (let i = 0; i < size; i++) scaled[i] = weights[i]! * x[i]!;
    multiply(generator, scaled, image);
    for (let i = 0; i < size; i++) y[i] = (0.5 * image[i]!) / weights[i]!;
    for (let i = 0; i < size; i++) scaled[i] = x[i]! / weights[i]!;
    multiplyTransposed(generator, scaled, image);
    for (let i = 0; i < size; i++) y[i]! += 0.5 * weights[i]! * image[i]!;
  });
}
