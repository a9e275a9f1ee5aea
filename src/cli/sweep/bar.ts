import { aboutDuration } from "../../core/duration.ts";

const WIDTH = 20;

/** How far a sweep is. */
export interface SweepProgress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Points that were solved in this run, and the time that took. */
  readonly solved: number;
  readonly seconds: number;
}

/** "[#####---------------] 10/41 points, 3.2/s, about 10 s left, 1 failed". */
export function progressBar({ done, total, failed, solved, seconds }: SweepProgress): string {
  const full = Math.floor((WIDTH * done) / total);
  const parts = [`[${"#".repeat(full)}${"-".repeat(WIDTH - full)}] ${done}/${total} points`];
  if (solved > 0 && seconds > 0) {
    parts.push(rateText(solved / seconds), `${aboutDuration(((total - done) * seconds) / solved)} left`);
  }
  if (failed > 0) parts.push(`${failed} failed`);
  return parts.join(", ");
}

const rateText = (rate: number): string =>
  rate >= 0.1 ? `${Number(rate.toPrecision(2))}/s` : `${Number((60 * rate).toPrecision(2))}/min`;
