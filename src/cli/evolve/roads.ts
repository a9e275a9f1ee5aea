import { defined } from "../../core/defined.ts";
import { InputError } from "../../core/errors.ts";
import { defaultCoarseMesh } from "../../fem/positive/meshPair.ts";
import { meshSpecName } from "../../mesh/spec.ts";
import { evolvesInBall } from "../../model/initialState.ts";
import { implicitSchemes } from "../../ode/implicit/rungeKutta.ts";
import { askedFor } from "../../roads/choice.ts";
import { endOfDensity, endOfElements, endOfHarmonics } from "../../roads/endState.ts";
import { type Evolved, type EvolveOptions, evolve } from "../../roads/evolve.ts";
import { brief } from "../terminal/format.ts";
import { FLUX_CORRECTION } from "./flags.ts";
import type { Prepared } from "./input.ts";
import type { Followed, RoadFacts } from "./report.ts";
import { type RoadHooks, requestOf } from "./request.ts";
import { followTrajectories } from "./trajectories.ts";

/** Follows a road through its times. Throws the road's errors. */
export async function followRoad(prepared: Prepared, hooks: RoadHooks): Promise<Followed> {
  if (prepared.input.method !== "sde") return followBounded(prepared, prepared.input.method, hooks);
  const facts = await followTrajectories(prepared, hooks);
  return { method: "sde", reason: askedFor("sde"), facts };
}

/** Steps are many: the terminal sees some of them. */
const SHOWN_EVERY_MS = 100;

/** One of the roads whose errors are bounds. */
function followBounded(prepared: Prepared, method: EvolveOptions["method"] & string, hooks: RoadHooks): Followed {
  const { input, mesh, times } = prepared;
  const { degree, band, step, scheme } = input;
  const { model, ...request } = requestOf(prepared, hooks);
  const end = times.at(-1)!;
  let shown = Number.NEGATIVE_INFINITY;
  const found = evolve(
    model,
    {
      ...request,
      method,
      ...defined({ mesh: mesh?.mesh, degree, band, step }),
      ...(scheme === undefined ? {} : { scheme: schemeOf(scheme) }),
      ...defined({ onDensity: hooks.onDensity }),
      onRoad: (road, reason) => {
        hooks.onRoad?.(road, reason);
        hooks.onProgress(`${road} to t = ${end}`);
      },
      onPoint: (index, ...rest) => {
        hooks.onPoint(index, ...rest);
        hooks.onProgress(`t = ${times[index]} of ${end}`);
      },
      onStep: ({ time, mesh: name, degree: used }) => {
        const now = performance.now();
        if (now < shown + SHOWN_EVERY_MS) return;
        shown = now;
        hooks.onProgress(`t = ${brief(time)} of ${end}; degree ${used} on ${mesh?.name ?? name}`);
      },
    },
    (option) => `--${option === "onDensity" ? "density" : option}`,
  );
  tellEnd(found, prepared, hooks);
  const { method: taken } = found;
  // A run that is resumed says why it was begun so.
  const reason = input.reason ?? found.reason;
  return { method: taken, reason, facts: factsOf(found, mesh?.name ?? null, prepared) };
}

/** The state at the end. */
function tellEnd(found: Evolved, { problem, initial }: Prepared, { onEnd }: RoadHooks): void {
  const error = found.errorEstimate.at(-1);
  if (onEnd === undefined || error === undefined) return;
  if (found.method === "fem") {
    onEnd(endOfElements(problem.model, found));
    return;
  }
  const domain = evolvesInBall(problem.model, initial) ? "ball" : "sphere";
  onEnd(found.method === "dicke" ? endOfDensity(found.final, error) : endOfHarmonics(found.final, domain, error));
}

function factsOf(found: Evolved, meshName: string | null, { problem: { model }, initial }: Prepared): RoadFacts {
  if (found.method === "dicke") return {};
  if (found.method === "harmonic") return { band: { degree: found.band } };
  const { solution } = found;
  if ("withheld" in solution) {
    const { space, withheld } = solution;
    const name = meshName ?? meshSpecName(defaultCoarseMesh(model, initial));
    return {
      space: { mesh: `${name} refined once`, dimension: space.mesh.dimension, degree: 1, unknowns: space.unknowns },
      fluxCorrection: { withheld },
    };
  }
  const { mesh, dimension, degree, unknowns, band } = {
    dimension: evolvesInBall(model, initial) ? 3 : 2,
    ...solution,
  } as const;
  return {
    space: { mesh: meshName ?? mesh, dimension, degree, unknowns },
    ...(band === null ? {} : { band }),
  };
}

function schemeOf(name: string): NonNullable<EvolveOptions["scheme"]> {
  if (name === FLUX_CORRECTION) return name;
  const found = implicitSchemes.find((scheme) => scheme.name === name);
  if (found !== undefined) return found.name;
  const names = [...implicitSchemes.map((scheme) => scheme.name), FLUX_CORRECTION].join(", ");
  throw new InputError({
    what: `"${name}" is no time scheme`,
    remedy: `use one of ${names}`,
    value: name,
    limit: names,
  });
}
