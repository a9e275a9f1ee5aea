import { choice, extremum, PIECEWISE } from "./bentSeries.ts";
import { constant, orders, type Series, zero } from "./enclosure.ts";
import { type Interval, isFiniteInterval, meet } from "./interval.ts";
import { type Expression, sameExpression } from "./operations.ts";
import { ARITHMETIC, exponential, logarithm, product, realPower, SMOOTH, wholePowerOf } from "./smoothSeries.ts";

/** The formula on the times from middle - radius to middle + radius. */
export function seriesOf(expression: Expression, middle: number, radius: number): Series {
  return narrowed(rawSeries(expression, middle, radius), radius);
}

/** The range by the mean value theorem, where that is narrower: it forgives a time that occurs twice. */
function narrowed(found: Series, radius: number): Series {
  const { coefficients, middle } = found;
  const slope = coefficients[1]!;
  if (!Number.isFinite(middle) || !isFiniteInterval(slope)) return found;
  const steepest = Math.max(Math.abs(slope[0]), Math.abs(slope[1])) * radius;
  const range = meet(coefficients[0]!, [middle - steepest, middle + steepest]);
  return { ...found, coefficients: [range, ...coefficients.slice(1)] };
}

function rawSeries(expression: Expression, middle: number, radius: number): Series {
  if (expression.kind === "number") return constant(expression.value);
  if (expression.kind === "time") {
    const coefficients = orders.map(
      (k): Interval => (k === 0 ? [middle - radius, middle + radius] : k === 1 ? [1, 1] : zero),
    );
    return { coefficients, middle, bends: false };
  }
  const { name, of } = expression;
  if (name === "**") return powerOf(of[0]!, of[1]!, middle, radius);
  if (name === "*" && sameExpression(of[0]!, of[1]!)) return wholePowerOf(seriesOf(of[0]!, middle, radius), 2);
  const given = of.map((part) => seriesOf(part, middle, radius));
  const [first, second] = given as [Series, Series];
  const arithmetic = ARITHMETIC.get(name);
  if (arithmetic !== undefined) return arithmetic(first, second);
  const smooth = SMOOTH.get(name);
  if (smooth !== undefined) return smooth(first);
  if (name === "min" || name === "max") return given.reduce((a, b) => extremum(a, b, name));
  if (name === "?:") return choice(first, second, given[2]!);
  return PIECEWISE.get(name)!(first, second);
}

function powerOf(base: Expression, exponent: Expression, middle: number, radius: number): Series {
  const u = seriesOf(base, middle, radius);
  const v = seriesOf(exponent, middle, radius);
  const [low, high] = v.coefficients[0]!;
  const isConstant = low === high && v.coefficients.slice(1).every((one) => one[0] === 0 && one[1] === 0);
  if (isConstant && Number.isInteger(low) && low >= 0 && low <= 64) return wholePowerOf(u, low);
  if (isConstant) return realPower(u, low);
  return { ...exponential(product(v, logarithm(u))), middle: u.middle ** v.middle };
}
