import { gradeMesh } from "../../../mesh/grade.ts";
import { interacts, type SpinModel } from "../../../model/spinModel.ts";
import type { Vector3 } from "../../../state/moments.ts";
import { estimateMoments, largestMoment } from "../../errorEstimate.ts";
import { orFailed } from "../../orFailed.ts";
import type { LadderStage, Rung } from "../../steadyLadder.ts";
import type { SteadyDensity } from "../../steadySystem.ts";
import { enrichedTriangle } from "../element.ts";
import { gradingScale } from "../expectedPeak.ts";
import { type FunctionSpace, functionSpace, sphereUnknownCount } from "../space.ts";
import { bandMesh, type StageOptions } from "../steadyStages.ts";
import { boostedChart, planeChart } from "./chart.ts";
import { planePeak, rigidShift, type Shift } from "./parameters.ts";
import { frameAround } from "./rings.ts";
import { solveSteadyInChart } from "./solveInChart.ts";

type Stage = LadderStage<SteadyDensity<FunctionSpace>>;

/** Degrees of polynomials in the tangent plane: each is compared with two below it, since a density that does not fit the plane keeps an error that none lowers. */
const PLANE_DEGREES = [6, 8, 10, 12, 14, 16] as const;

/** A Gaussian on the graded mesh is shown as so many harmonics are. */
const PLANE_BAND = 12;

/**
 * Harmonics of a shifted sphere, each compared with those before. Estimates need not fall from the first on: in the critical field they do so at bands of 60.
 */
const BANDS = [20, 28, 38, 50, 62, 74, 84, 92] as const;

/**
 * Where the equation is not parabolic, ways that any N takes alike: the tangent plane of the one stable fixed point, and the harmonics of a shifted sphere. What is
 * reported is the higher degree, and its error the difference from a lower one.
 */
export function* axialStages(model: SpinModel, options: StageOptions): Generator<Stage> {
  const peak = planePeak(model);
  if (peak !== null) yield planeStage(model, options, peak.centre, peak.deviation);
  yield boostedStage(model, options, interacts(model) ? scannedShift(model) : rigidShift(model));
}

function planeStage(model: SpinModel, options: StageOptions, centre: Vector3, deviation: number): Stage {
  const frame = frameAround(centre);
  const scale = gradingScale({ width: deviation });
  const carrier = carried(options, PLANE_BAND, centre, scale);
  return {
    ...carrier.stage,
    name: `${carrier.name}, P in the tangent plane at ${shown(centre)}`,
    rungs: PLANE_DEGREES.map((degree) => rung(carrier.degree, degree, degree - 2, degree - 4)),
    solve: ({ band }) =>
      solveSteadyInChart(model, planeChart({ width: deviation / 2, degree: band! }, frame), band!, carrier.space),
  };
}

function boostedStage(model: SpinModel, options: StageOptions, { axis, scale, weight }: Shift): Stage {
  const frame = frameAround(axis);
  const carrier = carried(options, BANDS.at(-1)!, axis, scale);
  return {
    ...carrier.stage,
    name: `${carrier.name}, P in harmonics of the sphere${scale > 1 ? ` shifted by ${scale.toPrecision(3)} along ${shown(axis)}` : ""}`,
    mayLeave: false,
    rungs: BANDS.slice(1).map((band, k) => rung(carrier.degree, band, BANDS[k]!, BANDS[k - 1])),
    solve: ({ band }) =>
      solveSteadyInChart(model, boostedChart({ scale, degree: band!, weight }, frame), band!, carrier.space),
  };
}

const rung = (degree: number, band: number, compared: number, earlier?: number): Rung => ({
  degree,
  band,
  compared: [{ degree, band: compared }],
  ...(earlier === undefined ? {} : { earlier: [{ degree, band: earlier }] }),
});

/** A mesh, which only carries the values of P, and what a stage on it has in common with the others. */
interface Carrier {
  readonly name: string;
  readonly degree: number;
  readonly space: () => FunctionSpace;
  readonly stage: Pick<Stage, "unknowns" | "mayStall" | "mayLeave" | "mayFail" | "suits">;
}

/** The given mesh, or one that shows so many harmonics, graded around a place. */
function carried(options: StageOptions, band: number, centre: Vector3, scale: number): Carrier {
  const { mesh, name, degree } = bandMesh(band, options);
  const graded = options.mesh === undefined && scale > 1;
  const unknowns = sphereUnknownCount(mesh, degree);
  return {
    name: graded ? `${name} graded by ${scale.toPrecision(3)} around ${shown(centre)}` : name,
    degree,
    space: () => functionSpace(graded ? gradeMesh(mesh, centre, scale) : mesh, enrichedTriangle(degree)),
    stage: { unknowns: () => unknowns, mayStall: false, mayLeave: true, mayFail: true, suits: () => true },
  };
}

const shown = (place: Vector3): string => `(${place.map((c) => c.toFixed(3)).join(", ")})`;

/** Scales that are tried with an interaction, which no shift makes a rigid turn. */
const SCALES = [1.5, 2.2, 3.3] as const;

/** The shift with the smallest difference between two bands, of several along the axis of the model without its interaction and along the mean direction of P. */
function scannedShift(model: SpinModel): Shift {
  const plain: Shift = { axis: [0, 0, 1], scale: 1, weight: 1 };
  const first = trial(model, plain);
  const axes = [rigidShift(model).axis, ...(first.mean === null ? [] : [first.mean])];
  let best = { shift: plain, change: first.change };
  for (const axis of axes) {
    for (const scale of SCALES) {
      const shift: Shift = { axis, scale, weight: 1 };
      const { change } = trial(model, shift);
      if (change < best.change) best = { shift, change };
    }
  }
  return best.shift;
}

/** What two narrow bands say of a shift. */
function trial(
  model: SpinModel,
  { axis, scale, weight }: Shift,
): { readonly change: number; readonly mean: Vector3 | null } {
  const frame = frameAround(axis);
  const moments = [BANDS[0], BANDS[1]].map((degree) => {
    const chart = boostedChart({ scale, degree, weight }, frame);
    return orFailed(() => solveSteadyInChart(model, chart, degree, noSpace).moments.moments);
  });
  const [coarse, fine] = moments;
  if (coarse == null || fine == null) return { change: Number.POSITIVE_INFINITY, mean: null };
  const length = Math.hypot(...fine.mean);
  return {
    change: largestMoment(estimateMoments(coarse, fine, 0, false)),
    mean: length > LEAST_MEAN ? (fine.mean.map((c) => c / length) as unknown as Vector3) : null,
  };
}

/** A shorter mean has no direction. */
const LEAST_MEAN = 0.1;

const noSpace = (): never => {
  throw new Error("a trial shows no P");
};
