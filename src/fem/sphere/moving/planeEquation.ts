import type { Coefficients } from "../../../model/secondOrder/coefficients.ts";
import type { RightHandSide } from "../../../ode/explicit/integrator.ts";
import type { Vector3 } from "../../../state/moments.ts";
import type { Frame } from "../axial/rings.ts";
import {
  type ComplexValues,
  complexValues,
  hermiteAtZero,
  hermiteCount,
  hermitePlace,
  timesConjugate,
  timesVariable,
} from "./complexHermite.ts";
import { newPlaneFields, type PlaneFields, planeFields } from "./planeFields.ts";
import { frameOfQuaternion, moveQuaternion, quaternionOf } from "./quaternion.ts";

/**
 * P around a point that moves with the mean field: w = scale q in the plane that touches the sphere there, and the integrals of P times all polynomials of q up to a degree, with
 * nothing above it, as for a Gaussian with E|q|^2 = 1 times polynomials. The frame turns so that the drift vanishes at its point and does not turn around it; its scale
 * follows the width of P. Where P is linear noise nothing is left out whatever the Gaussian; what is comes down from the degrees above by powers of the scale.
 *
 * A state is the quaternion of the frame, ln scale, a bound of the variances of q, and the integrals c_pq, p >= q: the real part at the place of (p, q), the imaginary one at that of (q, p).
 */
export const PLACES = { scale: 4, size: 5, integrals: 6 } as const;

/** How the scale of a frame follows P. */
export interface FrameRule {
  /** First scale in units of 1/sqrt(N). */
  readonly first: number;
  /** The largest variance of q that the scale leaves, as linear noise has it. */
  readonly variance: number;
}

/** Below this scale, in units of 1/sqrt(N), contraction is not followed: P may become a delta. */
const LEAST_SCALE = 0.1;

/** A delta at the third vector of the frame. */
export function deltaAt(frame: Frame, spins: number, degree: number, rule: FrameRule): Float64Array {
  const state = new Float64Array(PLACES.integrals + hermiteCount(degree));
  state.set(quaternionOf(frame));
  state[PLACES.scale] = Math.log(rule.first / Math.sqrt(spins));
  state.set(hermiteAtZero(degree), PLACES.integrals);
  return state;
}

/** Degrees above the highest that products are followed to: those that it can hear of within one step of the generator. */
const BEYOND = 3;

/** The equation in the frame of its state. */
export function planeEquation(
  coefficientsAt: (time: number) => Coefficients,
  degree: number,
  rule: FrameRule,
): RightHandSide {
  const work = workspace(degree + BEYOND);
  return (time, state, derivative) => {
    const coefficients = coefficientsAt(time);
    const { spins } = coefficients;
    planeFields(coefficients, frameOfQuaternion(state), work.fields);
    const { drift, second, mixed, twist } = work.fields;
    const epsilon = Math.exp(state[PLACES.scale]!);
    // Drift and its derivative at the point itself, where r = e_3.
    const [dr, di] = [drift[0]! + twist[12]!, drift[1]! + twist[13]!];
    const stretch = drift[2]! + twist[14]! + twist[0]! + twist[7]!;
    const turn = drift[3]! + twist[15]! + twist[1]! - twist[6]!;
    const noise = (mixed[0]! + 2 * Math.hypot(second[0]!, second[1]!)) / (spins * epsilon * epsilon);
    const least = LEAST_SCALE ** 2 / (spins * epsilon * epsilon);
    const size = state[PLACES.size]!;
    const growth = stretch * (1 - least) + (noise * size) / (2 * rule.variance ** 2);
    // (-i Omega).k drifts as P does at the point, and turns around it as P does.
    const omega: Vector3 = [-2 * di, 2 * dr, turn];
    moveQuaternion(state, omega, derivative);
    derivative[PLACES.scale] = growth;
    derivative[PLACES.size] = 2 * (stretch - growth) * size + noise;
    subtractTurn(drift, omega);
    unpack(state, degree, work.integrals);
    driftOf(work, epsilon, growth);
    horner(work, second, 4, epsilon ** -2 / spins, epsilon, work.seconds);
    mixedOf(work, mixed, epsilon, spins);
    collect(work, degree, derivative);
  };
}

