import { evolveDicke } from "../../src/dicke/collective/evolve.ts";
import { evolveDensity } from "../../src/fem/sphere/evolve.ts";
import { evolveHarmonic } from "../../src/harmonic/sphere/evolve.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import type { Evolution, EvolutionRequest } from "../../src/state/evolution.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { type Repetition, repeat } from "../measure.ts";

const roads = {
  dicke: evolveDicke,
  harmonic: evolveHarmonic,
  fem: evolveDensity,
} satisfies Record<string, (request: EvolutionRequest) => Evolution>;

export type RoadInTime = keyof typeof roads;

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

/** All observables of one road at its default tolerance. */
export function measure({ road, model, initial, times, repetition }: EvolutionParameters): EvolutionFigures {
  const { results, ...figures } = repeat<Evolution>(repetition, () =>
    roads[road]({ model, initial: { kind: "coherent", direction: initial }, times }),
  );
  return { ...figures, means: results[0]!.observables.map(({ mean }) => mean) };
}
