import { AbortedError, InputError } from "../../core/errors.ts";
import { pause } from "../../core/pause.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { EvolutionPoint, EvolutionSnapshot, PointDensity } from "../../state/evolution.ts";
import type { Observables } from "../../state/moments.ts";
import type { AnySpace } from "../domain.ts";
import type { EnsemblePool } from "../ensemblePool.ts";
import type { State } from "../state.ts";
import type { Evolved } from "./answer.ts";
import type { EvolveMethod } from "./options.ts";
import type { RoadRequest, RunEvent, Unreasoned } from "./request.ts";
import { stateOfEvolution } from "./state.ts";

/** The state at one of the requested times, as soon as it is known. */
export interface EvolutionStep {
  /** Of the time among the requested ones. */
  readonly index: number;
  readonly time: number;
  readonly observables: Observables;
  /** Of trajectories: one standard error plus the bound of the error of the steps. */
  readonly errorEstimate: ErrorEstimate;
  /** The road that found it, and why that one was taken. */
  readonly method: EvolveMethod;
  readonly reason: string;
  /** P where elements have it at this time; its values are to be had until the next step is asked for. */
  readonly density: PointDensity<AnySpace> | null;
  /** What a later run of the same request needs to go on from here, as `resume`; throws InputError once the run has gone on itself. */
  readonly snapshot: () => EvolutionSnapshot;
  /** The state at this time, with rho, P and the Husimi function; throws InputError once the run has gone on itself. What it returned stays true. */
  readonly state: () => State;
}

/** Milliseconds of work after which the event loop has a turn. */
const TURN = 20;

/** Milliseconds between two looks at the signal where others do the work. */
const LOOK = 50;

/**
 * A model on its way in time. It is pulled: by `for (const step of run)`, which computes what the next step needs, by `for await`, which also gives the
 * event loop a turn every 20 ms, or as a whole. All of them see the same steps, each of which is computed once: whoever breaks off or is stopped by the
 * signal may go on later.
 */
export class EvolutionRun implements Iterable<EvolutionStep>, AsyncIterable<EvolutionStep> {
  /** The requested ones. */
  readonly times: readonly number[];
  readonly #request: RoadRequest;
  readonly #start: (pool: EnsemblePool | null) => Generator<RunEvent, Evolved>;
  readonly #steps: EvolutionStep[] = [];
  #stream: Generator<RunEvent, Evolved> | null = null;
  #road: { readonly method: EvolveMethod; readonly reason: string } = { method: "fem", reason: "" };
  #waiting: Promise<unknown> | null = null;
  #answer: Evolved | null = null;
  #failure: { readonly error: unknown } | null = null;
  /** Of the last step, until work is done again. */
  #point: RunPoint | null = null;
  /** Grows whenever work is done. */
  #pulls = 0;

  /** Use `evolve`. */
  constructor(request: RoadRequest, start: (pool: EnsemblePool | null) => Generator<RunEvent, Evolved>) {
    this.#request = request;
    this.#start = start;
    this.times = request.times;
  }