interface Workspace {
  readonly degree: number;
  readonly fields: PlaneFields;
  /** c_pq, and those of P times the drift, s / N and h / N. */
  readonly integrals: ComplexValues;
  readonly drifts: ComplexValues;
  readonly seconds: ComplexValues;
  readonly crossed: ComplexValues;
  readonly scratch: ComplexValues;
  readonly inner: ComplexValues;
  /** Those of P / (1 + |w|^2), and of P times r_1 + i r_2 and its conjugate. */
  readonly damped: ComplexValues;
  readonly outward: ComplexValues;
  readonly inward: ComplexValues;
  readonly pivots: Float64Array;
}

function workspace(degree: number): Workspace {
  const values = (): ComplexValues => complexValues(degree);
  return {
    degree,
    fields: newPlaneFields(),
    integrals: values(),
    drifts: values(),
    seconds: values(),
    crossed: values(),
    scratch: values(),
    inner: values(),
    damped: values(),
    outward: values(),
    inward: values(),
    pivots: new Float64Array(degree + 1),
  };
}

/** target += (factor of a polynomial at `place`) scale from. */
function addTo(target: ComplexValues, from: ComplexValues, re: number, im: number): void {
  if (re === 0 && im === 0) return;
  for (let k = 0; k < target.re.length; k++) {
    const [x, y] = [from.re[k]!, from.im[k]!];
    target.re[k]! += re * x - im * y;
    target.im[k]! += re * y + im * x;
  }
}

/** Integrals of P times scale sum_j a_j (epsilon q)^j. */
function horner(
  { degree, integrals, scratch }: Workspace,
  factors: Float64Array,
  highest: number,
  scale: number,
  epsilon: number,
  to: ComplexValues,
): void {
  to.re.fill(0);
  to.im.fill(0);
  for (let j = highest; j >= 0; j--) {
    if (j < highest) times(timesVariable, degree, to, scratch);
    const factor = scale * epsilon ** j;
    addTo(to, integrals, factor * factors[2 * j]!, factor * factors[2 * j + 1]!);
  }
}

/** In place, by way of a scratch. */
function times(by: typeof timesVariable, degree: number, values: ComplexValues, scratch: ComplexValues): void {
  by(degree, values, scratch);
  values.re.set(scratch.re);
  values.im.set(scratch.im);
}

/** The drift of q: that of w over epsilon, less the growth of the scale. */
function driftOf(work: Workspace, epsilon: number, growth: number): void {
  const { degree, fields, integrals, drifts, scratch, damped, outward, inward } = work;
  const { drift, twist } = fields;
  const isTwisted = twist.some((value) => value !== 0);
  if (isTwisted) positions(work, epsilon);
  drifts.re.fill(0);
  drifts.im.fill(0);
  for (let j = 3; j >= 0; j--) {
    if (j < 3) times(timesVariable, degree, drifts, scratch);
    const factor = epsilon ** (j - 1);
    addTo(drifts, integrals, factor * drift[2 * j]! - (j === 1 ? growth : 0), factor * drift[2 * j + 1]!);
    if (!isTwisted || j === 3) continue;
    const [ar, ai, br, bi, cr, ci] = [0, 1, 2].flatMap((a) => [twist[6 * a + 2 * j]!, twist[6 * a + 2 * j + 1]!]) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    // r_1 and r_2 by r_1 + i r_2 and its conjugate; r_3 = 2 / (1 + |w|^2) - 1.
    addTo(drifts, outward, (factor * (ar + bi)) / 2, (factor * (ai - br)) / 2);
    addTo(drifts, inward, (factor * (ar - bi)) / 2, (factor * (ai + br)) / 2);
    addTo(drifts, damped, 2 * factor * cr, 2 * factor * ci);
    addTo(drifts, integrals, -factor * cr, -factor * ci);
  }
}

