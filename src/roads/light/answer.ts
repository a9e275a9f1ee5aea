import { defined } from "../../core/defined.ts";
import { ConvergenceError, ToleranceError } from "../../core/errors.ts";
import { collectiveOperators } from "../../dicke/collective/operators.ts";
import { REACHED_COHERENCE, symmetricOperators } from "../../dicke/symmetric/operators.ts";
import { ballOperators } from "../../harmonic/ball/operators.ts";
import { comparisonBand } from "../../harmonic/band.ts";
import { sphereOperators } from "../../harmonic/sphere/operators.ts";
import { cutIsNoState } from "../../harmonic/truncation.ts";
import { type OperatorEquations, operatorEquations } from "../../light/system.ts";
import { type InitialState, knownBand, livesInBall } from "../../model/initialState.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import { requireUniqueInBall, requireUniqueSteadyState } from "../../model/uniqueness.ts";
import { acceptedTolerance, requireTolerance } from "../../state/tolerance.ts";
import {
  askedFor,
  type Candidate,
  type CostLimits,
  DEFAULT_COST_LIMITS,
  firstAnswer,
  requireAffordable,
  tooDear,
} from "../choice.ts";
import { expectedBand } from "../steady/cost.ts";
import { comparedAnswers, type NumbersWithErrors } from "./comparison.ts";
import { dickeLightCost, elementLightCost, harmonicLightCost, movingBand } from "./cost.ts";
import { bandAbove, faultOfCut } from "./cutState.ts";
import { elementRefusal, lightStages } from "./elements.ts";
import { movingRefusal, movingStages } from "./movingElements.ts";
import { LIGHT_TOLERANCE, type LightMethod, type LightOptions, lightRoads } from "./options.ts";
import type { LightRoad } from "./road.ts";

/** One question about light, whichever road answers it. */
export interface LightQuestion<Answer> {
  /** In messages: "the emission spectrum". */
  readonly name: string;
  /** Highest degree of the moments of P that the answer depends on, where those of a degree close. */
  readonly moments: number;
  /** Time that operators are followed for; 0 where it is left out. */
  readonly span?: number;
  /** The state that it begins with, checked; absent where that is the steady state. */
  readonly initial?: InitialState;
  /** Whether all coherences matter, also where those of an axis up to two are enough for light. */
  readonly all?: boolean;
  /** Why a road does not answer it. */
  readonly refusals?: Partial<Record<LightMethod, string>>;
  /** Throws BlochfemError where the equations have no answer. */
  readonly ask: (equations: OperatorEquations) => Answer;
  /** The answer with its differences from one that leaves more out added to its errors. */
  readonly withDifference: (fine: Answer, coarse: Answer) => Answer;
  /** The largest error estimate, relative to the largest value. */
  readonly relativeError: (answer: Answer) => number;
  /** What a part of an answer is refused for, where another road may have it; null where nothing is. */
  readonly missing?: (answer: Answer) => string | null;
  /** All numbers of an answer, which roads are compared by. */
  readonly numbers: (answer: Answer) => NumbersWithErrors;
}

export type LightAnswer<Answer> = Answer & LightRoad;

/**
 * The answer of the cheapest road that meets the tolerance.
 *
 * @throws InputError for options of another method; NotUniqueError where a quantity is conserved; ConvergenceError, ResourceLimitError where no road is left
 */
