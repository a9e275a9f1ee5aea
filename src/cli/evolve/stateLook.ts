import type { EvolveMethod } from "../../roads/evolve/options.ts";
import type { EvolutionStep } from "../../roads/evolve/run.ts";
import type { State } from "../../roads/state.ts";
import type { Progress } from "../terminal/progress.ts";
import { runOf } from "./follow.ts";
import type { Prepared } from "./input.ts";

/** Who is shown states of a run while it passes its times. */
export interface StateLook {
  readonly wants: (time: number) => boolean;
  /** Times ascend, but that those before the place where a run was resumed come last. */
  readonly take: (time: number, state: State) => void;
}

/** Shows a step to those who want it; trajectories know no state. */
export function showState(looks: readonly StateLook[], step: EvolutionStep): void {
  const wanting = looks.filter(({ wants }) => wants(step.time));
  if (wanting.length === 0 || step.method === "sde") return;
  const state = step.state();
  for (const { take } of wanting) take(step.time, state);
}

/** Times before the place where a run was resumed, which are passed once more. Throws as `evolve` does. */
export function showEarlier(
  looks: readonly StateLook[],
  prepared: Prepared,
  method: EvolveMethod,
  count: number,
  progress: Progress,
): void {
  const times = prepared.times.slice(0, count).filter((time) => looks.some(({ wants }) => wants(time)));
  if (times.length === 0 || method === "sde") return;
  const again = { ...prepared, input: { ...prepared.input, method }, times };
  const running = runOf(again, { density: false, showProgress: progress.show, keepsSnapshots: true });
  for (const step of running) showState(looks, step);
}
