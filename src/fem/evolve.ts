import { defined } from "../core/defined.ts";
import {
  type Course,
  type Evolution,
  type EvolutionStream,
  type EvolvingState,
  followTimes,
  type ResumePoint,
} from "../state/evolution.ts";
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

/** P on its way, and where it stands. */
export interface EvolvingDensity<Space> extends EvolvingState<Space> {
  readonly shown: () => Pick<DensityEvolution<Space>, "band" | "mesh" | "degree" | "unknowns">;
  /** As it stands, whatever comes behind it. */
  readonly final: () => Omit<FinalDensity<Space>, "turn">;
}

/** What of an evolution by elements depends on where P lives. */
export interface PairDomain<Space extends { readonly unknowns: number }, Band> {
  /** Where none is asked for. */
  readonly tolerance: number;
  /** What the cost grows with. */
  readonly movement: Movement;
  /** For the request in the frame in which it is solved. */
  readonly kind: (request: PairRequest) => PairKind<Space, Band>;
  readonly known: Known<Space, Band>;
  /** What is tried before a pair of spaces, which `last` begins; null where the pair comes first. */
  readonly first?: (
    request: PairRequest,
    last: (resume?: ResumePoint) => EvolvingDensity<Space>,
  ) => EvolvingDensity<Space> | null;
}

type Known<Space, Band> = (
  system: TimeSystem<Space, Band>,
  load: Float64Array,
  stage: PairStage,
) => Pick<FinalDensity<Space>, "degree" | "multipoles">;

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
  const { resume: _, ...fresh } = inside;
  const pair = (from?: ResumePoint): EvolvingDensity<Space> =>
    pairDensity({ ...fresh, ...defined({ resume: from }) }, course, domain, tolerance);
  const begin = resume === undefined ? 0 : times[resume.index]!;
  const state = domain.first?.(inside, pair) ?? pair(resume);
  const seen = isTurned ? seenFromOutside(state, model.field, begin) : state;
  return yield* followTimes(request, course, seen, (followed) => {
    const time = followed.times.at(-1) ?? begin;
    // As it stands now: the road may go on.
    const final = state.final();
    return {
      method: "fem",
      ...state.shown(),
      final: () => ({ ...final, turn: isTurned ? { field: model.field, time } : null }),
      ...followed,
    };
  });
}

/** P on two spaces, side by side. */
function pairDensity<Space extends { readonly unknowns: number }, Band>(
  request: PairRequest,
  course: Course,
  { kind, known }: PairDomain<Space, Band>,
  tolerance: number,
): EvolvingDensity<Space> {
  const state = evolvingPair(request, kind(request), tolerance, course);
  return {
    ...state,
    shown: () => {
      const { name, reported, compared } = state.stage();
      return {
        band: reported.band === null ? null : { degree: reported.band, compared: compared.band! },
        mesh: name,
        degree: reported.degree,
        unknowns: state.unknowns(),
      };
    },
    final: () => {
      const { system, load: moving } = state.reported();
      const load = moving.slice();
      return { space: system.space, density: () => system.density(load), ...known(system, load, state.stage()) };
    },
  };
}
