import { defined } from "../../core/defined.ts";
import { InputError, ToleranceError } from "../../core/errors.ts";
import { followOnHalfDisk } from "../../fem/axis/halfDisk/evolve.ts";
import { followPositiveDensity } from "../../fem/positive/evolve.ts";
import { defaultCoarseMesh } from "../../fem/positive/meshPair.ts";
import { meshSpecName } from "../../mesh/spec.ts";
import { implicitScheme } from "../../ode/implicit/tableaux.ts";
import { followBallTrajectories } from "../../sde/ball/evolve.ts";
import { type AnyScheme, defaultStep, schemesFor } from "../../sde/defaultStep.ts";
import type { EnsembleEstimate } from "../../sde/estimate.ts";
import { ensembleOf, type TrajectoryEvolution, trajectoryErrors } from "../../sde/evolveEnsemble.ts";
import { followTrajectories } from "../../sde/sphere/evolve.ts";
import { raiseErrors } from "../../state/errorEstimate.ts";
import {
  type Course,
  type EvolutionPoint,
  type EvolutionRequest,
  type EvolutionStream,
  reshaped,
} from "../../state/evolution.ts";
import { LEAST_TOLERANCE } from "../../state/tolerance.ts";
import { askedFor } from "../choice.ts";
import type { AnySpace } from "../domain.ts";
import type { EnsemblePool } from "../ensemblePool.ts";
import type { Evolved, FluxCorrectedEvolution, SdeEvolution } from "./answer.ts";
import { followByDicke, followByElements, followByHarmonics } from "./byDomain.ts";
import { isOnHalfDisk } from "./cost.ts";
import type { EvolveMethod } from "./options.ts";
import type { RoadRequest, RunEvent, Unreasoned } from "./request.ts";

type RoadStream<Answer extends Evolved = Evolved> = EvolutionStream<Unreasoned<Answer>, AnySpace>;

/** Each road whose errors are bounds; it stops where it does not meet the tolerance. */
export const FOLLOWERS: Readonly<Record<Exclude<EvolveMethod, "sde">, (request: RoadRequest) => RoadStream>> = {
  fem: followByFem,
  harmonic(request) {
    const { band } = request;
    const road = followByHarmonics({
      ...exactRequest(request),
      ...defined({ band: band === "none" ? request.model.spins : band }),
    });
    return reshaped(watched(request, road), ({ final, ...found }) => ({
      ...common(found),
      method: "harmonic",
      band: found.band,
      state: final,
    }));
  },
  dicke: (request) =>
    reshaped(watched(request, followByDicke(exactRequest(request))), ({ final, populations, ...found }) => ({
      ...common(found),
      method: "dicke",
      rho: final,
      populations,
    })),
};

function followByFem(request: RoadRequest): RoadStream {
  const { scheme, mesh, degree, band, step, density, brief, accepted } = request;
  if (scheme === "fluxCorrection") return followByFluxCorrection(request);
  if (isOnHalfDisk(request)) {
    const beside = watched(request, followOnHalfDisk({ ...commonRequest(request), tolerance: accepted }));
    return reshaped(beside, (solution) => ({ ...common(solution), method: "fem", scheme: "axis", solution }));
  }
  const road = watched(
    request,
    followByElements({
      ...commonRequest(request),
      tolerance: accepted,
      ...defined({ mesh, degree, band, step, density, brief }),
      ...(scheme === undefined ? {} : { scheme: implicitScheme(scheme).name }),
    }),
  );
  return reshaped(road, (solution) => ({ ...common(solution), method: "fem", scheme: "galerkin", solution }));
}

/** Its errors are those of the mesh: it is asked for the sign of P, not for the tolerance. */
function followByFluxCorrection(request: RoadRequest): RoadStream<FluxCorrectedEvolution> {
  const { model, initial, mesh, step } = request;
  const name = mesh === undefined ? meshSpecName(defaultCoarseMesh(model, initial)) : "the given mesh";
  const road = followPositiveDensity({ ...commonRequest(request), ...defined({ mesh, step }) });
  const meshName = `${name} refined once`;
  return reshaped(road, (solution) => ({
    ...common(solution),
    method: "fem",
    scheme: "fluxCorrection",
    solution,
    meshName,
  }));
}

/** What every road is asked. */
function commonRequest(request: RoadRequest): Omit<EvolutionRequest, "tolerance"> {
  const { model, initial, times, field, breaks, maximumStep, maximumSeconds, resume } = request;
  return { model, initial, times, ...defined({ field, breaks, maximumStep, maximumSeconds, resume }) };
}

/** Steps are asked for half of the tolerance: rounding, and what a band leaves out, come on top. */
function exactRequest(request: RoadRequest): EvolutionRequest {
  const { tolerance } = request;
  return {
    ...commonRequest(request),
    ...defined({ tolerance: tolerance === undefined ? undefined : Math.max(tolerance / 2, LEAST_TOLERANCE) }),
  };
}

