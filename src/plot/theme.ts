/** Colours of a picture. All #rrggbb. */
export interface SvgTheme {
  readonly name: "light" | "dark";
  readonly paper: string;
  /** Text and curves of the exact solution. */
  readonly ink: string;
  /** Secondary text. */
  readonly muted: string;
  /** Frames, ticks, outlines. */
  readonly line: string;
  /** Grids. */
  readonly faint: string;
  /** The body of a sphere on which nothing is drawn, at its middle and at its rim. */
  readonly body: readonly [string, string];
  /** For the components x, y, z: told apart in every common kind of colour blindness. */
  readonly series: readonly [string, string, string];
  /** For curves of several models or methods. */
  readonly palette: readonly string[];
  /** Stops of the colour scale of a density, from the colour of little to that of much, of monotonic lightness. */
  readonly ramp: readonly string[];
  /** The same on either side of 0, below and above: both begin with the colour of nothing, and lightness says how much. */
  readonly diverging: readonly [readonly string[], readonly string[]];
  readonly fontFamily: string;
}

/** What every system has one of; the widest is the last. */
const fontFamily = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

export const lightTheme: SvgTheme = Object.freeze<SvgTheme>({
  name: "light",
  paper: "#ffffff",
  ink: "#15181d",
  muted: "#55606e",
  line: "#7b8694",
  faint: "#dde2e8",
  body: ["#fbfcfd", "#e3e8ee"],
  series: ["#b93a08", "#17a087", "#2463c2"],
  palette: ["#2463c2", "#b93a08", "#17a087", "#8a4bb8", "#8f6a00", "#55606e"],
  ramp: ["#f1f4f7", "#c5e0e4", "#7cc2c4", "#2f93ad", "#25599b", "#2b1f6b"],
  diverging: [
    ["#f5f5f4", "#f7d0a6", "#ee9a51", "#cf5f17", "#943406", "#571c02"],
    ["#f5f5f4", "#c8e0ea", "#84bcd6", "#3f8fbd", "#24619c", "#1d2f6f"],
  ],
  fontFamily,
});

export const darkTheme: SvgTheme = Object.freeze<SvgTheme>({
  name: "dark",
  paper: "#101418",
  ink: "#f2f4f7",
  muted: "#a9b4c2",
  line: "#76828f",
  faint: "#2a323b",
  body: ["#262e37", "#171c22"],
  series: ["#ef7a3c", "#42c8a6", "#528ef2"],
  palette: ["#528ef2", "#ef7a3c", "#42c8a6", "#c79bf2", "#e0b84a", "#a9b4c2"],
  ramp: ["#1c2530", "#1d3c68", "#1c6a8c", "#2fa38c", "#9fd56a", "#fff4a8"],
  diverging: [
    ["#1d2229", "#5a2d12", "#9c4a14", "#dd7426", "#ffb066", "#ffe3bf"],
    ["#1d2229", "#16405f", "#1d6c96", "#36a0c4", "#86cfe2", "#d8f3fa"],
  ],
  fontFamily,
});

/** Both, in the order light, dark. */
export const svgThemes: readonly SvgTheme[] = Object.freeze([lightTheme, darkTheme]);
