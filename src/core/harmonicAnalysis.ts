import { advancePhases, createOrderSweep, enterOrder, type OrderSweep } from "./harmonicRecursion.ts";
import { latitudesOf, phasesOf } from "./latitudes.ts";
import { checkLengths, checkPoints } from "./sphericalHarmonics.ts";

/** Sums of (weight) e^{i m phi} over the points of each latitude, and the same with the sign of z. */
interface LatitudeSums {
  readonly evenReal: Float64Array;
  readonly evenImaginary: Float64Array;
  readonly oddReal: Float64Array;
  readonly oddImaginary: Float64Array;
}

/**
 * Analysis: adds sum_i w_i Y_lm(x_i) to p_lm for every l <= degree, m >= 0.
 *
 * `points` holds x, y, z of each point, on the unit sphere; `weights` one number a point; `real` and `imaginary` are
 * packed, at least harmonicCount(degree) entries, and are added to, not cleared. With w_i = quadrature weight times
 * P(x_i) this is p_lm = int P Y_lm. Cost: distinct |z| * degree^2 / 2 recursion steps, and points * degree.
 */
export function accumulateHarmonics(
  degree: number,
  points: Float64Array,
  weights: Float64Array,
  real: Float64Array,
  imaginary: Float64Array,
): void {
  checkLengths(degree, real, imaginary);
  checkPoints(points, weights, "weights");
  const { members, starts, places, signs } = latitudesOf(points);
  const sweep = createOrderSweep(degree, places, null);
  const phases = phasesOf(points, members, weights);
  const sums: LatitudeSums = {
    evenReal: new Float64Array(sweep.count),
    evenImaginary: new Float64Array(sweep.count),
    oddReal: new Float64Array(sweep.count),
    oddImaginary: new Float64Array(sweep.count),
  };
  const sumReal = new Float64Array(degree + 1);
  const sumImaginary = new Float64Array(degree + 1);
  for (let m = 0; m <= degree; m++) {
    enterOrder(sweep, m);
    if (m > 0) advancePhases(phases);
    sumLatitudes(starts, signs, phases.phaseReal, sums.evenReal, sums.oddReal);
    sumLatitudes(starts, signs, phases.phaseImaginary, sums.evenImaginary, sums.oddImaginary);
    sumReal.fill(0, m);
    sumImaginary.fill(0, m);
    // Four latitudes share each load of coefficients and each update of the sums.
    let i = 0;
    for (; i + 4 <= sweep.count; i += 4) accumulateFour(sweep, sums, m, i, sumReal, sumImaginary);
    for (; i < sweep.count; i++) accumulateOne(sweep, sums, m, i, degree + 1, sumReal, sumImaginary);
    for (let l = m; l <= degree; l++) {
      real[(l * (l + 1)) / 2 + m]! += sumReal[l]!;
      imaginary[(l * (l + 1)) / 2 + m]! += sumImaginary[l]!;
    }
  }
}

function sumLatitudes(
  starts: Uint32Array,
  signs: Float64Array,
  phases: Float64Array,
  even: Float64Array,
  odd: Float64Array,
): void {
  for (let i = 0; i < even.length; i++) {
    let sum = 0;
    let signed = 0;
    for (let k = starts[i]!, end = starts[i + 1]!; k < end; k++) {
      sum += phases[k]!;
      signed += signs[k]! * phases[k]!;
    }
    even[i] = sum;
    odd[i] = signed;
  }
}

/** Adds degrees start..end-1 of latitude i to the sums and leaves the latitude at degree `end`. */
function accumulateOne(
  sweep: OrderSweep,
  { evenReal, evenImaginary, oddReal, oddImaginary }: LatitudeSums,
  m: number,
  i: number,
  end: number,
  real: Float64Array,
  imaginary: Float64Array,
): void {
  const { forward, inverse } = sweep;
  const z = sweep.height[i]!;
  let value = sweep.value[i]!;
  let below = sweep.below[i]!;
  for (let l = sweep.start[i]!; l < end; l++) {
    const isOdd = ((l - m) & 1) === 1;
    real[l]! += value * (isOdd ? oddReal[i]! : evenReal[i]!);
    imaginary[l]! += value * (isOdd ? oddImaginary[i]! : evenImaginary[i]!);
    const next = (z * value - forward[l]! * below) * inverse[l + 1]!;
    below = value;
    value = next;
  }
  sweep.value[i] = value;
  sweep.below[i] = below;
}

