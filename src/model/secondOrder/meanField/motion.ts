import { Matrix } from "../../../linalg/dense/matrix.ts";
import { tangentBasis, tangentPart } from "../../stability.ts";
import type { Triple } from "../coefficients.ts";
import { drift, driftJacobian } from "../kramersMoyal.ts";
import type { Flow } from "./flow.ts";

export const flowAt = ({ coefficients }: Flow, r: Triple): Triple => {
  const out = new Float64Array(3);
  drift(coefficients, r, out);
  return [out[0]!, out[1]!, out[2]!];
};

export const jacobianAt = ({ coefficients }: Flow, r: Triple): Float64Array => {
  const out = new Float64Array(9);
  driftJacobian(coefficients, r, out);
  return out;
};

/** Jacobian of a flow at a point: 2x2 in the tangent basis on the sphere, 3x3 in the ball. */
export function flowJacobian(flow: Flow, r: Triple): Matrix {
  const full = Matrix.from1DArray(3, 3, jacobianAt(flow, r));
  return flow.domain === "ball" ? full : tangentPart(tangentBasis(r), full);
}
