import { BlochfemError } from "../core/errors.ts";
import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../core/sphericalHarmonics.ts";
import type { PackedHarmonics } from "../state/harmonicDensity.ts";

/** The point of the sphere that two numbers uniform in [0, 1) stand for, written to `point`. */
export type PointSampler = (first: number, second: number, point: Float64Array) => void;

/** How far below 0 rounding may leave P, in units of its largest value. */
const NEGATIVE_TOLERANCE = 1e-9;

/**
 * Samples a density with given harmonics: z by inversion of its marginal, the azimuth by inversion of what P is on the circle
 * at z, both in closed form but for a bisection.
 *
 * @throws BlochfemError where that density is negative somewhere
 */
export function harmonicSampler(packed: PackedHarmonics): PointSampler {
  requirePositive(packed);
  const marginal = marginalDistribution(packed);
  const circle = circleCoefficients(packed);
  return (first, second, point) => {
    const z = bisect(-1, 1, (height) => marginal(height) < first);
    const { real, imaginary } = circle(z);
    const wanted = 2 * Math.PI * real[0]! * second;
    const phi = bisect(0, 2 * Math.PI, (angle) => massTo(angle, real, imaginary) < wanted);
    const across = Math.sqrt(Math.max(0, (1 - z) * (1 + z)));
    point[0] = across * Math.cos(phi);
    point[1] = across * Math.sin(phi);
    point[2] = z;
  };
}

/** The place between two bounds up to which `below` holds, to rounding. */
function bisect(low: number, high: number, below: (at: number) => boolean): number {
  let [from, to] = [low, high];
  for (let k = 0; k < 53; k++) {
    const middle = (from + to) / 2;
    if (below(middle)) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

/** Probability of a height below z: int P_l = (P_{l+1} - P_{l-1})/(2l + 1), which vanishes at -1. */
function marginalDistribution({ degree, real }: PackedHarmonics): (z: number) => number {
  const weights = Float64Array.from({ length: degree + 1 }, (_, l) =>
    l === 0
      ? real[0]! * Math.sqrt(Math.PI)
      : (real[harmonicIndex(l, 0)]! * Math.sqrt((2 * l + 1) * Math.PI)) / (2 * l + 1),
  );
  return (z) => {
    let sum = weights[0]! * (z + 1);
    let before = 1;
    let value = z;
    for (let l = 1; l <= degree; l++) {
      const next = ((2 * l + 1) * z * value - l * before) / (l + 1);
      sum += weights[l]! * (next - before);
      before = value;
      value = next;
    }
    return sum;
  };
}

interface CircleCoefficients {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** c_m(z) with P = c_0 + 2 sum_{m>0} (Re c_m cos m phi + Im c_m sin m phi); the arrays are used again. */
function circleCoefficients({ degree, real, imaginary }: PackedHarmonics): (z: number) => CircleCoefficients {
  const [values, zeros] = [new Float64Array(harmonicCount(degree)), new Float64Array(harmonicCount(degree))];
  const found = { real: new Float64Array(degree + 1), imaginary: new Float64Array(degree + 1) };
  return (z) => {
    evaluateHarmonics(degree, Math.sqrt(Math.max(0, (1 - z) * (1 + z))), 0, z, values, zeros);
    found.real.fill(0);
    found.imaginary.fill(0);
    for (let l = 0; l <= degree; l++) {
      for (let m = 0; m <= l; m++) {
        const at = harmonicIndex(l, m);
        found.real[m]! += real[at]! * values[at]!;
        found.imaginary[m]! += imaginary[at]! * values[at]!;
      }
    }
    return found;
  };
}

/** int_0^angle of P on the circle. */
function massTo(angle: number, real: Float64Array, imaginary: Float64Array): number {
  let sum = real[0]! * angle;
  for (let m = 1; m < real.length; m++) {
    sum += (2 * (real[m]! * Math.sin(m * angle) + imaginary[m]! * (1 - Math.cos(m * angle)))) / m;
  }
  return sum;
}

/** Looks at P on a grid that no harmonic up to the degree slips through. */
function requirePositive(packed: PackedHarmonics): void {
  const { degree } = packed;
  const circle = circleCoefficients(packed);
  const rows = 4 * degree + 4;
  let [least, largest] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i <= rows; i++) {
    const { real, imaginary } = circle(Math.cos((Math.PI * i) / rows));
    for (let k = 0; k < rows; k++) {
      const phi = (2 * Math.PI * k) / rows;
      let value = real[0]!;
      for (let m = 1; m <= degree; m++) value += 2 * (real[m]! * Math.cos(m * phi) + imaginary[m]! * Math.sin(m * phi));
      least = Math.min(least, value);
      largest = Math.max(largest, Math.abs(value));
    }
  }
  if (least >= -NEGATIVE_TOLERANCE * largest) return;
  throw new BlochfemError({
    what: `P of the initial state, from its harmonics up to degree ${degree}, falls to ${(least / largest).toExponential(1)} of its largest value: trajectories cannot start from a density below 0`,
    remedy: "start from a product, coherent or thermal state, or take a method that needs no positive P",
    value: least,
    limit: 0,
  });
}
