import { BlochfemError, ConvergenceError } from "../../core/errors.ts";
import { hasAxis } from "../../dicke/axis/axis.ts";
import { axisOperators } from "../../fem/axis/operators.ts";
import { ballBandOperators } from "../../fem/ball/bandOperators.ts";
import { pointOperators as ballPoint } from "../../fem/ball/expansion/operators.ts";
import { ballElementOperators } from "../../fem/ball/operators.ts";
import { LARGEST_WHOLE_BAND } from "../../fem/sphere/band.ts";
import { bandOperators } from "../../fem/sphere/bandOperators.ts";
import { gradingScale } from "../../fem/sphere/expectedPeak.ts";
import { elementOperators } from "../../fem/sphere/operators.ts";
import { pointOperators as spherePoint } from "../../fem/sphere/point/operators.ts";
import { sphereUnknownCount } from "../../fem/sphere/space.ts";
import { steadyStages } from "../../fem/sphere/steadyStages.ts";
import type { OperatorSpace } from "../../light/operatorSpace.ts";
import { type OperatorEquations, operatorEquations } from "../../light/system.ts";
import { ball } from "../../mesh/ball/build.ts";
import { isParabolicInBall, isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { LightRoad } from "./road.ts";

/** The equations of elements, or of an expansion, with those of lower degrees that tell the error. */
export interface LightStage {
  readonly where: Pick<LightRoad, "space" | "expansion" | "band">;
  readonly fine: (samples: number) => OperatorEquations;
  /** What the answer is compared with, and how often its difference from each counts as an error. */
  readonly coarse: readonly { readonly system: () => OperatorEquations; readonly times: number }[];
  /** Samples of rounding: on meshes it is mostly far below what they leave out. */
  readonly samples: number;
}

/** Why elements on meshes do not say what light a model emits, whole bands among them; null where they do. */
export function meshRefusal(model: SpinModel): string | null {
  if (hasWholeBand(model)) return null;
  if (hasLocalRates(model)) {
    return isParabolicInBall(model)
      ? null
      : `D is negative somewhere in the ball, and N is above ${LARGEST_BALL_BAND}, up to which all polynomials that matter are taken`;
  }
  return isParabolicOnSphere(model)
    ? null
    : `the equation of P is not parabolic, what elements add to P would grow, and N is above ${LARGEST_WHOLE_BAND}, up to which all harmonics that matter are taken`;
}

/** Up to this N the matrices of all polynomials that matter take seconds. */
export const LARGEST_BALL_BAND = 8;

/** Whether all functions that observables depend on make up a band, which leaves nothing out, parabolic or not. */
const hasWholeBand = (model: SpinModel): boolean =>
  model.spins <= (hasLocalRates(model) ? LARGEST_BALL_BAND : LARGEST_WHOLE_BAND);

/** Whether that band is what is tried first: without it what elements add to P would grow. */
export const isInBand = (model: SpinModel): boolean =>
  hasWholeBand(model) && !(hasLocalRates(model) ? isParabolicInBall(model) : isParabolicOnSphere(model));

/** Even degrees are more accurate than the pattern of odd ones. */
export const PAIRS = [
  [6, 4],
  [8, 6],
] as const;

/** Where a mesh is graded by more, far cells are so large beside near ones that degree 4 is off by percents there. */
const NARROW = 10;

/** Unknowns of one factorisation: some 10 s with all that is solved with it. */
export const MOST_UNKNOWNS = 45_000;

/** From this N on expansions are tried; below, they need more functions than there are. */
const LEAST_EXPANDED = 16;

/** From this N on they are tried before meshes: they take a tenth of the time, and errors fall with N. */
const EXPANDED_FIRST = 50;

/** Whether functions around a place, or a whole band, have all vectors of the generator: around an axis coherences end at 2. */
export const expandsVectors = (model: SpinModel): boolean =>
  isInBand(model) || (model.spins >= LEAST_EXPANDED && !(hasLocalRates(model) && hasAxis(model)));

/** From this N on functions around an axis take the place of meshes, and processes that are not the same all around it are none of theirs. */
export const expandsAroundAxis = ({ spins }: SpinModel): boolean => spins >= LEAST_EXPANDED;

/** Why elements do not say what light a model emits, known at no cost; null where they may. */
export const elementRefusal = (model: SpinModel): string | null =>
  model.spins >= LEAST_EXPANDED ? null : meshRefusal(model);

/**
 * Meshes, degrees and expansions in the order in which they are tried.
 *
 * @throws ConvergenceError where there is none: the message has the reasons
 */
export function* lightStages(model: SpinModel, moments: number): Generator<LightStage, void> {
  const refused = meshRefusal(model);
  const expanded = model.spins >= LEAST_EXPANDED;
  let why: string | null = null;
  if (refused === null && model.spins < EXPANDED_FIRST) yield* meshStages(model, moments);
  if (expanded) {
    try {
      yield* expansionStages(model);
    } catch (error) {
      if (!(error instanceof BlochfemError)) throw error;
      why = error.what;
    }
  }
  if (refused === null && model.spins >= EXPANDED_FIRST) yield* meshStages(model, moments);
  if (refused === null || (expanded && why === null)) return;
  throw new ConvergenceError({
    what: [why, refused].filter((reason) => reason !== null).join("; on meshes: "),
    remedy: "take another method",
    value: model.spins,
  });
}

/** Total degrees, and two that they are compared with: the first with a wider weight. */
const AROUND_AXIS = [
  [12, 9, 7],
  [16, 13, 11],
  [20, 17, 15],
] as const;
const AROUND_POINT = [
  [8, 6, 4],
  [12, 10, 8],
  [16, 14, 12],
] as const;
const WIDER = 1.2;

/** How often the difference from the first of them counts: where P is broad, errors of one degree were up to 4 times it, and near it with 3. */
const SAFETY = 5;

/** Samples of rounding. */
const SAMPLES = 3;

/** P around the ring, the point of an axis or the fixed point that the mean field comes to rest at. */
function* expansionStages(model: SpinModel): Generator<LightStage> {
  const aroundAxis = hasLocalRates(model) && hasAxis(model);
  const { around, operators } = (aroundAxis ? axisOperators : hasLocalRates(model) ? ballPoint : spherePoint)(model);
  for (const [degree, compared, lower] of aroundAxis ? AROUND_AXIS : AROUND_POINT) {
    const space = operators(degree, 1);
    const unknowns = space.generator.pattern.rows;
    yield {
      where: { expansion: { around, degree, compared, unknowns } },
      samples: SAMPLES,
      fine: (samples) => operatorEquations(model, space, samples),
      coarse: [
        { system: () => operatorEquations(model, operators(compared, WIDER), 0), times: SAFETY },
        { system: () => operatorEquations(model, operators(lower, 1), 0), times: 1 },
      ],
    };
  }
}

/**
 * Meshes and degrees, or a whole band. On the sphere those of steady states; the ball takes one that is exact: with the boundary term moments up to the degree of the
 * elements obey their own equations, which close where the equation is parabolic.
 */
function* meshStages(model: SpinModel, moments: number): Generator<LightStage> {
  if (isInBand(model)) {
    yield bandStage(model);
    return;
  }
  if (hasLocalRates(model)) {
    const mesh = ball(0);
    const system = (degree: number, samples: number): OperatorEquations =>
      operatorEquations(model, ballElementOperators(model, mesh, degree), samples);
    // Moments above N are gauge.
    const exact = Math.min(moments, Math.max(2, model.spins));
    yield stage("ball:0", exact + 1, exact, system);
    return;
  }
  for (const { mesh: make, name, peak } of steadyStages(model, { maximumUnknowns: MOST_UNKNOWNS })) {
    const mesh = make();
    const equations = rememberedEquations(model, (degree) => elementOperators(model, mesh, degree, peak?.centre));
    const isNarrow = peak !== null && gradingScale(peak) > NARROW;
    for (const [degree, compared] of isNarrow ? PAIRS.slice(1) : PAIRS) {
      if (sphereUnknownCount(mesh, degree) > MOST_UNKNOWNS) break;
      yield stage(name, degree, compared, equations);
    }
  }
}

/** All functions that matter, with nothing to compare them with but rounding. */
export function bandStage(model: SpinModel, inBall: boolean = hasLocalRates(model)): LightStage {
  const space = (inBall ? ballBandOperators : bandOperators)(model);
  return {
    where: { band: Math.max(2, model.spins) },
    samples: BAND_SAMPLES,
    fine: (samples) => operatorEquations(model, space, samples),
    coarse: [],
  };
}

const BAND_SAMPLES = 3;

/** Equations by degree and samples, of which each degree is factored once: what it is compared with at one degree is what it finds at the next. */
export function rememberedEquations(
  model: SpinModel,
  operators: (degree: number) => OperatorSpace,
): (degree: number, samples: number) => OperatorEquations {
  const known = new Map<number, OperatorEquations>();
  return (degree, samples) => {
    const found = known.get(degree) ?? operatorEquations(model, operators(degree));
    known.set(degree, found);
    return { ...found, system: () => ({ ...found.system(), samples }) };
  };
}

export const stage = (
  mesh: string,
  degree: number,
  compared: number,
  system: (degree: number, samples: number) => OperatorEquations,
): LightStage => ({
  where: { space: { mesh, degree } },
  samples: 1,
  fine: (samples) => system(degree, samples),
  coarse: [{ system: () => system(compared, 0), times: 1 }],
});
