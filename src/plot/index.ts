/** Pictures as SVG text: a sphere with a function on it, its axes and its legend. */

// Where it is seen from.
export { type Camera, type CurvePiece, cameraAt, cutByDepth, project } from "./camera.ts";
// Colours and their bar.
export { colorRamp, contrastRatio } from "./color.ts";
export { type ColorBar, colorBar } from "./colorBar.ts";
// Regions of a function on a grid.
export { type Grid, regionAbove } from "./contours.ts";
// The sphere: body, contours of a function, lines, axes.
export {
  type AxisOptions,
  arrowHead,
  axes,
  graticule,
  placePoints,
  type SphereFunction,
  type SphereView,
  sphereBody,
  sphereContours,
  sphereOutline,
  sphereShade,
} from "./sphere.ts";
// Elements and documents.
export {
  type Attributes,
  escapeText,
  polyline,
  richText,
  type SvgDocument,
  svgDocument,
  svgElement,
  svgNumber,
  type TextOptions,
} from "./svg.ts";
export { darkTheme, lightTheme, type SvgTheme, svgThemes } from "./theme.ts";
