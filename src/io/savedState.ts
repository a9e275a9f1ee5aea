import { defined } from "../core/defined.ts";
import { ConvergenceError } from "../core/errors.ts";
import type { InitialState, MomentsStart } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { needsBall } from "../roads/domain.ts";
import type { State, StateView } from "../roads/state.ts";
import { viewOfMoments } from "../roads/stateViews.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import type { Observables, Vector3 } from "../state/moments.ts";
import { parseResultFile } from "./resultFile.ts";

/** What a result tells of a state, beside its moments. */
export interface SavedFacts extends Pick<State, "method" | "reason"> {
  readonly model: SpinModel;
  readonly initial?: InitialState;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  /** Where P is a delta. */
  readonly point?: Vector3;
}

/**
 * A state as a result.json keeps it, with rho and Q as far as its moments tell them; P as a function is not kept. `text` is that of the file, `path` names
 * it in messages.
 *
 * @throws FileFormatError where the moments in it are damaged
 */
export function savedState(facts: SavedFacts, text: string, path: string): State {
  const { model, method, reason, initial, observables, errorEstimate, point } = facts;
  const missing = (JSON.parse(text) as { readonly stateMissing?: string }).stateMissing;
  const view =
    missing === undefined
      ? ofMoments(parseResultFile(text, path), observables, errorEstimate)
      : without(missing, needsBall(model, undefined, initial) ? "ball" : "sphere");
  return { model, method, reason, observables, errorEstimate, ...view, ...defined({ initial, point }) };
}

/** Share of the purity that may be missing in the degrees that are kept. */
const MISSING = 1e-3;

/** Where degrees are missing that the purity has, the state is not what its low moments alone would make of it. */
function ofMoments(state: MomentsStart, { purity }: Observables, errorEstimate: ErrorEstimate): StateView {
  const { band, spins, unknowns, domain } = state;
  const kept = domain === "sphere" ? unknowns.reduce((sum, value) => sum + value * value, 0) : 0;
  return band === spins || purity - kept <= MISSING * purity
    ? viewOfMoments(state, domain, () => errorEstimate)
    : without(`its moments end at degree ${band} of ${spins}, which is too low to tell it`, domain);
}

/** Of a result that keeps observables alone. */
function without(missing: string, domain: "sphere" | "ball"): StateView {
  const refused = (): never => {
    throw new ConvergenceError({
      what: `the state is not kept: ${missing}`,
      remedy: "run the command again, and ask its answer",
    });
  };
  // The largest errors that there are.
  const stateError = (): ReturnType<StateView["stateError"]> => ({ traceNorm: 2, husimi: 1 });
  return { domain, density: null, point: null, densityMatrix: refused, husimi: refused, stateError };
}
