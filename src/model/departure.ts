import { Matrix } from "../linalg/dense/matrix.ts";
import { meanFieldDomain, meanFieldLimit } from "./meanField.ts";
import { coefficientsOf } from "./secondOrder/coefficients.ts";
import { driftJacobian } from "./secondOrder/kramersMoyal.ts";
import { followStiffly } from "./secondOrder/meanField/stiffPath.ts";
import type { SpinModel } from "./spinModel.ts";
import { smallEigenvalues, tangentBasis, tangentPart } from "./stability.ts";

/** Widths of a state: no path that noise drives back and forth goes as far, and growth that is slower changes within one. */
const FAR = 4;

/** Times of growth, enough for a path to grow from a width to many. */
const GROWTHS = 12;

/** Steps of one path, some hundredths of a second. */
const MOST_STEPS = 20_000;

/**
 * Whether the mean field surely leaves the place that a narrow state is at: its paths from one width aside, in some direction of six, end up far from there, and
 * depart at a rate that does not change within a width. No steady state is there: noise would drive it away as well. False where the state is too broad to tell.
 *
 * @param place mean of 2 J/N
 * @param width root of the variance of 2 J/N
 */
export function departs(model: SpinModel, place: readonly [number, number, number], width: number): boolean {
  const length = Math.hypot(...place);
  const onSphere = meanFieldDomain(model) === "sphere";
  if (!(length > 0) || FAR * width > 1) return false;
  const scale = onSphere ? 1 / length : Math.min(1, 1 / length);
  const centre = place.map((value) => scale * value) as unknown as readonly [number, number, number];
  const limit = coefficientsOf(meanFieldLimit(model));
  const jacobian = new Float64Array(9);
  driftJacobian(limit, centre, jacobian);
  const matrix = Matrix.from1DArray(3, 3, jacobian);
  const [fastest] = smallEigenvalues(onSphere ? tangentPart(tangentBasis(centre), matrix) : matrix);
  if (!(fastest!.real > FAR * width * Math.hypot(...jacobian))) return false;
  const isFar = (r: ArrayLike<number>): boolean => Math.hypot(...centre.map((value, k) => r[k]! - value)) > FAR * width;
  return [0, 1, 2].some((axis) =>
    [1, -1].some((sign) => {
      const aside = centre.map((value, k) => value + (k === axis ? sign * width : 0));
      const radius = Math.hypot(...aside);
      const back = onSphere ? 1 / radius : Math.min(1, 1 / radius);
      const start = aside.map((value) => back * value) as unknown as readonly [number, number, number];
      const end = followStiffly(limit, start, GROWTHS / fastest!.real, MOST_STEPS, isFar);
      return end !== null && isFar(end);
    }),
  );
}