/** The road, which ends at a time whose answer does not meet the tolerance. */
function* watched<Result>(
  { accepted }: RoadRequest,
  road: EvolutionStream<Result, AnySpace>,
): EvolutionStream<Result, AnySpace> {
  let next = road.next();
  for (; next.done !== true; next = road.next()) {
    if (next.value.kind === "point") requireMet(next.value, accepted);
    yield next.value;
  }
  return next.value;
}

function requireMet({ time, errorEstimate: { mean, square, cross } }: EvolutionPoint<AnySpace>, limit: number): void {
  const largest = Math.max(...mean, ...square, ...cross);
  // False for NaN, too.
  if (largest <= limit) return;
  throw new ToleranceError({
    what: `at t = ${time} the largest error estimate of the moments is ${largest.toExponential(1)}, above the tolerance ${limit}`,
    remedy: "ask for a larger tolerance",
    value: largest,
    limit,
  });
}

const common = ({ times, observables, errorEstimate }: Pick<Evolved, "times" | "observables" | "errorEstimate">) => ({
  times,
  observables,
  errorEstimate,
});

const DEFAULT_TRAJECTORIES = 10_000;
const DEFAULT_SEED = 1;

/** Trajectories, in this thread or by a pool. */
export function* followBySde(
  request: RoadRequest,
  course: Course,
  pool: EnsemblePool | null,
): Generator<RunEvent, Unreasoned<SdeEvolution>> {
  const { model, initial, times, field, breaks = [], maximumStep = Number.POSITIVE_INFINITY, maximumSeconds } = request;
  const { trajectories: count = DEFAULT_TRAJECTORIES, seed = DEFAULT_SEED } = request;
  const scheme = schemeOf(request.scheme, schemesFor(model, initial, course.moving));
  const drive = typeof field === "function" ? { field, breaks } : field;
  const step = Math.min(request.step ?? defaultStep({ model, drive }, scheme, times, course), maximumStep);
  const facts = { method: "sde", trajectories: { count, seed, step, scheme } } as const;
  const asked = { ...commonRequest(request), trajectories: count, seed, step };
  const answerOf = ({ estimates, ...found }: TrajectoryEvolution): Unreasoned<SdeEvolution> => ({
    ...facts,
    ...common(found),
    estimates,
  });
  if (scheme === "blochWalk") return yield* reshaped(followBallTrajectories(asked), answerOf);
  const onSphere = { ...asked, scheme };
  // A pool computes all times of a chunk at once, so that there is nothing to keep on the way; the bits are the same.
  if (pool !== null && field === undefined && request.resume === undefined) {
    const { model: _, ...spec } = ensembleOf(onSphere, course);
    const work = pool(model, spec, {
      onProgress: (done, total) =>
        request.onProgress?.({
          method: "sde",
          reason: askedFor("sde"),
          time: 0,
          to: times.at(-1)!,
          share: done / total,
        }),
      ...defined({ maximumSeconds }),
    });
    let estimates: readonly EnsembleEstimate[] = [];
    const kept = work.then((found) => {
      estimates = found;
    });
    yield { kind: "wait", work: kept };
    return yield* pointsOf(estimates, times, course, answerOf);
  }
  return yield* reshaped(followTrajectories(onSphere), answerOf);
}

function* pointsOf(
  estimates: readonly EnsembleEstimate[],
  times: readonly number[],
  course: Course,
  answerOf: (found: TrajectoryEvolution) => Unreasoned<SdeEvolution>,
): RoadStream<SdeEvolution> {
  const observables = estimates.map((estimate) => estimate.observables);
  const errorEstimate = estimates.map((estimate, k) =>
    raiseErrors(trajectoryErrors(estimate), course.turnError(times[k]!), 0),
  );
  const upTo = (count: number): TrajectoryEvolution => ({
    method: "sde",
    times: times.slice(0, count),
    observables: observables.slice(0, count),
    errorEstimate: errorEstimate.slice(0, count),
    estimates: estimates.slice(0, count),
  });
  for (const [index, time] of times.entries()) {
    const seen = { observables: observables[index]!, errorEstimate: errorEstimate[index]! };
    const whole = (): Unreasoned<SdeEvolution> => answerOf(upTo(index + 1));
    yield { kind: "point", index, time, ...seen, density: null, snapshot: () => ({}), whole };
  }
  return answerOf(upTo(times.length));
}

function schemeOf(name: string | undefined, schemes: readonly AnyScheme[]): AnyScheme {
  const found = name === undefined ? schemes[0] : schemes.find((scheme) => scheme === name);
  if (found !== undefined) return found;
  throw new InputError({
    what: `"${name}" is no scheme for trajectories`,
    remedy: `use one of ${schemes.join(", ")}`,
    value: name,
    limit: schemes,
  });
}
