/** A few significant digits, in whichever notation is shorter: "47.3", "3.2e-9". */
export function brief(value: number, digits = 3): string {
  if (value === 0) return "0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e6) return String(Number(value.toPrecision(digits)));
  return value.toExponential(digits - 1).replace(/\.?0*e\+?/, "e");
}

const MOST_DIGITS = 17;

/** Two numbers, with as few digits from three on as tell them apart. */
export function briefPair(first: number, second: number): readonly [string, string] {
  for (let digits = 3; ; digits++) {
    const [a, b] = [brief(first, digits), brief(second, digits)];
    if (a !== b || digits === MOST_DIGITS) return [a, b];
  }
}