function accumulateFour(
  sweep: OrderSweep,
  sums: LatitudeSums,
  m: number,
  i: number,
  real: Float64Array,
  imaginary: Float64Array,
): void {
  const { degree, start } = sweep;
  let common = Math.max(start[i]!, start[i + 1]!, start[i + 2]!, start[i + 3]!);
  // Pairs of an even and an odd degree begin at an even one.
  if (((common - m) & 1) === 1) common++;
  for (let k = i; k < i + 4; k++)
    if (start[k]! < common) accumulateOne(sweep, sums, m, k, Math.min(common, degree + 1), real, imaginary);
  if (common <= degree) addPairs(sweep, sums, common, i, real, imaginary);
}

/** Degrees from `first` on, an even one and the odd one above it at a time. */
function addPairs(
  { degree, forward, inverse, height, value, below }: OrderSweep,
  { evenReal, evenImaginary, oddReal, oddImaginary }: LatitudeSums,
  first: number,
  i: number,
  real: Float64Array,
  imaginary: Float64Array,
): void {
  const z0 = height[i]!;
  const z1 = height[i + 1]!;
  const z2 = height[i + 2]!;
  const z3 = height[i + 3]!;
  const c0 = evenReal[i]!;
  const c1 = evenReal[i + 1]!;
  const c2 = evenReal[i + 2]!;
  const c3 = evenReal[i + 3]!;
  const d0 = evenImaginary[i]!;
  const d1 = evenImaginary[i + 1]!;
  const d2 = evenImaginary[i + 2]!;
  const d3 = evenImaginary[i + 3]!;
  const o0 = oddReal[i]!;
  const o1 = oddReal[i + 1]!;
  const o2 = oddReal[i + 2]!;
  const o3 = oddReal[i + 3]!;
  const p0 = oddImaginary[i]!;
  const p1 = oddImaginary[i + 1]!;
  const p2 = oddImaginary[i + 2]!;
  const p3 = oddImaginary[i + 3]!;
  let v0 = value[i]!;
  let v1 = value[i + 1]!;
  let v2 = value[i + 2]!;
  let v3 = value[i + 3]!;
  let b0 = below[i]!;
  let b1 = below[i + 1]!;
  let b2 = below[i + 2]!;
  let b3 = below[i + 3]!;
  for (let l = first; l <= degree; l += 2) {
    real[l]! += v0 * c0 + v1 * c1 + (v2 * c2 + v3 * c3);
    imaginary[l]! += v0 * d0 + v1 * d1 + (v2 * d2 + v3 * d3);
    if (l === degree) break;
    const f = forward[l]!;
    const g = inverse[l + 1]!;
    b0 = (z0 * v0 - f * b0) * g;
    b1 = (z1 * v1 - f * b1) * g;
    b2 = (z2 * v2 - f * b2) * g;
    b3 = (z3 * v3 - f * b3) * g;
    real[l + 1]! += b0 * o0 + b1 * o1 + (b2 * o2 + b3 * o3);
    imaginary[l + 1]! += b0 * p0 + b1 * p1 + (b2 * p2 + b3 * p3);
    if (l + 1 === degree) break;
    const f1 = forward[l + 1]!;
    const g1 = inverse[l + 2]!;
    v0 = (z0 * b0 - f1 * v0) * g1;
    v1 = (z1 * b1 - f1 * v1) * g1;
    v2 = (z2 * b2 - f1 * v2) * g1;
    v3 = (z3 * b3 - f1 * v3) * g1;
  }
}
