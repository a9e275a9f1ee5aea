import type { InitialInput } from "../../model/startInput.ts";
import type { EvolutionRequest } from "../../state/evolution.ts";
import type { CostLimits } from "../choice.ts";
import type { ScanAxis } from "../meanField/scan.ts";

/** What `diagnose` looks at besides the model. */
export interface DiagnoseOptions {
  /** Diagnose this state in place of the steady one; with `to` and `every`, the state to evolve from. */
  readonly initial?: InitialInput;
  /** Whether to seek a certificate: entangled, classical or undecided. Default false. */
  readonly certify?: boolean;
  /** Time for a certificate; default 60. */
  readonly seconds?: number;
  /** P is looked at in harmonics up to this degree; default the highest in which it is known well. */
  readonly band?: number;
  /** Follow the state up to this time. */
  readonly to?: number;
  /** And look at it at 0, every, 2 every, ..., to. */
  readonly every?: number;
  /** What depends on time in the evolution, in place of the model's constant field. */
  readonly field?: NonNullable<EvolutionRequest["field"]>;
  /** Where the equation is parabolic over two parameters, the others as in the model. */
  readonly scan?: readonly [ScanAxis, ScanAxis];
  /** What the steady state may be predicted to take: default 0.35 s, with `certify` 120 s, and 2 GiB. */
  readonly limits?: Partial<CostLimits>;
  /** Hears what is being computed. */
  readonly onProgress?: (step: string) => void;
}
