import { ConvergenceError } from "../core/errors.ts";
import type { SpinMoments } from "../state/moments.ts";
import { covarianceChange, largestMoment } from "./errorEstimate.ts";
import type { DensityMoments } from "./moments.ts";
import { orFailed } from "./orFailed.ts";
import type { StageSeconds } from "./steadyResult.ts";

/**
 * Rounding stops the search where an estimate below the first is more than the second times the best so far: rungs that converge gain a factor of 10 or
 * more each (test/fem/steady.test.ts: 6 models, 2 to 5 rungs each), and estimates above are those of meshes that do not see P yet.
 */
const STALLS_BELOW = 1e-4;
const STALLED = 0.5;

/**
 * What the second rung of a mesh is expected to gain before it was tried: two degrees more, where the mesh resolves P. Of 6 models with dephasing and pump 1,
 * N = 200 and 1000, fields 0.9 to 1.2, rates of 0, 1e-4 and 1e-3 gave the same search; 1e-2 left the coarsest mesh too early in two (1.6 s instead of 1.3 for
 * the one that met 1e-8), 0.1 in four (1.2 s instead of 0.35), 1 in all six. test/fem/steadyLadder.test.ts notices a factor of 10 either way.
 */
const FIRST_RATE = 1e-3;

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
  /** Further ones, for which it is worth a solve only where the others say that the tolerance is met. */
  readonly confirmed?: readonly Resolution[];
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
  let previous: number | null = null;
  for (const [k, rung] of stage.rungs.entries()) {
    const highest = Math.max(rung.degree, ...[...rung.compared, ...(rung.confirmed ?? [])].map(({ degree }) => degree));
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
    let seen = compare(ladder, coarse, others, earlier);
    if (seen.estimate <= tolerance && rung.confirmed !== undefined) {
      seen = compare(ladder, coarse, [...seen.fine, ...rung.confirmed.map(at)], earlier);
    }
    const { fine, errors, estimate, limiting, purityAlone } = seen;
    const met = estimate <= tolerance;
    if (met && !stage.suits(fine.at(-1)!)) {
      state.last = `P is not where ${stage.name} is made for it`;
      return null;
    }
    const stalled: boolean =
      errors.rounding > tolerance ||
      (stage.mayStall &&
        limiting === state.of &&
        estimate > tolerance &&
        estimate < STALLS_BELOW &&
        estimate > STALLED * state.best);
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
    const rate: number = previous === null ? FIRST_RATE : estimate / previous;
    if (stage.mayLeave && estimate * rate ** (stage.rungs.length - 1 - k) > tolerance) return reached;
    previous = estimate;
  }
  return reached;
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

export function toleranceNotMet(
  { best, of, last }: Search<unknown>,
  tolerance: number,
  remedy: string,
): ConvergenceError {
  return new ConvergenceError({
    what: Number.isFinite(best)
      ? `the error estimate ${best.toExponential(1)} of ${of} stays above the tolerance ${tolerance}: ${last}`
      : `there is no solution: ${last}`,
    remedy,
    value: best,
    limit: tolerance,
  });
}

/** Seconds of the solutions that count, and the whole. */
export function addSeconds(
  solutions: readonly LadderSolution[],
  started: number,
): StageSeconds & { readonly total: number } {
  const add = (stage: keyof StageSeconds): number => solutions.reduce((sum, { seconds }) => sum + seconds[stage], 0);
  return {
    assembly: add("assembly"),
    analysis: add("analysis"),
    factorization: add("factorization"),
    solve: add("solve"),
    total: (performance.now() - started) / 1000,
  };
}
