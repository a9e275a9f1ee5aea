import { brief } from "../../core/brief.ts";
import { defined } from "../../core/defined.ts";
import { InputError } from "../../core/errors.ts";
import { implicitSchemes } from "../../ode/implicit/tableaux.ts";
import type { EnsemblePool } from "../../roads/ensemblePool.ts";
import type { EvolveOptions, EvolveProgress } from "../../roads/evolve/options.ts";
import type { EvolutionRun } from "../../roads/evolve/run.ts";
import { evolve } from "../../roads/evolve.ts";
import { runEnsemble } from "../../sde/sphere/ensemble.ts";
import type { ResumePoint } from "../../state/evolution.ts";
import { runEnsembleInWorkers } from "../../sweep/ensemblePool.ts";
import { FLUX_CORRECTION, TRAJECTORY_SCHEMES } from "./flags.ts";
import type { Prepared } from "./input.ts";

export interface FollowOptions {
  readonly density: boolean;
  readonly showProgress: (text: string) => void;
  readonly resume?: ResumePoint;
  readonly workers?: number;
  /** Whether snapshots are taken on the way, for going on from there. */
  readonly keepsSnapshots: boolean;
}

/** The run that an input asks for. Throws as `evolve` does. */
export function runOf(
  { input, problem, initial, times, mesh }: Prepared,
  { density, showProgress, resume, workers, keepsSnapshots }: FollowOptions,
): EvolutionRun {
  const { method, tolerance, degree, band, step, maximumStep, maximumSeconds, trajectories, seed, scheme } = input;
  const options: EvolveOptions = {
    initial,
    times,
    method,
    onProgress: shownProgress(times, mesh?.name, trajectories, showProgress),
    ...defined({ tolerance, degree, band, step, maximumStep, maximumSeconds, trajectories, seed, resume }),
    ...defined({ field: problem.drive, mesh: mesh?.mesh, scheme: scheme === undefined ? undefined : schemeOf(scheme) }),
    ...(density ? { density } : {}),
    // Threads have nothing to keep on the way.
    ...(keepsSnapshots ? {} : { pool: poolOf(workers) }),
  };
  return evolve(problem.model, options, (option) => `--${option}`);
}

/** Steps are many: the terminal sees some of them. */
const SHOWN_EVERY_MS = 100;

function shownProgress(
  times: readonly number[],
  meshName: string | undefined,
  trajectories = 10_000,
  show: (text: string) => void,
): (progress: EvolveProgress) => void {
  const end = times.at(-1)!;
  let shown = Number.NEGATIVE_INFINITY;
  let road = "";
  return ({ method, time, mesh, degree, share }) => {
    const now = performance.now();
    if (method === road && now < shown + SHOWN_EVERY_MS) return;
    shown = now;
    if (method !== road) show(`${method} to t = ${end}`);
    else if (share !== undefined) show(`${Math.floor(100 * share)} % of ${trajectories} trajectories`);
    else if (mesh === undefined) show(`t = ${brief(time)} of ${end}`);
    else show(`t = ${brief(time)} of ${end}; degree ${degree} on ${meshName ?? mesh}`);
    road = method;
  };
}

/** Steps of all trajectories from which on threads are worth their start: a second or so. */
const WORTH_THREADS = 2e7;

const poolOf =
  (workers: number | undefined): EnsemblePool =>
  async (model, spec, options) => {
    const { sampling, ...ensemble } = spec;
    if (workers === undefined && sampling.kind === "times") {
      const { times } = sampling;
      const work = (spec.trajectories * times.at(-1)!) / spec.step;
      if (work <= WORTH_THREADS) return runEnsemble(model, { ...ensemble, ...options, times });
    }
    return runEnsembleInWorkers(model, spec, { ...options, ...defined({ workers }) });
  };

function schemeOf(name: string): NonNullable<EvolveOptions["scheme"]> {
  const names = [...implicitSchemes.map((scheme) => scheme.name), FLUX_CORRECTION] as const;
  const found = [...names, ...TRAJECTORY_SCHEMES].find((scheme) => scheme === name);
  if (found !== undefined) return found;
  throw new InputError({
    what: `"${name}" is no time scheme`,
    remedy: `use one of ${names.join(", ")}`,
    value: name,
    limit: names.join(", "),
  });
}
