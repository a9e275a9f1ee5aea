import { advancePhases, createOrderSweep, enterOrder } from "./harmonicRecursion.ts";
import { latitudesOf, phasesOf } from "./latitudes.ts";
import { checkLengths, checkPoints } from "./sphericalHarmonics.ts";

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
  const { members, starts, places, signs } = latitudesOf(points);
  const sweep = createOrderSweep(degree, places, null);
  const { forward, inverse } = sweep;
  const phases = phasesOf(points, members, null);
  const { phaseReal, phaseImaginary } = phases;
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
