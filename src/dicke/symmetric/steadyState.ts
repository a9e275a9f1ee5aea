import { ConvergenceError, SingularMatrixError } from "../../core/errors.ts";
import { analyze } from "../../linalg/lu.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import { type BlockDensityMatrix, isBlockPositive } from "../../state/blocks/blockDensity.ts";
import { type ErrorEstimate, errorsFromTraceNorm } from "../../state/errorEstimate.ts";
import type { Observables, Vector3 } from "../../state/moments.ts";
import { requireSpins } from "../../state/observables.ts";
import { blockSweep } from "./blockSweep.ts";
import { directSteady } from "./directSteady.ts";
import { iterativeSteady } from "./iterativeSteady.ts";
import { type BlockLayout, blockLayout, fullBlockCount } from "./layout.ts";
import { liouvillian } from "./liouvillian.ts";
import { bytesPerFactorValue, bytesPerUnknown, defaultMemoryLimit, requireMemory } from "./memory.ts";
import { packedObservables } from "./moments.ts";
import { turnedFromY, unpackBlocks } from "./packing.ts";
import type { SteadySolution } from "./steadySolution.ts";

export interface SymmetricSteadyOptions {
  /**
   * "direct": one sparse factorisation; "iterative": block by block (needs local rates and a transverse field). By default
   * whichever is faster, and the direct one where the iteration does not converge.
   */
  readonly method?: "direct" | "iterative";
  /** Memory that matrix, factors, working vectors and result may take; default 2^31 bytes. */
  readonly memoryLimit?: number;
}

export interface SymmetricSteadyState {
  readonly density: BlockDensityMatrix;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  readonly method: "direct" | "iterative";
  /** Real unknowns of the linear problem: what conserved structure leaves of (N + 1)(N + 2)(N + 3)/6. */
  readonly unknowns: number;
  /** |L rho| / (||L|| |rho|), in an upper bound of the trace norm. */
  readonly residual: number;
  readonly iterations: number;
}

/** Up to here one factorisation is faster than the iteration. */
const directBelow = 600;
/** An eigenvalue below it counts as rounding. */
const negativityLimit = 1e-8;

/**
 * The steady state of the master equation of PHYSICS.md section 1, with local processes, among the permutation-symmetric
 * states; without local processes in the symmetric subspace.
 *
 * Of the unknowns only those are solved for that do not vanish by symmetry: the diagonal without a transverse field; the
 * real parts, in axes turned about z, with a transverse field alone; everything for a tilted field.
 *
 * @throws InputError where the number of spins is no positive integer
 * @throws NotUniqueError where an operator besides the identity is conserved, exactly or to working precision
 * @throws ResourceLimitError where the estimated memory exceeds the limit
 * @throws ConvergenceError where the residual stays too large or the result is not positive
 */
export function symmetricSteadyState(model: SpinModel, options: SymmetricSteadyOptions = {}): SymmetricSteadyState {
  requireSpins(model.spins);
  requireUniqueSteadyState(model);
  const { spins, field } = model;
  const limit = options.memoryLimit ?? defaultMemoryLimit;
  const [x, y, z] = field;
  const transverse = Math.hypot(x, y);
  const layout = blockLayout(spins, {
    blockCount: hasLocalRates(model) ? fullBlockCount(spins) : 1,
    highestCoherence: transverse > 0 ? spins : 0,
    imaginary: transverse > 0 && z !== 0,
  });
  const fixedBytes = bytesPerUnknown * layout.size + 16 * densityEntries(spins);
  requireMemory("the steady state", spins, fixedBytes, limit);
  const axes: Vector3 = layout.imaginary ? field : [0, transverse, 0];
  const { solution, method } = solveSteady(model, axes, layout, fixedBytes, limit, options.method);
  const turned =
    transverse > 0 && !layout.imaginary
      ? turnedFromY(layout, solution.packed, x, y)
      : { layout, packed: solution.packed };
  const density = unpackBlocks(turned.layout, turned.packed);
  requirePositive(density);
  const observables = packedObservables(turned.layout, turned.packed);
  return {
    density,
    observables,
    errorEstimate: errorsFromTraceNorm(solution.traceNormError, observables.purity),
    method,
    unknowns: layout.size,
    residual: solution.residual,
    iterations: solution.iterations,
  };
}

function solveSteady(
  model: SpinModel,
  field: Vector3,
  layout: BlockLayout,
  fixedBytes: number,
  limit: number,
  wanted: "direct" | "iterative" | undefined,
): { readonly solution: SteadySolution; readonly method: "direct" | "iterative" } {
  const { spins } = model;
  const matrix = liouvillian(model, layout, field);
  const iterable = layout.blockCount > 1 && layout.highestCoherence > 0;
  if (iterable && wanted !== "direct" && (wanted === "iterative" || layout.size > directBelow)) {
    const maximumIterations = spins + 60;
    const vectorBytes = 8 * layout.size * maximumIterations;
    requireMemory("the steady state", spins, fixedBytes + vectorBytes, limit);
    try {
      const blocks = blockSweep(layout, matrix, (values) =>
        requireMemory("the steady state", spins, fixedBytes + vectorBytes + bytesPerFactorValue * values, limit),
      );
      return { solution: iterativeSteady(blocks, maximumIterations), method: "iterative" };
    } catch (error) {
      // Nearly conserved quantities: the direct method tells which of the two it is, slow or not unique.
      if (wanted === "iterative" || !(error instanceof ConvergenceError || error instanceof SingularMatrixError)) {
        throw error;
      }
    }
  }
  const symbolic = analyze(matrix.pattern);
  requireMemory("the steady state", spins, fixedBytes + bytesPerFactorValue * symbolic.factorSize, limit);
  return { solution: directSteady(model, layout, matrix, symbolic), method: "direct" };
}

/** Matrix elements of all blocks: the sum of (2j + 1)^2. */
const densityEntries = (spins: number): number => ((spins + 1) * (spins + 2) * (spins + 3)) / 6;

function requirePositive(density: BlockDensityMatrix): void {
  if (isBlockPositive(density, negativityLimit)) return;
  throw new ConvergenceError({
    what: `the steady state has an eigenvalue below ${-negativityLimit}`,
    remedy: "bring rates of very different size closer together, or evolve in time instead",
    limit: -negativityLimit,
  });
}
