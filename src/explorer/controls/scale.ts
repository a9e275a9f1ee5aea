/*
 * Places of a slider: whole numbers, so that every press of a key is a step.
 */

export interface SliderScale {
  readonly steps: number;
  readonly toValue: (place: number) => number;
  /** The nearest place. */
  readonly toPlace: (value: number) => number;
}

/** Steps of a slider of rates or fields to either side of 0. */
const STEPS = 200;

/** Of numbers up to `limit` in size, from its negative where they have a sign. */
export function linearScale(limit: number, signed: boolean): SliderScale {
  const steps = signed ? 2 * STEPS : STEPS;
  const zero = signed ? STEPS : 0;
  return {
    steps,
    // The quotient of whole numbers, without the rounding of a product.
    toValue: (place) => Number((((place - zero) * limit) / STEPS).toPrecision(12)) + 0,
    toPlace: (value) => Math.max(0, Math.min(steps, Math.round((value / limit) * STEPS) + zero)),
  };
}

/** The least of 2, 5, 10, 20, 50, ... that a number is not above. */
export function roundLimit(value: number): number {
  const size = Math.abs(value);
  if (size <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(size));
  return [1, 2, 5, 10].map((digit) => Number((digit * power).toPrecision(1))).find((limit) => size <= limit)!;
}

export const MOST_SPINS_OF_SLIDER = 1_000_000;

/** Numbers of spins: every one up to 20, then numbers of two digits, 24 a decade and evenly on a logarithmic scale. */
export const spinScale: SliderScale = ofList(spinNumbers());

function spinNumbers(): number[] {
  const numbers = Array.from({ length: 20 }, (_, k) => k + 1);
  const decades = Math.log10(MOST_SPINS_OF_SLIDER / 20);
  const count = Math.round(24 * decades);
  for (let k = 1; k <= count; k++) numbers.push(Number((20 * 10 ** ((decades * k) / count)).toPrecision(2)));
  return [...new Set(numbers)];
}

function ofList(values: readonly number[]): SliderScale {
  return {
    steps: values.length - 1,
    toValue: (place) => values[place]!,
    toPlace: (value) => {
      const distance = (k: number): number => Math.abs(Math.log(values[k]! / Math.max(value, 0.5)));
      return values.reduce((best, _, k) => (distance(k) < distance(best) ? k : best), 0);
    },
  };
}
