import { InputError } from "../core/errors.ts";
import { solveLyapunov } from "../linalg/dense/lyapunov.ts";
import { Matrix } from "../linalg/dense/matrix.ts";
import type { FixedPoint } from "./fixedPoint.ts";
import { coefficientsOf, type SymmetricSix } from "./secondOrder/coefficients.ts";
import { diffusion, sphereDiffusion } from "./secondOrder/kramersMoyal.ts";
import { FLOW_ROUNDING, meanFieldFlow } from "./secondOrder/meanField/flow.ts";
import { flowAt, flowJacobian } from "./secondOrder/meanField/motion.ts";
import type { SpinModel } from "./spinModel.ts";
import { tangentBasis, tangentPart } from "./stability.ts";

/**
 * Linear noise: around a stable fixed point r0 of the mean field, P at large N is a Gaussian with covariance Sigma / N, where
 * A Sigma + Sigma A^T + D = 0, A the Jacobian of the flow and D the diffusion matrix at r0 (both in the tangent plane on the
 * sphere). Returns Sigma, the limit of N (<r_i r_j> - <r_i><r_j>) over P, as 6 numbers xx, yy, zz, xy, xz, yz.
 * It is the covariance of P, not of the spins: where D is not positive semidefinite it may have a negative eigenvalue
 * (squeezing). Throws InputError where `point` is not a fixed point of this model, or not a stable one.
 */
export function linearNoise(
  model: SpinModel,
  point: Pick<FixedPoint, "position" | "kind" | "positionError">,
): SymmetricSix {
  const coefficients = coefficientsOf(model);
  const flow = meanFieldFlow(coefficients);
  const { domain, rate } = flow;
  const shown = `(${point.position.map((value) => value.toPrecision(6)).join(", ")})`;
  if (point.kind !== "stable" || rate === 0) {
    throw new InputError({
      what: `the fixed point ${shown} is ${point.kind}, not stable: P does not stay near it`,
      remedy: "take a stable point of fixedPoints(model), or compute the whole P-function",
      value: point.kind,
      limit: "stable",
    });
  }
  // The derivative of the flow is at most about 8 in units of its largest coefficient.
  const limit = 2 * FLOW_ROUNDING + 8 * point.positionError;
  const residual = Math.hypot(...flowAt(flow, point.position));
  if (!(residual <= limit)) {
    throw new InputError({
      what: `the mean field moves at ${residual * rate} at ${shown}, above the rounding limit ${limit * rate}`,
      remedy: "pass a point of fixedPoints for the same model",
      value: residual * rate,
      limit: limit * rate,
    });
  }
  const jacobian = flowJacobian(flow, point.position).mul(rate);
  const six = new Float64Array(6);
  (domain === "sphere" ? sphereDiffusion : diffusion)(coefficients, point.position, six);
  const spread = symmetric(six);
  if (domain === "ball") return sixOf(solveLyapunov(jacobian, spread));
  const basis = tangentBasis(point.position);
  return sixOf(tangentPart(basis.transpose(), solveLyapunov(jacobian, tangentPart(basis, spread))));
}

function symmetric([xx, yy, zz, xy, xz, yz]: Float64Array): Matrix {
  return new Matrix([
    [xx!, xy!, xz!],
    [xy!, yy!, yz!],
    [xz!, yz!, zz!],
  ]);
}

function sixOf(m: Matrix): SymmetricSix {
  return [m.get(0, 0), m.get(1, 1), m.get(2, 2), m.get(0, 1), m.get(0, 2), m.get(1, 2)];
}
