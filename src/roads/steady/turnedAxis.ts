import { ResourceLimitError } from "../../core/errors.ts";
import { hasAxis } from "../../dicke/axis/axis.ts";
import { FEWEST_EXPANDED } from "../../fem/axis/steady.ts";
import { aroundAxis, modelAroundZ, toAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf, type Triple } from "../../model/secondOrder/coefficients.ts";
import { type Orthogonal, turnedVector } from "../../model/secondOrder/turn.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { SpinMoments, Vector3 } from "../../state/moments.ts";
import { flatPoints } from "../points.ts";
import type { Steady } from "./answer.ts";
import { isAroundAxis } from "./axisCost.ts";
import type { AnySteadyOptions } from "./options.ts";

/** A model with a rotation axis that is not z, turned until it is. */
export interface AxisFrame {
  readonly axis: Triple;
  /** Takes the axis to z. */
  readonly rotation: Orthogonal;
  readonly model: SpinModel;
}

/** The frame in which a large model in the ball is solved for around its axis; null where it is as well solved for as it stands. */
export function axisFrame(
  model: SpinModel,
  options: Pick<AnySteadyOptions, "mesh" | "degree" | "band" | "scheme" | "method">,
): AxisFrame | null {
  if (!hasLocalRates(model) || hasAxis(model) || options.method === "harmonic") return null;
  const axial = aroundAxis(coefficientsOf(model));
  if (axial === null) return null;
  const turned = modelAroundZ(axial);
  // Of few spins the density matrix is wanted as it stands.
  if (options.method !== "fem" && model.spins < FEWEST_EXPANDED) return null;
  return isAroundAxis(turned, options) ? { axis: axial.axis, rotation: toAxis(axial.axis), model: turned } : null;
}

/** Roundings of the axis and of the products with it. */
const ROUNDING = 32 * Number.EPSILON;

/** What was found in the frame of the axis, in the frame of the model. */
export function turnedBack<Answer extends Steady>(
  found: Answer,
  { axis, rotation }: AxisFrame,
  model: SpinModel,
): Answer {
  const errors = withPurity(turnedErrors(axis, found.errorEstimate), found.errorEstimate);
  return {
    ...found,
    ...("rho" in found ? { rho: null } : {}),
    ...("profile" in found ? { axis, moments: null } : {}),
    model,
    observables: {
      ...withPurity(turnedMoments(axis, found.observables), found.observables),
      squeezing: found.observables.squeezing,
    },
    errorEstimate: errors,
    reason: `around the axis (${axis.map((value) => Number(value.toPrecision(6))).join(", ")}) of the model: ${found.reason}`,
    densityMatrix: () => {
      throw new ResourceLimitError({
        what: `the state was solved for around the axis of the model, where its density matrix is diagonal in the spin along (${axis.join(", ")})`,
        remedy: `turn the axes of the model until that is z, or take fewer than ${FEWEST_EXPANDED} spins and leave the method to be chosen`,
        value: model.spins,
        limit: FEWEST_EXPANDED,
      });
    },
    husimi: (directions: Parameters<Answer["husimi"]>[0]) => {
      const points = flatPoints(directions);
      const turned = new Float64Array(points.length);
      for (let k = 0; k < points.length; k += 3) {
        turned.set(turnedVector([points[k]!, points[k + 1]!, points[k + 2]!], rotation), k);
      }
      return found.husimi(turned);
    },
  };
}

const withPurity = (moments: SpinMoments, { purity }: { readonly purity: number }) => ({ ...moments, purity });

const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/** <z'> n, and a (1 - n n^T) + b n n^T of diag(a, a, b). */
function turnedMoments(n: Triple, { mean, square }: SpinMoments): SpinMoments {
  const [a, , b] = square;
  return {
    mean: n.map((value) => value * mean[2]) as unknown as Vector3,
    square: n.map((value) => a + (b - a) * value ** 2) as unknown as Vector3,
    cross: PAIRS.map(([k, l]) => (b - a) * n[k] * n[l]) as unknown as Vector3,
  };
}

function turnedErrors(n: Triple, { mean, square }: SpinMoments): SpinMoments {
  const [a, , b] = square;
  return {
    mean: n.map((value) => Math.abs(value) * mean[2] + ROUNDING) as unknown as Vector3,
    square: n.map((value) => a + (a + b) * value ** 2 + ROUNDING) as unknown as Vector3,
    cross: PAIRS.map(([k, l]) => (a + b) * Math.abs(n[k] * n[l]) + ROUNDING) as unknown as Vector3,
  };
}
