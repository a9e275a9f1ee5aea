import { evolve } from "../../src/dicke/evolve.ts";
import { coherentState } from "../../src/dicke/initialStates.ts";
import { evolveHarmonics } from "../../src/harmonic/evolve.ts";
import { coherentHarmonics } from "../../src/harmonic/harmonicState.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import type { Observables, Vector3 } from "../../src/state/moments.ts";
import { type Repetition, repeat } from "../measure.ts";

export type RoadInTime = "dicke" | "harmonic";

export interface EvolutionParameters {
  readonly road: RoadInTime;
  readonly model: SpinModel;
  /** Direction of the coherent state at t = 0. */
  readonly initial: Vector3;
  readonly times: readonly number[];
  readonly repetition: Repetition;
}

export interface EvolutionFigures {
  readonly seconds: number;
  readonly first: number;
  readonly peakMegabytes: number;
  /** 2<J_k>/N at each time. */
  readonly means: readonly Vector3[];
}

const roads: Record<RoadInTime, (parameters: EvolutionParameters) => Observables[]> = {
  dicke: ({ model, initial, times }) =>
    evolve(model, coherentState(model.spins, initial), { times }).points.map((point) => point.observables),
  harmonic: ({ model, initial, times }) =>
    evolveHarmonics(model, coherentHarmonics(model.spins, initial), times).snapshots.map((shot) => shot.observables),
};

/** All observables of one road at its default tolerance. */
export function measure(parameters: EvolutionParameters): EvolutionFigures {
  const { seconds, first, peakMegabytes, results } = repeat(parameters.repetition, () =>
    roads[parameters.road](parameters),
  );
  return { seconds, first, peakMegabytes, means: results[0]!.map(({ mean }) => mean) };
}
