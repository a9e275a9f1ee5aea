import type { State } from "../../roads/state.ts";
import { type PictureTarget, writePicture } from "../files/picture.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Prepared } from "./input.ts";
import type { EvolveReport } from "./report.ts";
import { stateAt } from "./stateAt.ts";

/** Husimi functions in a picture. */
const SNAPSHOTS = 4;

/** Draws an evolution, and returns the path. Its snapshots are runs of their own, by the same method, to a few of the times: a run keeps none. */
export async function drawEvolution(
  picture: PictureTarget,
  report: EvolveReport,
  prepared: Prepared,
  progress: Progress,
): Promise<string[]> {
  const { evolutionPicture } = await import("../../plot/evolution.ts");
  const { method, times, observables, errorEstimate } = report;
  const { problem, input } = prepared;
  const snapshots: { time: number; state: State }[] = [];
  try {
    for (const time of method === "sde" ? [] : chosen(times)) {
      progress.show(`Husimi function at t = ${time}`);
      snapshots.push({ time, state: stateAt(prepared, method, time, progress) });
    }
  } finally {
    progress.clear();
  }
  const drawn = { model: problem.model, method, times, observables, errorEstimate, snapshots };
  return writePicture(picture, evolutionPicture(drawn, input.model.source, picture.theme));
}

/** The first, the last, and those nearest to equal distances between. */
function chosen(times: readonly number[]): number[] {
  const [first, last] = [times[0]!, times.at(-1)!];
  const wanted = Array.from({ length: SNAPSHOTS }, (_, k) => first + ((last - first) * k) / (SNAPSHOTS - 1));
  const near = wanted.map((time) =>
    times.reduce((best, other) => (Math.abs(other - time) < Math.abs(best - time) ? other : best)),
  );
  return [...new Set(near)];
}