export function lightAnswer<Answer extends object>(
  model: SpinModel,
  question: LightQuestion<Answer>,
  options: LightOptions,
): LightAnswer<Answer> {
  const roads = lightRoads(options);
  requireTolerance(options.tolerance ?? LIGHT_TOLERANCE);
  if (question.initial === undefined) {
    requireUniqueSteadyState(model);
    if (hasLocalRates(model)) requireUniqueInBall(model);
  }
  const limits = { ...DEFAULT_COST_LIMITS, ...options.limits };
  const candidates = roads.map((road) => {
    const candidate = CANDIDATES[road](model, question, options, limits);
    return { ...candidate, refusal: question.refusals?.[road] ?? candidate.refusal };
  });
  if (options.check === true) {
    const { answer, check } = comparedAnswers(question.name, candidates, limits, question.numbers, question.missing);
    return { ...answer, check } as LightAnswer<Answer>;
  }
  const [only] = candidates;
  if (candidates.length === 1) {
    requireAffordable(question.name, only!, limits);
    return only!.solve(askedFor(only!.method)) as LightAnswer<Answer>;
  }
  const ordered = candidates.toSorted((a, b) => a.cost.seconds - b.cost.seconds);
  return firstAnswer(question.name, ordered, limits).answer as LightAnswer<Answer>;
}

type LightCandidate<Answer> = Candidate<LightMethod, LightAnswer<Answer>>;

const CANDIDATES: Readonly<
  Record<
    LightMethod,
    <Answer extends object>(
      model: SpinModel,
      question: LightQuestion<Answer>,
      options: LightOptions,
      limits: CostLimits,
    ) => LightCandidate<Answer>
  >
> = { fem: elementCandidate, harmonic: harmonicCandidate, dicke: dickeCandidate };

function dickeCandidate<Answer extends object>(
  model: SpinModel,
  question: LightQuestion<Answer>,
  options: LightOptions,
): LightCandidate<Answer> {
  const solve = (reason: string): LightAnswer<Answer> => {
    options.onProgress?.("dicke");
    const space = livesInBall(model, question.initial)
      ? symmetricOperators(model, question.all === true ? model.spins : reachedCoherence(question))
      : collectiveOperators(model);
    const answer = question.ask(operatorEquations(model, space));
    requireMet(question, answer, options);
    return { ...answer, model, method: "dicke", reason };
  };
  return { method: "dicke", refusal: null, cost: dickeLightCost(model, question), solve };
}

/** Coherences that an answer depends on: from a state two multiplications with J, and as many in what is read, reach populations. */
const reachedCoherence = ({ initial }: Pick<LightQuestion<unknown>, "initial">): number =>
  initial === undefined ? REACHED_COHERENCE : 2 * REACHED_COHERENCE;

function elementCandidate<Answer extends object>(
  model: SpinModel,
  question: LightQuestion<Answer>,
  options: LightOptions,
): LightCandidate<Answer> {
  const solve = (reason: string): LightAnswer<Answer> => {
    options.onProgress?.("fem");
    let best: Answer | null = null;
    let missing: string | null = null;
    const { initial, moments } = question;
    const stages = initial === undefined ? lightStages(model, moments) : movingStages(model, initial);
    for (const { where, fine, coarse, samples } of stages) {
      // On meshes values are more accurate than vectors.
      if (question.all === true && where.space !== undefined) continue;
      const compared = coarse.map(({ system, times }) => ({ answer: question.ask(system()), times }));
      let answer = question.ask(fine(samples));
      for (const { answer: other, times } of compared) {
        for (let count = 0; count < times; count++) answer = question.withDifference(answer, other);
      }
      missing = question.missing?.(answer) ?? null;
      if (missing === null && isMet(question, answer, options))
        return { ...answer, model, method: "fem", reason, ...where };
      if (best === null || question.relativeError(answer) < question.relativeError(best)) best = answer;
    }
    if (best === null || missing !== null) {
      throw new ConvergenceError({
        what: `functions around a place, or a whole band, do not answer ${question.name}${missing === null ? "" : `: ${missing}`}`,
        remedy: "take another method",
        value: model.spins,
      });
    }
    throw notMet(question, question.relativeError(best), options);
  };
  const refusal = question.initial === undefined ? elementRefusal(model) : movingRefusal(model, question.initial);
  return { method: "fem", refusal, cost: elementLightCost(model, question), solve };
}

