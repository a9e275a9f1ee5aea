import { gaussJacobi } from "../../../fem/quadrature.ts";

/** Points of the unit ball (3 numbers each) and positive weights that add up to 1. */
export interface BallRule {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/** A rule for d^3r / (2 pi r) that is exact for polynomials of this even degree: Gauss in r^2 and in z/r, even steps in the azimuth. */
export function ballRule(degree: number): BallRule {
  const radial = gaussJacobi(Math.floor(degree / 4) + 1, 0);
  const polar = gaussJacobi(Math.floor(degree / 2) + 1, 0);
  const steps = degree + 1;
  const size = radial.points.length * polar.points.length * steps;
  const points = new Float64Array(3 * size);
  const weights = new Float64Array(size);
  let at = 0;
  for (const [i, x] of radial.points.entries()) {
    const radius = Math.sqrt((1 + x) / 2);
    for (const [j, z] of polar.points.entries()) {
      const across = Math.sqrt((1 - z) * (1 + z));
      for (let k = 0; k < steps; k++, at++) {
        const angle = (2 * Math.PI * k) / steps;
        points[3 * at] = radius * across * Math.cos(angle);
        points[3 * at + 1] = radius * across * Math.sin(angle);
        points[3 * at + 2] = radius * z;
        weights[at] = (radial.weights[i]! * polar.weights[j]!) / (4 * steps);
      }
    }
  }
  return { points, weights };
}
