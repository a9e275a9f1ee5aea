import { InputError } from "../../core/errors.ts";
import { evolvePositiveDensity } from "../../fem/fluxCorrection/evolve.ts";
import { defaultCoarseMesh } from "../../fem/fluxCorrection/meshPair.ts";
import { type ImplicitScheme, implicitSchemes } from "../../fem/rungeKutta.ts";
import { meshSpecName } from "../../mesh/spec.ts";
import { evolvesInBall } from "../../model/initialState.ts";
import { evolveByElements } from "../../roads/elements.ts";
import { endOfDensity, endOfHarmonics } from "../../roads/endState.ts";
import { evolveByDicke, evolveByHarmonics } from "../../roads/exactRoads.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { EvolutionRequest } from "../../state/evolution.ts";
import { brief } from "../format.ts";
import { FLUX_CORRECTION } from "./flags.ts";
import type { Prepared } from "./input.ts";
import type { RoadFacts } from "./report.ts";
import { type RoadHooks, requestOf } from "./request.ts";
import { followTrajectories } from "./trajectories.ts";

/** Follows a road through its times. Throws the road's errors. */
export async function followRoad(prepared: Prepared, hooks: RoadHooks): Promise<RoadFacts> {
  const { input } = prepared;
  if (input.method === "fem") return followFem(prepared, hooks);
  if (input.method === "sde") return followTrajectories(prepared, hooks);
  const request = requestOf(prepared, hooks);
  const end = prepared.times.at(-1)!;
  let lastError: ErrorEstimate | null = null;
  const showing: EvolutionRequest["onPoint"] = (index, ...rest) => {
    lastError = rest[1];
    hooks.onPoint(index, ...rest);
    hooks.onProgress(`t = ${prepared.times[index]} of ${end}`);
  };
  hooks.onProgress(`to t = ${end}`);
  if (input.method === "dicke") {
    const { final } = evolveByDicke({ ...request, onPoint: showing });
    hooks.onEnd?.(endOfDensity(final, lastError!));
    return {};
  }
  const { spins } = prepared.problem.model;
  const { band: asked } = input;
  const chosen = asked === undefined ? {} : { band: asked === "none" ? spins : asked };
  const { band, final } = evolveByHarmonics({ ...request, ...chosen, onPoint: showing });
  const domain = evolvesInBall(request.model, request.initial) ? "ball" : "sphere";
  hooks.onEnd?.(endOfHarmonics(final, domain, lastError!));
  return { band: { degree: band } };
}

/** Steps are many: the terminal sees some of them. */
const SHOWN_EVERY_MS = 100;

function followFem(prepared: Prepared, hooks: RoadHooks): RoadFacts {
  const { input, mesh, times, problem } = prepared;
  if (input.scheme === FLUX_CORRECTION) return followPositive(prepared, hooks);
  const { degree, band, step, scheme } = input;
  let shown = Number.NEGATIVE_INFINITY;
  const result = evolveByElements({
    ...requestOf(prepared, hooks),
    ...(mesh === null ? {} : { mesh: mesh.mesh }),
    ...(degree === undefined ? {} : { degree }),
    ...(band === undefined ? {} : { band }),
    ...(step === undefined ? {} : { step }),
    ...(scheme === undefined ? {} : { scheme: schemeOf(scheme) }),
    ...(hooks.onDensity === undefined ? {} : { onDensity: hooks.onDensity }),
    onProgress: ({ time, mesh: name, degree: used }) => {
      const now = performance.now();
      if (now < shown + SHOWN_EVERY_MS) return;
      shown = now;
      hooks.onProgress(`t = ${brief(time)} of ${times.at(-1)}; degree ${used} on ${mesh?.name ?? name}`);
    },
  });
  const dimension = mesh?.mesh.dimension ?? (evolvesInBall(problem.model, prepared.initial) ? 3 : 2);
  return {
    space: { mesh: mesh?.name ?? result.mesh, dimension, degree: result.degree, unknowns: result.unknowns },
    ...(result.band === null ? {} : { band: result.band }),
  };
}

function schemeOf(name: string): ImplicitScheme["name"] {
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

/** P that is nowhere negative, on the refinement of the mesh. */
function followPositive(prepared: Prepared, hooks: RoadHooks): RoadFacts {
  const { input, mesh, times, problem } = prepared;
  const request = requestOf(prepared, hooks);
  const end = times.at(-1)!;
  hooks.onProgress(`to t = ${end}, flux correction`);
  const { space, withheld } = evolvePositiveDensity({
    ...request,
    ...(mesh === null ? {} : { mesh: mesh.mesh }),
    ...(input.step === undefined ? {} : { step: input.step }),
    ...(hooks.onDensity === undefined ? {} : { onDensity: hooks.onDensity }),
    onPoint: (index, ...rest) => {
      hooks.onPoint(index, ...rest);
      hooks.onProgress(`t = ${times[index]} of ${end}, flux correction`);
    },
  });
  const name = mesh?.name ?? meshSpecName(defaultCoarseMesh(problem.model, request.initial));
  return {
    space: { mesh: `${name} refined once`, dimension: space.mesh.dimension, degree: 1, unknowns: space.unknowns },
    fluxCorrection: { withheld },
  };
}
