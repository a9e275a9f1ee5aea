import { BlochfemError } from "../../core/errors.ts";
import { once } from "../../core/once.ts";
import { type SpinModel, spinModel } from "../../model/spinModel.ts";
import { type Certificate, certificateOf } from "../../roads/diagnose/certificate.ts";
import { diagnosedParabolicity } from "../../roads/diagnose/parabolicity.ts";
import { type Subject, steadySubject, subjectOf } from "../../roads/diagnose/subject.ts";
import type { State } from "../../roads/state.ts";
import type { Steady } from "../../roads/steady/answer.ts";
import { steady } from "../../roads/steady.ts";
import type { Answer, EvolutionTime, EvolutionWanted, Quality, Request, Want, Wants } from "../protocol.ts";
import type { ExplorerModel } from "../state.ts";
import type { Answered } from "./answered.ts";
import { type Followed, followed } from "./evolution.ts";
import { factsOf } from "./facts.ts";
import { type FastSteady, fastSteady, WHOLE_BAND } from "./fastState.ts";
import { fileOf } from "./files.ts";
import { certificateAnswer, certified, entanglementRows } from "./judgement.ts";
import { pictureOf } from "./picture.ts";
import { slicesOf } from "./slices.ts";
import { spectrumOf } from "./spectrum.ts";
import { rowsOf } from "./table.ts";
import { methodText, tablesOf } from "./tables.ts";

/** What is known of the model that was asked about last. */
interface Known {
  readonly model: SpinModel;
  readonly fast: () => State;
  readonly slow: () => Steady;
  readonly subject: () => Subject;
  readonly followed: (wanted: EvolutionWanted) => Followed;
  /** Of the steady state; null until it is asked for. */
  certificate: Certificate | null;
  /** Of the state at a time. */
  readonly certificateAt: (at: EvolutionTime) => Certificate | null;
}

/** What a witness at a time may take: the next time is waiting. */
const WITNESS_SECONDS = 2;

/** What one road of a model that rests may take. */
const LIMITS = { seconds: 40 } as const;

/**
 * A function that answers requests, one want after another in the order of `Wants`, and `done` at the end. It keeps what it has found of a model until it is asked about
 * another one. A failure takes the place of an answer; only what is no error of the library is thrown.
 */
export function answering(): (request: Request) => Generator<Answer, void> {
  const solveFast = fastSteady();
  let key = "";
  let known: Known | null = null;
  const about = (model: ExplorerModel): Known => {
    const asked = JSON.stringify(model);
    if (known === null || asked !== key) known = learning(spinModel(model), solveFast);
    key = asked;
    return known;
  };
  return function* (request) {
    const { id, quality, model, wants } = request;
    const started = performance.now();
    const tagged = (answer: Answered): Answer => ({ ...answer, id, quality }) as Answer;
    let want: Want | null = null;
    try {
      const found = about(model);
      for (want of ORDER) {
        if (wants[want] === undefined) continue;
        try {
          for (const answer of ANSWERS[want](found, wants, quality)) yield tagged(answer);
        } catch (error) {
          yield tagged(failureOf(error, want));
        }
      }
    } catch (error) {
      yield tagged(failureOf(error, want));
    }
    yield tagged({ kind: "done", seconds: (performance.now() - started) / 1000 });
  };
}

/** What is a mistake of the program is thrown on. */
function failureOf(error: unknown, want: Want | null): Answered {
  if (error instanceof BlochfemError) {
    const { name, what, remedy } = error;
    return { kind: "failure", want, name, what, remedy };
  }
  throw error;
}

function learning(model: SpinModel, solveFast: FastSteady): Known {
  const slow = once(() => steady(model, { limits: LIMITS }));
  let latest: { readonly key: string; readonly found: Followed } | null = null;
  const followedBy = (wanted: EvolutionWanted): Followed => {
    const key = JSON.stringify(wanted);
    if (latest === null || latest.key !== key) latest = { key, found: followed(model, wanted) };
    return latest.found;
  };
  return {
    model,
    fast: once(() => solveFast(model)),
    slow,
    subject: once(() => steadySubject(model, { seconds: LIMITS.seconds, bytes: 2 ** 31 }).subject ?? subjectOf(slow())),
    followed: followedBy,
    certificate: null,
    certificateAt: ({ evolution, index }) =>
      certificateOf(subjectOf(followedBy(evolution).stateAt(index)), {
        parabolic: false,
        seconds: WITNESS_SECONDS,
        thorough: false,
      }).certificate,
  };
}

const steadyOf = (known: Known, quality: Quality): State => (quality === "fast" ? known.fast() : known.slow());

const stateOf = (known: Known, quality: Quality, at: EvolutionTime | undefined): State =>
  at === undefined ? steadyOf(known, quality) : known.followed(at.evolution).stateAt(at.index);

/** Where the fast state has all moments it is drawn at rest as well: P that is not parabolic depends on the band, and would change for no reason. */
function drawnOf(known: Known, quality: Quality): State {
  if (quality === "fast" || known.model.spins > WHOLE_BAND) return steadyOf(known, quality);
  const state = known.fast();
  return state.method === "harmonic" && state.domain === "sphere" ? state : known.slow();
}

type Answerer = (known: Known, wants: Wants, quality: Quality) => Generator<Answered, void>;

const ANSWERS: Readonly<Record<Want, Answerer>> = {
  *facts({ model }, _wants, quality) {
    yield factsOf(model, quality);
  },
  *picture(known, wants, quality) {
    const { shown, at } = wants.picture!;
    const state = at === undefined ? drawnOf(known, quality) : stateOf(known, quality, at);
    const certificate =
      at === undefined ? known.certificate : shown === "witness" && quality === "slow" ? known.certificateAt(at) : null;
    const picture = pictureOf({ state, index: at?.index ?? null, certificate }, shown, quality);
    if (picture !== null) yield picture;
  },
  *slices(known, wants, quality) {
    const { axis, at } = wants.slices!;
    const state = stateOf(known, quality, at);
    if (state.domain !== "ball" || (quality === "fast" && at === undefined)) return;
    const slices = slicesOf(state, at?.index ?? null, axis);
    // Where there are none the picture says why.
    if (slices !== null) yield slices;
  },
  *table(known, _wants, quality) {
    if (quality === "slow") return yield* tablesOf(known.slow(), LIMITS);
    const state = known.fast();
    yield {
      kind: "table",
      // The purity of elements costs more than the rest.
      rows: rowsOf(state, null, state.method !== "fem"),
      method: methodText(state),
      reason: null,
      comparison: null,
      note: null,
      seconds: 0,
    };
  },
  *evolution(known, wants) {
    const { answer } = known.followed(wants.evolution!);
    // Handed over, and kept here.
    yield structuredClone(answer);
  },
  *entanglement(known) {
    yield entanglementRows(known.subject());
  },
  *certificate(known, wants) {
    const subject = known.subject();
    const { parabolic } = diagnosedParabolicity(known.model, subject.domain === "ball");
    known.certificate ??= certified(subject, parabolic, wants.certificate!.seconds);
    yield certificateAnswer(known.certificate);
    // It stood in for the witness that was not known yet.
    if (wants.picture?.shown === "witness" && wants.picture.at === undefined)
      yield* ANSWERS.picture(known, wants, "slow");
  },
  // The dearest comes last.
  *spectrum({ model }, wants) {
    yield spectrumOf(model, wants.spectrum!.count);
  },
  *file({ model, slow }, wants) {
    yield fileOf(model, slow, wants.file!);
  },
};

const ORDER = Object.keys(ANSWERS) as readonly Want[];
