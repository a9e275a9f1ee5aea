import { workerData } from "node:worker_threads";
import type { PointLocator } from "../mesh/sphere/locate.ts";
import { type ChunkResult, type PreparedEnsemble, runChunk } from "../sde/chunk.ts";
import type { EnsembleSpec } from "../sde/spec.ts";
import { prepareEnsemble } from "../sde/sphere/prepare.ts";
import { answering } from "./errorTransfer.ts";

/** What each thread of an ensemble is given. */
export interface EnsembleShared {
  readonly spec: EnsembleSpec;
  readonly locator: PointLocator | null;
}

let prepared: PreparedEnsemble | null = null;

/** Computes one chunk. Prepares with the first one, so that errors of the preparation are answers too. */
export const run = answering((chunk: number): ChunkResult => {
  const { spec, locator } = workerData as EnsembleShared;
  prepared ??= prepareEnsemble(spec, locator);
  return runChunk(prepared, chunk);
});
