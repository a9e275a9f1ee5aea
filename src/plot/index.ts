/** Pictures as SVG text: a sphere with a function on it, its axes and its legend. */

// Where it is seen from.
export { cameraAt, project, cutByDepth, type Camera, type CurvePiece } from "./camera.ts";

// The sphere: body, contours of a function, lines, axes.
export {
  sphereBody,
  sphereContours,
  sphereShade,
  sphereOutline,
  graticule,
  axes,
  arrowHead,
  placePoints,
  type SphereView,
  type SphereFunction,
  type AxisOptions,
} from "./sphere.ts";

// Regions of a function on a grid.
export { regionAbove, type Grid } from "./contours.ts";

// Curves in a frame, and what a diagnosis found.
export { chart, chartFooter, type Chart, type ChartCurve } from "./chart.ts";
export { diagnosisPicture } from "./diagnosis.ts";

// Colours and their bar.
export { lightTheme, darkTheme, svgThemes, type SvgTheme } from "./theme.ts";
export { colorRamp, contrastRatio } from "./color.ts";
export { colorBar, type ColorBar } from "./colorBar.ts";

// Elements and documents.
export {
  svgDocument,
  svgElement,
  richText,
  polyline,
  escapeText,
  svgNumber,
  type SvgDocument,
  type Attributes,
  type TextOptions,
} from "./svg.ts";
