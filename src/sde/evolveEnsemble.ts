import { defined } from "../core/defined.ts";
import type { MovingModel } from "../model/movingModel.ts";
import { snapshotArray } from "../ode/snapshot.ts";
import { courseOf, largestFields } from "../state/course.ts";
import { type ErrorEstimate, sumOfErrors } from "../state/errorEstimate.ts";
import {
  type Course,
  type Evolution,
  type EvolutionRequest,
  type EvolutionSnapshot,
  type EvolutionStream,
  followTimes,
} from "../state/evolution.ts";
import { advanceChunk, type ChunkLook, type PreparedEnsemble } from "./chunk.ts";
import { requireAffordableEnsemble } from "./cost.ts";
import { mergeRows } from "./ensemble.ts";
import type { EnsembleEstimate } from "./estimate.ts";
import { fastestRates } from "./longestStep.ts";
import { chunkCount, chunkLength, type EnsembleSpec, hasCoarse } from "./spec.ts";
import type { SchemeName } from "./trajectories.ts";

/** What evolutions on the sphere and in the ball take. */
export interface EnsembleRequest extends Omit<EvolutionRequest, "tolerance"> {
  /** At least 4. */
  readonly trajectories: number;
  /**
   * Longest time step. Between two times, or places where the field changes, the steps are equal and at most this long, and short
   * enough for their error to be estimated.
   */
  readonly step: number;
  /** Non-negative integer below 2^53. */
  readonly seed: number;
  readonly scheme: SchemeName;
}

export interface TrajectoryEvolution extends Evolution {
  readonly method: "sde";
  /** At each of `times`: standard errors and errors of the steps one by one, also of squeezing, and the counts in cells. */
  readonly estimates: readonly EnsembleEstimate[];
}

/** Moves all chunks of an ensemble from one of the checked times to the next; `turnError` as in `Course`. */
export function* followEnsemble(
  request: Pick<EnsembleRequest, "times" | "resume" | "maximumSeconds">,
  turnError: (time: number) => number,
  prepare: () => PreparedEnsemble,
): EvolutionStream<TrajectoryEvolution> {
  const { times, resume } = request;
  const prepared = prepare();
  const { spec } = prepared;
  requireAffordableEnsemble(spec, request.maximumSeconds);
  const chunks = chunkCount(spec);
  let index = resume === undefined ? -1 : resume.index;
  let positions = resume === undefined ? null : positionsByChunk(spec, resume.snapshot);
  let seen: EnsembleLook | null = null;
  const total = chunks * (times.length - 1 - index);
  let done = 0;
  const estimates: EnsembleEstimate[] = [];
  return yield* followTimes(
    { times, initial: spec.initial, ...defined({ resume }) },
    // To move and to look are one task of a chunk, which knows the stops.
    { between: () => [], enter: () => {}, turnError },
    {
      *advance() {},
      *complete() {
        index++;
        const looks: ChunkLook[] = [];
        for (let chunk = 0; chunk < chunks; chunk++) {
          looks.push(advanceChunk(prepared, chunk, index, positions === null ? null : positions[chunk]!));
          yield { kind: "move", time: times[index]!, share: ++done / total };
        }
        positions = looks.map((found) => found.positions);
        seen = mergeLooks(spec, looks);
        estimates.push(seen.estimate);
      },
      look: () => ({ observables: seen!.estimate.observables, errorEstimate: seen!.errorEstimate }),
      snapshot: () => seen!.snapshot,
    },
    (followed) => ({ method: "sde", ...followed, estimates: [...estimates] }),
  );
}

/** What depends on time where that is more than the field. */
export const beyondField = ({ moving }: Pick<Course, "moving">): MovingModel | undefined =>
  moving === null || moving.isField ? undefined : moving;

