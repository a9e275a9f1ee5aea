/** Middle value; the mean of the two middle ones where their number is even. NaN of no value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The median of each figure over several runs. */
export function medians<Key extends string>(runs: readonly Readonly<Record<Key, number>>[]): Record<Key, number> {
  const keys = Object.keys(runs[0]!) as Key[];
  return Object.fromEntries(keys.map((key) => [key, median(runs.map((run) => run[key]))])) as Record<Key, number>;
}

/** How long a process repeats the same work. Plain data, to be sent to it. */
export interface Repetition {
  /** So many runs at least, and for at least this time, are thrown away: the engine compiles hot functions meanwhile. */
  readonly warmUpRuns: number;
  readonly warmUpSeconds: number;
  /** Further runs are counted, for at least this time and ... */
  readonly seconds: number;
  /** ... at least so many. */
  readonly runs: number;
}

export const thorough: Repetition = { warmUpRuns: 6, warmUpSeconds: 1.5, seconds: 1.5, runs: 3 };

/** For tasks of several seconds, in which the engine has time to compile. */
export const brief: Repetition = { warmUpRuns: 1, warmUpSeconds: 0.5, seconds: 0.5, runs: 1 };

export const once: Repetition = { warmUpRuns: 0, warmUpSeconds: 0, seconds: 0, runs: 1 };

export interface Repeated<Result> {
  /** Wall-clock seconds: median of the runs after the warm-up. */
  readonly seconds: number;
  /** Wall-clock seconds of the very first run: what a process sees that does this once. */
  readonly first: number;
  /** Peak resident memory of this process after the first run, before garbage of further ones. */
  readonly peakMegabytes: number;
  /** What the runs after the warm-up gave. */
  readonly results: readonly Result[];
}

/**
 * Runs `task` in this process and takes medians. Not tinybench: the stages of one run are timed inside it and belong
 * together, and a run takes up to seconds, so that thousands of samples are out of the question.
 */
export function repeat<Result>(repetition: Repetition, task: () => Result): Repeated<Result> {
  const { warmUpRuns, warmUpSeconds, seconds, runs } = repetition;
  let first: number | null = null;
  let peakMegabytes = 0;
  const timed = (): TimedRun<Result> => {
    const started = performance.now();
    const result = task();
    const taken = (performance.now() - started) / 1000;
    if (first === null) {
      first = taken;
      peakMegabytes = process.resourceUsage().maxRSS / 1024;
    }
    return { seconds: taken, result };
  };
  runUntil(timed, warmUpRuns, warmUpSeconds);
  const counted = runUntil(timed, runs, seconds);
  return {
    seconds: median(counted.map((run) => run.seconds)),
    first: first!,
    peakMegabytes,
    results: counted.map(({ result }) => result),
  };
}

interface TimedRun<Result> {
  readonly seconds: number;
  readonly result: Result;
}

function runUntil<Result>(timed: () => TimedRun<Result>, runs: number, seconds: number): TimedRun<Result>[] {
  const done: TimedRun<Result>[] = [];
  for (let spent = 0; done.length < runs || spent < seconds; spent += done.at(-1)!.seconds) done.push(timed());
  return done;
}
