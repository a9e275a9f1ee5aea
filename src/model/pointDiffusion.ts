import { symmetricEigen } from "../linalg/dense/symmetricEigen.ts";
import { diffusion } from "./kramersMoyal.ts";
import { coefficientsOf } from "./secondOrder/coefficients.ts";
import { sampleTangent, tangentDiffusion, tangentSample } from "./secondOrder/parabolic/tangentDiffusion.ts";
import type { SpinModel } from "./spinModel.ts";

/** Values at points, three numbers each, into `out`. */
type LeastDiffusion = (points: Float64Array, out: Float64Array) => void;

/** The least eigenvalue of D in the tangent plane at points of the sphere, without the factor 1/2N: below 0 the equation is not parabolic there. */
export function leastDiffusionOnSphere(model: SpinModel): LeastDiffusion {
  const of = tangentDiffusion(coefficientsOf(model));
  const sample = tangentSample();
  return (points, out) => {
    for (let k = 0; k < out.length; k++) out[k] = sampleTangent(of, points.subarray(3 * k, 3 * k + 3), sample);
  };
}

/** The same at points of the ball, where D has three eigenvalues. Local processes do not diffuse. */
export function leastDiffusionInBall(model: SpinModel): LeastDiffusion {
  const six = new Float64Array(6);
  return (points, out) => {
    for (let k = 0; k < out.length; k++) {
      diffusion(model, points.subarray(3 * k, 3 * k + 3), six);
      const [xx, yy, zz, xy, xz, yz] = six as unknown as [number, number, number, number, number, number];
      out[k] = symmetricEigen(3, [xx, xy, xz, xy, yy, yz, xz, yz, zz]).values[0]!;
    }
  };
}