  *[Symbol.iterator](): Generator<EvolutionStep, void> {
    for (let k = 0; ; k++) {
      while (k >= this.#steps.length && this.#answer === null) this.#pull(null);
      if (k >= this.#steps.length) return;
      yield this.#steps[k]!;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<EvolutionStep, void> {
    let turned = performance.now();
    for (let k = 0; ; k++) {
      while (k >= this.#steps.length && this.#answer === null) {
        if (performance.now() - turned >= TURN) {
          await pause(0);
          turned = performance.now();
        }
        if (this.#waiting === null) this.#pull(this.#request.pool ?? null);
        else await this.#wait(this.#waiting);
      }
      if (k >= this.#steps.length) return;
      yield this.#steps[k]!;
    }
  }

  /**
   * The whole: what is left to compute is computed first, without a turn for the event loop. After `for await` it is there.
   *
   * @throws what the run throws
   */
  result(): Evolved {
    while (this.#answer === null) this.#pull(null);
    return this.#answer;
  }

  /** The state at the last time, with rho and the Husimi function. Throws as `result` does. */
  final(): State {
    return stateOfEvolution(this.#request, this.result());
  }

  /** Some work, up to the next place where a road may be left. */
  #pull(pool: EnsemblePool | null): void {
    if (this.#failure !== null) throw this.#failure.error;
    if (this.#waiting !== null) throw atWork();
    this.#requireGoing();
    this.#pulls++;
    this.#point = null;
    this.#stream ??= this.#start(pool);
    let next: IteratorResult<RunEvent, Evolved>;
    try {
      next = this.#stream.next();
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
    if (next.done === true) this.#answer = this.#asGiven(next.value);
    else this.#take(next.value);
  }

  #take(event: RunEvent): void {
    if (event.kind === "wait") {
      this.#waiting = event.work;
      // Whoever waits is told of a failure; nobody need wait.
      event.work.catch(() => {});
      return;
    }
    if (event.kind === "road") this.#road = { method: event.method, reason: event.reason };
    const { resume, onProgress } = this.#request;
    const first = resume === undefined ? 0 : resume.index + 1;
    // What a road that failed had given met the tolerance.
    if (event.kind === "point" && event.index === first + this.#steps.length) {
      this.#point = event;
      this.#steps.push(this.#stepOf(event));
    }
    if (onProgress === undefined) return;
    const { kind: _, ...at } =
      event.kind === "move" ? event : { kind: "", time: event.kind === "road" ? 0 : event.time };
    onProgress({ ...this.#road, to: this.times.at(-1)!, ...at });
  }

  #stepOf({ index, time, observables, errorEstimate, density }: RunPoint): EvolutionStep {
    const pulls = this.#pulls;
    // Steps are kept, what they could be asked for is not: it may be as large as the state.
    const { reason } = this.#road;
    const current = (): RunPoint => {
      if (this.#pulls === pulls && this.#point !== null) return this.#point;
      throw new InputError({
        what: `the run has gone on from t = ${time}`,
        remedy: "take the snapshot, the state or the values of P before the next step is asked for",
        value: time,
      });
    };
    return {
      index,
      time,
      observables,
      errorEstimate,
      ...this.#road,
      density: density === null ? null : { space: density.space, values: () => current().density!.values() },
      snapshot: () => current().snapshot(),
      state: () => {
        const found = current().whole();
        return stateOfEvolution({ ...this.#request, times: this.times.slice(0, index + 1) }, { ...found, reason });
      },
    };
  }

  /** An answer has the steps that were given, whichever road they are of. */
  #asGiven(answer: Evolved): Evolved {
    const steps = this.#steps;
    const other = steps.findLast(({ method }) => method !== answer.method);
    const reason =
      other === undefined
        ? answer.reason
        : `${answer.reason}; up to t = ${other.time} the answers are of ${other.method}`;
    return {
      ...answer,
      reason,
      observables: steps.map((step) => step.observables),
      errorEstimate: steps.map((step) => step.errorEstimate),
    };
  }

  async #wait(work: Promise<unknown>): Promise<void> {
    const isDone = await Promise.race([work.then(() => true), pause(LOOK).then(() => false)]);
    this.#requireGoing();
    if (isDone) this.#waiting = null;
  }

  #requireGoing(): void {
    if (this.#request.signal?.aborted !== true) return;
    const { index, time } = this.#steps.at(-1) ?? { index: -1, time: null };
    throw new AbortedError({
      what: `the evolution was stopped ${time === null ? "before its first time" : `behind t = ${time}`}, ${index + 1} of ${this.times.length} times`,
      remedy: "go on with the same run and a signal that is not aborted, or keep what was given",
      value: time,
    });
  }
}

type RunPoint = EvolutionPoint<AnySpace, Unreasoned<Evolved>>;

const atWork = (): InputError =>
  new InputError({
    what: "a pool is at work for this run",
    remedy: "go on with `for await`, or leave the pool out",
  });
