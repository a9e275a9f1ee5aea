import { aboutDuration } from "../core/duration.ts";
import {
  BlochfemError,
  ConvergenceError,
  InputError,
  NotUniqueError,
  ResourceLimitError,
  ToleranceError,
} from "../core/errors.ts";
import { finished } from "../core/finished.ts";

/** What a road is predicted to take, before any work. */
export interface Cost {
  /** Processor time on one core. */
  readonly seconds: number;
  readonly bytes: number;
}

/** One road that might answer a question. */
export interface Candidate<Method extends string, Answer> {
  readonly method: Method;
  /** Why the road cannot answer, known at no cost; null where it may. */
  readonly refusal: string | null;
  /** The limit that `refusal` is about, where it is about one. */
  readonly refusedBy?: keyof CostLimits;
  /** Why the others are tried first, whatever the order; absent or null where they are not. */
  readonly postponed?: string | null;
  readonly cost: Cost;
  /** Handed the sentence that says why it is this road's turn. Throws BlochfemError where it fails. */
  readonly solve: (reason: string) => Answer;
  /** Why another road behind this one is not worth trying after it failed so; null where it is. */
  readonly stopsOther?: (error: BlochfemError, other: Method) => string | null;
}

/** What may be spent on one road. */
export interface CostLimits {
  readonly seconds: number;
  readonly bytes: number;
}

/** Minutes, not hours; the bytes are those that every road takes without being asked. */
export const DEFAULT_COST_LIMITS: CostLimits = { seconds: 120, bytes: 2 ** 31 };

const LIMITS: readonly (keyof CostLimits)[] = ["seconds", "bytes"];

export interface Chosen<Method extends string, Answer> {
  readonly method: Method;
  /** One sentence: which road was taken, and why not those before it. */
  readonly reason: string;
  readonly answer: Answer;
}

interface Failure<Method> {
  readonly method: Method;
  readonly why: string;
  /** null where nothing was tried. */
  readonly error: BlochfemError | null;
  /** The limits without which it would have been tried; none where it is another cause, or they would have to be raised beyond reason. */
  readonly raise: readonly (keyof CostLimits)[];
}

/** A road that answers bit by bit, as it is pulled. */
export interface Follower<Method extends string, Event, Answer> extends Omit<Candidate<Method, Answer>, "solve"> {
  /** Handed the sentence that says why it is this road's turn. Throws BlochfemError where it fails. */
  readonly follow: (reason: string) => Iterator<Event, Answer>;
}

/**
 * The answer of the first candidate that applies, is affordable and does not fail; they are tried in their order.
 *
 * @param elsewhere advice where none is left
 * @throws InputError of the first road that throws one: it is about the question, not about the road
 * @throws NotUniqueError where a road threw one and no road has an answer: a slow mode is the model's, whatever the others say
 * @throws ResourceLimitError where every road was refused, ConvergenceError where one was tried: the message names each road with its own reason
 */
export const firstAnswer = <Method extends string, Answer>(
  question: string,
  candidates: readonly Candidate<Method, Answer>[],
  limits: CostLimits = DEFAULT_COST_LIMITS,
  elsewhere: string | null = null,
): Chosen<Method, Answer> => finished(firstFollowed(question, candidates.map(atOnce), limits, elsewhere));

const atOnce = <Method extends string, Answer>({
  solve,
  ...candidate
}: Candidate<Method, Answer>): Follower<Method, never, Answer> => ({
  ...candidate,
  follow: (reason) => ({ next: () => ({ done: true, value: solve(reason) }) }),
});

/**
 * The same of roads that answer bit by bit: yields what they do, also what one that failed had given.
 *
 * @param elsewhere advice where none is left: who else has an answer
 * @param raisable limits that whoever asks can raise
 */
export function* firstFollowed<Method extends string, Event, Answer>(
  question: string,
  candidates: readonly Follower<Method, Event, Answer>[],
  limits: CostLimits,
  elsewhere: string | null = null,
  raisable: readonly (keyof CostLimits)[] = LIMITS,
): Generator<Event, Chosen<Method, Answer>> {
  let failures: Failure<Method>[] = [];
  const stops: ((other: Method) => string | null)[] = [];
  const isPostponed = ({ postponed = null, refusal, cost }: Follower<Method, Event, Answer>): boolean =>
    postponed !== null && refusal === null && tooDear(cost, limits) === null;
  const later = candidates
    .filter(isPostponed)
    .map((candidate): Follower<Method, Event, Answer> => ({ ...candidate, postponed: null }));
  // A method may come twice, with less and with more to try.
  for (const candidate of [...candidates, ...later]) {
    const { method, refusal, postponed = null, cost, follow, stopsOther } = candidate;
    // What it was postponed for, or failed with when less was tried, is no reason any more.
    failures = failures.filter((failure) => failure.method !== method);
    const stopped = stops.map((stop) => stop(method)).find((why) => why !== null) ?? null;
    const why = stopped ?? refusal ?? tooDear(cost, limits) ?? postponed;
    if (why !== null) {
      failures.push({ method, why, error: null, raise: stopped === null ? limitsToRaise(candidate, limits) : [] });
      continue;
    }
    try {
      const reason = reasonFor(method, failures);
      const road = follow(reason);
      let next = road.next();
      for (; next.done !== true; next = road.next()) yield next.value;
      return { method, reason, answer: next.value };
    } catch (error) {
      if (!(error instanceof BlochfemError) || error instanceof InputError) throw error;
      failures.push({ method, why: error.what, error, raise: [] });
      stops.push((other) => stopsOther?.(error, other) ?? null);
    }
  }
  throw noneLeft(question, failures, elsewhere, raisable);
}

