import { ConvergenceError, NotParabolicError } from "../core/errors.ts";
import type { Mesh } from "../mesh/mesh.ts";
import { isParabolicOnSphere } from "../model/kramersMoyal.ts";
import { requireCollective } from "../model/spinModel.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import {
  type Evolution,
  type EvolutionRequest,
  type EvolvingState,
  followTimes,
  requestedField,
  requireTolerance,
  snapshotArray,
  stopsBetween,
} from "../state/evolution.ts";
import type { Observables, Vector3 } from "../state/moments.ts";
import { observables } from "../state/observables.ts";
import { enrichedTriangle, maximumTriangleDegree } from "./element.ts";
import { estimateMoments, largestMoment, roundingFloor } from "./errorEstimate.ts";
import { type PointMasses, pointMasses } from "./initialLoad.ts";
import { createIntegrator, type IntegrationState, type Integrator, observe } from "./integrate.ts";
import { loadPurity } from "./loadPurity.ts";
import { type DensityMoments, momentsOfIntegrals } from "./moments.ts";
import { type ImplicitScheme, implicitScheme } from "./rungeKutta.ts";
import { type FunctionSpace, functionSpace } from "./space.ts";
import { type BandPair, bandOf, unknownCount } from "./steady.ts";
import { smoothStages } from "./steadyStages.ts";
import { type TimeSystem, timeSystem } from "./timeSystem.ts";

export interface DensityEvolutionOptions {
  /** As for `steadyState`. */
  readonly mesh?: Mesh;
  readonly degree?: number;
  readonly band?: number | "none";
  readonly maximumUnknowns?: number;
  /** Default "sdirk4". */
  readonly scheme?: ImplicitScheme["name"];
  /** Fixed time step; adaptive where absent. */
  readonly step?: number;
  /** Called at each requested time with the nodal values of P on `space`. */
  readonly onDensity?: (index: number, space: FunctionSpace, density: Float64Array) => void;
  readonly onProgress?: (progress: { readonly time: number; readonly mesh: string; readonly degree: number }) => void;
}

export interface DensityEvolution extends Evolution {
  readonly method: "fem";
  readonly band: BandPair | null;
  /** Mesh, degree and unknowns at the end; they grow where the tolerance asks for it. */
  readonly mesh: string;
  readonly degree: number;
  readonly unknowns: number;
}

/** Default of `tolerance`, without and with a gauge filter. */
const DEFAULT_TOLERANCE = { whole: 5e-7, band: 5e-6 } as const;

/** The reported solution also takes its steps this much more carefully than the one that it is compared with. */
const FINER_STEPS = 1 / 8;

/** sum_i |p_i| is at most a few for a density; this much means that cancelling waves have taken over. */
const GROWTH_LIMIT = 1e3;

/** First step as a share of the time span; the controller finds its own from there. */
const FIRST_STEP = 1e-5;

/**
 * P in time by finite elements and implicit steps. A coherent state starts as the delta that it is. Two solutions of
 * different degree (band) and time steps run side by side; their difference is the error estimate. Where it exceeds the
 * tolerance the run starts over on the next finer space, up to the current time.
 *
 * `tolerance` (default 5e-7; 5e-6 inside a band) is the largest estimate accepted for first and second moments. The
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
  const state = evolvingPair(request, band, tolerance);
  const result = followTimes(request, state);
  return { method: "fem", band, ...state.description(), ...result };
}

/** A mesh, the degree that is reported on it, and the degree that tells the error. */
interface Space {
  readonly mesh: Mesh;
  readonly name: string;
  readonly degree: number;
  readonly compared: number;
}

/**
 * The spaces in the order in which they are tried. The highest degree is reported, because it costs little more than the one
 * that it is compared with; the estimate is then that of the lower degree, or of the wider band.
 */
function spacesOf(request: EvolutionRequest & DensityEvolutionOptions, inBand: boolean): Space[] {
  const limit = request.maximumUnknowns ?? 100_000;
  const spaces: Space[] = [];
  for (const stage of smoothStages(request.model, { ...request, maximumUnknowns: limit })) {
    const mesh = stage.mesh();
    const [degree, compared] =
      request.degree === undefined
        ? [maximumTriangleDegree, inBand ? maximumTriangleDegree : maximumTriangleDegree - 2]
        : stage.pairs[0]!;
    if (unknownCount(mesh, Math.max(degree, compared)) > limit) return spaces;
    spaces.push({ mesh, name: stage.name, degree, compared });
  }
  return spaces;
}

/** One solution on its way. */
interface Run {
  readonly system: TimeSystem;
  readonly integrator: Integrator;
  readonly purity: (load: Float64Array) => number;
  state: IntegrationState;
}

interface Seen {
  readonly moments: DensityMoments;
  readonly purity: number;
}

