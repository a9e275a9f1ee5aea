import type { ScanAxis } from "../../roads/meanField/scan.ts";
import type { SteadyMethod } from "../../roads/steady/options.ts";
import type { TaskName } from "../../sweep/tasks/task.ts";
import type { PictureFlags } from "../files/picture.ts";

/** The options as they are written, but for --vary and --zip. */
export interface SweepFlags extends PictureFlags {
  readonly task: TaskName;
  /** From --vary and --zip. */
  readonly axes: readonly (readonly ScanAxis[])[];
  readonly until?: string;
  readonly method?: "auto" | SteadyMethod;
  readonly tolerance?: string;
  readonly band?: string;
  readonly mesh?: string;
  readonly degree?: string;
  readonly count?: string;
  readonly near?: string;
  readonly initial?: string;
  readonly to?: string;
  readonly maxSeconds?: string;
  readonly maxMemory?: string;
  readonly shard?: string;
  readonly slurm?: string;
  readonly workers?: string;
  readonly json?: boolean;
  readonly out?: string;
}