/** What the numbers of a request depend on besides its field, as plain data for `prepareEnsemble`. */
export function ensembleOf(
  request: EnsembleRequest,
  { model, stops, field, moving }: Pick<Course, "model" | "stops" | "field" | "moving"> = courseOf(request),
): EnsembleSpec {
  const { initial, trajectories, seed, scheme, times } = request;
  const step = Math.min(request.step, request.maximumStep ?? Number.POSITIVE_INFINITY);
  const ensemble = { model, initial, trajectories, step, seed, scheme, sampling: { kind: "times", times } } as const;
  if (field === undefined && stops.length === 0) return ensemble;
  const marks = [0, ...stops, times.at(-1)!];
  if (moving !== null && !moving.isField) return { ...ensemble, stops, rates: fastestRates(moving, marks) };
  return { ...ensemble, stops, ...(field === undefined ? {} : { fields: largestFields(field, marks) }) };
}

export interface TrajectoryErrors extends ErrorEstimate {
  readonly standardErrors: ErrorEstimate;
  readonly stepErrors: ErrorEstimate;
}

/** The errors of moments and purity of an estimate, put together. */
export function trajectoryErrors({ standardErrors, stepErrors }: EnsembleEstimate): TrajectoryErrors {
  const { squeezing: _, ...standard } = standardErrors;
  const { squeezing: __, ...steps } = stepErrors;
  return { ...sumOfErrors(standard, steps), standardErrors: standard, stepErrors: steps };
}

/** An ensemble at one of its times. */
export interface EnsembleLook {
  readonly estimate: EnsembleEstimate;
  /** One standard error of moments and purity plus the bound of the error of the steps; both one by one as well. */
  readonly errorEstimate: TrajectoryErrors;
  /** Positions of all trajectories, from which `positionsByChunk` gives the next look its starts. */
  readonly snapshot: EvolutionSnapshot;
}

/** Puts together the chunks at one time: all of them, in any order. */
export function mergeLooks(spec: EnsembleSpec, looks: readonly ChunkLook[]): EnsembleLook {
  const ordered = looks.toSorted((a, b) => a.chunk - b.chunk);
  const estimate = mergeRows(
    spec,
    ordered.map((look) => look.row),
  );
  const snapshot = Object.fromEntries(
    AXES.map((name, axis) => {
      const parts = ordered.flatMap(({ chunk, positions }) => {
        const count = chunkLength(spec, chunk);
        return axis * count < positions.length ? [positions.subarray(axis * count, (axis + 1) * count)] : [];
      });
      const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        joined.set(part, at);
        at += part.length;
      }
      return [name, joined];
    }),
  );
  return { estimate, errorEstimate: trajectoryErrors(estimate), snapshot };
}

/** Arrays of a snapshot in the order of `blockPositions`; the coarse ones hold the chunks that have coarse trajectories. */
const AXES = ["x", "y", "z", "coarseX", "coarseY", "coarseZ"];

/** Positions of each chunk as `advanceChunk` takes them. Throws InputError for a snapshot of another number of trajectories. */
export function positionsByChunk(spec: EnsembleSpec, snapshot: EvolutionSnapshot): readonly Float64Array[] {
  const chunks = Array.from({ length: chunkCount(spec) }, (_, chunk) => chunk);
  const coarse = chunks.reduce((sum, chunk) => sum + (hasCoarse(chunk) ? chunkLength(spec, chunk) : 0), 0);
  const arrays = AXES.map((name, axis) => snapshotArray(snapshot, name, axis < 3 ? spec.trajectories : coarse));
  const at = AXES.map(() => 0);
  return chunks.map((chunk) => {
    const count = chunkLength(spec, chunk);
    const axes = hasCoarse(chunk) ? arrays : arrays.slice(0, 3);
    const positions = new Float64Array(axes.length * count);
    for (const [k, axis] of axes.entries()) {
      positions.set(axis.subarray(at[k]!, at[k]! + count), k * count);
      at[k]! += count;
    }
    return positions;
  });
}
