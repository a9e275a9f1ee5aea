/** Larger units than the second, in seconds, up to where each is used. */
const UNITS: readonly (readonly [string, number, number])[] = [
  ["minutes", 60, 2 * 3600],
  ["hours", 3600, 2 * 86400],
  ["days", 86400, 2 * 365.25 * 86400],
  ["years", 365.25 * 86400, Number.POSITIVE_INFINITY],
];

/** Up to it seconds alone are read easily. */
const MOST_SECONDS = 600;

/** Up to it they stand beside the larger unit, for whoever has to give a limit in seconds. */
const MOST_BESIDE = 1e6;

/** Shorter ones are not told apart. */
const SHORTEST = 0.01;

/** Two digits of a predicted time as people read it: "less than 0.01 s", "about 0.07 s", "about 25 minutes (1500 s)", "about 3.2 years". */
export function aboutDuration(seconds: number): string {
  if (seconds < SHORTEST) return `less than ${SHORTEST} s`;
  const rounded = Number(seconds.toPrecision(2));
  if (rounded <= MOST_SECONDS) return `about ${rounded} s`;
  const [name, unit] = UNITS.find(([, , most]) => rounded < most) ?? UNITS.at(-1)!;
  const text = `about ${inFull(Number((seconds / unit).toPrecision(2)))} ${name}`;
  return rounded <= MOST_BESIDE ? `${text} (${rounded} s)` : text;
}

const inFull = (value: number): string => (value < 1e6 ? String(value) : value.toExponential(1).replace(/\.0|\+/g, ""));
