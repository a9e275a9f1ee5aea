import type { EvolveMethod } from "../../roads/evolve/options.ts";
import type { State } from "../../roads/state.ts";
import type { Progress } from "../terminal/progress.ts";
import { runOf } from "./follow.ts";
import type { Prepared } from "./input.ts";

/** The state at a time, by a run of its own: a run in time keeps moments alone. Throws as `evolve` does. */
export function stateAt(prepared: Prepared, method: EvolveMethod, time: number, progress: Progress): State {
  const one = { ...prepared, input: { ...prepared.input, method }, times: [time] };
  return runOf(one, { density: false, showProgress: progress.show, keepsSnapshots: true }).final();
}
