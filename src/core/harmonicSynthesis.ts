import { advancePhases, createOrderSweep, enterOrder, type Phases } from "./harmonicRecursion.ts";
import { checkLengths, checkPoints } from "./sphericalHarmonics.ts";

/** Heights that differ by so little are one: less than what rounding of a point changes. */
const SAME = 4 * Number.EPSILON;

/**
 * Synthesis: values[i] = P(x_i) = sum_{l <= degree} [ p_l0 Y_l0(x_i) + 2 Re sum_{m>0} p_lm conj(Y_lm(x_i)) ], the real
 * density with the packed coefficients p_lm. `points`: x, y, z of each, on the unit sphere; `values`: one number a
 * point, overwritten.
 *
 * Points of one |z|, of which meshes and grids have many, share the recursion in l: Y_lm(-z) = (-1)^(l-m) Y_lm(z) but for the phase. Cost: distinct |z| * degree^2 / 2
 * recursion steps, and points * degree.
 */
export function synthesizeHarmonics(
  degree: number,
  real: Float64Array,
  imaginary: Float64Array,
  points: Float64Array,
  values: Float64Array,
): void {
  checkLengths(degree, real, imaginary);
  checkPoints(points, values, "values");
  const { members, starts, places } = latitudesOf(points);
  const sweep = createOrderSweep(degree, places, null);
  const { forward, inverse } = sweep;
  const phases = createPhases(points, members);
  const { phaseReal, phaseImaginary } = phases;
  const signs = Float64Array.from(members, (i) => (points[3 * i + 2]! < 0 ? -1 : 1));
  const sums = new Float64Array(members.length);
  const columnReal = new Float64Array(degree + 1);
  const columnImaginary = new Float64Array(degree + 1);
  for (let m = 0; m <= degree; m++) {
    enterOrder(sweep, m);
    if (m > 0) advancePhases(phases);
    const multiplicity = m === 0 ? 1 : 2;
    for (let l = m; l <= degree; l++) {
      columnReal[l] = multiplicity * real[(l * (l + 1)) / 2 + m]!;
      columnImaginary[l] = multiplicity * imaginary[(l * (l + 1)) / 2 + m]!;
    }
    for (let i = 0; i < sweep.count; i++) {
      const z = sweep.height[i]!;
      let value = sweep.value[i]!;
      let below = sweep.below[i]!;
      let evenReal = 0;
      let evenImaginary = 0;
      let oddReal = 0;
      let oddImaginary = 0;
      let l = sweep.start[i]!;
      if ((l - m) % 2 === 1) {
        oddReal = value * columnReal[l]!;
        oddImaginary = value * columnImaginary[l]!;
        const next = (z * value - forward[l]! * below) * inverse[l + 1]!;
        below = value;
        value = next;
        l++;
      }
      for (; l < degree; l += 2) {
        evenReal += value * columnReal[l]!;
        evenImaginary += value * columnImaginary[l]!;
        const odd = (z * value - forward[l]! * below) * inverse[l + 1]!;
        oddReal += odd * columnReal[l + 1]!;
        oddImaginary += odd * columnImaginary[l + 1]!;
        value = (z * odd - forward[l + 1]! * value) * inverse[l + 2]!;
        below = odd;
      }
      if (l === degree) {
        evenReal += value * columnReal[l]!;
        evenImaginary += value * columnImaginary[l]!;
      }
      for (let k = starts[i]!; k < starts[i + 1]!; k++) {
        const sign = signs[k]!;
        sums[k]! +=
          phaseReal[k]! * (evenReal + sign * oddReal) + phaseImaginary[k]! * (evenImaginary + sign * oddImaginary);
      }
    }
  }
  for (const [k, i] of members.entries()) values[i] = sums[k]!;
}

/** Points by |z|. */
interface Latitudes {
  /** Those of latitude i are members[starts[i]] .. members[starts[i + 1] - 1]. */
  readonly members: Uint32Array;
  readonly starts: Uint32Array;
  /** s, 0, |z| of each latitude. */
  readonly places: Float64Array;
}

function latitudesOf(points: Float64Array): Latitudes {
  const count = points.length / 3;
  const height = (i: number): number => Math.abs(points[3 * i + 2]!);
  const radius = (i: number): number => Math.sqrt(points[3 * i]! ** 2 + points[3 * i + 1]! ** 2);
  const members = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => height(a) - height(b));
  const starts: number[] = [];
  const places: number[] = [];
  let [z, s] = [Number.NEGATIVE_INFINITY, 0];
  for (const [k, i] of members.entries()) {
    // Next to a pole one |z| has many radii.
    if (height(i) - z <= SAME && Math.abs(radius(i) - s) <= SAME) continue;
    [z, s] = [height(i), radius(i)];
    starts.push(k);
    places.push(s, 0, z);
  }
  return { members, starts: Uint32Array.from([...starts, count]), places: Float64Array.from(places) };
}

/** e^{i m phi} of each member, at m = 0. */
function createPhases(points: Float64Array, members: Uint32Array): Phases {
  const sorted = new Float64Array(points.length);
  for (const [k, i] of members.entries()) sorted.set(points.subarray(3 * i, 3 * i + 3), 3 * k);
  return createOrderSweep(0, sorted, null);
}
