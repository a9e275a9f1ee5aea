/** Pictures as SVG text, in the sizes of a journal: axes with curves and maps, spheres, what was computed. */

// A page and its rows.
export { page, textRow, COLUMN, TWO_COLUMNS, MARGIN, TEXT, type Page, type Row } from "./page.ts";

// Axes: a frame with curves, bands, points, maps and contours, with its legend and its colour bar.
export { frameRow, type FrameRow } from "./axes/frameRow.ts";
export { frameGrid, type FrameGrid, type GridLine } from "./axes/frameGrid.ts";
export { frame, frameMargins, type Frame } from "./axes/frame.ts";
export { legend, type Legend, type LegendOptions } from "./axes/legend.ts";
export { rangeOf, roundValues, shortNumber, type Axis, type Tick } from "./axes/axis.ts";
export { sequentialBands, divergingBands, logBands, bandColor, type Bands } from "./axes/bands.ts";
export type {
  Mark,
  LineMark,
  BandMark,
  PointsMark,
  PlotPoint,
  PointShape,
  HeatMark,
  FilledMark,
  ContoursMark,
  HatchMark,
} from "./axes/marks.ts";
export { parameterLabel, parameterSymbol, observableLabel, TIME_LABEL } from "./quantities.ts";

// What was computed.
export { steadyPicture, type DrawnSteady } from "./steady.ts";
export { evolutionPicture, type DrawnCourse, type DrawnEvolution } from "./evolution.ts";
export { spectrumPicture } from "./spectrum.ts";
export { meanFieldPicture } from "./meanField.ts";
export { checkPicture } from "./check.ts";
export { diagnosisPicture } from "./diagnosis.ts";
export { emissionPicture } from "./light/emission.ts";
export { correlationPicture } from "./light/correlate.ts";
export { countingPicture } from "./light/counting.ts";
export { sensitivityPicture } from "./light/sensitivity.ts";
export { sweepPicture, type SweptPanel, type SweptPicture, type SweptQuantity } from "./sweep.ts";

// Spheres: seen from where, covered with a function, with lines, axes and points.
export { cameraAt, project, cutByDepth, type Camera, type CurvePiece } from "./camera.ts";
export { sphereRow, bothSides, type SphereRow, type SpherePanel } from "./sphereRow.ts";
export {
  discContours,
  nearHalfValues,
  type DiscValues,
  type ContourLines,
} from "./discContours.ts";
export type { PointsFunction } from "../roads/knownFunction.ts";
export {
  sphereBody,
  sphereShade,
  sphereOutline,
  graticule,
  axes,
  arrowHead,
  placePoints,
  type SphereView,
  type AxisOptions,
} from "./sphere.ts";
export { spherePoints, sphereCurves, type SpherePoint } from "./sphereMarks.ts";

// Regions of a function on a grid.
export { regionAbove, type Grid } from "./contours.ts";

// Colours and their bar.
export { lightTheme, darkTheme, svgThemes, type SvgTheme } from "./theme.ts";
export { colorRamp, colorDistance, contrastRatio } from "./color.ts";
export { colorBar, type ColorBar } from "./colorBar.ts";

// Elements and documents.
export {
  svgDocument,
  svgElement,
  richText,
  plainText,
  polyline,
  escapeText,
  svgNumber,
  type SvgDocument,
  type Stroke,
  type Attributes,
  type TextOptions,
} from "./svg.ts";
