import { isParabolicOnSphere } from "../model/kramersMoyal.ts";
import { requireCollective } from "../model/spinModel.ts";
import { type Evolution, type EvolutionRequest, followTimes } from "../state/evolution.ts";
import { requireTolerance } from "../state/tolerance.ts";
import type { HarmonicBand } from "./band.ts";
import { enrichedTriangle, maximumTriangleDegree } from "./element.ts";
import { roundingFloor } from "./errorEstimate.ts";
import {
  DEFAULT_TOLERANCE,
  DEFAULT_UNKNOWNS,
  evolvingPair,
  isFixed,
  type PairKind,
  type PairOptions,
  type PairStage,
} from "./evolvingPair.ts";
import { loadPurity } from "./loadPurity.ts";
import { type FunctionSpace, functionSpace } from "./space.ts";
import { type BandPair, bandOf, unknownCount } from "./steady.ts";
import { smoothStages } from "./steadyStages.ts";
import { timeSystem } from "./timeSystem.ts";

/** Mesh, degree 1 to 8 and band as for `steadyState`. */
export type DensityEvolutionOptions = PairOptions<FunctionSpace>;

export interface DensityEvolution extends Evolution {
  readonly method: "fem";
  readonly band: BandPair | null;
  /** Mesh, degree and unknowns at the end; they grow where the tolerance asks for it. */
  readonly mesh: string;
  readonly degree: number;
  readonly unknowns: number;
}

/**
 * P in time by finite elements and implicit steps. A coherent state starts as the delta that it is. Two solutions of
 * different degree (band) and time steps run side by side; their difference is the error estimate. Where it exceeds the
 * tolerance the run starts over on the next finer space, up to the current time.
 *
 * `tolerance` (default 5e-7; 5e-6 inside a band) is the largest estimate accepted for first and second moments. With a `step`, or mesh and degree, but
 * no tolerance the estimate is reported whatever it is; with a `step` the other solution takes one of twice its length. The
 * purity is estimated, but not refined for: soon after a delta it depends on harmonics that no mesh resolves.
 *
 * @throws InputError for local rates and options out of range
 * @throws NotParabolicError where growth shows, with `band: "none"` and an equation that is not parabolic
 * @throws ConvergenceError where the tolerance is not met on the finest space allowed
 */
export function evolveDensity(request: EvolutionRequest & DensityEvolutionOptions): DensityEvolution {
  requireCollective(request.model);
  const band = bandOf(request.model, request.band);
  const tolerance = requireTolerance(
    request.tolerance ?? (band === null ? DEFAULT_TOLERANCE.whole : DEFAULT_TOLERANCE.band),
  );
  const state = evolvingPair(request, sphereKind(request, band), tolerance);
  const result = followTimes(request, state);
  const { name, reported } = state.stage();
  return { method: "fem", band, mesh: name, degree: reported.degree, unknowns: state.unknowns(), ...result };
}

function sphereKind(
  request: EvolutionRequest & DensityEvolutionOptions,
  band: BandPair | null,
): PairKind<FunctionSpace, HarmonicBand> {
  const { model, initial } = request;
  return {
    stages: stagesOf(request, band),
    system: (mesh, { degree, band: width }, field) =>
      timeSystem(functionSpace(mesh, enrichedTriangle(degree)), width, model, initial, field),
    purity: (system) => {
      const purity = loadPurity(system, model.spins);
      return (load) => ({ purity: purity(load), error: 0 });
    },
    purityError: (reported, compared) => 2 * Math.abs(reported - compared),
    floor: ({ space }) => roundingFloor(space.mesh, model.spins),
    growth: band === null && !isParabolicOnSphere(model) ? "error" : "none",
    lenient: isFixed(request),
    // Steps of equal length would have equal errors, which two spaces do not show.
    steps: request.step === undefined ? "independent" : "halved",
  };
}

/**
 * The spaces in the order in which they are tried. The highest degree is reported, because it costs little more than the one
 * that it is compared with; the estimate is then that of the lower degree, or of the wider band.
 */
function stagesOf(request: EvolutionRequest & DensityEvolutionOptions, band: BandPair | null): PairStage[] {
  const limit = request.maximumUnknowns ?? DEFAULT_UNKNOWNS;
  const stages: PairStage[] = [];
  for (const stage of smoothStages(request.model, { ...request, maximumUnknowns: limit })) {
    const mesh = stage.mesh();
    const [degree, compared] =
      request.degree === undefined
        ? [maximumTriangleDegree, band === null ? maximumTriangleDegree - 2 : maximumTriangleDegree]
        : stage.pairs[0]!;
    if (unknownCount(mesh, Math.max(degree, compared)) > limit) return stages;
    stages.push({
      mesh,
      name: stage.name,
      reported: { degree, band: band?.degree ?? null },
      compared: { degree: compared, band: band?.compared ?? null },
    });
  }
  return stages;
}
