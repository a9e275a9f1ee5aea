import { brief } from "../../../core/brief.ts";
import type { ClassicalCertificate, SphereMoments } from "../certificate.ts";
import { errorAgainst } from "../stateError.ts";
import { rotationFunctions, rotationIndex } from "./rotationFunctions.ts";

/** What points and white noise leave of a state. */
export interface AddedUp {
  /** Why they are no mixture at all; null where they are one. */
  readonly fault: string | null;
  /** Bound of the largest magnitude over the sphere of the polynomial that has what is left as its moments, the error of the state included. */
  readonly reach: number;
  /** Upper bound of the trace distance to the mixture, the error of the state included. */
  readonly traceDistance: number;
  /** |r|_2 in the multipoles. */
  readonly residual: number;
}

/** Points are on the sphere to this, in all coordinates. */
const ON_SPHERE = 1e-12;

/** sum_k w_k delta + uniform/(4 pi) against the moments of a state. */
export function addUpPoints(moments: SphereMoments, certificate: ClassicalCertificate): AddedUp {
  const { spins, multipoles, error } = moments;
  const points = certificate.points ?? [];
  const weights = certificate.weights ?? new Float64Array(0);
  const uniform = certificate.uniformPart ?? 0;
  const fault = faultOf(points, weights, uniform);
  if (fault !== null)
    return {
      fault,
      reach: Number.POSITIVE_INFINITY,
      traceDistance: Number.POSITIVE_INFINITY,
      residual: Number.POSITIVE_INFINITY,
    };
  const sums = new Float64Array((spins + 1) ** 2);
  sums[0] = uniform;
  const functions = new Float64Array((spins + 1) ** 2);
  for (const [k, [x, y, z]] of points.entries()) {
    const length = Math.hypot(x, y, z);
    addPoint(spins, x / length, y / length, z / length, weights[k]!, functions, sums);
  }
  const size = weights.reduce((sum, weight) => sum + weight, uniform);
  // Each function by its recursion and its turns, and a sum of so many; the conversion is a product of 2l factors.
  const relative = (8 * (spins + 1) + points.length + 2) * Number.EPSILON;
  const conversion = (3 * spins + 8) * Number.EPSILON;
  let reach = 0;
  let squares = 0;
  let residuals = 0;
  const lengths = new Float64Array(spins + 1);
  let inverse = spins + 1;
  for (let l = 0; l <= spins; l++) {
    if (l > 0) inverse *= (spins + l + 1) / (spins - l + 1);
    const gain = Math.sqrt(inverse);
    let left = 0;
    for (let a = l * l; a < (l + 1) ** 2; a++) left += (gain * multipoles[a]! - sums[a]!) ** 2;
    // sum_m b_lm^2 = 2l + 1 at every point.
    const rounding = relative * Math.sqrt(2 * l + 1) * size + conversion * gain * lengthOf(multipoles, l);
    reach += Math.sqrt(2 * l + 1) * (Math.sqrt(left) + rounding);
    squares += (Math.sqrt(left) + rounding) ** 2 / inverse;
    residuals += left / inverse;
    lengths[l] = Math.sqrt((2 * l + 1) * inverse);
  }
  return {
    fault: null,
    reach: reach + errorAgainst(moments, lengths),
    traceDistance: (Math.sqrt(spins + 1) * (Math.sqrt(squares) + error) + Math.abs(1 - size)) / 2,
    residual: Math.sqrt(residuals),
  };
}

const lengthOf = (multipoles: Float64Array, l: number): number =>
  Math.sqrt(multipoles.subarray(l * l, (l + 1) ** 2).reduce((sum, value) => sum + value * value, 0));

function faultOf(
  points: readonly (readonly [number, number, number])[],
  weights: Float64Array,
  uniform: number,
): string | null {
  if (points.length !== weights.length) return `${points.length} points have ${weights.length} weights`;
  const negative = [...weights, uniform].find((weight) => !(weight >= 0));
  if (negative !== undefined) return `a weight is ${brief(negative)}`;
  const off = points.find(([x, y, z]) => !(Math.abs(x * x + y * y + z * z - 1) <= ON_SPHERE));
  return off === undefined ? null : `the point (${off.map((x) => brief(x)).join(", ")}) is not on the sphere`;
}

/** Adds w b_a(x) for all a. */
function addPoint(
  spins: number,
  x: number,
  y: number,
  z: number,
  weight: number,
  functions: Float64Array,
  sums: Float64Array,
): void {
  const across = Math.sqrt(x * x + y * y);
  // Half angles without cancellation at either pole.
  const cosine = z >= 0 ? Math.sqrt((1 + z) / 2) : across / Math.sqrt(2 * (1 - z));
  const sine = z >= 0 ? across / Math.sqrt(2 * (1 + z)) : Math.sqrt((1 - z) / 2);
  rotationFunctions(2 * spins, 0, cosine, sine, functions);
  const turn = across > 0 ? [x / across, y / across] : [1, 0];
  let c = weight;
  let s = 0;
  for (let m = 0; m <= spins; m++) {
    for (let l = m; l <= spins; l++) {
      const value = functions[rotationIndex(2 * l, 2 * m)]!;
      if (m === 0) sums[l * l]! += value * c;
      else {
        sums[l * l + 2 * m - 1]! += Math.SQRT2 * value * c;
        sums[l * l + 2 * m]! += Math.SQRT2 * value * s;
      }
    }
    [c, s] = [c * turn[0]! - s * turn[1]!, s * turn[0]! + c * turn[1]!];
  }
}
