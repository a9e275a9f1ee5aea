import { ConvergenceError } from "../core/errors.ts";
import type { SpinMoments } from "../state/moments.ts";
import { covarianceChange, largestMoment } from "./errorEstimate.ts";
import type { DensityMoments } from "./moments.ts";
import { orFailed } from "./orFailed.ts";
import type { StageSeconds } from "./steadyResult.ts";

/**
 * Rounding stops the search where an estimate below the first is more than the second times the best of other meshes or of two degrees less: those that
 * converge gain a factor of 10 or more (test/fem/steady.test.ts: 6 models, 2 to 5 rungs each), and estimates above are those of meshes that do not see P yet.
 */
const STALLS_BELOW = 1e-4;
const STALLED = 0.5;

/**
 * What two degrees more are expected to gain before they were tried, where the mesh resolves P: of 40 models of 164 to 9e5 spins degree 7 gained 1e-3 to 1e-5 on degree 5 in
 * those that met 1e-8 with it. test/fem/steadyLadder.test.ts notices a factor of 10 either way.
 */
export const GAIN_OF_TWO_DEGREES = 1e-3;

/** What the search looks at in a steady density, on sphere or ball. */
export interface LadderSolution {
  readonly moments: DensityMoments;
  readonly seconds: StageSeconds;
}

/** Degree of the elements, and of the gauge band; null without one. */
export interface Resolution {
  readonly degree: number;
  readonly band: number | null;
}

/** What is reported, and the finer solutions that tell its error. */
export interface Rung extends Resolution {
  readonly compared: readonly Resolution[];
  /** Further lower ones, which tell how fast differences fall. */
  readonly earlier?: readonly Resolution[];
}

/** One mesh, and what to try on it, the cheapest first. */
export interface LadderStage<Solution> {
  readonly name: string;
  readonly rungs: readonly Rung[];
  readonly unknowns: (degree: number) => number;
  readonly solve: (resolution: Resolution) => Solution;
  /** Whether an estimate below 1e-4 that no longer halves is taken to be rounding. */
  readonly mayStall: boolean;
  /** Whether to go on to the next stage as soon as the rate of convergence says that the last rung will not do. */
  readonly mayLeave: boolean;
  /** What the second rung is expected to gain before it was tried; absent: three digits. */
  readonly firstRate?: number;
  /** Whether a solve that fails leaves the stage for the next, where the functions do not fit P; absent: it fails the search. */
  readonly mayFail?: boolean;
  /** Whether P is where the mesh is made for it. */
  readonly suits: (solution: Solution) => boolean;
}

export interface LadderEstimate extends SpinMoments {
  /** The part of the largest that rounding has in it, which no finer mesh lowers. */
  readonly rounding: number;
  readonly purity: () => number;
  /** Of the moments, where solutions of several degrees say more of the one that is reported than the search asks them for; absent: the same. */
  readonly credited?: SpinMoments;
}

export interface Ladder<Solution> {
  readonly stages: Iterable<LadderStage<Solution>>;
  readonly estimate: (coarse: Solution, fine: readonly Solution[], earlier: readonly Solution[]) => LadderEstimate;
  readonly tolerance: number;
  readonly maximumUnknowns: number;
  /** Central second moments of P below this are not asked for in relative terms. */
  readonly leastCovariance: number;
  /** How much larger than that of the moments the error of the purity may be, which depends on all degrees; Infinity: it is not looked at. */
  readonly purityAllowance: number;
  /** Whether a purity that is known less well fails the search; if not, it only makes it go on while there is something left to try. */
  readonly purityRequired: boolean;
  readonly onProgress?: (progress: SteadyProgress) => void;
}

export interface SteadyProgress {
  readonly mesh: string;
  readonly degree: number;
  readonly unknowns: number;
  /** Smallest error estimate so far; null before the first. */
  readonly estimate: number | null;
}

export interface Reached<Solution> {
  /** Whether the tolerance was met, or rounding stops all further progress. */
  readonly end: "met" | "open" | "stalled";
  readonly stage: string;
  readonly rung: Rung;
  readonly coarse: Solution;
  readonly fine: readonly Solution[];
  readonly errors: LadderEstimate;
  /** What the tolerance is compared with. */
  readonly estimate: number;
}

