import { InputError } from "../../core/errors.ts";
import { evolveTrajectories } from "../../sde/evolve.ts";
import type { SchemeName } from "../../sde/trajectories.ts";
import { defaultStep } from "../trajectorySteps.ts";
import type { Prepared } from "./input.ts";
import type { RoadFacts } from "./report.ts";
import { type RoadHooks, requestOf } from "./roads.ts";

const SCHEMES: readonly SchemeName[] = ["moebiusWalk", "eulerMaruyama"];
const DEFAULT_TRAJECTORIES = 10_000;
const DEFAULT_SEED = 1;

/** Trajectories through the times of an input. Throws as `evolveTrajectories` does. */
export async function followTrajectories(prepared: Prepared, hooks: RoadHooks): Promise<RoadFacts> {
  const { input, problem, times } = prepared;
  const { trajectories = DEFAULT_TRAJECTORIES, seed = DEFAULT_SEED } = input;
  const scheme = schemeOf(input.scheme);
  const step = input.step ?? defaultStep(problem, scheme, times);
  const { tolerance: _, ...request } = requestOf(prepared, hooks);
  evolveTrajectories({
    ...request,
    trajectories,
    seed,
    scheme,
    step,
    onProgress: (done, total) =>
      hooks.onProgress(`${Math.floor((100 * done) / total)} % of ${trajectories} trajectories`),
  });
  return { trajectories: { count: trajectories, seed, step, scheme } };
}

function schemeOf(name: string | undefined): SchemeName {
  const found = name === undefined ? SCHEMES[0] : SCHEMES.find((scheme) => scheme === name);
  if (found !== undefined) return found;
  throw new InputError({
    what: `"${name}" is no scheme for trajectories`,
    remedy: `use one of ${SCHEMES.join(", ")}`,
    value: name,
    limit: SCHEMES,
  });
}
