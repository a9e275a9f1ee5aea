import type { Answer, FailureAnswer, Quality, Request, Wants } from "./protocol.ts";
import type { ExplorerModel } from "./state.ts";

/*
 * Which worker is asked what, and when: the latest request wins, and what is no longer wanted is ended. Solvers are synchronous, so that ending means to end
 * the worker; the next one starts anew.
 */

/** What is used of a worker. */
export interface WorkerLike {
  onmessage: ((event: { readonly data: Answer }) => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault?(): void }) => void) | null;
  postMessage(request: Request): void;
  terminate(): void;
}

export interface SchedulerOptions {
  readonly createWorker: () => WorkerLike;
  /**
   * Hears every answer with the model that it is about. While models follow one another faster than the fast worker answers, its answers are about one of a
   * moment ago; those of the slow worker are about the latest model alone.
   */
  readonly onAnswer: (answer: Answer, model: ExplorerModel) => void;
  /** Hears when a worker begins and when it is done. */
  readonly onBusy?: (quality: Quality, busy: boolean) => void;
}

export interface Scheduler {
  /** Takes the place of the request of this quality before it. The slow worker is asked about another model once that has rested. */
  request(quality: Quality, model: ExplorerModel, wants: Wants): void;
  /** Ends both workers. */
  stop(): void;
}

/** Milliseconds that a model rests before the slow worker is asked about it. */
export const REST = 250;

/** Milliseconds that a worker has to leave another model; the fast one soon does, and loses what it has learned when it is ended. */
export const PATIENCE: Readonly<Record<Quality, number>> = { fast: 2000, slow: 100 };

type Timer = ReturnType<typeof setTimeout>;

interface Lane {
  readonly quality: Quality;
  worker: WorkerLike | null;
  /** What the worker was asked last; null where it has answered all. */
  asked: Request | null;
  /** The last request that the worker was sent: nothing rests that goes on with its model. */
  sent: number;
  /** What it is to be asked. */
  next: Request | null;
  /** Until the model has rested. */
  rest: Timer | null;
  /** Until the worker is ended. */
  patience: Timer | null;
}

export function createScheduler({ createWorker, onAnswer, onBusy }: SchedulerOptions): Scheduler {
  let lastId = 0;
  /** The model that was asked about last, and the first request about it. */
  let present = "";
  let since = 0;
  const lanes: Readonly<Record<Quality, Lane>> = { fast: newLane("fast"), slow: newLane("slow") };

  const isPresent = (request: Request): boolean => request.id >= since;

  /** Asks the worker where it is free, or at work on what a newer request goes on with. */
  function send(lane: Lane): void {
    const { next, asked, quality } = lane;
    if (next === null || lane.rest !== null) return;
    // The model has changed while it rested.
    if (quality === "slow" && !isPresent(next)) {
      lane.next = null;
      return;
    }
    if (asked !== null && (quality === "fast" || !isPresent(asked))) return;
    lane.next = null;
    lane.asked = next;
    lane.sent = next.id;
    lane.worker ??= started(lane);
    if (asked === null) onBusy?.(quality, true);
    lane.worker.postMessage(next);
  }

  function started(lane: Lane): WorkerLike {
    const worker = createWorker();
    worker.onmessage = ({ data }) => {
      if (lane.worker === worker) heard(lane, data);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      if (lane.worker === worker) crashed(lane, event.message ?? "");
    };
    return worker;
  }

  function heard(lane: Lane, answer: Answer): void {
    const { asked } = lane;
    if (asked === null) return;
    // An older request of the slow worker about the same model is answered to the end of what it was at.
    if (lane.quality === "fast" || isPresent(asked)) onAnswer(answer, asked.model);
    if (answer.kind !== "done" || answer.id !== asked.id) return;
    lane.asked = null;
    lane.patience = cleared(lane.patience);
    onBusy?.(lane.quality, false);
    send(lane);
  }

  /** What was asked is not asked again: it would fail again. */
  function crashed(lane: Lane, message: string): void {
    const { asked, quality } = lane;
    end(lane);
    if (asked !== null && isPresent(asked)) onAnswer(crash(asked.id, quality, message), asked.model);
    send(lane);
  }

  function end(lane: Lane): void {
    const wasBusy = lane.asked !== null;
    lane.worker?.terminate();
    lane.worker = null;
    lane.asked = null;
    lane.patience = cleared(lane.patience);
    if (wasBusy) onBusy?.(lane.quality, false);
  }

  /** What works on another model is ended if it does not come back. */
  function hurry(lane: Lane): void {
    if (lane.asked === null || isPresent(lane.asked) || lane.patience !== null) return;
    lane.patience = setTimeout(() => {
      lane.patience = null;
      end(lane);
      send(lane);
    }, PATIENCE[lane.quality]);
  }

  return {
    request: (quality, model, wants) => {
      const id = ++lastId;
      const key = JSON.stringify(model);
      if (key !== present) [present, since] = [key, id];
      const lane = lanes[quality];
      lane.next = { id, model, quality, wants };
      for (const one of Object.values(lanes)) hurry(one);
      if (quality === "slow" && lane.sent < since) {
        cleared(lane.rest);
        lane.rest = setTimeout(() => {
          lane.rest = null;
          send(lane);
        }, REST);
      }
      send(lane);
    },
    stop: () => {
      for (const lane of Object.values(lanes)) {
        lane.rest = cleared(lane.rest);
        lane.next = null;
        end(lane);
      }
    },
  };
}

const newLane = (quality: Quality): Lane => ({
  quality,
  worker: null,
  asked: null,
  sent: 0,
  next: null,
  rest: null,
  patience: null,
});

function cleared(timer: Timer | null): null {
  if (timer !== null) clearTimeout(timer);
  return null;
}

const crash = (id: number, quality: Quality, message: string): FailureAnswer => ({
  kind: "failure",
  id,
  quality,
  want: null,
  name: "WorkerError",
  what: `the ${quality} solver stopped${message === "" ? "" : `: ${message}`}`,
  remedy: "change a parameter, and a new one starts; a model file of what led here would help to mend it",
});