export interface Search<Solution> {
  /** The solution that met the tolerance, else that of the smallest estimate; null where there is none at all. */
  readonly reached: Reached<Solution> | null;
  /** Smallest estimate, and of what. */
  readonly best: number;
  readonly of: string;
  /** What was tried last, or why nothing else was. */
  readonly last: string;
}

interface State<Solution> {
  best: number;
  of: string;
  last: string;
  /** What met the tolerance in everything but the purity, the best so far. */
  allButPurity: Reached<Solution> | null;
}

/** Climbs stage after stage until the estimated error of every moment is below the tolerance. */
export function climbLadder<Solution extends LadderSolution>(ladder: Ladder<Solution>): Search<Solution> {
  const state: State<Solution> = {
    best: Number.POSITIVE_INFINITY,
    of: "the moments",
    last: "no space fits the limit on the unknowns and has more unknowns than the band",
    allButPurity: null,
  };
  let reached: Reached<Solution> | null = null;
  for (const stage of ladder.stages) {
    const found = climbStage(ladder, stage, state);
    if (found === null) continue;
    if (reached === null || found.end === "met" || found.estimate < reached.estimate) reached = found;
    if (found.end === "met") break;
    if (found.end === "stalled") {
      state.last = "it no longer falls with more unknowns, as where rounding errors are left";
      break;
    }
  }
  const { allButPurity, ...tried } = state;
  if (reached?.end !== "met" && allButPurity !== null && !ladder.purityRequired) {
    return { ...tried, reached: { ...allButPurity, end: "met" } };
  }
  return { ...tried, reached };
}

/**
 * Null where nothing was solved, or the density is not where the mesh is fine. One function in spite of its length: each way out depends
 * on all that the rung has shown, in this order.
 */
