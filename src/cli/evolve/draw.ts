import { defined } from "../../core/defined.ts";
import type { DrawnCourse } from "../../plot/evolution.ts";
import type { EvolveMethod } from "../../roads/evolve/options.ts";
import type { State } from "../../roads/state.ts";
import { type PictureTarget, writePicture } from "../files/picture.ts";
import type { Progress } from "../terminal/progress.ts";
import { runOf } from "./follow.ts";
import type { Prepared } from "./input.ts";
import type { EvolveReport } from "./report.ts";
import type { StateLook } from "./stateLook.ts";

/** Spheres in a picture. */
const SNAPSHOTS = 4;

/** How an evolution is drawn. */
export interface EvolutionDrawing {
  readonly picture: PictureTarget;
  /** Methods whose answers are drawn beside. */
  readonly compared: readonly EvolveMethod[];
  readonly strip: "P" | "Q";
}

/** States at a few of the times, kept for a picture. */
export function pictureStates(
  times: readonly number[],
  strip: "P" | "Q",
): { readonly look: StateLook; readonly states: () => readonly DrawnSnapshot[] } {
  // P of a start is most often a point, or the wildest of all.
  const drawable = strip === "P" && times.length > 1 ? times.filter((time) => time > 0) : times;
  const wanted = new Set(chosen(drawable));
  const kept: DrawnSnapshot[] = [];
  return {
    look: { wants: (time) => wanted.has(time), take: (time, state) => kept.push({ time, state }) },
    states: () => kept.toSorted((a, b) => a.time - b.time),
  };
}

interface DrawnSnapshot {
  readonly time: number;
  readonly state: State;
}

/** Draws an evolution, and returns the path. */
export async function drawEvolution(
  { picture, compared, strip }: EvolutionDrawing,
  report: EvolveReport,
  prepared: Prepared,
  snapshots: readonly DrawnSnapshot[],
  progress: Progress,
): Promise<string[]> {
  const { evolutionPicture } = await import("../../plot/evolution.ts");
  const { method, times, observables, errorEstimate } = report;
  const { problem, input } = prepared;
  const others: DrawnCourse[] = [];
  try {
    for (const other of compared) if (other !== method) others.push(await courseOf(prepared, other, progress));
  } finally {
    progress.clear();
  }
  const drawn = { model: problem.model, method, times, observables, errorEstimate, snapshots, strip, others };
  return writePicture(picture, evolutionPicture(drawn, input.model.source, picture.theme));
}

/** The same by another method, with what that chooses by itself. Throws as `evolve` does. */
async function courseOf(prepared: Prepared, method: EvolveMethod, progress: Progress): Promise<DrawnCourse> {
  const { model, to, every, initial, maximumStep, maximumSeconds } = prepared.input;
  const input = { model, method, to, every, ...defined({ initial, maximumStep, maximumSeconds }) };
  const running = runOf(
    { ...prepared, input, mesh: null },
    { density: false, showProgress: progress.show, keepsSnapshots: false },
  );
  for await (const _ of running);
  return running.result();
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
