import { InputError } from "../core/errors.ts";
import type { Witness } from "../diagnose/certificate/certificate.ts";
import { witnessFunction } from "../diagnose/certificate/witnessFunction.ts";
import { harmonicFunction } from "../diagnose/levelSet/harmonicFunction.ts";
import { negativeSet, type SphereValues } from "../diagnose/levelSet/negativeSet.ts";
import type { Certificate } from "../roads/diagnose/certificate.ts";
import type { ParabolicScan } from "../roads/diagnose/scan.ts";
import type { Diagnosis } from "../roads/diagnose.ts";
import type { Vector3 } from "../state/moments.ts";
import { rangeOf, shortNumber } from "./axes/axis.ts";
import { divergingBands } from "./axes/bands.ts";
import { frameRow } from "./axes/frameRow.ts";
import type { LineMark, Mark } from "./axes/marks.ts";
import { project } from "./camera.ts";
import { hatchedRegion } from "./diffusionRegion.ts";
import { discContours, nearHalfValues } from "./discContours.ts";
import { inLines, modelFacts } from "./facts.ts";
import { COLUMN, MARGIN, page, type Row, TEXT } from "./page.ts";
import { parameterLabel } from "./quantities.ts";
import { placePoints, type SphereView, sphereShade } from "./sphere.ts";
import { sphereCurves } from "./sphereMarks.ts";
import { bothSides, sphereRow } from "./sphereRow.ts";
import { svgElement } from "./svg.ts";
import { lightTheme, type SvgTheme } from "./theme.ts";

const CAMERAS = bothSides(-60, 22);

/**
 * What a diagnosis found, as SVG as wide as a column of a journal: P with the region where it is negative and the one where the equation is not
 * parabolic; the proof of a certificate; the map of a scan.
 *
 * @throws InputError where it holds none of these
 */
export function diagnosisPicture(found: Diagnosis, title: string, theme: SvgTheme = lightTheme): string {
  const rows: Row[] = [];
  const { negativity, parabolicity, certificate, scan } = found;
  if (negativity?.values != null) rows.push(densityRow(found, theme));
  else if (parabolicity.regions.length > 0) rows.push(regionRow(found, theme));
  if (certificate != null) rows.push(...certificateRows(certificate, theme));
  if (scan !== undefined) rows.push(scanRow(scan, theme));
  if (rows.length === 0) {
    throw new InputError({
      what: "there is nothing to draw: P is not known as a function, and D has no negative eigenvalue on the sphere",
      remedy: "ask for a map over two parameters, or for a state on the sphere",
      value: found.state?.domain ?? null,
    });
  }
  const description = "Where the equation of P is not parabolic, where P is negative, and what that proves.";
  const of =
    negativity == null
      ? []
      : [`minimum of *P* ${shortNumber(negativity.minimum)}`, `negative mass ${shortNumber(negativity.negativeMass)}`];
  const facts = [modelFacts(found.model), of].flatMap((parts) => inLines(parts, COLUMN - 2 * MARGIN, TEXT));
  return page({ width: COLUMN, title, facts, description, theme }, rows);
}

/** In the legend of a sphere. */
const notParabolic = (theme: SvgTheme): Mark => ({
  kind: "hatch",
  x: [],
  y: [],
  values: [],
  color: theme.ink,
  label: "*D* has a negative eigenvalue",
});

const line = (color: string, label: string): LineMark => ({ kind: "line", points: [], color, label });

function densityRow({ negativity, parabolicity, model }: Diagnosis, theme: SvgTheme): Row {
  const { values, regions, band } = negativity!;
  const of = band === null ? "on the mesh" : `in harmonics *l* ≤ ${band}`;
  const hatch = !parabolicity.parabolic && parabolicity.domain === "sphere";
  const covered = covering(values!, theme);
  const zero = { ...line(theme.ink, "*P* = 0"), width: 0.7 };
  return sphereRow(
    {
      heading: `*P* ${of}`,
      panels: CAMERAS.map((camera) => ({
        camera,
        draw: (view, id) =>
          [
            covered.draw(view, id),
            hatch ? hatchedRegion(view, model, theme.ink, `${id}-d`) : "",
            sphereCurves(view, regions, zero),
          ].join(""),
      })),
      bar: { bands: covered.bands, label: "*P*" },
      legend: [...(regions.length > 0 ? [zero] : []), ...(hatch ? [notParabolic(theme)] : [])],
    },
    COLUMN,
    theme,
    "density",
  );
}

const bare = (view: SphereView, theme: SvgTheme): string =>
  svgElement("circle", { cx: view.x, cy: view.y, r: view.radius, fill: theme.body[0] });

const regionRow = ({ model }: Diagnosis, theme: SvgTheme): Row =>
  sphereRow(
    {
      heading: "Where the equation is not parabolic",
      panels: CAMERAS.map((camera) => ({
        camera,
        draw: (view, id) => bare(view, theme) + hatchedRegion(view, model, theme.ink, id),
      })),
      legend: [notParabolic(theme)],
    },
    COLUMN,
    theme,
    "region",
  );

