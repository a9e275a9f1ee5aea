import { InputError } from "../../core/errors.ts";
import { type InitialState, knownBand } from "../../model/initialState.ts";
import { type LongTimeLimit, modelOfTotalSpin } from "../../model/longTimeLimit.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Candidate, CostLimits } from "../choice.ts";
import { densityElements } from "../domain.ts";
import type { DickeSteady, HarmonicSteady } from "../steady/answer.ts";
import { dickeAnswer, harmonicAnswer } from "../steady/buildAnswer.ts";
import { dickeOutlook, harmonicOutlook, type Outlook } from "../steady/cost.ts";
import type { SteadyMethod } from "../steady/options.ts";
import { limitOfDensity } from "./densityLimit.ts";
import { limitBand, limitOfMoments } from "./momentLimit.ts";

export type LimitCandidate = Candidate<SteadyMethod, HarmonicSteady | DickeSteady>;

export interface LimitQuestion {
  readonly model: SpinModel;
  /** Checked. */
  readonly initial: InitialState;
  readonly limit: Exclude<LongTimeLimit, { readonly kind: "unique" }>;
  readonly inBall: boolean;
  readonly band: number | undefined;
  readonly costs: CostLimits;
}

/**
 * The roads to the limit of a start where it depends on it: moments and the density matrix, the cheaper first.
 *
 * @throws InputError where neither is among the roads that are left by the options
 */
export function limitCandidates(question: LimitQuestion, roads: readonly SteadyMethod[]): readonly LimitCandidate[] {
  const candidates = roads.flatMap((road) => {
    if (road === "harmonic") return [byMoments(question)];
    return road === "dicke" ? [byDensity(question)] : [];
  });
  if (candidates.length > 0) return candidates.toSorted((a, b) => a.cost.seconds - b.cost.seconds);
  const { conserved } = question.limit;
  throw new InputError({
    what: `method fem does not find what an initial state runs into where that depends on it: ${conserved} is conserved`,
    remedy: "use method harmonic or dicke, or leave the method and the options of fem out",
    value: "fem",
  });
}

/** Above it the blocks of the density matrix are not made. */
const LARGEST_SPINS_IN_BLOCKS = 200;

function byMoments(question: LimitQuestion): LimitCandidate {
  const { model, initial, limit, inBall } = question;
  const band = limitBand(model.spins, initial, inBall, question.band);
  const unknowns = inBall ? ((band + 1) * (band + 2) * (band + 3)) / 6 : (band + 1) ** 2;
  return {
    method: "harmonic",
    ...outlook(question, unknowns, (spin) => harmonicOutlook(spin, spin.spins)),
    solve: (reason) => {
      const start = performance.now();
      const found = limitOfMoments(model, initial, limit, inBall, band);
      const seconds = (performance.now() - start) / 1000;
      const state = { ...found, band: { degree: found.state.band } };
      return { ...harmonicAnswer({ model, reason, inBall, found: state, seconds }), initial };
    },
  };
}

function byDensity(question: LimitQuestion): LimitCandidate {
  const { model, initial, limit, inBall, costs } = question;
  const { refusal, cost } = outlook(question, densityElements(model, inBall), dickeOutlook);
  const blocks =
    inBall && model.spins > LARGEST_SPINS_IN_BLOCKS
      ? `density matrices of every total spin are made up to N = ${LARGEST_SPINS_IN_BLOCKS}`
      : null;
  return {
    method: "dicke",
    refusal: blocks ?? refusal,
    cost,
    solve: (reason) => {
      const start = performance.now();
      const found = limitOfDensity(model, initial, limit, inBall, costs.bytes);
      const seconds = (performance.now() - start) / 1000;
      return { ...dickeAnswer({ model, reason, inBall, found, seconds }), initial };
    },
  };
}

/** Of a projection, or of one steady state for each total spin. */
function outlook(
  { model, initial, band, limit: { kind } }: LimitQuestion,
  unknowns: number,
  ofSpin: (model: SpinModel) => Outlook,
): Outlook {
  const projection: Outlook = { refusal: null, cost: { seconds: 0.01 + 1e-6 * unknowns, bytes: 100 * unknowns } };
  if (kind !== "everySpin") return projection;
  if (model.spins > LARGEST_SPINS_IN_BLOCKS)
    return {
      ...projection,
      refusal: `the weights of the total spins are found up to N = ${LARGEST_SPINS_IN_BLOCKS}`,
    };
  if (band !== undefined && band < model.spins)
    return { ...projection, refusal: "the weights of the total spins need all moments, not those of a band" };
  if (knownBand(initial, model.spins) < model.spins)
    return {
      ...projection,
      refusal: "the earlier result does not hold all moments, which the weights of the total spins need",
    };
  let { seconds, bytes } = projection.cost;
  for (let twiceSpin = model.spins; twiceSpin >= 1; twiceSpin -= 2) {
    const { cost } = ofSpin(modelOfTotalSpin(model, twiceSpin));
    seconds += cost.seconds;
    bytes = Math.max(bytes, cost.bytes);
  }
  return { refusal: null, cost: { seconds, bytes } };
}
