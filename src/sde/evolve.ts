import type { PointLocator } from "../mesh/locate.ts";
import { courseOf } from "../state/course.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import {
  type Evolution,
  type EvolutionRequest,
  type EvolutionSnapshot,
  followTimes,
  snapshotArray,
} from "../state/evolution.ts";
import { advanceChunk, type ChunkLook, type PreparedEnsemble, prepareEnsemble } from "./chunk.ts";
import { mergeRows } from "./ensemble.ts";
import type { EnsembleEstimate } from "./estimate.ts";
import { chunkCount, chunkLength, chunkSize, type EnsembleSpec } from "./spec.ts";
import type { SchemeName } from "./trajectories.ts";

export interface TrajectoryRequest extends Omit<EvolutionRequest, "tolerance"> {
  /** At least 4. */
  readonly trajectories: number;
  /** Longest time step. Between two times, or places where the field changes, the steps are equal and at most this long. */
  readonly step: number;
  /** Non-negative integer below 2^53. */
  readonly seed: number;
  readonly scheme: SchemeName;
  /** Counts positions in the cells of this locator's mesh. */
  readonly locator?: PointLocator;
  /** Called after each chunk of trajectories at each time. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface TrajectoryEvolution extends Evolution {
  readonly method: "sde";
  /** At each of `times`, with standard errors of squeezing and the counts in cells as well. */
  readonly estimates: readonly EnsembleEstimate[];
}

/**
 * Expectation values over independent trajectories of the Fokker-Planck equation on the sphere, in a field that may depend on
 * time. `errorEstimate` holds standard errors; what the length of the steps adds is not in them. The bits depend on the
 * request alone; between engines only the purity and thermal starts can differ in the last bit, by the engine's exp and log1p.
 *
 * @throws NotParabolicError where the diffusion has a negative eigenvalue on the sphere: no real process exists
 * @throws InputError for a model with local rates, for anything in the request that is out of range, for a field that is not
 *   finite, and for a snapshot of another problem
 */
export function evolveTrajectories(request: TrajectoryRequest): TrajectoryEvolution {
  const { locator = null } = request;
  const course = courseOf(request);
  return followEnsemble(request, course.turnError, () =>
    prepareEnsemble(ensembleOf(request, course.stops), locator, course.field),
  );
}

/** Moves all chunks of an ensemble from one of the checked times to the next; `turnError` as in `Course`. */
export function followEnsemble(
  request: Pick<TrajectoryRequest, "times" | "resume" | "onPoint" | "onProgress">,
  turnError: (time: number) => number,
  prepare: () => PreparedEnsemble,
): TrajectoryEvolution {
  const { times, resume, onPoint, onProgress } = request;
  const prepared = prepare();
  const { spec } = prepared;
  const chunks = chunkCount(spec);
  let look = resume === undefined ? -1 : resume.index;
  let positions = resume === undefined ? null : positionsByChunk(spec, resume.snapshot);
  let snapshot: EvolutionSnapshot = {};
  const total = chunks * (times.length - 1 - look);
  let done = 0;
  const estimates: EnsembleEstimate[] = [];
  const followed = followTimes(
    { times, initial: spec.initial, ...(resume && { resume }), ...(onPoint && { onPoint }) },
    // To move and to look are one task of a chunk, which knows the stops.
    { between: () => [], enter: () => {}, turnError },
    {
      advance: () => {},
      look: () => {
        look++;
        const looks: ChunkLook[] = [];
        for (let chunk = 0; chunk < chunks; chunk++) {
          looks.push(advanceChunk(prepared, chunk, look, positions === null ? null : positions[chunk]!));
          onProgress?.(++done, total);
        }
        positions = looks.map((found) => found.positions);
        const merged = mergeLooks(spec, looks);
        estimates.push(merged.estimate);
        snapshot = merged.snapshot;
        return { observables: merged.estimate.observables, errorEstimate: merged.errorEstimate };
      },
      snapshot: () => snapshot,
    },
  );
  return { method: "sde", ...followed, estimates };
}

/** What the numbers of a request depend on besides its field, as plain data for `prepareEnsemble`. */
export function ensembleOf(request: Omit<TrajectoryRequest, "onPoint">, stops: readonly number[] = []): EnsembleSpec {
  const { model, initial, trajectories, seed, scheme, times, field } = request;
  const step = Math.min(request.step, request.maximumStep ?? Number.POSITIVE_INFINITY);
  const ensemble = { model, initial, trajectories, step, seed, scheme, sampling: { kind: "times", times } } as const;
  return field === undefined && stops.length === 0 ? ensemble : { ...ensemble, stops };
}

/** An ensemble at one of its times. */
export interface EnsembleLook {
  readonly estimate: EnsembleEstimate;
  /** Standard errors of moments and purity. */
  readonly errorEstimate: ErrorEstimate;
  /** Positions of all trajectories, from which `positionsByChunk` gives the next look its starts. */
  readonly snapshot: EvolutionSnapshot;
}

/** Puts together the chunks at one time: all of them, in any order. */
export function mergeLooks(spec: EnsembleSpec, looks: readonly ChunkLook[]): EnsembleLook {
  const ordered = looks.toSorted((a, b) => a.chunk - b.chunk);
  const estimate = mergeRows(
    spec.model.spins,
    ordered.map((look) => look.row),
  );
  const { mean, square, cross, purity } = estimate.standardErrors;
  const axis = (k: number): Float64Array => {
    const joined = new Float64Array(spec.trajectories);
    for (const { chunk, positions } of ordered) {
      const count = positions.length / 3;
      joined.set(positions.subarray(k * count, (k + 1) * count), chunk * chunkSize);
    }
    return joined;
  };
  return {
    estimate,
    errorEstimate: { mean, square, cross, purity },
    snapshot: { x: axis(0), y: axis(1), z: axis(2) },
  };
}

/** Positions of each chunk as `advanceChunk` takes them. Throws InputError for a snapshot of another number of trajectories. */
export function positionsByChunk(spec: EnsembleSpec, snapshot: EvolutionSnapshot): readonly Float64Array[] {
  const axes = ["x", "y", "z"].map((name) => snapshotArray(snapshot, name, spec.trajectories));
  return Array.from({ length: chunkCount(spec) }, (_, chunk) => {
    const count = chunkLength(spec, chunk);
    const positions = new Float64Array(3 * count);
    for (const [k, axis] of axes.entries())
      positions.set(axis.subarray(chunk * chunkSize, chunk * chunkSize + count), k * count);
    return positions;
  });
}
