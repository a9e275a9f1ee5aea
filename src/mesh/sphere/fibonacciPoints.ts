import { InputError } from "../../core/errors.ts";

/** A tetrahedron. */
export const minimumFibonacciCount = 4;
export const maximumFibonacciCount = 1_000_000;

/**
 * Spherical Fibonacci lattice: point i of n at z = 1 - (2 i + 1) / n, each turned by the golden angle pi (3 - sqrt 5) from the last
 * (Gonzalez, doi:10.1007/s11004-009-9257-x). Nearly equal areas for any n, no symmetry. Returns 3 n numbers.
 * Throws InputError where `count` is not an integer from 4 to 1,000,000.
 */
export function fibonacciPoints(count: number): Float64Array {
  if (!Number.isInteger(count) || count < minimumFibonacciCount || count > maximumFibonacciCount) {
    throw new InputError({
      what: `fibonacci point count ${count} is not an integer from ${minimumFibonacciCount} to ${maximumFibonacciCount}`,
      remedy: "2000 is a usual choice",
      value: count,
      limit: count < minimumFibonacciCount ? minimumFibonacciCount : maximumFibonacciCount,
    });
  }
  // The azimuth advances by multiplying with a unit complex number: sums, products and roots are rounded alike on every
  // machine, sines and cosines are not.
  const turnCosine = -0.7373688780783197;
  const turnSine = 0.6754902942615238;
  const points = new Float64Array(3 * count);
  let cosine = 1;
  let sine = 0;
  for (let i = 0; i < count; i++) {
    const z = (count - 1 - 2 * i) / count;
    const rho = Math.sqrt((1 - z) * (1 + z));
    const x = rho * cosine;
    const y = rho * sine;
    const norm = Math.sqrt(x * x + y * y + z * z);
    points[3 * i] = x / norm;
    points[3 * i + 1] = y / norm;
    points[3 * i + 2] = z / norm;
    const nextCosine = cosine * turnCosine - sine * turnSine;
    const nextSine = sine * turnCosine + cosine * turnSine;
    const length = Math.sqrt(nextCosine * nextCosine + nextSine * nextSine);
    cosine = nextCosine / length;
    sine = nextSine / length;
  }
  return points;
}
