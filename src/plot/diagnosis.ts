import { InputError } from "../core/errors.ts";
import type { Witness } from "../diagnose/certificate/certificate.ts";
import { expandSquare } from "../diagnose/certificate/verify/squareExpansion.ts";
import { harmonicFunction } from "../diagnose/levelSet/harmonicFunction.ts";
import { negativeSet, type SphereValues } from "../diagnose/levelSet/negativeSet.ts";
import type { Certificate } from "../roads/diagnose/certificate.ts";
import type { ParabolicScan } from "../roads/diagnose/scan.ts";
import type { Diagnosis } from "../roads/diagnose.ts";
import { type Camera, cameraAt, cutByDepth, project } from "./camera.ts";
import { chart, chartFooter } from "./chart.ts";
import { colorRamp } from "./color.ts";
import { axes, graticule, placePoints, type SphereView, sphereContours, sphereOutline, sphereShade } from "./sphere.ts";
import { polyline, richText, svgDocument, svgElement } from "./svg.ts";
import { lightTheme, type SvgTheme } from "./theme.ts";

/** Part of a picture, below what is above it. */
interface Row {
  readonly height: number;
  readonly draw: (top: number) => string;
}

const WIDTH = 820;
const RADIUS = 150;
const SIZE = 16;
const SPHERE_ROW = 2 * RADIUS + 150;

/** From both sides, so that nothing is hidden. */
const CAMERAS: readonly Camera[] = [cameraAt(-60, 22), cameraAt(120, -22)];

/**
 * What a diagnosis found, as SVG: P with the region where it is negative and the one where the equation is not parabolic; the proof of a
 * certificate; the map of a scan.
 *
 * @throws InputError where it holds none of these
 */
export function diagnosisPicture(found: Diagnosis, title: string, theme: SvgTheme = lightTheme): string {
  const rows: Row[] = [];
  const { negativity, parabolicity, certificate, scan } = found;
  if (negativity?.values != null) rows.push(densityRow(found, theme));
  else if (parabolicity.regions.length > 0) rows.push(regionRow(parabolicity.regions, theme));
  if (certificate != null) rows.push(...certificateRows(certificate, theme));
  if (scan !== undefined) rows.push(scanRow(scan, theme));
  if (rows.length === 0) {
    throw new InputError({
      what: "there is nothing to draw: P is not known as a function, and D has no negative eigenvalue on the sphere",
      remedy: "ask for a map over two parameters, or for a state on the sphere",
      value: found.state?.domain ?? null,
    });
  }
  const top = 60;
  const height = Math.ceil(rows.reduce((sum, row) => sum + row.height, top + 10));
  let at = top;
  const drawn = rows.map((row) => {
    const part = row.draw(at);
    at += row.height;
    return part;
  });
  return svgDocument(
    {
      width: WIDTH,
      height,
      title,
      description: "Where the equation of P is not parabolic, where P is negative, and what that proves.",
      background: theme.paper,
      fontFamily: theme.fontFamily,
    },
    richText(title.replaceAll("*", "").replaceAll("_", " "), { x: 24, y: 36, size: 20, fill: theme.ink, weight: 600 }),
    ...drawn,
  );
}

/** Two views of the sphere below a heading, with a legend of curves. */
function sphereRow(
  heading: string,
  theme: SvgTheme,
  legend: readonly { readonly color: string; readonly label: string; readonly dash?: string }[],
  draw: (view: SphereView, id: string) => string,
): Row {
  return {
    height: SPHERE_ROW,
    draw: (top) => {
      const views = CAMERAS.map(
        (camera, k): SphereView => ({ camera, x: 215 + 390 * k, y: top + RADIUS + 60, radius: RADIUS }),
      );
      const axis = { theme, size: 16, from: 1, to: 1.2 };
      const spheres = views.map((view, k) =>
        [
          axes(view, "far", axis),
          draw(view, `s${Math.round(top)}-${k}`),
          graticule(view, "near", { stroke: theme.line, "stroke-width": 0.7, "stroke-opacity": 0.4 }),
          sphereOutline(view, theme.line, 1.3),
          axes(view, "near", axis),
        ].join(""),
      );
      const entries = legend.map(({ color, label, dash }, k) => {
        const [x, y] = [24 + 265 * k, top + SPHERE_ROW - 22];
        const line = { x1: x, x2: x + 26, y1: y - 5, y2: y - 5, stroke: color, "stroke-width": 2.6 };
        return (
          svgElement("line", { ...line, "stroke-dasharray": dash }) +
          richText(label, { x: x + 34, y, size: 14, fill: theme.ink })
        );
      });
      return [richText(heading, { x: 24, y: top + 14, size: SIZE, fill: theme.ink }), ...spheres, ...entries].join("");
    },
  };
}