function reasonFor<Method extends string>(method: Method, failures: readonly Failure<Method>[]): string {
  if (failures.length === 0)
    return `${method} is the first choice, predicted to meet the tolerance at a cost within the limits`;
  return `${method}, since ${failures.map(described).join("; ")}`;
}

const described = ({ method, why, error }: Failure<string>): string =>
  `${method} ${error === null ? "was not tried" : "failed"}: ${why}`;

function noneLeft(
  question: string,
  failures: readonly Failure<string>[],
  elsewhere: string | null,
  raisable: readonly (keyof CostLimits)[],
): BlochfemError {
  const notUnique = failures.find(({ error }) => error instanceof NotUniqueError)?.error;
  if (notUnique != null) return notUnique;
  const parts = {
    what: `no method answers ${question}: ${failures.map(described).join("; ")}`,
    remedy: [remedyFor(failures, raisable), ...(elsewhere === null ? [] : [elsewhere])].join(", or "),
    value: failures.map(({ method }) => method),
  };
  return failures.some(({ error }) => error !== null) ? new ConvergenceError(parts) : new ResourceLimitError(parts);
}

/** Advice of a single road holds for the others where it is about the tolerance; of those, that of the road which came closest. */
function remedyFor(failures: readonly Failure<string>[], raisable: readonly (keyof CostLimits)[]): string {
  const closest = failures
    .map(({ error }) => error)
    .filter((error) => error instanceof ToleranceError)
    .sort((a, b) => Number(a.value) - Number(b.value))[0];
  const raised = raisable.filter((name) => failures.some(({ raise }) => raise.includes(name)));
  const raise = raised.length === 0 ? [] : [`raise ${raised.map(limitName).join(" and ")}`];
  return [closest?.remedy ?? "ask for a larger tolerance", ...raise].join(", or ");
}

export const askedFor = (method: string): string => `${method} is the method that the options ask for`;

/** @throws ResourceLimitError where a road is predicted to take more than the limits; before any work */
export function requireAffordable(
  question: string,
  candidate: Pick<Candidate<string, unknown>, "method" | "refusal" | "refusedBy" | "cost">,
  limits: CostLimits,
  elsewhere: string | null = null,
  raisable: readonly (keyof CostLimits)[] = LIMITS,
): void {
  const { method, refusal, cost } = candidate;
  const why = refusal ?? tooDear(cost, limits);
  if (why === null) return;
  const raise = limitsToRaise(candidate, limits).filter((name) => raisable.includes(name));
  const less = "ask for less: fewer spins, a lower band, a shorter time";
  const remedy = raise.length === 0 ? less : `raise ${raise.map(limitName).join(" and ")}, or ${less}`;
  throw new ResourceLimitError({
    what: `${method} was not tried for ${question}: ${why}`,
    remedy: elsewhere === null ? remedy : `${remedy}, or ${elsewhere}`,
    value: cost,
    limit: limits,
  });
}

/** The command line replaces it by its option. */
export const limitName = (limit: keyof CostLimits): string =>
  limit === "seconds" ? "the limit on seconds" : "the limit on memory";

/** What nobody waits for, and few machines have: a day, and 64 GiB. No message advises to raise a limit above it. */
const REASONABLE: CostLimits = { seconds: 86_400, bytes: 2 ** 36 };

/** The limits that would have to be raised for a road to be tried; none where it is not tried for another cause, or the cost is beyond reason. */
function limitsToRaise(
  { refusal, refusedBy, cost }: Pick<Candidate<string, unknown>, "refusal" | "refusedBy" | "cost">,
  limits: CostLimits,
): readonly (keyof CostLimits)[] {
  if (refusal !== null) return refusedBy === undefined ? [] : [refusedBy];
  return brokenLimit(cost, REASONABLE) === null ? LIMITS.filter((name) => cost[name] > limits[name]) : [];
}

/** The first limit that a cost is above. */
export const brokenLimit = (cost: Cost, limits: CostLimits): keyof CostLimits | null =>
  LIMITS.find((name) => cost[name] > limits[name]) ?? null;

/** Why a road costs more than the limits; null where it does not. */
export function tooDear({ seconds, bytes }: Cost, limits: CostLimits): string | null {
  if (seconds > limits.seconds) {
    return `it would take ${aboutDuration(seconds)} of processor time, above the limit of ${limits.seconds} s`;
  }
  if (bytes > limits.bytes) {
    return `it would take about ${describeBytes(bytes)}, above the limit of ${describeBytes(limits.bytes)}`;
  }
  return null;
}

const describeBytes = (bytes: number): string => `${Number((bytes / 2 ** 20).toPrecision(3))} MiB`;