function evolvingPair(
  request: EvolutionRequest & DensityEvolutionOptions,
  band: BandPair | null,
  tolerance: number,
): EvolvingState & { description: () => Pick<DensityEvolution, "mesh" | "degree" | "unknowns"> } {
  const { model, times, breaks = [], resume } = request;
  const spaces = spacesOf(request, band !== null);
  const scheme = implicitScheme(request.scheme ?? "sdirk4");
  const field = requestedField(request) ?? null;
  const watch = band === null && !isParabolicOnSphere(model);
  let level = resume === undefined ? 0 : snapshotArray(resume.snapshot, "level", 1)[0]!;
  let now = 0;
  let index = resume === undefined ? 0 : resume.index + 1;
  let runs = startRuns();
  if (resume !== undefined) {
    now = times[resume.index]!;
    for (const [k, run] of runs.entries()) {
      run.state = {
        time: now,
        load: snapshotArray(resume.snapshot, `load${k}`, run.state.load.length),
        step: snapshotArray(resume.snapshot, `step${k}`, 1)[0]!,
      };
    }
  }

  function startRuns(): [Run, Run] {
    const space = spaces[level];
    if (space === undefined) throw notMet(tolerance, request.maximumUnknowns ?? 100_000);
    // What was too inaccurate may have been the steps: each start over also takes them more carefully.
    const stepTolerance = tolerance * FINER_STEPS ** level;
    return [
      startRun(space, space.degree, band?.degree ?? null, stepTolerance * FINER_STEPS),
      startRun(space, space.compared, band?.compared ?? null, stepTolerance),
    ];
  }

  function startRun(space: Space, degree: number, bandDegree: number | null, stepTolerance: number): Run {
    const system = timeSystem(
      functionSpace(space.mesh, enrichedTriangle(degree)),
      bandDegree,
      model,
      request.initial,
      field,
    );
    const onStep = (time: number, load: Float64Array): void => {
      request.onProgress?.({ time, mesh: space.name, degree });
      if (watch) stopGrowth(time, load);
    };
    const fixed = request.step === undefined ? {} : { fixedStep: request.step };
    const integrator = createIntegrator(system.system, { scheme, tolerance: stepTolerance, onStep, ...fixed });
    const step = request.step ?? FIRST_STEP * Math.max(times.at(-1)!, Number.MIN_VALUE);
    return { system, integrator, purity: loadPurity(system, model.spins), state: { time: 0, load: system.load, step } };
  }

  function advance(from: number, to: number): void {
    for (const run of runs) run.state = run.integrator.advance({ ...run.state, time: from }, to);
    now = to;
  }

  const see = (run: Run): Seen => ({
    moments: momentsOfIntegrals(run.system.functionals.centre, observe(run.system.system, run.state.load), model.spins),
    purity: run.purity(run.state.load),
  });

  function look(): { observables: Observables; errorEstimate: ErrorEstimate } {
    for (;;) {
      const [reported, compared] = [see(runs[0]), see(runs[1])];
      const floor = roundingFloor(runs[0].system.space.mesh, model.spins);
      const moments = estimateMoments(reported.moments.moments, compared.moments.moments, floor, true);
      if (largestMoment(moments) <= tolerance || isFixed(request)) {
        request.onDensity?.(index++, runs[0].system.space, runs[0].system.density(runs[0].state.load));
        const start = now === 0 ? pointMasses(request.initial, model.spins) : null;
        if (start !== null) return exactStart(start, model.spins);
        return {
          observables: observables(model.spins, reported.moments.moments, reported.purity, reported.moments.covariance),
          errorEstimate: { ...moments, purity: 2 * Math.abs(reported.purity - compared.purity) + floor },
        };
      }
      level++;
      const end = now;
      runs = startRuns();
      now = 0;
      for (const time of times.filter((t) => t <= end)) {
        for (const stop of stopsBetween(now, time, breaks)) advance(now, stop);
      }
    }
  }

  return {
    advance,
    look,
    snapshot: () => ({
      level: Float64Array.of(level),
      load0: runs[0].state.load.slice(),
      load1: runs[1].state.load.slice(),
      step0: Float64Array.of(runs[0].state.step),
      step1: Float64Array.of(runs[1].state.step),
    }),
    description: () => ({
      mesh: spaces[level]!.name,
      degree: spaces[level]!.degree,
      unknowns: runs[0].system.space.unknowns,
    }),
  };
}

/** Observables of a mixture of coherent states, exact but for rounding. */
function exactStart({ integrals, purity }: PointMasses, spins: number): ReturnType<EvolvingState["look"]> {
  const { moments, covariance } = momentsOfIntegrals([0, 0, 0], integrals, spins);
  const rounding: Vector3 = [1e-15, 1e-15, 1e-15];
  return {
    observables: observables(spins, moments, purity, covariance),
    errorEstimate: { mean: rounding, square: rounding, cross: rounding, purity: 1e-14 },
  };
}

/** Mesh and degree given, and no tolerance asked for: the estimate is reported, whatever it is. */
const isFixed = (request: EvolutionRequest & DensityEvolutionOptions): boolean =>
  request.mesh !== undefined && request.degree !== undefined && request.tolerance === undefined;

function stopGrowth(time: number, load: Float64Array): void {
  let size = 0;
  for (const value of load) size += Math.abs(value);
  if (size <= GROWTH_LIMIT) return;
  throw new NotParabolicError({
    what: `at t = ${time} the density has grown to ${size.toExponential(1)} times its mass: the equation is not parabolic and amplifies its shortest waves without bound`,
    remedy: "keep the gauge filter on, or use the harmonic or the Dicke method",
    value: size,
    limit: GROWTH_LIMIT,
  });
}

const notMet = (tolerance: number, limit: number): ConvergenceError =>
  new ConvergenceError({
    what: `the error estimate stays above the tolerance ${tolerance} on every space of up to ${limit} unknowns`,
    remedy: "ask for a larger tolerance, or use the harmonic method",
    value: tolerance,
    limit: tolerance,
  });
