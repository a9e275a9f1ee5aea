import { ConvergenceError, InputError } from "./errors.ts";

/** Stirling's series of ln Gamma(a) - [(a - 1/2) ln a - a + ln(2 pi)/2] for a >= 10; the next term is below 2e-16. */
function stirlingTail(a: number): number {
  const r = 1 / (a * a);
  return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))))) / a;
}

/** ln Gamma(a) for a > 0: error about 5e-15 below a = 10, where terms of size 22 cancel, and 1e-15 relative above. Throws
 * InputError for other a. */
export function logGamma(a: number): number {
  requirePositive("argument of the gamma function", a);
  // Gamma(a) = Gamma(a + n) / (a (a + 1) ... (a + n - 1)), up to where Stirling's series is good.
  let product = 1;
  let shifted = a;
  while (shifted < 10) product *= shifted++;
  return (
    (shifted - 0.5) * Math.log(shifted) -
    shifted +
    Math.log(2 * Math.PI) / 2 +
    stirlingTail(shifted) -
    Math.log(product)
  );
}

/**
 * Regularised upper incomplete gamma function Q(a, x) = int_x^inf t^(a-1) e^-t dt / Gamma(a), a > 0, x >= 0; the p-value of
 * chi^2 with k degrees of freedom is Q(k/2, chi^2/2). Series of DLMF 8.11.4 for x < a + 1, otherwise the continued fraction
 * DLMF 8.9.2. Relative accuracy about 1e-13 of the smaller of Q and 1 - Q, while a is below 1e6.
 *
 * @throws InputError for arguments out of range
 * @throws ConvergenceError where 100,000 terms are not enough: a beyond about 1e9
 */
export function upperIncompleteGamma(a: number, x: number): number {
  requirePositive("order of the incomplete gamma function", a);
  if (!(x >= 0))
    throw new InputError({
      what: `the limit ${x} of the integral is below 0`,
      remedy: "give x >= 0",
      value: x,
      limit: 0,
    });
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - lowerBySeries(a, x) : upperByFraction(a, x);
}

const mostTerms = 100_000;

function lowerBySeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= mostTerms; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) return density(a, x) * (x / a) * sum;
  }
  return stalled(a, x, term / sum);
}

/** Modified Lentz evaluation, W. J. Lentz, doi:10.1364/AO.15.000668. */
function upperByFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let product = d;
  for (let n = 1; n <= mostTerms; n++) {
    const numerator = n * (a - n);
    b += 2;
    // For x >= a + 1 neither denominator vanishes but by rounding.
    d = 1 / (numerator * d + b || Number.MIN_VALUE);
    c = b + numerator / c || Number.MIN_VALUE;
    const factor = c * d;
    product *= factor;
    if (Math.abs(factor - 1) < 2 * Number.EPSILON) return density(a, x) * x * product;
  }
  return stalled(a, x, 1);
}

/** x^(a-1) e^-x / Gamma(a); for large a from x/a - 1, where the large terms have cancelled on paper. */
function density(a: number, x: number): number {
  if (a < 10) return Math.exp((a - 1) * Math.log(x) - x - logGamma(a));
  const shift = (x - a) / a;
  return (Math.exp(a * (Math.log1p(shift) - shift) - stirlingTail(a)) * Math.sqrt(a / (2 * Math.PI))) / x;
}

function requirePositive(name: string, value: number): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new InputError({ what: `the ${name} is ${value}`, remedy: "give a positive finite number", value, limit: 0 });
}

function stalled(a: number, x: number, value: number): never {
  throw new ConvergenceError({
    what: `the incomplete gamma function Q(${a}, ${x}) has not converged in ${mostTerms} terms`,
    remedy: "use the normal limit for an order this large",
    value,
    limit: Number.EPSILON,
  });
}
