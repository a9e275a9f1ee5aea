import { symmetricDecomposition } from "../../../linalg/dense/decompositions.ts";
import { Matrix } from "../../../linalg/dense/matrix.ts";
import type { FixedPoint } from "../../../model/fixedPoints.ts";
import { linearNoise } from "../../../model/linearNoise.ts";
import { type Coefficients, coefficientsOf, type SymmetricSix } from "../../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import type { Vector3 } from "../../../state/moments.ts";
import { momentsOfIntegrals } from "../../moments.ts";
import type { Frame } from "./generator.ts";
import { expandSteady, integralsOf } from "./solve.ts";

/** Mean and covariance of P. */
export interface Gaussian {
  readonly centre: Vector3;
  readonly covariance: SymmetricSix;
}

/** Over N: the least variance that is given to a direction. That of P may vanish, or be negative, and its polynomials would then be all the same. */
const LEAST_VARIANCE = 0.1;

/** The frame of a Gaussian of N spins, its widths times `stretch`. */
export function frameOf(
  { centre, covariance: [xx, yy, zz, xy, xz, yz] }: Gaussian,
  spins: number,
  stretch: number,
): Frame {
  const { eigenvalues, eigenvectors } = symmetricDecomposition(
    new Matrix([
      [xx, xy, xz],
      [xy, yy, yz],
      [xz, yz, zz],
    ]),
  );
  const least = LEAST_VARIANCE / spins;
  const each = <T>(of: (k: 0 | 1 | 2) => T): readonly [T, T, T] => [of(0), of(1), of(2)];
  return {
    centre,
    axes: each((k) => {
      const [x, y, z] = eigenvectors.getColumn(k);
      return [x!, y!, z!] as const;
    }),
    widths: each((k) => stretch * Math.sqrt(Math.max(least, Math.abs(eigenvalues[k]!)))),
    signs: each((k) => (eigenvalues[k]! < -least ? -1 : 1)),
  };
}

/** What linear noise makes of P around a fixed point. */
export function linearGaussian(model: SpinModel, point: FixedPoint): Gaussian {
  const noise = linearNoise(model, point).map((value) => value / model.spins);
  return { centre: point.position, covariance: noise as unknown as SymmetricSix };
}

/** Solves that settle a Gaussian, and their degree. */
const SETTLING_STEPS = 2;
const SETTLING_DEGREE = 6;

/**
 * The Gaussian with the mean and the covariance of P itself, which linear noise does not know where P is broad: errors of one degree are then ten to a hundred times
 * smaller. The first one where that has no such moments.
 */
export function settledGaussian(model: SpinModel, first: Gaussian): Gaussian {
  const coefficients = coefficientsOf(model);
  let gaussian = first;
  for (let step = 0; step < SETTLING_STEPS; step++) {
    const next = observedGaussian(coefficients, frameOf(gaussian, model.spins, 1));
    if (next === null) return first;
    gaussian = next;
  }
  return gaussian;
}

/** Mean and covariance of P by an expansion of low degree; null where they cannot be those of a P in the ball. */
function observedGaussian(coefficients: Coefficients, frame: Frame): Gaussian | null {
  const { values } = expandSteady(coefficients, frame, SETTLING_DEGREE);
  const { moments, central } = momentsOfIntegrals(frame.centre, integralsOf(frame, values), coefficients.spins);
  const isInside = Math.hypot(...moments.mean) <= 1 && central.every((value) => Math.abs(value) <= 1);
  return isInside ? { centre: moments.mean, covariance: central } : null;
}
