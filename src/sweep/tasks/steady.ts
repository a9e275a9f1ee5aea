import type { Named } from "../../roads/selectRoads.ts";
import type { AnySteadyOptions } from "../../roads/steady/options.ts";
import { steadySolver } from "../../roads/steady.ts";
import type { TaskSolver } from "./task.ts";

/** @throws InputError for options that do not go together */
export function steadyTask(options: Omit<AnySteadyOptions, "from" | "onProgress">, named: Named): TaskSolver {
  const solve = steadySolver(options, named);
  return (model) => {
    const { observables, errorEstimate, method } = solve(model);
    return { observables, errorEstimate, method };
  };
}
