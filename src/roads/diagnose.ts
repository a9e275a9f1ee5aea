import { defined } from "../core/defined.ts";
import { InputError } from "../core/errors.ts";
import type { Entanglement } from "../diagnose/entanglement/entanglement.ts";
import { checkedInitialState, type InitialState, livesInBall } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { initialStateOf } from "../model/startInput.ts";
import { type CostLimits, DEFAULT_COST_LIMITS } from "./choice.ts";
import { type Advice, adviceFor } from "./diagnose/advice.ts";
import { type Certificate, certificateOf, knownMoments, massInEveryGauge } from "./diagnose/certificate.ts";
import { courseOfEntanglement, type DiagnosedCourse } from "./diagnose/course.ts";
import { entanglementOf } from "./diagnose/entanglement.ts";
import { type DiagnosedNegativity, diagnosedNegativity } from "./diagnose/negativity.ts";
import type { DiagnoseOptions } from "./diagnose/options.ts";
import { type DiagnosedParabolicity, diagnosedParabolicity } from "./diagnose/parabolicity.ts";
import { type ParabolicScan, parabolicScan } from "./diagnose/scan.ts";
import { type Subject, steadySubject, subjectOf, subjectOfInitial } from "./diagnose/subject.ts";
import { timeGrid } from "./evolve/timeGrid.ts";
import { inCode, type Named } from "./selectRoads.ts";
import type { State } from "./state.ts";

/** What `diagnose` finds; plain data but for P itself. */
export interface Diagnosis {
  readonly model: SpinModel;
  /** The state that was judged; null where there was none, see `notes`. */
  readonly state: { readonly source: string; readonly domain: "sphere" | "ball" } | null;
  readonly parabolicity: DiagnosedParabolicity;
  /** null where there is no P as a function. */
  readonly negativity: DiagnosedNegativity | null;
  /** Present with `certify`. */
  readonly certificate?: Certificate | null;
  /** What experimentalists quote; null where there was no state. */
  readonly entanglement: Entanglement | null;
  /** Present with `to` and `every`. */
  readonly course?: DiagnosedCourse;
  /** Present with `scan`. */
  readonly scan?: ParabolicScan;
  readonly advice: Advice;
  /** What could not be told, and why. */
  readonly notes: readonly string[];
}

/** What a steady state may take where nothing is asked for that would be worth more. */
const PLAIN_SECONDS = 0.35;

/**
 * Where the equation of a model is parabolic and what restores it; what the negative part of a computed P is worth; with `certify` whether the
 * state is classical, a mixture of product states, or proved entangled, with a certificate that `verifyCertificate` checks; and which
 * roads apply. Of a model the steady state is judged, or `initial`; or the state that a road has found is given itself.
 *
 *     const { parabolicity, certificate } = diagnose(model, { certify: true });
 *     const { negativity } = diagnose(steady(model, { method: "fem" }));
 *     const { course } = diagnose(model, { initial: { coherent: [0, 0, 1] }, to: 4, every: 0.1 });
 *
 * Without `certify`, `to` and a scan it takes less than a second at any N: a steady state that is predicted to take longer is left out. `named` is how
 * messages call an option.
 *
 * @throws InputError for options out of range, a state that is none, and an evolution without a start
 */
export function diagnose(subject: SpinModel | State, options: DiagnoseOptions = {}, named: Named = inCode): Diagnosis {
  const given = "observables" in subject ? subject : null;
  const model = given === null ? (subject as SpinModel) : given.model;
  const initial = initialOf(model, options, given, named);
  const times = timesOf(options, initial, named);
  const { certify = false, scan, band, onProgress } = options;
  if (band !== undefined) requireBand(model, band, named);
  const wanted = { ...DEFAULT_COST_LIMITS, ...(certify ? {} : { seconds: PLAIN_SECONDS }) };
  const limits: CostLimits = { ...wanted, ...options.limits };
  const notes: string[] = [];
  onProgress?.("parabolicity");
  const inBall = given === null ? livesInBall(model, initial) : given.domain === "ball";
  const parabolicity = diagnosedParabolicity(model, inBall);
  onProgress?.("state");
  const state = stateOf(model, given, times === null ? initial : undefined, limits, notes);
  onProgress?.("P");
  const negativity = state === null ? null : diagnosedNegativity(state, parabolicity.parabolic, band);
  if (state !== null && negativity === null) notes.push(NO_FUNCTION[state.domain]);
  if (band !== undefined && negativity !== null && negativity.band !== band) notes.push(otherBand(negativity, named));
  if (certify) onProgress?.("certificate");
  const judged = certify && state !== null ? judgementOf(state, parabolicity.parabolic, options, notes) : null;
  return {
    model,
    state: state === null ? null : { source: state.source, domain: state.domain },
    parabolicity,
    negativity: negativity === null ? null : { ...negativity, inEveryGauge: judged?.inEveryGauge ?? null },
    ...(certify ? { certificate: judged?.certificate ?? null } : {}),
    entanglement: state === null ? null : entanglementOf(state, certify),
    ...(times === null ? {} : { course: courseOf(model, initial!, times, options) }),
    ...(scan === undefined ? {} : { scan: parabolicScan(model, scan, certify ? limits : null, named) }),
    advice: adviceFor(model, parabolicity, DEFAULT_COST_LIMITS),
    notes,
  };
}

