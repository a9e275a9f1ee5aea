import { invert } from "../../newton.ts";
import type { Coefficients } from "../coefficients.ts";
import { drift, driftJacobian } from "../kramersMoyal.ts";

/** Error of one step, on a sphere of radius 1. */
const STEP_ERROR = 1e-4;

const D = 1 / (2 + Math.SQRT2);
const E = 6 + Math.SQRT2;

/**
 * A path of the mean field by the linearly implicit steps of order 2 of Shampine and Reichelt (doi:10.1137/S1064827594276424), L-stable: rates that differ by many
 * orders of magnitude cost nothing.
 *
 * @param coefficients those of N = Infinity
 * @param isEnd stops the path
 * @returns where `isEnd` held, or the time ended; null where the steps ran out
 */
export function followStiffly(
  coefficients: Coefficients,
  start: readonly [number, number, number],
  duration: number,
  mostSteps: number,
  isEnd: (r: Float64Array) => boolean,
): Float64Array | null {
  let r = Float64Array.from(start);
  const jacobian = new Float64Array(9);
  const inverse = new Float64Array(9);
  const flow = (at: Float64Array): Float64Array => {
    const out = new Float64Array(3);
    drift(coefficients, at, out);
    return out;
  };
  let f0 = flow(r);
  driftJacobian(coefficients, r, jacobian);
  let step = Math.min(duration, 0.01 / (norm(jacobian) + Number.MIN_VALUE));
  let time = 0;
  for (let count = 0; count < mostSteps; count++) {
    if (time >= duration) return r;
    const h = Math.min(step, duration - time);
    const shifted = jacobian.map((value, k) => (k % 4 === 0 ? 1 : 0) - h * D * value);
    invert(shifted, inverse);
    const solved = (right: readonly number[]): readonly [number, number, number] => [
      inverse[0]! * right[0]! + inverse[1]! * right[1]! + inverse[2]! * right[2]!,
      inverse[3]! * right[0]! + inverse[4]! * right[1]! + inverse[5]! * right[2]!,
      inverse[6]! * right[0]! + inverse[7]! * right[1]! + inverse[8]! * right[2]!,
    ];
    const each = (value: (k: 0 | 1 | 2) => number): readonly [number, number, number] => [value(0), value(1), value(2)];
    const k1 = solved(each((k) => f0[k]!));
    const f1 = flow(Float64Array.from(each((k) => r[k]! + 0.5 * h * k1[k])));
    const inner = solved(each((k) => f1[k]! - k1[k]));
    const k2 = each((k) => inner[k] + k1[k]);
    const next = Float64Array.from(each((k) => r[k]! + h * k2[k]));
    const f2 = flow(next);
    const k3 = solved(each((k) => f2[k]! - E * (k2[k] - f1[k]!) - 2 * (k1[k] - f0[k]!)));
    const error = (h / 6) * Math.hypot(...each((k) => k1[k] - 2 * k2[k] + k3[k]));
    const factor = Math.min(5, Math.max(0.2, 0.8 * Math.cbrt(STEP_ERROR / Math.max(error, 1e-300))));
    step = h * factor;
    if (!(error <= STEP_ERROR)) continue;
    time += h;
    r = next;
    f0 = f2;
    if (isEnd(r)) return r;
    driftJacobian(coefficients, r, jacobian);
  }
  return null;
}

const norm = (values: Float64Array): number => Math.hypot(...values);
