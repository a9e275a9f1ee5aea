import { defined } from "../core/defined.ts";
import { createIntegrator } from "../ode/implicit/integrator.ts";
import type { ImplicitScheme } from "../ode/implicit/rungeKutta.ts";
import type { Course } from "../state/evolution.ts";
import { explicitMover } from "./explicitMover.ts";
import { advanceHalved, type ImplicitMover, implicitMover } from "./implicitMover.ts";
import type { Mover, Watch } from "./mover.ts";
import { stopGrowth } from "./pairErrors.ts";
import type { PairKind, PairMember, PairRequest, PairStage } from "./pairKind.ts";
import type { TimeSystem } from "./timeSystem.ts";

/** The reported solution also takes its steps this much more carefully than the one that it is compared with. */
const FINER_STEPS = 1 / 8;

/** First step as a share of the time span; the controller finds its own from there. */
const FIRST_STEP = 1e-5;

/** Rounding in units of the tolerance that ends a run whose estimate is reported as it is: beyond, no step in time is short enough. */
const LENIENT_ROUNDING = 100;

/** Explicit steps cost so little that their errors may be this share of the tolerance. */
const EXPLICIT_SHARE = 0.05;

/** Multiplications, about a minute, up to which explicit steps are taken where they are possible. */
const EXPLICIT_OPERATIONS = 5e10;

/** One solution and what is known of it. */
export interface Run<Space, Band> {
  readonly system: TimeSystem<Space, Band>;
  readonly mover: Mover;
  readonly purity: (load: Float64Array) => { purity: number; error: number };
}

/** The reported solution, and the one that it is compared with. */
export interface Runs<Space, Band> {
  readonly reported: Run<Space, Band>;
  readonly compared: Run<Space, Band>;
  /** Moves both; returns whether they may still be used. */
  readonly advance: (time: number, limit: number) => boolean;
}

/** What does not change on the way. */
export interface PairPlan<Space extends { readonly unknowns: number }, Band> {
  readonly request: PairRequest<Space>;
  readonly kind: PairKind<Space, Band>;
  readonly tolerance: number;
  readonly scheme: ImplicitScheme;
  readonly course: Course;
}

/** Both solutions of a stage at t = 0. */
export function startRuns<Space extends { readonly unknowns: number }, Band>(
  plan: PairPlan<Space, Band>,
  level: number,
): Runs<Space, Band> {
  const { request, kind, tolerance, course } = plan;
  const field = course.field ?? null;
  // What a stage costs depends on the field of the whole way.
  course.enter(0, request.times.at(-1)!);
  const stage = kind.stages[level]!;
  // What was too inaccurate may have been the steps: each start over also takes them more carefully.
  const stepTolerance = tolerance * FINER_STEPS ** level;
  const systems = {
    reported: kind.system(stage.mesh, stage.reported, field),
    compared: kind.system(stage.mesh, stage.compared, field),
  };
  const watch = (member: "reported" | "compared"): Watch => watchOver(plan, stage, stage[member], systems[member]);
  const run = <M extends Mover>(member: "reported" | "compared", mover: M) => ({
    system: systems[member],
    mover,
    purity: kind.purity(systems[member]),
  });
  if (isExplicit(plan, systems.reported) && isExplicit(plan, systems.compared)) {
    const mover = (member: "reported" | "compared", share: number): Mover =>
      explicitMover(systems[member].explicit!, systems[member].load, {
        tolerance: stepTolerance * EXPLICIT_SHARE * share,
        end: request.times.at(-1)!,
        watch: watch(member),
      });
    return independent(run("reported", mover("reported", FINER_STEPS)), run("compared", mover("compared", 1)));
  }
  const mover = (member: "reported" | "compared", allowed: number, fixedStep: number | undefined): ImplicitMover =>
    steps(plan, systems[member], allowed, fixedStep, watch(member));
  if (kind.steps === "independent") {
    return independent(
      run("reported", mover("reported", stepTolerance * FINER_STEPS, request.step)),
      run("compared", mover("compared", stepTolerance, request.step)),
    );
  }
  const reported = mover("reported", Number.POSITIVE_INFINITY, undefined);
  const compared = mover("compared", stepTolerance, request.step === undefined ? undefined : 2 * request.step);
  return {
    reported: run("reported", reported),
    compared: run("compared", compared),
    advance: (time, limit) => advanceHalved(reported, compared, time, limit),
  };
}

const independent = <Space, Band>(reported: Run<Space, Band>, compared: Run<Space, Band>): Runs<Space, Band> => ({
  reported,
  compared,
  advance: (time, limit) => reported.mover.advance(time, limit) && compared.mover.advance(time, limit),
});

/** Whether explicit steps are possible, cheap, and not excluded by what was asked for. */
function isExplicit<Space, Band>(
  { request }: { readonly request: PairRequest<Space> },
  { explicit }: TimeSystem<Space, Band>,
): boolean {
  if (explicit === undefined || request.scheme !== undefined || request.step !== undefined) return false;
  return explicit.operations(request.times.at(-1)!) <= EXPLICIT_OPERATIONS;
}

function steps<Space extends { readonly unknowns: number }, Band>(
  { request, scheme }: PairPlan<Space, Band>,
  { system, load }: TimeSystem<Space, Band>,
  tolerance: number,
  fixedStep: number | undefined,
  watch: Watch,
): ImplicitMover {
  const fixed = defined({ fixedStep });
  const integrator = createIntegrator(system, { scheme, tolerance, ...fixed });
  const step = fixedStep ?? FIRST_STEP * Math.max(request.times.at(-1)!, Number.MIN_VALUE);
  return implicitMover(integrator, { time: 0, load, step }, watch);
}

/** Reports progress, and looks for growth of the values of P. */
function watchOver<Space extends { readonly unknowns: number }, Band>(
  { request, kind, tolerance }: PairPlan<Space, Band>,
  stage: PairStage,
  { degree, band }: PairMember,
  system: TimeSystem<Space, Band>,
): Watch {
  const outgrown = kind.lenient ? LENIENT_ROUNDING * tolerance : tolerance;
  return (time, load) => {
    request.onProgress?.({ time, mesh: stage.name, degree });
    if (kind.growth === "error") stopGrowth(time, load);
    return kind.growth !== "outgrown" || band !== null || kind.floor(system, load) <= outgrown;
  };
}
