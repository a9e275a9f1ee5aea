import { InputError } from "../../core/errors.ts";
import { parabolicity } from "../../diagnose/parabolicity.ts";
import { isParabolicInBall, isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import { withParameter } from "../../model/parameters.ts";
import type { PhaseAxis } from "../../model/phases.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import { phaseAxes, type ScanAxis } from "../meanField/scan.ts";
import type { Named } from "../selectRoads.ts";

/** Where the equation is parabolic, over two parameters. */
export interface ParabolicScan {
  readonly axes: readonly [ScanAxis, ScanAxis];
  /** parabolic[i][j] at value i of the first and j of the second parameter. */
  readonly parabolic: readonly (readonly boolean[])[];
  /** Least eigenvalue of D over the sphere; null in the ball. */
  readonly minimumEigenvalue: readonly (readonly (number | null)[])[];
  /** Points [first, second] of the boundary, to 1e-11 of the range of the second: for each value of the first where the answer changes. */
  readonly boundary: readonly (readonly [number, number])[];
}

/** Of the range of the second parameter. */
const ACCURACY = 1e-11;

/** @throws InputError as `phaseAxes`, for the number of spins, and for a value that a model does not allow */
export function parabolicScan(model: SpinModel, axes: readonly [ScanAxis, ScanAxis], named: Named): ParabolicScan {
  for (const { parameter } of axes) {
    if (parameter !== "spins") continue;
    throw new InputError({
      what: `${named("scan")} varies spins, and where the equation is parabolic does not depend on it`,
      remedy: "vary a rate or an interaction",
      value: parameter,
    });
  }
  const [first, second] = phaseAxes(model, axes, named);
  const parabolic: boolean[][] = [];
  const minimumEigenvalue: (number | null)[][] = [];
  const boundary: [number, number][] = [];
  for (const value of Array.from(first.values)) {
    const row = withParameter(model, first.path, value);
    const models = Array.from(second.values, (other) => withParameter(row, second.path, other));
    parabolic.push(models.map(isParabolic));
    minimumEigenvalue.push(models.map((one) => (hasLocalRates(one) ? null : parabolicity(one).minimumEigenvalue)));
    boundary.push(...crossings(row, second, parabolic.at(-1)!).map((other): [number, number] => [value, other]));
  }
  return { axes, parabolic, minimumEigenvalue, boundary };
}

const isParabolic = (model: SpinModel): boolean =>
  hasLocalRates(model) ? isParabolicInBall(model) : isParabolicOnSphere(model);

/** By bisection between neighbouring values with different answers. */
function crossings(row: SpinModel, { path, values }: PhaseAxis, answers: readonly boolean[]): number[] {
  const range = Math.abs(values[values.length - 1]! - values[0]!);
  const found: number[] = [];
  for (let k = 1; k < answers.length; k++) {
    if (answers[k] === answers[k - 1]) continue;
    let [low, high] = [values[k - 1]!, values[k]!];
    while (Math.abs(high - low) > ACCURACY * range) {
      const middle = (low + high) / 2;
      if (middle === low || middle === high) break;
      if (isParabolic(withParameter(row, path, middle)) === answers[k - 1]) low = middle;
      else high = middle;
    }
    found.push((low + high) / 2);
  }
  return found;
}