/** Integrals of P over 1 + |w|^2, a tridiagonal system for each p - q, and times r_1 + i r_2 = 2 w / (1 + |w|^2). */
function positions({ degree, integrals, damped, outward, inward, pivots }: Workspace, epsilon: number): void {
  const square = epsilon * epsilon;
  for (let m = -degree; m <= degree; m++) {
    const [p0, q0] = m >= 0 ? [m, 0] : [0, -m];
    const count = Math.floor((degree - Math.abs(m)) / 2) + 1;
    for (let k = 0; k < count; k++) {
      const at = hermitePlace(p0 + k, q0 + k);
      pivots[k] = 1 + square * (Math.abs(m) + 2 * k + 1);
      damped.re[at] = integrals.re[at]!;
      damped.im[at] = integrals.im[at]!;
      if (k === 0) continue;
      const before = hermitePlace(p0 + k - 1, q0 + k - 1);
      const link = square * Math.sqrt((p0 + k) * (q0 + k));
      const share = link / pivots[k - 1]!;
      pivots[k]! -= share * link;
      damped.re[at]! -= share * damped.re[before]!;
      damped.im[at]! -= share * damped.im[before]!;
    }
    for (let k = count - 1; k >= 0; k--) {
      const at = hermitePlace(p0 + k, q0 + k);
      if (k + 1 < count) {
        const next = hermitePlace(p0 + k + 1, q0 + k + 1);
        const link = square * Math.sqrt((p0 + k + 1) * (q0 + k + 1));
        damped.re[at]! -= link * damped.re[next]!;
        damped.im[at]! -= link * damped.im[next]!;
      }
      damped.re[at]! /= pivots[k]!;
      damped.im[at]! /= pivots[k]!;
    }
  }
  timesVariable(degree, damped, outward);
  timesConjugate(degree, damped, inward);
  for (const values of [outward, inward])
    for (const part of [values.re, values.im]) for (let k = 0; k < part.length; k++) part[k]! *= 2 * epsilon;
}

/** Integrals of P h / (N epsilon^2). */
function mixedOf(work: Workspace, mixed: Float64Array, epsilon: number, spins: number): void {
  const { degree, crossed, scratch, inner } = work;
  crossed.re.fill(0);
  crossed.im.fill(0);
  for (let k = 2; k >= 0; k--) {
    if (k < 2) times(timesConjugate, degree, crossed, scratch);
    horner(work, mixed.subarray(6 * k, 6 * k + 6), 2, epsilon ** (k - 2) / spins, epsilon, inner);
    addTo(crossed, inner, 1, 0);
  }
}

/** The derivatives of c_pq, p >= q, at the places of the state. */
function collect({ drifts, seconds, crossed }: Workspace, degree: number, out: Float64Array): void {
  for (let d = 0; d <= degree; d++) {
    for (let q = 0; 2 * q <= d; q++) {
      const p = d - q;
      let [re, im] = [0, 0];
      const add = (values: ComplexValues, a: number, b: number, factor: number, sign: number): void => {
        const at = hermitePlace(a, b);
        re += factor * values.re[at]!;
        im += sign * factor * values.im[at]!;
      };
      if (p > 0) add(drifts, p - 1, q, Math.sqrt(p), 1);
      if (q > 0) add(drifts, q - 1, p, Math.sqrt(q), -1);
      if (p > 1) add(seconds, p - 2, q, Math.sqrt(p * (p - 1)), 1);
      if (q > 1) add(seconds, q - 2, p, Math.sqrt(q * (q - 1)), -1);
      if (q > 0) add(crossed, p - 1, q - 1, Math.sqrt(p * q), 1);
      out[PLACES.integrals + hermitePlace(p, q)] = re;
      if (p > q) out[PLACES.integrals + hermitePlace(q, p)] = im;
    }
  }
}

function unpack(state: Float64Array, degree: number, { re, im }: ComplexValues): void {
  re.fill(0);
  im.fill(0);
  for (let d = 0; d <= degree; d++) {
    for (let q = 0; 2 * q <= d; q++) {
      const [here, there] = [hermitePlace(d - q, q), hermitePlace(q, d - q)];
      const [real, imaginary] = [state[PLACES.integrals + here]!, d === 2 * q ? 0 : state[PLACES.integrals + there]!];
      re[here] = real;
      re[there] = real;
      im[here] = imaginary;
      im[there] = -imaginary;
    }
  }
}

/** Takes sum_a -i Omega_a k_a from a drift. */
function subtractTurn(drift: Float64Array, [x, y, z]: Vector3): void {
  // k_1 = (1 - w^2) / 2, k_2 = i (1 + w^2) / 2, k_3 = -w.
  drift[0]! -= y / 2;
  drift[1]! += x / 2;
  drift[3]! -= z;
  drift[4]! -= y / 2;
  drift[5]! -= x / 2;
}