/** By how much a band is widened where the tolerance is not met. */
const WIDER = 1.4;

function harmonicCandidate<Answer extends object>(
  model: SpinModel,
  question: LightQuestion<Answer>,
  options: LightOptions,
  limits: CostLimits,
): LightCandidate<Answer> {
  const { initial } = question;
  const inBall = livesInBall(model, initial);
  const known = initial === undefined ? model.spins : knownBand(initial, model.spins);
  const first =
    options.band ?? Math.min(known, initial === undefined ? expectedBand(model) : movingBand(model, inBall));
  const solve = (reason: string): LightAnswer<Answer> => {
    options.onProgress?.("harmonic");
    for (let band = first; ; band = Math.min(known, Math.ceil(WIDER * band))) {
      const isGiven = options.band !== undefined;
      const { answer, fault } = inBand(model, question, band, isGiven);
      const isLast = band >= known || isGiven;
      if (isLast || tooDear(harmonicLightCost(model, WIDER * band, question), limits) !== null) {
        if (fault !== null) throw cutIsNoState(model.spins, band, fault);
        requireMet(question, answer, options);
      } else if (fault !== null || !isMet(question, answer, options)) continue;
      return { ...answer, model, method: "harmonic", reason, ...defined({ band }) };
    }
  };
  // One that is given is compared with a wider one.
  const widest = options.band === undefined ? first : Math.min(known, bandAbove(model, first));
  return { method: "harmonic", refusal: null, cost: harmonicLightCost(model, widest, question), solve };
}

/** Below N the answer of 4/5 of the band tells what the band leaves out; of one that is given also that of a wider one, twice, which misses something itself. */
function inBand<Answer>(
  model: SpinModel,
  { ask, withDifference, initial }: LightQuestion<Answer>,
  band: number,
  isGiven: boolean,
): { readonly answer: Answer; readonly fault: string | null } {
  const operators = livesInBall(model, initial) ? ballOperators : sphereOperators;
  const equationsIn = (degree: number): OperatorEquations => operatorEquations(model, operators(model, degree));
  const own = equationsIn(band);
  if (band === model.spins) return { answer: ask(own), fault: null };
  const known = initial === undefined ? model.spins : knownBand(initial, model.spins);
  const others = [comparisonBand(band), ...(isGiven ? [bandAbove(model, band)] : [])]
    .filter((degree) => degree !== band && degree <= Math.max(band, known))
    .map((degree) => ({ degree, equations: equationsIn(degree) }));
  let answer = ask(own);
  for (const { degree, equations } of others) {
    const other = ask(equations);
    answer = withDifference(answer, other);
    if (degree > band) answer = withDifference(answer, other);
  }
  // A state on its way is none that moments of a cut could settle on.
  if (initial !== undefined) return { answer, fault: null };
  const states = others.map(({ degree, equations }) => ({ band: degree, unknowns: equations.system().steady }));
  return { answer, fault: faultOfCut(model, { band, unknowns: own.system().steady }, states) };
}

const isMet = <Answer>(question: LightQuestion<Answer>, answer: Answer, { tolerance }: LightOptions): boolean =>
  question.relativeError(answer) <= (tolerance ?? LIGHT_TOLERANCE);

function requireMet<Answer>(question: LightQuestion<Answer>, answer: Answer, options: LightOptions): void {
  if (!isMet(question, answer, options)) throw notMet(question, question.relativeError(answer), options);
}

function notMet(
  { name }: { readonly name: string },
  found: number,
  { tolerance: limit = LIGHT_TOLERANCE }: LightOptions,
): ToleranceError {
  return new ToleranceError({
    what: `the largest relative error estimate of ${name} is ${found.toExponential(1)}, above the tolerance ${limit}`,
    remedy: found < 1 ? `accept a tolerance of ${acceptedTolerance(found)}` : "take another method",
    value: found,
    limit,
  });
}
