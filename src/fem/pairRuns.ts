import { defined } from "../core/defined.ts";
import type { ShiftInvertIntegrator } from "../ode/exponential/shiftInvert.ts";
import { halvedSteps, type ImplicitIntegrator, implicitIntegrator } from "../ode/implicit/integrator.ts";
import type { ImplicitScheme } from "../ode/implicit/tableaux.ts";
import type { Integrator } from "../ode/integrator.ts";
import type { Course } from "../state/evolution.ts";
import { explicitSteps } from "./explicitSystem.ts";
import { exponentialSteps, takesExponentials } from "./exponentialSteps.ts";
import { type FoundPurity, type LoadPurity, puritiesAlong } from "./loadPurity.ts";
import { stopGrowth } from "./pairErrors.ts";
import type { PairKind, PairMember, PairRequest } from "./pairKind.ts";
import type { TimeSystem } from "./timeSystem.ts";

/** The reported solution also takes its steps this much more carefully than the one that it is compared with. */
const FINER_STEPS = 1 / 8;

/** First step as a share of the time span; the controller finds its own from there. */
const FIRST_STEP = 1e-5;

/** Rounding in units of the tolerance that ends a run whose estimate is reported as it is: beyond, no step in time is short enough. */
const LENIENT_ROUNDING = 100;

/** Explicit steps cost so little that their errors may be this share of the tolerance. */
const EXPLICIT_SHARE = 0.05;

/** The same of exponentials, which a few more vectors make exact. */
const EXPONENTIAL_SHARE = 0.05;

/** Poles in units of a stretch of time: different, so that no error is shared. */
const POLES = { reported: 0.03, compared: 0.04 };

/** Multiplications, about a minute, up to which explicit steps are taken where they are possible. */
const EXPLICIT_OPERATIONS = 5e10;

/** One solution and what is known of it. */
export interface Run<Space, Band> {
  readonly system: TimeSystem<Space, Band>;
  readonly member: PairMember;
  readonly integrator: Integrator;
  /** Bound on the errors of the moments that the steps are known to have caused so far. */
  readonly error: () => number;
  readonly purity: LoadPurity;
  /** The same along the way. */
  readonly purityAt: (load: Float64Array, time: number) => FoundPurity;
}

/** The reported solution, and the one that it is compared with. */
export interface Runs<Space, Band> {
  readonly reported: Run<Space, Band>;
  readonly compared: Run<Space, Band>;
  /** Moves both until they have reached or passed a time; yields who has taken a step, and its end. */
  readonly advance: (
    time: number,
    limit: number,
  ) => Generator<{ readonly run: Run<Space, Band>; readonly time: number }, void>;
}

