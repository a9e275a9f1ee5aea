import { finished } from "../../core/finished.ts";
import { multiply, type SparseMatrix, spectralNormBound } from "../../linalg/sparse.ts";
import { livesInBall } from "../../model/initialState.ts";
import { isFieldUnit, partsOfModel } from "../../model/movingModel.ts";
import { interacts } from "../../model/spinModel.ts";
import {
  type BlockDensityMatrix,
  blockHermiticityDefect,
  blockTrace,
  requireBlockShape,
} from "../../state/blocks/blockDensity.ts";
import { courseOf } from "../../state/course.ts";
import { errorsFromTraceNorm, leastPurity } from "../../state/errorEstimate.ts";
import type { Course, EvolutionStream } from "../../state/evolution.ts";
import { requireSpins } from "../../state/observables.ts";
import { requireTolerance } from "../../state/tolerance.ts";
import { hasAxis } from "../axis/axis.ts";
import { type DensityEvolution, type DensityRequest, followDensity, requireDensity } from "../evolveDensity.ts";
import { liouvillianBytes } from "../matrixBytes.ts";
import { defaultMemoryLimit, requireMemory } from "../memory.ts";
import { type LinearRate, movingParts } from "../movingParts.ts";
import { asRateModel } from "../processMatrix.ts";
import { requireSameSpins } from "../requireSameSpins.ts";
import { fieldAction } from "./fieldAction.ts";
import { initialBlocks } from "./initialBlocks.ts";
import { type BlockLayout, blockLayout, blockOrder, fullBlockCount, unknownCount } from "./layout.ts";
import { liouvillian } from "./liouvillian.ts";
import { packedObservables } from "./moments.ts";
import { packBlocks, traceNormBound, unpackBlocks } from "./packing.ts";

const FEWER_STATES = "raise memoryLimit, keep fewer states, or take fewer spins";

export type SymmetricRequest = DensityRequest<BlockDensityMatrix>;
export type SymmetricEvolution = DensityEvolution<BlockDensityMatrix>;

/** Twelve stages, state, trial and scratch of the integrator, a snapshot, and the matrix (about 12). */
const workingVectors = 30;
/** In, out, and on the way. */
const workingDensities = 3;

/**
 * Solves the master equation of docs/physics.md, sections 1 and 8, local processes included, for permutation-symmetric states.
 *
 * Hermiticity is kept by construction, the trace to rounding. The error estimate adds up the estimates of all steps, as if
 * nothing were forgotten: see `errorsFromTraceNorm`. Blocks that neither the initial state nor a local process reaches, and
 * coherences that no transverse field reaches, are left out.
 *
 * @throws InputError for a state of another N or one that is not Hermitian with trace 1, times that do not ascend, a field
 *   that is not finite, a snapshot of another problem
 * @throws ResourceLimitError where the arrays would exceed the memory limit
 * @throws ConvergenceError where the steps run out or shrink to nothing
 */
export const evolveSymmetric = (request: SymmetricRequest): SymmetricEvolution => finished(followSymmetric(request));

/** The same, time by time. */
export function followSymmetric(asked: SymmetricRequest): EvolutionStream<SymmetricEvolution> {
  requireSpins(asked.model.spins);
  const course = courseOf(asked);
  const { model, moving } = course;
  const request = { ...asked, model };
  const { initial, times, keepStates = false } = request;
  const { spins } = model;
  const blockCount = "kind" in initial && !livesInBall(model, initial) ? 1 : fullBlockCount(spins);
  const memoryLimit = request.memoryLimit ?? defaultMemoryLimit;
  const densities = workingDensities + (keepStates ? times.length : 0);
  const stateBytes = 16 * densities * unknownCount(spins, blockCount);
  const subject = `the evolution of ${spins} spins with local processes`;
  requireMemory(subject, stateBytes, memoryLimit, FEWER_STATES);
  const tolerance = requireTolerance(request.tolerance ?? 1e-10) / 2;
  const { density: start, error: startError } =
    "kind" in initial ? initialBlocks(spins, initial) : { density: initial, error: 0 };
  requireSameSpins(spins, start.spins);
  requireBlockShape(start);
  requireDensity(blockTrace(start), blockHermiticityDefect(start));

  const keepsCoherence = partsOfModel(model, moving).every(hasAxis);
  const highestCoherence = keepsCoherence ? largestCoherence(start) : spins;
  const layout = blockLayout(spins, { blockCount, highestCoherence });
  // The still part of rates alone, about 12 vectors, is among the working ones.
  const parts = partsOfModel(model, moving).filter((part, k) => k === 0 || !isFieldUnit(part));
  const matrixBytes = parts.reduce(
    (sum, part, k) => sum + (k > 0 || asRateModel(part) === null ? liouvillianBytes(part, layout.size) : 0),
    0,
  );
  const bytes = stateBytes + matrixBytes + 8 * workingVectors * layout.size;
  requireMemory(subject, bytes, memoryLimit, FEWER_STATES);
  const fieldless = liouvillian(moving?.still ?? model, layout, [0, 0, 0]);
  const { interaction: _, ...processes } = model;
  return followDensity(request, course, {
    start: packBlocks(layout, start),
    rate: rightHandSide(fieldless, layout, course),
    norm: (packed) => traceNormBound(layout, packed),
    // Elements off the diagonal count twice.
    damping: () =>
      Math.SQRT2 * spectralNormBound(interacts(model) ? liouvillian(processes, layout, [0, 0, 0]) : fieldless),
    frobeniusNorms: Math.sqrt(totalOrder(layout)),
    tolerance,
    unpack: (packed) => unpackBlocks(layout, packed),
    observables: (packed) => packedObservables(layout, packed),
    errors: (error, purity) => errorsFromTraceNorm(error + startError, purity),
    leastPurity: leastPurity(spins, blockCount > 1),
  });
}

/** Interaction and dissipation from a matrix, and one for each coefficient of them that moves; the field, which may change, without one. */
function rightHandSide(
  fieldless: SparseMatrix,
  layout: BlockLayout,
  { field: given, constantField, moving }: Course,
): LinearRate {
  const addField = fieldAction(layout);
  const field = given ?? constantField;
  if (moving === null || moving.isField) {
    return (time, state, derivative) => {
      multiply(fieldless, state, derivative);
      addField(field(time), state, derivative);
    };
  }
  const addParts = movingParts(moving, (unit) => liouvillian(unit, layout));
  return (time, state, derivative) => {
    multiply(fieldless, state, derivative);
    addParts(time, state, derivative);
    addField(field(time), state, derivative);
  };
}

/** Sum of 2j + 1 over the blocks. */
function totalOrder({ spins, blockCount }: BlockLayout): number {
  let sum = 0;
  for (let block = 0; block < blockCount; block++) sum += blockOrder(spins, block);
  return sum;
}

/** The largest q = |m - m'| of an element that is not zero. */
function largestCoherence({ blocks }: BlockDensityMatrix): number {
  let largest = 0;
  for (const { spins, real, imaginary } of blocks) {
    const order = spins + 1;
    for (let q = order - 1; q > largest; q--) {
      for (let b = 0; b < order - q && q > largest; b++) {
        const at = (b + q) * order + b;
        if (real[at] !== 0 || imaginary[at] !== 0) largest = q;
      }
    }
  }
  return largest;
}
