import { ResourceLimitError } from "../../core/errors.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { createLocator } from "../../mesh/sphere/locate.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { cellCounter } from "../../sde/ball/cells.ts";
import { runSteadyBallEnsemble } from "../../sde/ball/ensemble.ts";
import { followBallTrajectories } from "../../sde/ball/evolve.ts";
import { defaultStep, schemesFor } from "../../sde/defaultStep.ts";
import type { EnsembleEstimate } from "../../sde/estimate.ts";
import type { TrajectoryEvolution } from "../../sde/evolveEnsemble.ts";
import { runEnsemble, runSteadyEnsemble } from "../../sde/sphere/ensemble.ts";
import { followTrajectories } from "../../sde/sphere/evolve.ts";
import { courseOf } from "../../state/course.ts";
import type { EvolutionRequest, EvolutionStream } from "../../state/evolution.ts";
import type { EnsemblePool } from "../ensemblePool.ts";
import { spectrum } from "../spectrum.ts";
import type { DensityAnswer, RoadAnswer } from "./answers.ts";
import type { CheckRequest } from "./options.ts";

/** An answer with the positions counted in the cells of the density's mesh; null where there is no density. */
export interface CountedAnswer {
  readonly answer: RoadAnswer;
  readonly counts: Uint32Array | null;
}

/** The state at each time. Throws NotParabolicError where there are no trajectories. */
export function trajectoriesInTime(
  request: EvolutionRequest,
  densities: readonly (DensityAnswer | null)[],
  { field: drive, trajectories, seed, onProgress }: CheckRequest,
): readonly CountedAnswer[] {
  const { model, initial, times } = request;
  const shown = (road: EvolutionStream<TrajectoryEvolution>): TrajectoryEvolution => {
    let next = road.next();
    for (; next.done !== true; next = road.next()) {
      if (next.value.kind === "move") onProgress(`trajectories in time: ${Math.floor(100 * next.value.share!)} %`);
    }
    return next.value;
  };
  const course = courseOf(request);
  const [scheme] = schemesFor(model, initial, course.moving);
  const step = defaultStep({ model, drive }, scheme, times, course);
  if (scheme === "blochWalk") {
    const { estimates } = shown(followBallTrajectories({ ...request, trajectories, seed, step }));
    return estimates.map((found) => ({ answer: answerOf(found), counts: null }));
  }
  const estimate = (mesh: Mesh | null): readonly EnsembleEstimate[] =>
    shown(
      followTrajectories({
        ...request,
        trajectories,
        seed,
        scheme,
        step,
        ...(mesh === null ? {} : { locator: createLocator(mesh) }),
      }),
    ).estimates;
  // The same seed gives the same positions: only the cells that they are counted in change with the mesh.
  const meshes = [...new Set(densities.flatMap((found) => (found === null ? [] : [found.space.mesh])))];
  const byMesh = new Map<Mesh | null, readonly EnsembleEstimate[]>();
  for (const mesh of meshes.length === 0 ? [null] : meshes) byMesh.set(mesh, estimate(mesh));
  const anyMesh = byMesh.values().next().value!;
  return times.map((_, k) => {
    const mesh = densities[k]?.space.mesh;
    const found = (mesh === undefined ? anyMesh : byMesh.get(mesh)!)[k]!;
    return { answer: answerOf(found), counts: mesh === undefined ? null : found.counts };
  });
}

/** Relaxation times after which nothing of the start is left in what 1e6 trajectories can tell. */
const BURN_IN = 15;

/** The steady state, and the slowest decay, which stands next; further down the list are modes that may be known badly. */
const MODES = 2;

/** Steps of all trajectories: half a minute. */
const MOST_STEPS = 5e8;

/**
 * The steady state, from positions a long time after a uniform start; one look at each trajectory, so that counts are of
 * independent samples. Throws NotParabolicError where there are no trajectories, ResourceLimitError where relaxation takes
 * too long.
 */
export async function trajectoriesSteady(
  model: SpinModel,
  density: DensityAnswer | null,
  { trajectories, seed, onProgress, pool = inThisThread }: CheckRequest,
): Promise<CountedAnswer> {
  const gap = spectrum(model, { count: MODES }).relaxationGap!;
  const burnIn = BURN_IN / gap;
  const [scheme] = schemesFor(model);
  const step = defaultStep({ model }, scheme, [burnIn]);
  const work = (trajectories * burnIn) / step;
  if (work > MOST_STEPS) {
    throw new ResourceLimitError({
      what: `${trajectories} trajectories would need ${work.toExponential(1)} steps to forget their start`,
      remedy: "ask for fewer trajectories",
      value: work,
      limit: MOST_STEPS,
    });
  }
  const showDone = (done: number, total: number): void =>
    onProgress(`steady trajectories: ${Math.floor((100 * done) / total)} %`);
  const initial = { kind: "thermal", ratio: 1 } as const;
  const sampling = { kind: "steady", burnIn, interval: 1, samples: 1 } as const;
  if (scheme === "blochWalk") {
    const cells = density === null ? {} : { cells: cellCounter(density.space.mesh) };
    const ensemble = { initial, trajectories, seed, step, ...cells, onProgress: showDone };
    const found = runSteadyBallEnsemble(model, { ...ensemble, ...sampling });
    return { answer: answerOf(found), counts: found.counts };
  }
  const [found] = await pool(
    model,
    { initial, trajectories, seed, scheme, step, sampling },
    {
      ...(density === null ? {} : { locator: createLocator(density.space.mesh) }),
      onProgress: showDone,
    },
  );
  return { answer: answerOf(found!), counts: density === null ? null : found!.counts };
}

const answerOf = ({ observables, standardErrors, stepErrors }: EnsembleEstimate): RoadAnswer => ({
  road: "sde",
  observables,
  error: standardErrors,
  errorKind: "standardError",
  bias: stepErrors,
});

/** Without threads. */
const inThisThread: EnsemblePool = async (model, spec, options) => {
  const { sampling, ...ensemble } = spec;
  if (sampling.kind === "times") return runEnsemble(model, { ...ensemble, ...options, times: sampling.times });
  return [runSteadyEnsemble(model, { ...ensemble, ...options, ...sampling })];
};
