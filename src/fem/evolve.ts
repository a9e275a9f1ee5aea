import { type Course, type Evolution, type EvolutionStream, followTimes } from "../state/evolution.ts";
import { type Movement, requireAffordable } from "../state/evolutionCost.ts";
import { hasRotatingFrame, seenFromOutside, withoutField } from "../state/rotatingFrame.ts";
import { requireTolerance } from "../state/tolerance.ts";
import { evolvingPair } from "./evolvingPair.ts";
import type { FinalDensity } from "./finalDensity.ts";
import type { BandPair } from "./gaugeBand.ts";
import { type PairKind, type PairRequest, type PairStage, steppedAs } from "./pairKind.ts";
import type { TimeSystem } from "./timeSystem.ts";

export interface DensityEvolution<Space> extends Evolution {
  readonly method: "fem";
  readonly band: BandPair | null;
  /** Mesh, degree and unknowns at the end; they grow where the tolerance asks for it. */
  readonly mesh: string;
  readonly degree: number;
  readonly unknowns: number;
  /** P at the last time, for an evolution that goes on from there. */
  readonly final: () => FinalDensity<Space>;
}

/** What of an evolution by elements depends on where P lives. */
export interface PairDomain<Space extends { readonly unknowns: number }, Band> {
  /** Where none is asked for. */
  readonly tolerance: number;
  /** What the cost grows with. */
  readonly movement: Movement;
  /** For the request in the frame in which it is solved. */
  readonly kind: (request: PairRequest) => PairKind<Space, Band>;
  readonly known: (
    system: TimeSystem<Space, Band>,
    load: Float64Array,
    stage: PairStage,
  ) => Pick<FinalDensity<Space>, "degree" | "multipoles">;
}

/**
 * P in time by finite elements, time by time: the course that sphere and ball have in common. A constant field that turns P freely is left to the frame
 * that turns with it, unless P itself is asked for. `request` is for the model of the course.
 */
export function* followPair<Space extends { readonly unknowns: number }, Band>(
  request: PairRequest,
  course: Course,
  domain: PairDomain<Space, Band>,
): EvolutionStream<DensityEvolution<Space>, Space> {
  const tolerance = requireTolerance(request.tolerance ?? domain.tolerance);
  requireAffordable(steppedAs(request), course, domain.movement);
  const { model, times, resume } = request;
  const isTurned = request.density !== true && hasRotatingFrame(request);
  const inside = isTurned ? { ...request, model: withoutField(model) } : request;
  const state = evolvingPair(inside, domain.kind(inside), tolerance, course);
  const begin = resume === undefined ? 0 : times[resume.index]!;
  const seen = isTurned ? seenFromOutside(state, model.field, begin) : state;
  const result = yield* followTimes(request, course, seen);
  const stage = state.stage();
  const { name, reported, compared } = stage;
  return {
    method: "fem",
    band: reported.band === null ? null : { degree: reported.band, compared: compared.band! },
    mesh: name,
    degree: reported.degree,
    unknowns: state.unknowns(),
    final: () => {
      const { system, load } = state.reported();
      return {
        space: system.space,
        density: () => system.density(load),
        turn: isTurned ? { field: model.field, time: times.at(-1)! } : null,
        ...domain.known(system, load, stage),
      };
    },
    ...result,
  };
}