/** What does not change on the way. */
export interface PairPlan<Space extends { readonly unknowns: number }, Band> {
  readonly request: PairRequest;
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
  // What a stage costs depends on what moves on the whole way.
  course.enter(0, request.times.at(-1)!);
  const stage = kind.stages[level]!;
  // What was too inaccurate may have been the steps: each start over also takes them more carefully.
  const stepTolerance = tolerance * FINER_STEPS ** level;
  const systems = {
    reported: kind.system(stage.mesh, stage.reported, course.moving),
    compared: kind.system(stage.mesh, stage.compared, course.moving),
  };
  const end = request.times.at(-1)!;
  const run = (
    member: "reported" | "compared",
    moving: Pick<Run<Space, Band>, "integrator" | "error"> & Partial<Pick<ShiftInvertIntegrator, "stretch">>,
  ): Run<Space, Band> => {
    const { stretch = () => null, ...own } = moving;
    const purity = kind.purity(systems[member]);
    const purityAt = puritiesAlong(purity, request.times, stretch);
    return { ...own, member: stage[member], system: systems[member], purity, purityAt };
  };
  const exponential = (member: "reported" | "compared", share: number, pole: number): Run<Space, Band> => {
    const { system, load, space } = systems[member];
    const integrator = exponentialSteps(system, load, kind.watched!(space), {
      tolerance: tolerance * EXPONENTIAL_SHARE * share,
      end,
      pole,
    });
    return run(member, { integrator, error: integrator.error, stretch: integrator.stretch });
  };
  if (isExponential(plan, systems.reported) && isExponential(plan, systems.compared))
    return independent(
      exponential("reported", FINER_STEPS, POLES.reported),
      exponential("compared", 1, POLES.compared),
    );
  if (isExplicit(plan, systems.reported) && isExplicit(plan, systems.compared)) {
    const moving = (member: "reported" | "compared", share: number): Run<Space, Band> => {
      const { explicit, load } = systems[member];
      return run(member, explicitSteps(explicit!, load, { tolerance: stepTolerance * EXPLICIT_SHARE * share, end }));
    };
    return independent(moving("reported", FINER_STEPS), moving("compared", 1));
  }
  const implicit = (member: "reported" | "compared", allowed: number, step: number | undefined): ImplicitIntegrator =>
    implicitSteps(plan, systems[member], allowed, step);
  const noError = (): number => 0;
  if (kind.steps === "independent") {
    return independent(
      run("reported", { integrator: implicit("reported", stepTolerance * FINER_STEPS, request.step), error: noError }),
      run("compared", { integrator: implicit("compared", stepTolerance, request.step), error: noError }),
    );
  }
  const halved = implicit("reported", Number.POSITIVE_INFINITY, undefined);
  const whole = implicit("compared", stepTolerance, request.step === undefined ? undefined : 2 * request.step);
  const reported = run("reported", { integrator: halved, error: noError });
  const compared = run("compared", { integrator: whole, error: noError });
  return {
    reported,
    compared,
    *advance(time, limit) {
      for (const moved of halvedSteps(halved, whole, time, limit))
        yield { run: moved === halved ? reported : compared, time: moved.front() };
    },
  };
}

const independent = <Space, Band>(reported: Run<Space, Band>, compared: Run<Space, Band>): Runs<Space, Band> => ({
  reported,
  compared,
  *advance(time, limit) {
    for (const run of [reported, compared])
      for (const reached of run.integrator.advance(time, limit)) yield { run, time: reached };
  },
});

/** Whether explicit steps are possible, cheap, and not excluded by what was asked for. */
function isExplicit<Space, Band>(
  { request }: { readonly request: PairRequest },
  { explicit }: TimeSystem<Space, Band>,
): boolean {
  if (explicit === undefined || request.scheme !== undefined || request.step !== undefined) return false;
  return explicit.operations(request.times.at(-1)!) <= EXPLICIT_OPERATIONS;
}

/** Whether exponentials of a constant generator are possible, and not excluded by what was asked for. */
function isExponential<Space extends { readonly unknowns: number }, Band>(
  { request, kind }: PairPlan<Space, Band>,
  { system }: TimeSystem<Space, Band>,
): boolean {
  const isFree = [request.scheme, request.step, request.maximumStep].every((option) => option === undefined);
  return isFree && kind.watched !== undefined && request.times.at(-1)! > 0 && takesExponentials(system);
}

function implicitSteps<Space extends { readonly unknowns: number }, Band>(
  { request, scheme }: PairPlan<Space, Band>,
  { system, load }: TimeSystem<Space, Band>,
  tolerance: number,
  fixedStep: number | undefined,
): ImplicitIntegrator {
  const step = fixedStep ?? FIRST_STEP * Math.max(request.times.at(-1)!, Number.MIN_VALUE);
  return implicitIntegrator(system, { load, step }, { scheme, tolerance, ...defined({ fixedStep }) });
}

/**
 * Whether the values of P of a solution have grown until it may no longer be used.
 *
 * @throws NotParabolicError where growth is an error
 */
export function isOutgrown<Space extends { readonly unknowns: number }, Band>(
  { kind, tolerance }: PairPlan<Space, Band>,
  { system, member, integrator }: Run<Space, Band>,
  time: number,
): boolean {
  if (kind.growth === "none") return false;
  const load = integrator.at(time);
  if (kind.growth === "error") {
    stopGrowth(time, load);
    return false;
  }
  const limit = kind.lenient ? LENIENT_ROUNDING * tolerance : tolerance;
  return member.band === null && !(kind.floor(system, load) <= limit);
}
