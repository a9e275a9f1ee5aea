import type { PhaseLabel } from "../model/phases.ts";
import { meanFieldTrajectory } from "../model/trajectory.ts";
import { unitOfRates } from "../model/turnedField.ts";
import type { MeanField } from "../roads/meanField.ts";
import type { Vector3 } from "../state/moments.ts";
import { rangeOf } from "./axes/axis.ts";
import { frameRow } from "./axes/frameRow.ts";
import type { Mark } from "./axes/marks.ts";
import { project } from "./camera.ts";
import { colorRamp } from "./color.ts";
import { inLines, modelFacts } from "./facts.ts";
import { drawnFixedPoints, evenlySpaced, type Flow, fixedPointMarks, flowBall } from "./flow.ts";
import { COLUMN, MARGIN, page, type Row, TEXT } from "./page.ts";
import { parameterLabel } from "./quantities.ts";
import { simplified } from "./simplify.ts";
import { placePoints, type SphereView } from "./sphere.ts";
import { bothSides, sphereRow } from "./sphereRow.ts";
import { polyline, svgElement } from "./svg.ts";
import { lightTheme, type SvgTheme } from "./theme.ts";

/**
 * The mean field as SVG, as wide as a column of a journal: its flow from two sides with the fixed points, and the path that was asked for; phases over two
 * parameters where these were asked for.
 */
export function meanFieldPicture(found: MeanField, title: string, theme: SvgTheme = lightTheme): string {
  const { model, phase, scan } = found;
  const rows = [flowRow(found, theme), ...(scan === undefined ? [] : [phaseRow(scan, theme)])];
  const facts = [...modelFacts(model).slice(1), "*N* → ∞", PHASES[phase.label]];
  return page(
    {
      width: COLUMN,
      title,
      facts: inLines(facts, COLUMN - 2 * MARGIN, TEXT),
      description: `Flow of the mean field: ${PHASES[phase.label]}.`,
      theme,
    },
    rows,
  );
}

/** Curves from all over the sphere, to a time in which most of them arrive. */
const CURVES = 26;
const TURNS = 22;
const STEPS = 900;

function flowOf({ model, fixedPoints }: MeanField): Flow {
  const unit = unitOfRates(model);
  const times = Float64Array.from({ length: STEPS }, (_, k) => (TURNS * k) / STEPS / (unit || 1));
  const starts = Array.from({ length: CURVES }, (_, k): Vector3 => {
    const z = 1 - (2 * k + 1) / CURVES;
    const [rho, phi] = [Math.sqrt(1 - z * z), k * GOLDEN_ANGLE];
    return [rho * Math.cos(phi), rho * Math.sin(phi), z];
  });
  const curves =
    unit === 0 ? [] : starts.map((start) => evenlySpaced(meanFieldTrajectory(model, start, times).positions));
  return { points: fixedPoints, curves };
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

function flowRow(found: MeanField, theme: SvgTheme): Row {
  const flow = flowOf(found);
  const { path } = found;
  const legend: Mark[] = fixedPointMarks(flow.points, theme);
  const way = { color: theme.series[0], width: 1.2 };
  if (path !== undefined) {
    const { times } = path;
    legend.push({ kind: "line", points: [], ...way, label: `path to *t* = ${times.at(-1)}` });
  }
  const panels = bothSides(-60, 20).map((camera, k) => ({
    camera,
    caption: k === 0 ? "front" : "back",
    draw: (view: SphereView, id: string) => flowBall(flow, view, theme, TEXT, id),
    over: (view: SphereView) =>
      (path === undefined ? "" : pathLine(view, path.positions, way)) + drawnFixedPoints(flow, view, theme),
  }));
  return sphereRow({ transparent: true, panels, legend }, COLUMN, theme, "flow");
}

function pathLine(
  view: SphereView,
  positions: readonly (readonly number[])[],
  { color, width }: { readonly color: string; readonly width: number },
): string {
  const seen = positions.flatMap((position) => project(view.camera, position).slice(0, 2));
  const d = polyline(simplified(placePoints(view, seen), 0.02));
  return svgElement("path", { d, fill: "none", stroke: color, "stroke-width": width, "stroke-linejoin": "round" });
}

const PHASES: Readonly<Record<PhaseLabel, string>> = {
  stable: "one stable point",
  multistable: "several stable points",
  closedOrbits: "closed orbits",
  separatedOrbits: "separated closed orbits",
  mixed: "closed orbits and stable points",
  oscillating: "no stable point",
  continuum: "a continuum of fixed points",
  marginal: "on a boundary of phases",
};

/** There are more phases than colours: the last ones are fainter. */
const phaseColor = (index: number, { paper, palette }: SvgTheme): string =>
  colorRamp([paper, palette[index % palette.length]!])(index < palette.length ? 0.55 : 0.2);

function phaseRow({ axes: [first, second], labels }: NonNullable<MeanField["scan"]>, theme: SvgTheme): Row {
  const names = Object.keys(PHASES) as PhaseLabel[];
  const there = names.filter((name) => labels.some((row) => row.includes(name)));
  const color = (name: PhaseLabel): string => phaseColor(names.indexOf(name), theme);
  const bands = {
    edges: [...there.map((_, k) => k - 0.5), there.length - 0.5],
    colors: there.map(color),
    log: false,
  };
  const values = second.values.flatMap((_, j) => first.values.map((_, i) => there.indexOf(labels[i]![j]!)));
  return frameRow(
    {
      title: "Phases",
      axisX: { label: parameterLabel(first.parameter), range: rangeOf(first.values, [], 0) },
      axisY: { label: parameterLabel(second.parameter), range: rangeOf(second.values, [], 0) },
      marks: [{ kind: "heat", x: first.values, y: second.values, values, bands }],
      legend: there.map((name) => ({ kind: "band", points: [], color: color(name), opacity: 1, label: PHASES[name] })),
    },
    COLUMN,
    theme,
    "phases",
  );
}
