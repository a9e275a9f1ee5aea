import { sampleDensity } from "../../src/fem/density.ts";
import type { PointFunction } from "../../src/fem/projection.ts";
import type { FunctionSpace } from "../../src/fem/sphere/space.ts";

/** Distance of a function of the space from f: in L2 by the quadrature of the space, and the largest at its points. */
export function distanceTo(
  space: FunctionSpace,
  values: Float64Array,
  f: PointFunction,
): { readonly l2: number; readonly largest: number } {
  const sample = sampleDensity(space, values);
  let sum = 0;
  let largest = 0;
  for (let i = 0; i < sample.values.length; i++) {
    const error = sample.values[i]! - f(sample.points[3 * i]!, sample.points[3 * i + 1]!, sample.points[3 * i + 2]!);
    sum += sample.measure[i]! * error ** 2;
    largest = Math.max(largest, Math.abs(error));
  }
  return { l2: Math.sqrt(sum), largest };
}

/** L2 norm of a function, with the same quadrature. */
export const normOf = (space: FunctionSpace, f: PointFunction): number =>
  distanceTo(space, new Float64Array(space.unknowns), f).l2;