/** A function on the sphere in the colours of its sign and size. */
function covering({ fill }: SphereValues, theme: SvgTheme) {
  const values = CAMERAS.map((camera) => nearHalfValues(camera, fill));
  const all = values.map((half) => half.values);
  const extreme = (pick: (a: number, b: number) => number): number =>
    all.reduce((found, half) => half.reduce((a, b) => pick(a, b), found), 0);
  const bands = divergingBands(extreme(Math.min), extreme(Math.max), theme);
  return {
    bands,
    draw: (view: SphereView, id: string): string => {
      const seen = values[CAMERAS.indexOf(view.camera)]!;
      return discContours(view, seen, bands, id) + sphereShade(view, `${id}-shade`);
    },
  };
}

function certificateRows(certificate: Certificate, theme: SvgTheme): Row[] {
  if (certificate.outcome === "entangled" && "visibility" in certificate)
    return [witnessRow(certificate.witness, certificate.value, theme)];
  if (certificate.outcome !== "classical" || certificate.proof !== "points" || certificate.points === undefined)
    return [];
  const { points, weights, uniformPart = 0 } = certificate;
  const smooth = uniformPart === 0 ? "" : `, and ${shortNumber(uniformPart)} of a smooth *P*`;
  const row = sphereRow(
    {
      heading: `Classical: ${points.length} product states, area as weight${smooth}`,
      panels: CAMERAS.map((camera) => ({
        camera,
        draw: (view) => bare(view, theme) + weighted(view, points, weights!, theme),
      })),
    },
    COLUMN,
    theme,
    "points",
  );
  return [row];
}

/** Discs with areas as weights. */
const weighted = (view: SphereView, points: readonly Vector3[], weights: ArrayLike<number>, theme: SvgTheme): string =>
  points
    .map((point, k) => {
      const [u, v, depth] = project(view.camera, point);
      if (depth < 0) return "";
      const [cx, cy] = placePoints(view, [u, v]) as [number, number];
      const r = 0.55 * view.radius * Math.sqrt(Math.max(0, weights[k]!));
      return svgElement("circle", { cx, cy, r: Math.max(0.4, r), fill: theme.series[2], "fill-opacity": 0.65 });
    })
    .join("");

/** Halvings of an icosahedron for the zeros of a witness. */
const LEVELS = 5;

/** T in the colours of a density; of a square of a real q, where q = 0. */
function witnessRow(witness: Witness, value: number, theme: SvgTheme): Row {
  const { kind, degree, coefficients } = witness;
  const covered = covering(witnessFunction(witness), theme);
  const root = kind === "square" && degree % 2 === 0 ? harmonicFunction(degree / 2, coefficients) : null;
  const zeros = root === null ? [] : negativeSet(root, LEVELS).curves;
  const zero = line(theme.series[0], "*T* = 0");
  return sphereRow(
    {
      heading: `Entangled: a polynomial *T* ≥ 0 of degree ${degree} with ∫ *P T* = ${shortNumber(value, 4)}`,
      panels: CAMERAS.map((camera) => ({
        camera,
        draw: (view, id) => covered.draw(view, id) + sphereCurves(view, zeros, zero),
      })),
      bar: { bands: covered.bands, label: "*T*" },
      legend: zeros.length === 0 ? [] : [zero],
    },
    COLUMN,
    theme,
    "witness",
  );
}

function scanRow(scan: ParabolicScan, theme: SvgTheme): Row {
  const { axes, curves } = scan;
  const [first, second] = axes;
  const marks: Mark[] = [
    {
      kind: "hatch",
      x: first.values,
      y: second.values,
      values: distancesToEnd(scan),
      color: theme.line,
      label: "not parabolic",
    },
  ];
  for (const { key, label, series, dash } of CURVES) {
    const points = curves[key];
    if (points === null || points.length === 0) continue;
    const color = series === null ? theme.ink : theme.series[series];
    marks.push({ kind: "line", points, color, label, ...(dash === null ? {} : { dash }) });
  }
  return frameRow(
    {
      axisX: { label: parameterLabel(first.parameter), range: rangeOf(first.values, [], 0) },
      axisY: { label: parameterLabel(second.parameter), range: rangeOf(second.values, [], 0) },
      marks,
    },
    COLUMN,
    theme,
    "scan",
  );
}

/** How far the end of parabolicity is along the second parameter, below 0 where the equation is not parabolic: linear between the points of the grid. */
export function distancesToEnd({ axes: [first, second], parabolic, curves }: ParabolicScan): number[] {
  const far = Math.max(...second.values) - Math.min(...second.values);
  return second.values.flatMap((y, j) =>
    first.values.map((x, i) => {
      const ends = curves.parabolic.filter(([at]) => at === x).map(([, end]) => Math.abs(y - end));
      return (parabolic[i]![j]! ? 1 : -1) * Math.min(far, ...ends);
    }),
  );
}

const CURVES = [
  { key: "parabolic", label: "exact end of parabolicity", series: null, dash: null },
  { key: "gaussian", label: "*D* positive at the stable fixed point (linear noise)", series: 1, dash: "5 3" },
  { key: "entanglement", label: "end of entanglement, by the moment matrix", series: 0, dash: null },
] as const;
