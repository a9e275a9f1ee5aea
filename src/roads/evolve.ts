import { defined } from "../core/defined.ts";
import { checkedInitialState, livesInBall } from "../model/initialState.ts";
import { isParabolicOnSphere } from "../model/kramersMoyal.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { initialStateOf } from "../model/startInput.ts";
import { courseOf } from "../state/course.ts";
import { MAXIMUM_SECONDS } from "../state/evolutionCost.ts";
import {
  askedFor,
  type CostLimits,
  DEFAULT_COST_LIMITS,
  type Follower,
  firstFollowed,
  requireAffordable,
} from "./choice.ts";
import type { EnsemblePool } from "./ensemblePool.ts";
import type { Evolved } from "./evolve/answer.ts";
import { dickeInTime, femInTime, harmonicInTime } from "./evolve/cost.ts";
import { FOLLOWERS, followBySde } from "./evolve/followers.ts";
import { type EvolveMethod, type EvolveOptions, evolveRoadsFor, timesOf } from "./evolve/options.ts";
import type { RoadRequest, RunEvent, Unreasoned } from "./evolve/request.ts";
import { EvolutionRun } from "./evolve/run.ts";
import { inCode, type Named } from "./selectRoads.ts";
import { toleranceFrom } from "./startTolerance.ts";

/** Largest estimated error of first and second moments where nothing else is asked for, on sphere and ball alike. */
export const EVOLUTION_TOLERANCE = 1e-7;

/**
 * A model in time, by the road that is predicted to meet the tolerance at a reasonable cost (docs/methods.md). Where one fails the next is tried; what
 * was given before stays true, and is not given again. Nothing is computed before the result is pulled:
 *
 *     for (const { time, observables } of evolve(model, { initial: { coherent: [1, 0, 0] }, to: 10, every: 0.1 })) ...
 *     for await (const { time, observables } of evolve(model, { ..., signal })) ...     keeps a page or a server alive
 *     evolve(model, { ... }).result()                                                   all times at once
 *
 * @throws InputError for options out of range, of a method other than the one named, or of two methods. The run throws ConvergenceError and
 *   ResourceLimitError where no road is left (the message has the reason of each), and AbortedError where its signal says so
 */
export function evolve(model: SpinModel, options: EvolveOptions, named: Named = inCode): EvolutionRun {
  const roads = evolveRoadsFor({ ...options }, named);
  const times = timesOf(options, named);
  const initial = checkedInitialState(initialStateOf(options.initial), model.spins);
  const tolerance = toleranceFrom(initial, options.tolerance, EVOLUTION_TOLERANCE);
  const asked: RoadRequest = { ...options, model, initial, times, accepted: tolerance };
  // Whatever is wrong with the times or with what depends on them is said here.
  const course = courseOf(asked);
  const request = { ...asked, model: course.model };
  return new EvolutionRun(request, (pool) => follow(request, course, roads, pool));
}

function* follow(
  request: RoadRequest,
  course: ReturnType<typeof courseOf>,
  roads: readonly EvolveMethod[],
  pool: EnsemblePool | null,
): Generator<RunEvent, Evolved> {
  const [first] = roads;
  if (first === "sde") {
    const reason = askedFor("sde");
    yield { kind: "road", method: "sde", reason };
    return { ...(yield* followBySde(request, course, pool)), reason };
  }
  const costs = { ...DEFAULT_COST_LIMITS, seconds: request.maximumSeconds ?? MAXIMUM_SECONDS };
  const candidates = candidatesFor(request, course, roads, costs);
  if (candidates.length > 1) {
    const { answer, reason } = yield* firstFollowed(
      "the evolution",
      candidates,
      costs,
      elsewhere(request, course),
      RAISABLE,
    );
    return { ...answer, reason };
  }
  return yield* followOnly(candidates[0]!, costs);
}

type RoadFollower = Follower<EvolveMethod, RunEvent, Unreasoned<Evolved>>;

function candidatesFor(
  request: RoadRequest,
  course: ReturnType<typeof courseOf>,
  roads: readonly EvolveMethod[],
  costs: CostLimits,
): RoadFollower[] {
  const timed = { request, course };
  const outlooks = { harmonic: harmonicInTime(timed, costs), dicke: dickeInTime(timed) };
  const exact = (["harmonic", "dicke"] as const).toSorted(
    (a, b) => outlooks[a].cost.seconds - outlooks[b].cost.seconds,
  );
  const { wider } = outlooks.harmonic;
  const others = exact.filter((road) => roads.includes(road)).map((road) => outlooks[road].cost);
  const again = wider !== undefined && roads.includes("harmonic") ? (["wider"] as const) : [];
  return [...(["fem", ...exact] as const).filter((road) => roads.includes(road)), ...again].map((name) => {
    const method = name === "wider" ? "harmonic" : name;
    const outlook = name === "fem" ? femInTime(timed, others) : outlooks[method as "harmonic" | "dicke"];
    const { refusal, postponed } = outlook;
    const { band, cost } = name === "wider" ? wider! : { band: outlooks.harmonic.band, cost: outlook.cost };
    const asked = method === "harmonic" ? { ...request, band } : { ...request, brief: roads.length > 1 };
    return {
      method,
      cost,
      refusal: roads.length > 1 ? refusal : null,
      ...defined({ postponed }),
      *follow(reason): Generator<RunEvent, Unreasoned<Evolved>> {
        yield { kind: "road", method, reason };
        return yield* FOLLOWERS[method](asked);
      },
    };
  });
}

/** What has an answer, of another kind, where no road with bounds has one. */
const elsewhere = ({ model, initial }: RoadRequest, { always }: ReturnType<typeof courseOf>): string =>
  !livesInBall(model, initial) && always(isParabolicOnSphere)
    ? 'take trajectories, method "sde", whose errors are statistical'
    : "take the mean field, the limit of many spins";

/** Of the memory there is no option. */
const RAISABLE = ["seconds"] as const;

function* followOnly(only: RoadFollower, costs: CostLimits): Generator<RunEvent, Evolved> {
  // Elements choose their own space, whose cost is known on the way. Each road looks at the time that it takes itself.
  if (only.method !== "fem")
    requireAffordable("the evolution", only, { ...costs, seconds: Number.POSITIVE_INFINITY }, null, RAISABLE);
  const reason = askedFor(only.method);
  const road = only.follow(reason);
  let next = road.next();
  for (; next.done !== true; next = road.next()) yield next.value;
  return { ...next.value, reason };
}
