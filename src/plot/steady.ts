import { fixedPoints } from "../model/fixedPoints.ts";
import { isParabolicOnSphere } from "../model/kramersMoyal.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { State } from "../roads/state.ts";
import type { Vector3 } from "../state/moments.ts";
import { shortNumber } from "./axes/axis.ts";
import type { Mark } from "./axes/marks.ts";
import { type Camera, cameraAt } from "./camera.ts";
import { densityBands } from "./densityBands.ts";
import { hatchedRegion } from "./diffusionRegion.ts";
import { type ContourLines, clippedToDisc, discContours, discRegion, nearHalfValues } from "./discContours.ts";
import { type DrawnState, drawnState } from "./drawnState.ts";
import { errorFact, inLines, modelFacts, ROAD_LABELS } from "./facts.ts";
import { magnified, magnifiedRow } from "./magnified.ts";
import { COLUMN, MARGIN, page, type Row, TEXT } from "./page.ts";
import { drawnSlice, sliceOf } from "./slice.ts";
import { type SphereView, sphereShade } from "./sphere.ts";
import { type MarkedPoints, type SpherePoint, spherePoints } from "./sphereMarks.ts";
import { type SpherePanel, sphereRow } from "./sphereRow.ts";
import { svgElement } from "./svg.ts";
import { lightTheme, type SvgTheme } from "./theme.ts";

/** What `steady` gives, or a state that was kept of it. */
export interface DrawnSteady extends State {
  /** Of moments. */
  readonly band?: { readonly degree: number };
}

/**
 * A steady state as SVG, as wide as a column of a journal: P on the sphere from two sides with the mean, the fixed points of the mean field, P = 0 and,
 * hatched, where the equation is not parabolic; enlarged where it is narrow. In the ball slices through the mean, along the axis and across it. Where P is
 * not known as a function, the Husimi function Q.
 */
export function steadyPicture(state: DrawnSteady, title: string, theme: SvgTheme = lightTheme): string {
  const { model, method, observables, errorEstimate } = state;
  const drawn = drawnState(state);
  const marks = pointsOf(model, observables.mean, theme);
  const how = [
    ROAD_LABELS[method],
    ...(method === "harmonic" && state.band !== undefined ? [`degrees up to ${state.band.degree}`] : []),
    ...(drawn === null || drawn.fact === null ? [] : [`${drawn.symbol} in ${drawn.fact}`]),
    errorFact(errorEstimate),
  ];
  return page(
    {
      width: COLUMN,
      title,
      facts: [modelFacts(model), how].flatMap((parts) => inLines(parts, COLUMN - 2 * MARGIN, TEXT)),
      description: `Steady state of ${model.spins} two-level systems.`,
      theme,
    },
    drawn?.contains != null
      ? [sliceRow(drawn, drawn.contains, observables.mean, marks, theme)]
      : sphereRows(state, drawn, marks, theme),
  );
}

function pointsOf(model: SpinModel, mean: Vector3, theme: SvgTheme): MarkedPoints {
  const { points } = fixedPoints(model);
  const stable = points.filter(({ kind }) => kind === "stable");
  const others = points.filter(({ kind }) => kind !== "stable");
  const groups = [
    {
      at: stable.map(({ position }) => position),
      shape: "diamond",
      size: 5.4,
      color: theme.series[0],
      label: "stable fixed point",
    },
    {
      at: others.map(({ position }) => position),
      shape: "ring",
      size: 3.2,
      color: theme.series[0],
      label: "other fixed point",
    },
    { at: [mean], shape: "plus", size: 3, color: theme.ink, label: "mean" },
  ] as const;
  const there = groups.filter(({ at }) => at.length > 0);
  return {
    points: there.flatMap(({ at, shape, size, color }) => at.map((place) => ({ at: place, shape, size, color }))),
    legend: there.map(({ shape, size, color, label }) => ({ kind: "points", points: [], shape, size, color, label })),
  };
}

/** The viewer stands a little beside and above the mean, so that the axes are seen. */
function camerasTowards(mean: Vector3): readonly [Camera, Camera] {
  const [x, y, z] = mean;
  const length = Math.hypot(x, y, z);
  const [azimuth, elevation] =
    length < 0.05 || Math.hypot(x, y) < 0.05 * length
      ? [-60, 22]
      : [(180 / Math.PI) * Math.atan2(y, x) + 24, 20 * Math.sign(z || 1)];
  return [cameraAt(azimuth, elevation), cameraAt(azimuth + 180, -elevation)];
}

/** What Q costs is spent on fewer points: it is smooth. */
const DEAR_HALF = 40;

