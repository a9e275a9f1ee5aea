import type { PointLocator } from "../mesh/sphere/locate.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { ChunkResult } from "../sde/chunk.ts";
import { requireAffordableEnsemble } from "../sde/cost.ts";
import { mergeChunks } from "../sde/ensemble.ts";
import type { EnsembleEstimate } from "../sde/estimate.ts";
import { chunkCount, type EnsembleSpec } from "../sde/spec.ts";
import { requireSphereEnsemble } from "../sde/sphere/prepare.ts";
import type { EnsembleShared } from "./ensembleWorker.ts";
import { runInWorkers, type WorkerOptions } from "./pool.ts";
import { workerModule } from "./workerModule.ts";

export interface EnsembleWorkerOptions extends WorkerOptions {
  /** Counts positions in the cells of this locator's mesh. */
  readonly locator?: PointLocator;
  /** An ensemble that is predicted to take more processor time is refused before the work; default 3600. */
  readonly maximumSeconds?: number;
}

/**
 * `runEnsemble` or `runSteadyEnsemble` (as `spec.sampling` says) in worker threads: an estimate for each time, or one for
 * steady sampling, with the same bits as in one thread for any number of workers. Progress counts chunks of `chunkSize`
 * trajectories, of which each thread computes one at a time.
 *
 * @throws NotParabolicError where the diffusion has a negative eigenvalue on the sphere
 * @throws InputError for a model with local rates, for a specification or a number of workers out of range
 * @throws ResourceLimitError where it is predicted to take too long or too much memory
 * @throws the reason of `signal` where it is aborted
 */
export async function runEnsembleInWorkers(
  model: SpinModel,
  spec: Omit<EnsembleSpec, "model">,
  { locator, maximumSeconds, ...options }: EnsembleWorkerOptions = {},
): Promise<readonly EnsembleEstimate[]> {
  const shared: EnsembleShared = { spec: { ...spec, model }, locator: locator ?? null };
  // Also checked in the workers; here it costs no threads.
  requireSphereEnsemble(shared.spec);
  requireAffordableEnsemble(shared.spec, maximumSeconds);
  const module = workerModule("ensembleWorker", import.meta.url);
  const chunks = await runInWorkers<ChunkResult>(module, shared, chunkCount(shared.spec), options);
  return mergeChunks(shared.spec, chunks);
}
