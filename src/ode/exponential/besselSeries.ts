/** Numbers of a recurrence are scaled down from here on. */
const LARGE = 1e200;

/**
 * J_0(z), 2 J_1(z), 2 J_2(z), ... for z >= 0, up to where sum_k |J_k(z)| growth^k of all that follow is at most `tolerance`, or what rounding leaves of the
 * first. By recurrence from far above z downwards, normalised by J_0 + 2 (J_2 + J_4 + ...) = 1 (J. C. P. Miller).
 *
 * @returns the coefficients, at least two, and the bound on that sum
 */
export function besselSeries(
  z: number,
  growth: number,
  tolerance: number,
): { readonly coefficients: Float64Array; readonly rest: number } {
  if (z === 0) return { coefficients: Float64Array.of(1, 0), rest: 0 };
  const top = Math.ceil(z * growth ** 2 + 20 * Math.cbrt(z * growth) + 60);
  const values = new Float64Array(top + 2);
  values[top] = Number.MIN_VALUE * 2 ** 60;
  for (let k = top; k > 0; k--) {
    values[k - 1] = ((2 * k) / z) * values[k]! - values[k + 1]!;
    if (Math.abs(values[k - 1]!) > LARGE) for (let j = k - 1; j <= top; j++) values[j]! /= LARGE;
  }
  let sum = values[0]!;
  for (let k = 2; k <= top; k += 2) sum += 2 * values[k]!;
  for (let k = 0; k <= top; k++) values[k]! /= sum;
  const allowed = Math.max(tolerance, Number.EPSILON / 4);
  let last = top;
  let rest = 0;
  while (last > 1) {
    const more = rest + Math.abs(values[last]!) * growth ** last;
    if (more > allowed) break;
    rest = more;
    last--;
  }
  return { coefficients: values.slice(0, last + 1).map((value, k) => (k === 0 ? value : 2 * value)), rest };
}
