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
  /** Stops of the colour scale of a density, from the colour of little to that of much, of monotonic lightness. */
  readonly ramp: readonly string[];
  readonly fontFamily: string;
}

const fontFamily = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

export const lightTheme: SvgTheme = Object.freeze<SvgTheme>({
  name: "light",
  paper: "#ffffff",
  ink: "#15181d",
  muted: "#55606e",
  line: "#7b8694",
  faint: "#dde2e8",
  body: ["#fbfcfd", "#e3e8ee"],
  series: ["#c8450c", "#0d8a6a", "#2463c2"],
  ramp: ["#f1f4f7", "#c5e0e4", "#7cc2c4", "#2f93ad", "#25599b", "#2b1f6b"],
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
  series: ["#ff8a4c", "#2fc497", "#62a0ff"],
  ramp: ["#1c2530", "#1d3c68", "#1c6a8c", "#2fa38c", "#9fd56a", "#fff4a8"],
  fontFamily,
});

/** Both, in the order light, dark. */
export const svgThemes: readonly SvgTheme[] = Object.freeze([lightTheme, darkTheme]);
