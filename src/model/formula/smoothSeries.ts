import { bent, combined, constant, convolution, ORDER, type Series, zero } from "./enclosure.ts";
import {
  add,
  contains,
  cosine,
  divide,
  everything,
  type Interval,
  rising,
  scale,
  sine,
  wholePower,
} from "./interval.ts";

export const negated = (a: Series): Series => combined([a], -a.middle, (k) => scale(a.coefficients[k]!, -1));

export const sum = (a: Series, b: Series): Series =>
  combined([a, b], a.middle + b.middle, (k) => add(a.coefficients[k]!, b.coefficients[k]!));

export const product = (a: Series, b: Series): Series =>
  combined([a, b], a.middle * b.middle, (k) => convolution(a.coefficients, b.coefficients, k, [0, k]));

const quotient = (a: Series, b: Series): Series =>
  combined([a, b], a.middle / b.middle, (k, before) => {
    const rest = k === 0 ? zero : convolution(before, b.coefficients, k, [0, k - 1]);
    return divide(add(a.coefficients[k]!, scale(rest, -1)), b.coefficients[0]!);
  });

export const ARITHMETIC: ReadonlyMap<string, (a: Series, b: Series) => Series> = new Map([
  ["negate", negated],
  ["+", sum],
  ["-", (a: Series, b: Series) => sum(a, negated(b))],
  ["*", product],
  ["/", quotient],
]);

/**
 * f(u) by f' = g(u): k f_k = sum_j j u_j g_{k-j}. `slope` gives coefficient number k of g(u(t)), from those of f up to k.
 */
function byDerivative(
  u: Series,
  range: Interval,
  middle: number,
  slope: (k: number, before: readonly Interval[]) => Interval,
): Series {
  const slopes: Interval[] = [];
  return combined([u], middle, (k, before) => {
    if (k === 0) return range;
    slopes.push(slope(k - 1, before));
    return scale(convolution(u.coefficients, slopes, k, [1, k], 0, 1), 1 / k);
  });
}

export const exponential = (u: Series): Series =>
  byDerivative(u, rising(Math.exp, u.coefficients[0]!), Math.exp(u.middle), (k, before) => before[k]!);

/** f and g with f' = g u', g' = sign f u': cos is the slope of sin. */
function pair(u: Series, f: Interval, g: Interval, middles: readonly [number, number], sign: number): [Series, Series] {
  const [a, b]: [Interval[], Interval[]] = [[f], [g]];
  for (let k = 1; k <= ORDER; k++) {
    a.push(scale(convolution(u.coefficients, b, k, [1, k], 0, 1), 1 / k));
    b.push(scale(convolution(u.coefficients, a, k, [1, k], 0, 1), sign / k));
  }
  const { bends } = u;
  return [
    { coefficients: a, middle: middles[0], bends },
    { coefficients: b, middle: middles[1], bends },
  ];
}

const circular = (u: Series): [Series, Series] => {
  const [range, at] = [u.coefficients[0]!, u.middle];
  return pair(u, sine(range), cosine(range), [Math.sin(at), Math.cos(at)], -1);
};

function hyperbolic(u: Series): [Series, Series] {
  const [range, at] = [u.coefficients[0]!, u.middle];
  const ends: Interval = [Math.cosh(range[0]), Math.cosh(range[1])];
  const cosh: Interval = [contains(range, 0) ? 1 : Math.min(...ends), Math.max(...ends)];
  return pair(u, rising(Math.sinh, range), cosh, [Math.sinh(at), Math.cosh(at)], 1);
}

/** By the slope 1 - tanh^2, whose value is that of 1/cosh^2, which is narrower. */
function tangentHyperbolic(u: Series): Series {
  const range = u.coefficients[0]!;
  const slope = (x: number): number => 1 / Math.cosh(x) ** 2;
  const ends: Interval = [slope(range[0]), slope(range[1])];
  const first: Interval = [Math.min(...ends), contains(range, 0) ? 1 : Math.max(...ends)];
  return byDerivative(u, rising(Math.tanh, range), Math.tanh(u.middle), (k, before) =>
    k === 0 ? first : scale(convolution(before, before, k, [0, k]), -1),
  );
}

/** The series of u^p, u > 0 or a whole p: u f' = p u' f. */
export function realPower(u: Series, p: number): Series {
  const [low, high] = u.coefficients[0]!;
  if (!(low > 0) && !(high < 0 && Number.isInteger(p))) {
    const middle = u.middle ** p;
    // A root has a value at 0, but no slope.
    return low >= 0 && p > 0
      ? { ...bent([low ** p, high ** p], middle), bends: low === 0 || u.bends }
      : bent(everything, middle);
  }
  const ends: Interval = [low ** p, high ** p];
  return combined([u], u.middle ** p, (k, before) => {
    if (k === 0) return [Math.min(...ends), Math.max(...ends)];
    const weighted = convolution(u.coefficients, before, k, [1, k], -k, p + 1);
    return scale(divide(weighted, u.coefficients[0]!), 1 / k);
  });
}

export function wholePowerOf(u: Series, n: number): Series {
  if (n === 0) return constant(1);
  if (n === 1) return u;
  const half = wholePowerOf(u, Math.floor(n / 2));
  const even = product(half, half);
  const whole = n % 2 === 0 ? even : product(even, u);
  const range = wholePower(u.coefficients[0]!, n);
  return { ...whole, coefficients: [range, ...whole.coefficients.slice(1)], middle: u.middle ** n };
}

export const logarithm = (u: Series): Series => {
  const reciprocal = realPower(u, -1).coefficients;
  const range: Interval = u.coefficients[0]![0] > 0 ? rising(Math.log, u.coefficients[0]!) : everything;
  return byDerivative(u, range, Math.log(u.middle), (k) => reciprocal[k]!);
};

/** 1 - u^2 or 1 + u^2 to a power, as the slopes of the inverse functions. */
function slopeOfInverse(u: Series, sign: number, power: number): readonly Interval[] {
  const square = wholePowerOf(u, 2);
  return realPower(sum(constant(1), sign > 0 ? square : negated(square)), power).coefficients;
}

function arcSine(u: Series): Series {
  const slope = slopeOfInverse(u, -1, -0.5);
  const range = rising(Math.asin, u.coefficients[0]!);
  return byDerivative(u, range, Math.asin(u.middle), (k) => slope[k]!);
}

function arcTangent(u: Series): Series {
  const slope = slopeOfInverse(u, 1, -1);
  return byDerivative(u, rising(Math.atan, u.coefficients[0]!), Math.atan(u.middle), (k) => slope[k]!);
}

export const SMOOTH: ReadonlyMap<string, (u: Series) => Series> = new Map([
  ["sin", (u: Series) => circular(u)[0]],
  ["cos", (u: Series) => circular(u)[1]],
  ["tan", (u: Series) => quotient(...circular(u))],
  ["asin", arcSine],
  ["acos", (u: Series) => sum(constant(Math.PI / 2), negated(arcSine(u)))],
  ["atan", arcTangent],
  ["sinh", (u: Series) => hyperbolic(u)[0]],
  ["cosh", (u: Series) => hyperbolic(u)[1]],
  ["tanh", tangentHyperbolic],
  ["exp", exponential],
  ["log", logarithm],
  ["sqrt", (u: Series) => realPower(u, 0.5)],
]);
