import { BlochfemError, ConvergenceError, InputError, NotUniqueError, ResourceLimitError } from "../core/errors.ts";

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
  readonly cost: Cost;
  /** Throws BlochfemError where it fails. */
  readonly solve: () => Answer;
}

/** What may be spent on one road. */
export interface CostLimits {
  readonly seconds: number;
  readonly bytes: number;
}

export interface Chosen<Method extends string, Answer> {
  readonly method: Method;
  /** One sentence: which road was taken, and why not those before it. */
  readonly reason: string;
  readonly answer: Answer;
}

/**
 * The answer of the first candidate that applies, is affordable and does not fail; they are tried in their order.
 *
 * @throws NotUniqueError, InputError of the first road that throws one: they are about the question, not about the road
 * @throws ResourceLimitError where every road was refused, ConvergenceError where one was tried: the message names each road with its own reason
 */
export function firstAnswer<Method extends string, Answer>(
  question: string,
  candidates: readonly Candidate<Method, Answer>[],
  limits: CostLimits,
): Chosen<Method, Answer> {
  const failures: { readonly method: Method; readonly why: string; readonly tried: boolean }[] = [];
  for (const { method, refusal, cost, solve } of candidates) {
    const why = refusal ?? tooDear(cost, limits);
    if (why !== null) {
      failures.push({ method, why, tried: false });
      continue;
    }
    try {
      const answer = solve();
      const before = failures.map((failure) => `${failure.method}: ${failure.why}`);
      const reason = before.length === 0 ? `${method} is the first choice` : `${method}, since ${before.join("; ")}`;
      return { method, reason, answer };
    } catch (error) {
      if (!(error instanceof BlochfemError) || error instanceof InputError || error instanceof NotUniqueError)
        throw error;
      failures.push({ method, why: error.what, tried: true });
    }
  }
  const tried = failures.some((failure) => failure.tried);
  const parts = {
    what: `no method answers ${question}: ${failures.map(({ method, why }) => `${method}: ${why}`).join("; ")}`,
    remedy: "ask for a larger tolerance, or raise the limit that is named",
    value: failures.map(({ method }) => method),
  };
  throw tried ? new ConvergenceError(parts) : new ResourceLimitError(parts);
}

function tooDear({ seconds, bytes }: Cost, limits: CostLimits): string | null {
  if (seconds > limits.seconds) {
    return `would take about ${seconds.toPrecision(2)} s of processor time, above the limit ${limits.seconds} s`;
  }
  if (bytes > limits.bytes) {
    return `would take about ${(bytes / 2 ** 20).toFixed(0)} MiB, above the limit ${(limits.bytes / 2 ** 20).toFixed(0)} MiB`;
  }
  return null;
}