function sphereRows(state: State, drawn: DrawnState | null, marks: MarkedPoints, theme: SvgTheme): Row[] {
  const { model, observables } = state;
  const cameras = camerasTowards(observables.mean);
  if (drawn === null)
    return [
      sphereRow(
        { panels: cameras.map((camera) => bare(camera, marks, theme)), legend: marks.legend },
        COLUMN,
        theme,
        "sphere",
      ),
    ];
  const halves = cameras.map((camera) => nearHalfValues(camera, drawn.evaluate, drawn.dear ? DEAR_HALF : undefined));
  const near = magnified(drawn, model.spins, observables);
  const samples = [...halves.map(({ values }) => values), ...(near === null ? [] : [near.values])];
  const bands = densityBands(drawn.symbol, samples, drawn.maximum, theme);
  const hatch = state.domain === "sphere" && !isParabolicOnSphere(model);
  const legend: Mark[] = [...marks.legend];
  if (bands.signed) legend.push(zeroMark(drawn, theme));
  if (hatch) legend.push({ ...NO_GRID, color: theme.muted, label: "equation not parabolic" });
  const panels = cameras.map(
    (camera, k): SpherePanel => ({
      camera,
      caption: k === 0 ? "front" : "back",
      draw: (view, id) =>
        [
          discContours(view, halves[k]!, bands, id, linesOf(theme)),
          hatch ? hatchedRegion(view, model, theme.muted, `${id}-d`) : "",
          bands.signed ? clippedToDisc(view, `${id}-zero`, zeroLine(discRegion(halves[k]!, view, 0), theme)) : "",
          sphereShade(view, `${id}-shade`),
        ].join(""),
      over: (view) => spherePoints(view, marks.points, theme),
    }),
  );
  const row = sphereRow({ panels, legend, bar: bands.bar }, COLUMN, theme, "sphere");
  return near === null ? [row] : [row, magnifiedRow(near, drawn.symbol, bands, marks, theme)];
}

const NO_GRID = { kind: "hatch", x: [], y: [], values: [] } as const;

const bare = (camera: Camera, marks: MarkedPoints, theme: SvgTheme): SpherePanel => ({
  camera,
  draw: (view) => svgElement("circle", { cx: view.x, cy: view.y, r: view.radius, fill: theme.body[0] }),
  over: (view) => spherePoints(view, marks.points, theme),
});

const linesOf = (theme: SvgTheme): ContourLines => ({ color: theme.ink, width: 0.25, opacity: 0.35 });

const ZERO = 0.7;

const zeroMark = ({ symbol }: DrawnState, theme: SvgTheme): Mark => ({
  kind: "line",
  points: [],
  color: theme.ink,
  width: ZERO,
  label: `${symbol} = 0`,
});

const zeroLine = (data: string, theme: SvgTheme): string =>
  svgElement("path", { d: data, fill: "none", stroke: theme.ink, "stroke-width": ZERO });

/** Radius of what a slice across z shows at least. */
const WIDE = 0.4;

/** The plane of z and the mean, and the one across z through the mean. */
function sliceRow(
  drawn: DrawnState,
  contains: NonNullable<DrawnState["contains"]>,
  mean: Vector3,
  marks: MarkedPoints,
  theme: SvgTheme,
): Row {
  const [x, y, z] = mean;
  const across = Math.hypot(x, y) < 1e-6 ? 0 : (180 / Math.PI) * Math.atan2(y, x);
  // A mesh of flat faces leaves out what is near the poles.
  let height = z;
  const around = [0, 1, 2, 3].map(
    (k) => [WIDE * Math.cos((k * Math.PI) / 2), WIDE * Math.sin((k * Math.PI) / 2)] as const,
  );
  const fills = (): boolean => around.every(([u, v]) => contains(Float64Array.of(u, v, height)));
  while (Math.abs(height) > 0.01 && !fills()) height *= 0.95;
  const planes = [
    { camera: cameraAt(across - 90, 0), depth: 0, slice: [rightName(across), "*z*"], caption: "along *z*" },
    {
      camera: cameraAt(-90, 90),
      depth: height,
      slice: ["*x*", "*y*"],
      caption: `across at *z* = ${shortNumber(height, 2)}`,
    },
  ] as const;
  const slices = planes.map(({ camera, depth }) => sliceOf(camera, depth, drawn.evaluate, contains));
  // The maximum may be elsewhere.
  const bands = densityBands(
    drawn.symbol,
    slices.map(({ values }) => values.values),
    undefined,
    theme,
  );
  const panels = planes.map(
    ({ camera, depth, slice, caption }, k): SpherePanel => ({
      camera,
      slice,
      caption,
      draw: (view, id) =>
        svgElement("circle", { cx: view.x, cy: view.y, r: view.radius, fill: theme.body[0] }) +
        drawnSlice(
          view,
          slices[k]!,
          bands,
          id,
          linesOf(theme),
          bands.signed ? { color: theme.ink, width: ZERO } : null,
        ),
      over: (view) => spherePoints(view, inPlane(marks.points, view, depth), theme),
    }),
  );
  const legend = [...marks.legend, ...(bands.signed ? [zeroMark(drawn, theme)] : [])];
  return sphereRow(
    { heading: height === z ? "Slices through the mean" : "Slices", panels, legend, bar: bands.bar },
    COLUMN,
    theme,
    "slice",
  );
}

/** What points to the right in a plane through z: x, y, or the distance from the axis. */
const rightName = (azimuth: number): string => {
  const quarter = azimuth / 90;
  if (Math.abs(quarter - Math.round(quarter)) > 1e-6) return "*ρ*";
  return ["*x*", "*y*", "−*x*", "−*y*"][((Math.round(quarter) % 4) + 4) % 4]!;
};

/** Points that are in a slice, seen from before it. */
function inPlane(points: readonly SpherePoint[], { camera: { toward } }: SphereView, depth: number): SpherePoint[] {
  const depthOf = ({ at }: SpherePoint): number => toward.reduce((sum, value, i) => sum + value * at[i]!, 0);
  return points
    .filter((point) => Math.abs(depthOf(point) - depth) < 0.02)
    .map((point) => ({
      ...point,
      // On the viewer's side, whatever rounding says.
      at: toward.map((value, i) => point.at[i]! + value * (1 - depthOf(point))),
    }));
}
