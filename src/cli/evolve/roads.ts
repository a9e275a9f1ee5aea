import { evolveDensity } from "../../fem/evolve.ts";
import { implicitScheme } from "../../fem/rungeKutta.ts";
import type { EvolutionRequest } from "../../state/evolution.ts";
import { evolveByDicke, evolveByHarmonics, requireSphereForFem } from "../exactRoads.ts";
import { brief } from "../format.ts";
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
  const showing: EvolutionRequest["onPoint"] = (index, ...rest) => {
    hooks.onPoint(index, ...rest);
    hooks.onProgress(`t = ${prepared.times[index]} of ${end}`);
  };
  hooks.onProgress(`to t = ${end}`);
  if (input.method === "dicke") {
    evolveByDicke({ ...request, onPoint: showing });
    return {};
  }
  const { spins } = prepared.problem.model;
  const { band: asked } = input;
  const chosen = asked === undefined ? {} : { band: asked === "none" ? spins : asked };
  const { band } = evolveByHarmonics({ ...request, ...chosen, onPoint: showing });
  return { band: { degree: band } };
}

/** Steps are many: the terminal sees some of them. */
const SHOWN_EVERY_MS = 100;

function followFem(prepared: Prepared, hooks: RoadHooks): RoadFacts {
  const { input, mesh, times, problem } = prepared;
  requireSphereForFem(problem.model, ["harmonic", "dicke", "sde"]);
  const { degree, band, step, scheme } = input;
  let shown = Number.NEGATIVE_INFINITY;
  const result = evolveDensity({
    ...requestOf(prepared, hooks),
    ...(mesh === null ? {} : { mesh: mesh.mesh }),
    ...(degree === undefined ? {} : { degree }),
    ...(band === undefined ? {} : { band }),
    ...(step === undefined ? {} : { step }),
    ...(scheme === undefined ? {} : { scheme: implicitScheme(scheme).name }),
    ...(hooks.onDensity === undefined ? {} : { onDensity: hooks.onDensity }),
    onProgress: ({ time, mesh: name, degree: used }) => {
      const now = performance.now();
      if (now < shown + SHOWN_EVERY_MS) return;
      shown = now;
      hooks.onProgress(`t = ${brief(time)} of ${times.at(-1)}; degree ${used} on ${mesh?.name ?? name}`);
    },
  });
  return {
    space: {
      mesh: mesh?.name ?? result.mesh,
      dimension: mesh?.mesh.dimension ?? 2,
      degree: result.degree,
      unknowns: result.unknowns,
    },
    ...(result.band === null ? {} : { band: result.band }),
  };
}