function climbStage<Solution extends LadderSolution>(
  ladder: Ladder<Solution>,
  stage: LadderStage<Solution>,
  state: State<Solution>,
): Reached<Solution> | null {
  const { tolerance, maximumUnknowns } = ladder;
  const known = new Map<string, Solution>();
  const at = (resolution: Resolution): Solution => {
    const { degree, band } = resolution;
    const key = `${degree} ${band}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const estimate = Number.isFinite(state.best) ? state.best : null;
    ladder.onProgress?.({ mesh: stage.name, degree, unknowns: stage.unknowns(degree), estimate });
    const solution = stage.solve(resolution);
    known.set(key, solution);
    return solution;
  };
  let reached: Reached<Solution> | null = null;
  const tried: Tried[] = [{ degree: Number.NEGATIVE_INFINITY, band: null, estimate: state.best, limiting: state.of }];
  for (const [k, rung] of stage.rungs.entries()) {
    const highest = Math.max(rung.degree, ...rung.compared.map(({ degree }) => degree));
    const unknowns = stage.unknowns(highest);
    if (unknowns > maximumUnknowns) {
      state.last = `${stage.name} would need ${unknowns} unknowns at degree ${highest}, above the limit ${maximumUnknowns}`;
      return reached;
    }
    const solveAll = (): Solution[][] => [[rung], rung.compared, rung.earlier ?? []].map((list) => list.map(at));
    const solved = stage.mayFail === true ? orFailed(solveAll) : solveAll();
    if (solved === null) {
      state.last = `${describe(rung)} on ${stage.name} has no solution`;
      return reached;
    }
    const [[coarse], others, earlier] = solved as [[Solution], Solution[], Solution[]];
    const { fine, errors, estimate, limiting, purityAlone } = compare(ladder, coarse, others, earlier);
    const met = estimate <= tolerance;
    if (met && !stage.suits(fine.at(-1)!)) {
      state.last = `P is not where ${stage.name} is made for it`;
      return null;
    }
    const stalled =
      // A mesh that does not see P has rounding errors of its own.
      (errors.rounding > tolerance && (stage.mayFail !== true || estimate < STALLS_BELOW)) ||
      (stage.mayStall && estimate > tolerance && estimate < STALLS_BELOW && isNoGain(tried, rung, estimate, limiting));
    tried.push({ ...rung, estimate, limiting });
    if (estimate < state.best) {
      state.best = estimate;
      state.of = limiting;
    }
    state.last = `${describe(rung)} on ${stage.name} was the last that was tried`;
    const outcome = { end: met ? "met" : stalled ? "stalled" : "open", coarse, fine, errors, estimate } as const;
    if (reached === null || estimate <= reached.estimate) reached = { ...outcome, stage: stage.name, rung };
    if (
      purityAlone &&
      estimate < (state.allButPurity?.estimate ?? Number.POSITIVE_INFINITY) &&
      stage.suits(fine.at(-1)!)
    ) {
      state.allButPurity = { ...outcome, stage: stage.name, rung };
    }
    if (outcome.end !== "open") return { ...reached, end: outcome.end };
    // Estimates fall geometrically from rung to rung: where the last would not do, a finer mesh is cheaper now.
    const rate = k === 0 ? (stage.firstRate ?? GAIN_OF_TWO_DEGREES) : estimate / tried.at(-2)!.estimate;
    if (stage.mayLeave && estimate * rate ** (stage.rungs.length - 1 - k) > tolerance) return reached;
  }
  return reached;
}

/** What a rung has shown. */
interface Tried extends Resolution {
  readonly estimate: number;
  readonly limiting: string;
}

/** Whether the best of other bands, of two degrees less and of other meshes is of the same, and hardly larger. */
function isNoGain(tried: readonly Tried[], { degree, band }: Resolution, estimate: number, limiting: string): boolean {
  const best = tried
    .filter((other) => other.degree <= degree - 2 || other.band !== band)
    .reduce((a, b) => (b.estimate < a.estimate ? b : a));
  return best.limiting === limiting && estimate > STALLED * best.estimate;
}

/** What a solution and its references say of the error. */
function compare<Solution extends LadderSolution>(
  ladder: Ladder<Solution>,
  coarse: Solution,
  fine: readonly Solution[],
  earlier: readonly Solution[],
): Limits & { readonly fine: readonly Solution[]; readonly errors: LadderEstimate } {
  const errors = ladder.estimate(coarse, fine, earlier);
  return { fine, errors, ...limitingEstimate(ladder, coarse, fine, errors) };
}

interface Limits {
  readonly estimate: number;
  /** What the estimate is of. */
  readonly limiting: string;
  /** Whether all but the purity meets the tolerance, and that does not. */
  readonly purityAlone: boolean;
}

const describe = ({ degree, band }: Rung): string =>
  band === null ? `degree ${degree}` : `degree ${degree} in the band ${band}`;

function limitingEstimate<Solution extends LadderSolution>(
  { tolerance, leastCovariance, purityAllowance }: Ladder<Solution>,
  coarse: Solution,
  fine: readonly Solution[],
  errors: LadderEstimate,
): Limits {
  const moments = largestMoment(errors);
  if (moments > tolerance) return { estimate: moments, limiting: "the moments", purityAlone: false };
  // What else is to be asked for: the width of a narrow peak to a hundred times the tolerance, relatively, and the purity.
  const covariance =
    Math.max(...fine.map((finer) => covarianceChange(coarse.moments, finer.moments, leastCovariance))) / 100;
  if (covariance > tolerance) {
    return {
      estimate: covariance,
      limiting: "the covariance, relative to its trace and divided by 100",
      purityAlone: false,
    };
  }
  const purity = purityAllowance === Number.POSITIVE_INFINITY ? 0 : errors.purity() / purityAllowance;
  if (purity > tolerance) {
    const limiting = `the purity, divided by ${Number(purityAllowance.toPrecision(2))}`;
    return { estimate: purity, limiting, purityAlone: true };
  }
  return { estimate: moments, limiting: "the moments", purityAlone: false };
}

/** Of a mesh that was given. */
export const OTHER_MESHES = ["give a finer mesh", "leave the mesh to be chosen"];

/** @param elsewhere what else may help */
export function toleranceNotMet(
  { best, of, last }: Search<unknown>,
  tolerance: number,
  elsewhere: readonly string[],
): ConvergenceError {
  const hopeless = Number.isFinite(best) && best > WORTH_ASKING_FOR;
  const others = elsewhere.length === 0 ? ["take another method"] : elsewhere;
  return new ConvergenceError({
    what: Number.isFinite(best)
      ? `the error estimate ${best.toExponential(1)} of ${of} stays above the tolerance ${tolerance}: ${last}`
      : `there is no solution: ${last}`,
    remedy: (hopeless ? others : ["ask for a larger tolerance", ...elsewhere]).join(", or "),
    value: best,
    limit: tolerance,
  });
}

/** Errors above this, of moments of order 1, are no answer with any tolerance. */
const WORTH_ASKING_FOR = 0.01;
