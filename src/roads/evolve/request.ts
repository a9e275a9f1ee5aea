import type { InitialState } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { EvolutionMove, EvolutionPoint } from "../../state/evolution.ts";
import type { AnySpace } from "../domain.ts";
import type { Evolved } from "./answer.ts";
import type { EvolveMethod, EvolveOptions } from "./options.ts";

export type Unreasoned<T> = T extends unknown ? Omit<T, "reason"> : never;

/** The options, read. */
export interface RoadRequest extends Omit<EvolveOptions, "initial" | "times" | "to" | "every"> {
  readonly model: SpinModel;
  readonly initial: InitialState;
  readonly times: readonly number[];
  /** Largest error of first and second moments that a road may answer with. */
  readonly accepted: number;
  /** Whether elements leave to the other methods what takes them minutes. */
  readonly brief?: boolean;
}

/** What a run is pulled through: its road, what that does, and the points that it gives. */
export type RunEvent =
  | { readonly kind: "road"; readonly method: EvolveMethod; readonly reason: string }
  /** Nothing can be pulled until the promise is settled. */
  | { readonly kind: "wait"; readonly work: Promise<unknown> }
  | EvolutionMove
  | EvolutionPoint<AnySpace, Unreasoned<Evolved>>;
