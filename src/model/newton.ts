import type { Coefficients } from "./secondOrder/coefficients.ts";
import { drift, driftJacobian } from "./secondOrder/kramersMoyal.ts";
import { FLOW_ROUNDING, type FlowDomain } from "./secondOrder/meanField/flow.ts";

const MAXIMUM_ITERATIONS = 100;
const SMALLEST_DAMPING = 2 ** -12;

/** Working arrays of `newton`, so that a scan over starts and models allocates nothing. */
export interface NewtonWorkspace {
  readonly position: Float64Array;
  readonly trial: Float64Array;
  readonly flow: Float64Array;
  readonly trialFlow: Float64Array;
  readonly jacobian: Float64Array;
  readonly matrix: Float64Array;
  readonly inverse: Float64Array;
}

export function newtonWorkspace(): NewtonWorkspace {
  return {
    position: new Float64Array(3),
    trial: new Float64Array(3),
    flow: new Float64Array(3),
    trialFlow: new Float64Array(3),
    jacobian: new Float64Array(9),
    matrix: new Float64Array(9),
    inverse: new Float64Array(9),
  };
}

/**
 * Derivative of the flow that Newton inverts, row by row into `out` (9): in the ball the Jacobian J; on the sphere
 * P J P + r r^T with P = 1 - r r^T, which acts as the tangential derivative on tangent vectors and as 1 along r.
 */
export function newtonMatrix(domain: FlowDomain, r: ArrayLike<number>, jacobian: Float64Array, out: Float64Array) {
  if (domain === "ball") {
    out.set(jacobian);
    return;
  }
  let rJr = 0;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) rJr += r[i]! * jacobian[3 * i + j]! * r[j]!;
  }
  for (let i = 0; i < 3; i++) {
    const Jr = jacobian[3 * i]! * r[0]! + jacobian[3 * i + 1]! * r[1]! + jacobian[3 * i + 2]! * r[2]!;
    for (let j = 0; j < 3; j++) {
      const rJ = r[0]! * jacobian[j]! + r[1]! * jacobian[3 + j]! + r[2]! * jacobian[6 + j]!;
      out[3 * i + j] = jacobian[3 * i + j]! - Jr * r[j]! - r[i]! * rJ + (rJr + 1) * r[i]! * r[j]!;
    }
  }
}

/**
 * Damped Newton iteration for a zero of the mean-field flow, from `workspace.position` (3), which it moves; on the sphere
 * with tangential steps and a return along the radius. `flow` has coefficients of at most 1 (`meanFieldFlow`).
 * True where the flow at the end is zero to rounding. At a simple zero the last steps are quadratic; at a double zero each
 * step gains one bit, until rounding stops it about sqrt(FLOW_ROUNDING) from the zero.
 */
export function newton(flow: Coefficients, domain: FlowDomain, workspace: NewtonWorkspace): boolean {
  const { position, trial, jacobian, matrix, inverse } = workspace;
  drift(flow, position, workspace.flow);
  let size = norm(workspace.flow);
  for (let iteration = 0; iteration < MAXIMUM_ITERATIONS && size > 0; iteration++) {
    driftJacobian(flow, position, jacobian);
    newtonMatrix(domain, position, jacobian, matrix);
    if (!invert(matrix, inverse)) break;
    const improved = dampedStep(flow, domain, workspace, size);
    if (improved === null) break;
    position.set(trial);
    workspace.flow.set(workspace.trialFlow);
    size = improved;
  }
  return size <= FLOW_ROUNDING;
}

/** Inverse of a 3x3 matrix, both row by row, by its cofactors; false where the determinant is 0. */
export function invert(m: Float64Array, out: Float64Array): boolean {
  const cofactor = (i: number, j: number): number => {
    const [i1, i2, j1, j2] = [(i + 1) % 3, (i + 2) % 3, (j + 1) % 3, (j + 2) % 3];
    return m[3 * i1 + j1]! * m[3 * i2 + j2]! - m[3 * i1 + j2]! * m[3 * i2 + j1]!;
  };
  const determinant = m[0]! * cofactor(0, 0) + m[1]! * cofactor(0, 1) + m[2]! * cofactor(0, 2);
  if (determinant === 0) return false;
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) out[3 * j + i] = cofactor(i, j) / determinant;
  return true;
}

/** Halves the step until |flow| falls; leaves the new point in `trial`, and returns |flow| there, or null where it never does. */
function dampedStep(
  flow: Coefficients,
  domain: FlowDomain,
  { position, trial, flow: value, trialFlow, inverse }: NewtonWorkspace,
  size: number,
): number | null {
  for (let damping = 1; damping >= SMALLEST_DAMPING; damping /= 2) {
    for (let i = 0; i < 3; i++) {
      const step = inverse[3 * i]! * value[0]! + inverse[3 * i + 1]! * value[1]! + inverse[3 * i + 2]! * value[2]!;
      trial[i] = position[i]! - damping * step;
    }
    if (domain === "sphere") {
      const radius = norm(trial);
      for (let i = 0; i < 3; i++) trial[i]! /= radius;
    }
    drift(flow, trial, trialFlow);
    const trialSize = norm(trialFlow);
    // Armijo's condition; a full step must do visibly better, so that rounding noise cannot keep the iteration alive.
    if (trialSize < size * (1 - 0.25 * damping)) return trialSize;
    if (size <= FLOW_ROUNDING) return null;
  }
  return null;
}

function norm(v: ArrayLike<number>): number {
  return Math.hypot(v[0]!, v[1]!, v[2]!);
}