const NO_FUNCTION = {
  sphere: "No negativity of P: the state is known by moments of low degree alone.",
  ball: "No negativity of P: in the ball moments do not say what P is as a function, only finite elements do.",
} as const;

/** @throws InputError for what is no degree that P has */
function requireBand({ spins }: SpinModel, band: number, named: Named): void {
  if (Number.isInteger(band) && band >= 1 && band <= spins) return;
  throw new InputError({
    what: `${named("band")} is ${band}, not a whole number from 1 to N = ${spins}`,
    remedy: "give the highest degree of the harmonics that P is looked at in, or leave it out",
    value: band,
    limit: spins,
  });
}

const otherBand = ({ band }: DiagnosedNegativity, named: Named): string =>
  band === null
    ? `P is looked at on its mesh, whatever ${named("band")} is.`
    : `P is looked at in harmonics l <= ${band}, since those above are not known.`;

/** @throws InputError where a state is given twice, or P is not where the model has it */
function initialOf(
  model: SpinModel,
  { initial }: DiagnoseOptions,
  given: State | null,
  named: Named,
): InitialState | undefined {
  if (initial === undefined) return undefined;
  if (given === null) return checkedInitialState(initialStateOf(initial), model.spins);
  throw new InputError({
    what: `a state is given, and ${named("initial")} names another one`,
    remedy: `leave ${named("initial")} out, or give the model in place of the state`,
    value: initial,
  });
}

/** null where no evolution is asked for. */
function timesOf(
  { to, every }: DiagnoseOptions,
  initial: InitialState | undefined,
  named: Named,
): readonly number[] | null {
  if (to === undefined && every === undefined) return null;
  if (to === undefined || every === undefined || initial === undefined) {
    const missing = initial === undefined ? "initial" : to === undefined ? "to" : "every";
    throw new InputError({
      what: `an evolution needs ${named(missing)}`,
      remedy: `give ${named("initial")}, ${named("to")} and ${named("every")} together`,
      value: missing,
    });
  }
  return timeGrid(to, every, named);
}

function stateOf(
  model: SpinModel,
  given: State | null,
  initial: InitialState | undefined,
  limits: CostLimits,
  notes: string[],
): Subject | null {
  if (given !== null) return subjectOf(given);
  if (initial !== undefined) {
    const subject = subjectOfInitial(model, initial);
    // Moments from elsewhere may be those of no state.
    knownMoments(subject);
    return subject;
  }
  const found = steadySubject(model, limits);
  if (found.missing !== null) notes.push(`No steady state was judged: ${found.missing}.`);
  return found.subject;
}

interface Judgement {
  readonly certificate: Certificate | null;
  readonly inEveryGauge: readonly [number, number] | null;
}

function judgementOf(state: Subject, parabolic: boolean, { seconds }: DiagnoseOptions, notes: string[]): Judgement {
  const { certificate, missing } = certificateOf(state, { parabolic, ...defined({ seconds }) });
  if (missing !== null) notes.push(`No certificate: ${missing}.`);
  return {
    certificate,
    inEveryGauge: certificate === null ? null : massInEveryGauge(state, certificate, seconds),
  };
}

function courseOf(
  model: SpinModel,
  initial: InitialState,
  times: readonly number[],
  { field }: DiagnoseOptions,
): DiagnosedCourse {
  return courseOfEntanglement(model, { initial, times, ...defined({ field }) });
}
