import type { Answer, EvolutionWanted, FailureAnswer, Quality, Wants } from "./protocol.ts";
import type { ExplorerModel, ExplorerState } from "./state.ts";

/** Times of an evolution. */
export const STEPS = 100;
/** Eigenvalues that are asked for. */
const EIGENVALUES = 14;
/** Seconds of processor time that a certificate may take: nothing else is answered by then. */
const CERTIFICATE_SECONDS = 4;

export const evolutionWanted = ({ start, until }: Pick<ExplorerState, "start" | "until">): EvolutionWanted => ({
  start,
  until,
  steps: STEPS,
});

/** The number of the time that is shown; null for the steady state. */
export const indexOf = ({ time, until }: Pick<ExplorerState, "time" | "until">): number | null =>
  time === null ? null : Math.max(0, Math.min(STEPS, Math.round((time / until) * STEPS)));

/** The time with a number, as it stands in an address. */
export const timeOf = (index: number | null, until: number): number | null =>
  index === null ? null : Number(((index * until) / STEPS).toPrecision(12));

/** What is drawn on the sphere and in the ball: the worker knows which of the two the model needs. */
export function pictureWants(state: ExplorerState): Wants {
  const index = indexOf(state);
  const at = index === null ? {} : { at: { evolution: evolutionWanted(state), index } };
  return {
    picture: { shown: state.shown, ...at },
    ...(state.shown === "P" ? { slices: { axis: state.axis, ...at } } : {}),
  };
}

/** While something moves; a time has to be waited for. */
export const fastWants = (state: ExplorerState): Wants => ({
  facts: true,
  ...(state.time === null ? pictureWants(state) : {}),
  table: true,
});

/** What has been answered for the model that is shown, and need not be asked for again. */
export interface Known {
  readonly facts: boolean;
  readonly table: boolean;
  readonly evolution: EvolutionWanted | null;
  readonly spectrum: boolean;
  readonly entanglement: boolean;
  readonly certificate: boolean;
  /** The picture to full accuracy, as `pictureKey` says. */
  readonly picture: string | null;
}

/** What a picture depends on besides the model. */
export const pictureKey = (state: ExplorerState): string => JSON.stringify(pictureWants(state));

/** When all is at rest: what is not known yet. */
export function slowWants(state: ExplorerState, known: Known): Wants {
  const evolution = evolutionWanted(state);
  return {
    ...(known.facts ? {} : { facts: true }),
    ...(known.picture === pictureKey(state) ? {} : pictureWants(state)),
    ...(known.table ? {} : { table: true }),
    ...(JSON.stringify(known.evolution) === JSON.stringify(evolution) ? {} : { evolution }),
    ...(known.spectrum ? {} : { spectrum: { count: EIGENVALUES } }),
    ...(known.entanglement ? {} : { entanglement: true }),
    ...(known.certificate ? {} : { certificate: { seconds: CERTIFICATE_SECONDS } }),
  };
}

/** Two states that ask for the same model. */
export const sameModel = (a: ExplorerModel, b: ExplorerModel): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Failures that are still true: an answer to the same question takes the place of a failure, and that of the slow worker counts more than that of the
 * fast one.
 */
export function failureList() {
  const found = new Map<string, FailureAnswer>();
  return {
    note(answer: Answer): void {
      if (answer.kind === "done") return;
      if (answer.kind === "failure") {
        const key = answer.want ?? MODEL;
        const before = found.get(key);
        if (before === undefined || rank(answer.quality) >= rank(before.quality)) found.set(key, answer);
        return;
      }
      // A model that is answered for is one, and one of the two is the picture.
      const isPicture = answer.kind === "slices" || answer.kind === "picture";
      for (const key of [MODEL, ...(isPicture ? ["picture", "slices"] : [answer.kind])]) found.delete(key);
    },
    clear: (): void => found.clear(),
    /** The first of those that there are; "model" is that the model is none. */
    of: (...wants: readonly string[]): FailureAnswer | null =>
      wants.map((want) => found.get(want)).find((failure) => failure !== undefined) ?? null,
  };
}

const MODEL = "model";

const rank = (quality: Quality): number => (quality === "slow" ? 1 : 0);
