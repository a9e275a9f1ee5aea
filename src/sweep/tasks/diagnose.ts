import { DEFAULT_COST_LIMITS } from "../../roads/choice.ts";
import { diagnosedNumbers } from "../../roads/diagnose/numbers.ts";
import type { DiagnoseOptions } from "../../roads/diagnose/options.ts";
import { diagnose } from "../../roads/diagnose.ts";
import type { TaskSolver } from "./task.ts";

/** A steady state is judged wherever `steady` would have it: a sweep is not in a hurry. */
export const diagnoseTask =
  (options: Pick<DiagnoseOptions, "initial" | "band" | "limits">): TaskSolver =>
  (model) => {
    const limits = { ...DEFAULT_COST_LIMITS, ...options.limits };
    const found = diagnose(model, { ...options, limits });
    return { ...diagnosedNumbers(found), method: found.state === null ? null : found.state.source };
  };
