import { median } from "./measure.ts";
import type { PeerOutcome, PeerResult, Peers } from "./peers.ts";
import type { BenchContext } from "./section.ts";
import { showSeconds } from "./table.ts";

/** Another program that solves the problems of a table. */
export interface Competitor<Problem> {
  readonly name: string;
  /** Null where it cannot pose this problem. */
  readonly run: (peers: Peers, problem: Problem) => Promise<PeerOutcome> | null;
}

/** Everybody's figures for one problem. A round measures all of them one after the other. */
export interface Comparison<Problem, Figures> {
  readonly problem: Problem;
  readonly rounds: readonly {
    readonly own: Figures;
    readonly peers: ReadonlyMap<string, PeerOutcome>;
  }[];
}

export async function compare<Problem, Figures>(
  problem: Problem,
  { rounds, peers }: BenchContext,
  measureOwn: () => Promise<Figures>,
  competitors: readonly Competitor<Problem>[],
): Promise<Comparison<Problem, Figures>> {
  const measured = [];
  for (let round = 0; round < rounds; round++) {
    const own = await measureOwn();
    const outcomes = new Map<string, PeerOutcome>();
    for (const { name, run } of peers === null ? [] : competitors) {
      const outcome = await run(peers!, problem);
      if (outcome !== null) outcomes.set(name, outcome);
    }
    measured.push({ own, peers: outcomes });
  }
  return { problem, rounds: measured };
}

/** Median of one of our figures. */
export const ownMedian = <Figures>(
  { rounds }: Comparison<unknown, Figures>,
  figure: (figures: Figures) => number,
): number => median(rounds.map(({ own }) => figure(own)));

/** Results of the rounds in which a peer did not fail. */
export const peerResults = (comparison: Comparison<unknown, unknown>, name: string): PeerResult[] =>
  comparison.rounds.flatMap(({ peers }) => peers.get(name)?.result ?? []);

/** A peer's median figure, seconds unless told, and in brackets the median of ours over its: above 1 the peer is faster. */
export function peerCell<Figures>(
  { rounds }: Comparison<unknown, Figures>,
  name: string,
  own: (figures: Figures) => number,
  theirs: (result: PeerResult) => number = (result) => result.total_s,
  show: (figure: number) => string = showSeconds,
): string {
  const outcomes = rounds.map(({ peers }) => peers.get(name));
  if (outcomes.every((outcome) => outcome === undefined)) return "-";
  const pairs = rounds.flatMap((round) => {
    const result = round.peers.get(name)?.result;
    return result ? [{ own: own(round.own), theirs: theirs(result) }] : [];
  });
  if (pairs.length === 0) return "failed";
  const ratio = median(pairs.map((pair) => pair.own / pair.theirs));
  return `${show(median(pairs.map((pair) => pair.theirs)))} (${ratio < 10 ? ratio.toPrecision(2) : ratio.toFixed(0)})`;
}

export const ratioNote =
  "In brackets blochfem's time over the other program's, the median of the rounds' ratios: below 1 blochfem is faster.";

/** One line for each peer that failed somewhere, with its reason. */
export const failureNotes = (
  comparisons: readonly Comparison<unknown, unknown>[],
  competitors: readonly { readonly name: string }[],
): string[] =>
  competitors.flatMap(({ name }) => {
    const outcomes = comparisons.flatMap(({ rounds }) => rounds.flatMap(({ peers }) => peers.get(name) ?? []));
    const failed = outcomes.find((outcome) => outcome.result === null)?.failed;
    return failed === undefined || failed === null ? [] : [`${name} failed: ${failed}`];
  });
