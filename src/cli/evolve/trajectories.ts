import { defined } from "../../core/defined.ts";
import { InputError } from "../../core/errors.ts";
import { turnError } from "../../model/freeTurn.ts";
import { evolveBallTrajectories } from "../../sde/ball/ensemble.ts";
import { type AnyScheme, defaultStep, schemesFor } from "../../sde/defaultStep.ts";
import { evolveTrajectories, trajectoryErrors } from "../../sde/sphere/evolve.ts";
import { raiseErrors } from "../../state/errorEstimate.ts";
import { runEnsembleInWorkers } from "../../sweep/ensemblePool.ts";
import type { Prepared } from "./input.ts";
import type { RoadFacts } from "./report.ts";
import { type RoadHooks, requestOf } from "./request.ts";

const DEFAULT_TRAJECTORIES = 10_000;
const DEFAULT_SEED = 1;

/** Steps of all trajectories from which on threads are worth their start: a second or so. */
const WORTH_THREADS = 2e7;

/** Trajectories through the times of an input. Throws as `evolveTrajectories` and `evolveBallTrajectories` do. */
export async function followTrajectories(prepared: Prepared, hooks: RoadHooks): Promise<RoadFacts> {
  const { input, problem, times } = prepared;
  const { trajectories = DEFAULT_TRAJECTORIES, seed = DEFAULT_SEED } = input;
  const scheme = schemeOf(input.scheme, schemesFor(problem.model, prepared.initial));
  const step = Math.min(
    input.step ?? defaultStep(problem, scheme, times),
    input.maximumStep ?? Number.POSITIVE_INFINITY,
  );
  const ensemble = { trajectories, seed, step };
  const costLimit = defined({ maximumSeconds: input.maximumSeconds });
  const onProgress = (done: number, total: number): void =>
    hooks.onProgress(`${Math.floor((100 * done) / total)} % of ${trajectories} trajectories`);
  const { tolerance: _, ...request } = requestOf(prepared, hooks);
  const facts: RoadFacts = { trajectories: { count: trajectories, seed, step, scheme } };
  if (scheme === "blochWalk") {
    evolveBallTrajectories({ ...request, ...ensemble, onProgress });
    return facts;
  }
  const work = (trajectories * times.at(-1)!) / step;
  // Threads compute all times of a chunk at once, so that there is nothing to keep on the way; the bits are the same.
  const whole = problem.drive === undefined && hooks.resume === undefined && !hooks.keepsSnapshots;
  if (whole && (hooks.workers !== undefined || work > WORTH_THREADS)) {
    const estimates = await runEnsembleInWorkers(
      problem.model,
      { ...ensemble, scheme, initial: prepared.initial, sampling: { kind: "times", times } },
      { onProgress, ...costLimit, ...defined({ workers: hooks.workers }) },
    );
    for (const [k, estimate] of estimates.entries()) {
      const errors = raiseErrors(trajectoryErrors(estimate), turnError(problem.model, times[k]!), 0);
      hooks.onPoint(k, estimate.observables, errors, {});
    }
  } else {
    evolveTrajectories({ ...request, ...ensemble, scheme, onProgress });
  }
  return facts;
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