/** The near part of closed curves. */
function outlines(view: SphereView, curves: readonly Float64Array[], color: string, dash?: string): string {
  let data = "";
  for (const curve of curves) {
    const closed = Float64Array.from([...curve, ...curve.subarray(0, 3)]);
    for (const { layer, points } of cutByDepth(view.camera, closed, [0])) {
      if (layer === 1) data += polyline(placePoints(view, points));
    }
  }
  if (data === "") return "";
  return svgElement("path", { d: data, fill: "none", stroke: color, "stroke-width": 2.2, "stroke-dasharray": dash });
}

const NOT_PARABOLIC = "7 4";

function densityRow({ negativity, parabolicity }: Diagnosis, theme: SvgTheme): Row {
  const { values, regions, minimum, negativeMass, band } = negativity!;
  const [orange, , blue] = theme.series;
  const of = band === null ? "on the mesh" : `in harmonics l ≤ ${band}`;
  return sphereRow(
    `*P* ${of}: minimum ${number(minimum)}, negative mass ${number(negativeMass)}`,
    theme,
    [
      { color: orange, label: "*P* = 0, orange inside: negative" },
      { color: blue, label: "*D* has a negative eigenvalue", dash: NOT_PARABOLIC },
    ],
    (view, id) =>
      [
        signedContours(view, values!, theme, id),
        outlines(view, regions, orange),
        outlines(view, parabolicity.regions, blue, NOT_PARABOLIC),
      ].join(""),
  );
}

const regionRow = (regions: readonly Float64Array[], theme: SvgTheme): Row =>
  sphereRow(
    "Where the equation is not parabolic",
    theme,
    [{ color: theme.series[2], label: "*D* has a negative eigenvalue", dash: NOT_PARABOLIC }],
    (view) =>
      svgElement("circle", { cx: view.x, cy: view.y, r: view.radius, fill: theme.body[0] }) +
      outlines(view, regions, theme.series[2], NOT_PARABOLIC),
  );

const BANDS = 8;

/** Orange below 0, the ramp of densities above, in bands of equal height on each side. */
function signedContours(view: SphereView, { fill }: SphereValues, theme: SvgTheme, id: string): string {
  const [low, high] = extremes(fill);
  const above = colorRamp(theme.ramp);
  const below = colorRamp([theme.series[0], theme.paper]);
  const negative = low < 0 ? Array.from({ length: BANDS }, (_, k) => low * (1 - (k + 1) / BANDS)) : [];
  const positive = Array.from({ length: BANDS }, (_, k) => ((k + 1) / (BANDS + 1)) * high);
  const colors = [
    ...negative.map((_, k) => below((k + 0.5) / BANDS)),
    ...Array.from({ length: BANDS + 1 }, (_, k) => above(k / BANDS)),
  ];
  return sphereContours(view, fill, [...negative, ...positive], colors, id) + sphereShade(view, `${id}-shade`);
}

const SAMPLES = 4000;

