import { InputError } from "../../core/errors.ts";
import { RESOLVED, searchSquares } from "../../diagnose/certificate/sphere/square.ts";
import { parabolicity } from "../../diagnose/parabolicity.ts";
import { fixedPoints } from "../../model/fixedPoints.ts";
import { isParabolicInBall, isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import { withParameter } from "../../model/parameters.ts";
import type { PhaseAxis } from "../../model/phases.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import { sampleTangent, tangentDiffusion, tangentSample } from "../../model/secondOrder/parabolic/tangentDiffusion.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { CostLimits } from "../choice.ts";
import { phaseAxes, type ScanAxis } from "../meanField/scan.ts";
import type { Named } from "../selectRoads.ts";
import { steadySubject } from "./subject.ts";

/**
 * Points [first, second]: for each value of the first parameter those of the second at which an answer changes.
 *
 * @inline
 */
type Boundary = readonly (readonly [number, number])[];

/** Where the equation is parabolic, over two parameters. */
export interface ParabolicScan {
  readonly axes: readonly [ScanAxis, ScanAxis];
  /** parabolic[i][j] at value i of the first and j of the second parameter. */
  readonly parabolic: readonly (readonly boolean[])[];
  /** Least eigenvalue of D over the sphere; null in the ball. */
  readonly minimumEigenvalue: readonly (readonly (number | null)[])[];
  /** Between neighbouring values of the second parameter with different answers; what changes twice between two of them is not seen. */
  readonly curves: {
    /** The exact end of parabolicity, to 1e-11 of the range of the second parameter. */
    readonly parabolic: Boundary;
    /** Where D stops being positive at a stable fixed point of the mean field, so that linear noise has a P there; null in the ball. */
    readonly gaussian: Boundary | null;
    /**
     * Where the least eigenvalue of the moment matrix of the steady state at the N of the model changes its sign, the end of entanglement by it: to 1e-7
     * of the range, and no better than errors of the state leave that sign, some 1e-5 at N = 20. null where it was not asked for.
     */
    readonly entanglement: Boundary | null;
  };
}

/** Of the range of the second parameter. */
const ACCURACY = 1e-11;
const ENTANGLEMENT_ACCURACY = 1e-7;

/**
 * @param limits what each steady state may take, where the end of entanglement is asked for; null where it is not
 * @throws InputError as `phaseAxes`, for the number of spins, and for a value that a model does not allow
 */
export function parabolicScan(
  model: SpinModel,
  axes: readonly [ScanAxis, ScanAxis],
  limits: CostLimits | null,
  named: Named,
): ParabolicScan {
  requireNoSpins(axes, named);
  const [first, second] = phaseAxes(model, axes, named);
  const rows = Array.from(first.values, (value) => ({ value, row: withParameter(model, first.path, value) }));
  const models = rows.map(({ row }) => Array.from(second.values, (other) => withParameter(row, second.path, other)));
  const boundary = (answer: (one: SpinModel) => boolean | null, accuracy: number): Boundary =>
    rows.flatMap(({ value, row }, i) =>
      crossings(row, second, models[i]!.map(answer), answer, accuracy).map((other) => [value, other] as const),
    );
  const inBall = models.some((row) => row.some(hasLocalRates));
  return {
    axes,
    parabolic: models.map((row) => row.map(isParabolic)),
    minimumEigenvalue: models.map((row) =>
      row.map((one) => (hasLocalRates(one) ? null : parabolicity(one).minimumEigenvalue)),
    ),
    curves: {
      parabolic: boundary(isParabolic, ACCURACY),
      gaussian: inBall ? null : boundary(isPositiveAtFixedPoints, ACCURACY),
      entanglement:
        inBall || limits === null ? null : boundary((one) => isEntangled(one, limits), ENTANGLEMENT_ACCURACY),
    },
  };
}

function requireNoSpins(axes: readonly ScanAxis[], named: Named): void {
  if (!axes.some(({ parameter }) => parameter === "spins")) return;
  throw new InputError({
    what: `${named("scan")} varies spins, and where the equation is parabolic does not depend on it`,
    remedy: "vary a rate or an interaction",
    value: "spins",
  });
}

const isParabolic = (model: SpinModel): boolean =>
  hasLocalRates(model) ? isParabolicInBall(model) : isParabolicOnSphere(model);

/** null where no fixed point is stable. */
function isPositiveAtFixedPoints(model: SpinModel): boolean | null {
  const stable = fixedPoints(model).points.filter(({ kind }) => kind === "stable");
  if (stable.length === 0) return null;
  const of = tangentDiffusion(coefficientsOf(model));
  const sample = tangentSample();
  return stable.every(({ position }) => sampleTangent(of, position, sample) >= 0);
}

/** Highest degree of a square that is tried. */
const HIGHEST_DEGREE = 40;

/** By the value itself, not by what is proved of it; null where there is no steady state to ask. */
function isEntangled(model: SpinModel, limits: CostLimits): boolean | null {
  const moments = steadySubject(model, limits).subject?.moments ?? null;
  if (moments === null) return null;
  const { spins, band, unknowns: multipoles, error } = moments;
  const degree = Math.min(band, HIGHEST_DEGREE);
  const { leastEigenvalue, largest } = searchSquares({ spins, band, multipoles, error }, degree, () => false)!;
  return leastEigenvalue < -RESOLVED * largest;
}

/** By bisection between neighbouring values with different answers. */
function crossings(
  row: SpinModel,
  { path, values }: PhaseAxis,
  answers: readonly (boolean | null)[],
  answer: (model: SpinModel) => boolean | null,
  accuracy: number,
): number[] {
  const range = Math.abs(values[values.length - 1]! - values[0]!);
  const found: number[] = [];
  for (let k = 1; k < answers.length; k++) {
    const [before, after] = [answers[k - 1]!, answers[k]!];
    if (before === after || before === null || after === null) continue;
    let [low, high] = [values[k - 1]!, values[k]!];
    while (Math.abs(high - low) > accuracy * range) {
      const middle = (low + high) / 2;
      if (middle === low || middle === high) break;
      if (answer(withParameter(row, path, middle)) === before) low = middle;
      else high = middle;
    }
    found.push((low + high) / 2);
  }
  return found;
}
