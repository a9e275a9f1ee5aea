import { InputError } from "../core/errors.ts";

/** Oklab of B. Ottosson (https://bottosson.github.io/posts/oklab): equal steps look about equally large. */
type Lab = readonly [lightness: number, a: number, b: number];
type Linear = readonly [red: number, green: number, blue: number];

/**
 * A colour scale from the first to the last of the given colours (#rrggbb, at least two) through the others, mixed in Oklab: equal steps of 0 .. 1 are equal
 * steps there. Numbers outside 0 .. 1 get the colour of the end.
 */
export function colorRamp(colors: readonly string[]): (t: number) => string {
  if (colors.length < 2) {
    throw new InputError({
      what: `a colour scale of ${colors.length} colours`,
      remedy: "give at least two",
      value: colors.length,
      limit: 2,
    });
  }
  const stops = colors.map((color) => toLab(linearColor(color)));
  const lengths = stops.slice(1).map((stop, k) => distance(stop, stops[k]!));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  return (t) => {
    let left = Math.min(1, Math.max(0, t)) * whole;
    let below = 0;
    while (below < lengths.length - 1 && left > lengths[below]!) left -= lengths[below++]!;
    const share = lengths[below]! === 0 ? 0 : left / lengths[below]!;
    const [p, q] = [stops[below]!, stops[below + 1]!];
    const mix = (k: 0 | 1 | 2) => p[k] + share * (q[k] - p[k]);
    return hexColor(fromLab([mix(0), mix(1), mix(2)]));
  };
}

const distance = (p: Lab, q: Lab): number => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);

/** How different two colours look: their distance in Oklab, 1 between black and white. */
export const colorDistance = (first: string, second: string): number =>
  distance(toLab(linearColor(first)), toLab(linearColor(second)));

/** Contrast of two colours, from 1 to 21, as WCAG 2 defines it: text wants 4.5, lines 3. */
export function contrastRatio(first: string, second: string): number {
  const [darker, lighter] = [luminance(first), luminance(second)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = linearColor(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Linear-light sRGB of #rrggbb. */
function linearColor(color: string): Linear {
  if (!/^#[0-9a-f]{6}$/i.test(color)) {
    throw new InputError({
      what: `${JSON.stringify(color)} is not a colour`,
      remedy: "give six hexadecimal digits, as in #1b6ca8",
      value: color,
    });
  }
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function hexColor(linear: Linear): string {
  const channel = (value: number) => {
    const clipped = Math.min(1, Math.max(0, value));
    const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
    return Math.round(255 * encoded)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${linear.map(channel).join("")}`;
}

function toLab([r, g, b]: Linear): Lab {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromLab([lightness, a, b]: Lab): Linear {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}