/** Of points of a spiral over the sphere. */
function extremes(fill: SphereValues["fill"]): readonly [number, number] {
  const points = new Float64Array(3 * SAMPLES);
  for (let k = 0; k < SAMPLES; k++) {
    const z = 1 - (2 * k + 1) / SAMPLES;
    const [rho, phi] = [Math.sqrt(1 - z * z), k * 2.399963229728653];
    points.set([rho * Math.cos(phi), rho * Math.sin(phi), z], 3 * k);
  }
  const values = new Float64Array(SAMPLES);
  fill(points, values);
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

function certificateRows(certificate: Certificate, theme: SvgTheme): Row[] {
  if (certificate.outcome === "entangled" && "visibility" in certificate)
    return [witnessRow(certificate.witness, certificate.value, theme)];
  if (certificate.outcome !== "classical" || certificate.proof !== "points" || certificate.points === undefined)
    return [];
  const { points, weights, uniformPart = 0 } = certificate;
  const row = sphereRow(
    `Classical: ${points.length} product states, area as weight, and ${number(uniformPart)} of a smooth *P*`,
    theme,
    [],
    (view) => {
      const body = svgElement("circle", { cx: view.x, cy: view.y, r: view.radius, fill: theme.body[0] });
      const dots = points.map((point, k) => {
        const [u, v, depth] = project(view.camera, point);
        if (depth < 0) return "";
        const [cx, cy] = placePoints(view, [u, v]) as [number, number];
        const r = 0.55 * view.radius * Math.sqrt(Math.max(0, weights![k]!));
        return svgElement("circle", { cx, cy, r: Math.max(0.8, r), fill: theme.series[2], "fill-opacity": 0.65 });
      });
      return [body, ...dots].join("");
    },
  );
  return [row];
}

/** Halvings of an icosahedron for the zeros of a witness. */
const LEVELS = 5;

/** T in the colours of a density; of a square of a real q, where q = 0. */
function witnessRow(witness: Witness, value: number, theme: SvgTheme): Row {
  const isSquare = witness.kind === "square";
  const { degree, coefficients } = isSquare ? expandSquare(witness) : witness;
  const shape = harmonicFunction(degree, coefficients);
  const root = isSquare && degree % 2 === 0 ? harmonicFunction(degree / 2, witness.coefficients) : null;
  const zeros = root === null ? [] : negativeSet(root, LEVELS).curves;
  return sphereRow(
    `Entangled: a polynomial *T* ≥ 0 of degree ${degree} with ∫ *P T* = ${number(value)}`,
    theme,
    zeros.length === 0 ? [] : [{ color: theme.series[0], label: "*T* = 0" }],
    (view, id) => signedContours(view, shape, theme, id) + outlines(view, zeros, theme.series[0]),
  );
}

function scanRow({ axes: [first, second], parabolic, curves }: ParabolicScan, theme: SvgTheme): Row {
  const [height, width] = [300, 560];
  const drawn = CURVES.flatMap(({ key, label, series, dash }) => {
    const points = curves[key];
    return points === null || points.length === 0
      ? []
      : [
          {
            points,
            color: series === null ? theme.ink : theme.series[series],
            label,
            ...(dash === null ? {} : { dash }),
          },
        ];
  });
  const cells = first.values.flatMap((x, i) =>
    second.values.map((y, j) => ({
      at: [
        edge(first.values, i, -1, x),
        edge(second.values, j, -1, y),
        edge(first.values, i, 1, x),
        edge(second.values, j, 1, y),
      ] as const,
      color: parabolic[i]![j]! ? theme.body[0] : theme.body[1],
    })),
  );
  const range = (values: readonly number[]): readonly [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return low === high ? [low - 0.5, high + 0.5] : [low, high];
  };
  return {
    height: height + 60 + chartFooter(drawn.length, SIZE),
    draw: (top) =>
      chart({
        x: 110,
        y: top + 40,
        width,
        height,
        rangeX: range(first.values),
        rangeY: range(second.values),
        labelX: first.parameter,
        labelY: `${second.parameter}; dark: not parabolic`,
        curves: drawn,
        cells,
        size: SIZE,
        theme,
      }),
  };
}

const CURVES = [
  { key: "parabolic", label: "exact end of parabolicity", series: null, dash: null },
  { key: "gaussian", label: "*D* positive at the stable fixed point (linear noise)", series: 1, dash: "8 5" },
  { key: "entanglement", label: "end of entanglement, by the moment matrix", series: 0, dash: null },
] as const;

/** Halfway to the neighbour, or the value itself at an end. */
function edge(values: readonly number[], k: number, step: -1 | 1, value: number): number {
  const ascending = values[0]! <= values.at(-1)!;
  const other = values[ascending ? k + step : k - step];
  return other === undefined ? value : (value + other) / 2;
}

const number = (value: number): string => String(Number(value.toPrecision(4))).replace("-", "−");
