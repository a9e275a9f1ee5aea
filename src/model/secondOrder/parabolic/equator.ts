import type { Coefficients } from "../coefficients.ts";

const SAMPLES = 720;

/** Step along z for the slope, and what counts as one in units of the largest coefficient. */
const STEP = 1e-4;
const SLOPE = 1e-6;

/**
 * Whether D is below 0 somewhere whatever the dephasing about z. The least eigenvalue over all r is
 *
 *     2 min_v ( v.S v - |P (chi v + v x w)| ),   P the projection across the unit vector v,
 *
 * and dephasing adds to it 2 v_z^2: nothing on the equator of v, and less than what is missing next to a point of the equator where the
 * bracket is 0 but has a slope along z.
 *
 * @param scale the largest coefficient
 * @param tolerance what rounding leaves of a zero
 */
export function violatesOnEquator(coefficients: Coefficients, scale: number, tolerance: number): boolean {
  const excess = (angle: number): number => excessAt(coefficients, Math.cos(angle), Math.sin(angle), 0);
  const width = Math.PI / SAMPLES;
  const angles = Array.from({ length: SAMPLES }, (_, k) => k * width);
  const values = angles.map(excess);
  const highest = angles[values.indexOf(Math.max(...values))]!;
  const summit = maximumWithin(excess, highest - width, highest + width);
  if (Math.max(excess(summit), ...values) > tolerance) return true;
  const touching = [...angles, summit].filter((angle) => excess(angle) >= -tolerance);
  return touching.some((angle) => Math.abs(slopeAcross(coefficients, angle)) > SLOPE * scale);
}

const SPIRAL_SAMPLES = 1000;

/** A rate of dephasing about z that is not enough, or just so: the largest that points away from the equator of v ask for, 0 at least. */
export function sampledDephasing(coefficients: Coefficients): number {
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  let rate = 0;
  for (let k = 0; k < SPIRAL_SAMPLES; k++) {
    // Half of the sphere: the bracket is the same at v and -v.
    const z = 1 - (k + 0.5) / (1.02 * SPIRAL_SAMPLES);
    const radius = Math.sqrt(1 - z * z);
    const [x, y] = [radius * Math.cos(k * goldenAngle), radius * Math.sin(k * goldenAngle)];
    rate = Math.max(rate, excessAt(coefficients, x, y, z) / (z * z));
  }
  // Rounding must not carry it above what is enough.
  return rate * (1 - 1e-10);
}

/** |P (chi v + v x w)| - v.S v for a unit vector v. */
function excessAt({ collective, interaction: chi }: Coefficients, x: number, y: number, z: number): number {
  const { symmetric: s, skew: w } = collective;
  const turned = [
    chi[0] * x + chi[3] * y + chi[4] * z,
    chi[3] * x + chi[1] * y + chi[5] * z,
    chi[4] * x + chi[5] * y + chi[2] * z,
  ] as const;
  const along = x * turned[0] + y * turned[1] + z * turned[2];
  const beside = Math.hypot(
    turned[0] - along * x + y * w[2] - z * w[1],
    turned[1] - along * y + z * w[0] - x * w[2],
    turned[2] - along * z + x * w[1] - y * w[0],
  );
  const spread = s[0] * x * x + s[1] * y * y + s[2] * z * z + 2 * (s[3] * x * y + s[4] * x * z + s[5] * y * z);
  return beside - spread;
}

function slopeAcross(coefficients: Coefficients, angle: number): number {
  const radius = Math.sqrt(1 - STEP * STEP);
  const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
  return (excessAt(coefficients, x, y, STEP) - excessAt(coefficients, x, y, -STEP)) / (2 * STEP);
}

/** Where a function with one maximum in an interval has it, by golden sections. */
function maximumWithin(of: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [x, y] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fx, fy] = [of(x), of(y)];
  for (let k = 0; k < 60; k++) {
    if (fx > fy) {
      [b, y, fy] = [y, x, fx];
      x = b - ratio * (b - a);
      fx = of(x);
    } else {
      [a, x, fx] = [x, y, fy];
      y = a + ratio * (b - a);
      fy = of(y);
    }
  }
  return fx > fy ? x : y;
}
