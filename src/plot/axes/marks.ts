import type { Bands } from "./bands.ts";

/** A place in the units of the two axes. */
export type PlotPoint = readonly [x: number, y: number];

interface Common {
  readonly color: string;
  /** Markup of `richText` for the legend; what has none is not in it. */
  readonly label?: string;
}

/** A line from point to point; broken where a number is not finite. */
export interface LineMark extends Common {
  readonly kind: "line";
  readonly points: readonly PlotPoint[];
  readonly width?: number;
  /** Lengths of dashes and gaps, "4 2"; solid where absent. */
  readonly dash?: string;
}

/** The room between two lines. */
export interface BandMark extends Common {
  readonly kind: "band";
  readonly points: readonly (readonly [x: number, low: number, high: number])[];
  readonly opacity?: number;
}

export type PointShape = "disc" | "ring" | "square" | "diamond" | "plus";

/** Points, with bars for errors of each. */
export interface PointsMark extends Common {
  readonly kind: "points";
  readonly points: readonly PlotPoint[];
  readonly shape?: PointShape;
  readonly size?: number;
  /** Half lengths of the bars, x and y. */
  readonly errors?: readonly PlotPoint[];
}

/** Values on a grid as cells around the points of the grid; what is not finite stays free. */
export interface HeatMark {
  readonly kind: "heat";
  /** Ascending or descending. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Row by row: that of y[0] first. */
  readonly values: ArrayLike<number>;
  readonly bands: Bands;
}

/** Values on a grid, linear between its points, as filled contours with lines between them. */
export interface FilledMark {
  readonly kind: "filled";
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly values: ArrayLike<number>;
  readonly bands: Bands;
  readonly lines?: string;
}

/** Lines of equal value on a grid. */
export interface ContoursMark extends Common {
  readonly kind: "contours";
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly values: ArrayLike<number>;
  readonly levels: readonly number[];
  readonly width?: number;
  readonly dash?: string;
}

/** Where values on a grid are below 0, hatched. */
export interface HatchMark extends Common {
  readonly kind: "hatch";
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly values: ArrayLike<number>;
}

/** What is drawn in a frame, in the order given. */
export type Mark = LineMark | BandMark | PointsMark | HeatMark | FilledMark | ContoursMark | HatchMark;
