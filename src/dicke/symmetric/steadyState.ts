import { ConvergenceError, InputError, SingularMatrixError } from "../../core/errors.ts";
import { analyze } from "../../linalg/direct/lu.ts";
import { livesInBall } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import { type BlockDensityMatrix, isBlockPositive } from "../../state/blocks/blockDensity.ts";
import { errorsFromTraceNorm } from "../../state/errorEstimate.ts";
import type { Vector3 } from "../../state/moments.ts";
import { requireSpins } from "../../state/observables.ts";
import { hasAxis } from "../axis/axis.ts";
import { axisSteadyState } from "../axis/steadyState.ts";
import { generatorTerms, keepsReal } from "../generator/blockGenerator.ts";
import { liouvillianBytes } from "../matrixBytes.ts";
import { bytesPerFactorValue, defaultMemoryLimit, requireMemory } from "../memory.ts";
import { asRateModel } from "../processMatrix.ts";
import { blockSweep } from "./blockSweep.ts";
import { directSteady } from "./directSteady.ts";
import { iterativeSteady } from "./iterativeSteady.ts";
import { type BlockLayout, blockLayout, densityBytes, fullBlockCount } from "./layout.ts";
import { liouvillian } from "./liouvillian.ts";
import { packedObservables } from "./moments.ts";
import { turnedFromY, unpackBlocks } from "./packing.ts";
import type { SymmetricSteadyMethod, SymmetricSteadyState } from "./steadyResult.ts";
import type { SteadySolution } from "./steadySolution.ts";

export interface SymmetricSteadyOptions {
  /**
   * "populations": the populations p(j, m) alone, without subtractions (needs everything to be along z); "direct": one
   * sparse factorisation; "iterative": block by block (needs local rates and something across z). By default the first
   * where the field allows it, else whichever of the others is faster, and the direct one where the iteration does not
   * converge.
   */
  readonly method?: SymmetricSteadyMethod;
  /** Memory that matrix, factors, working vectors and result may take; default 2^31 bytes. */
  readonly memoryLimit?: number;
}

/** Up to here one factorisation is faster than the iteration. */
const directBelow = 600;
/** An eigenvalue below it counts as rounding. */
const negativityLimit = 1e-8;

/**
 * The steady state of the master equation of docs/physics.md, sections 1 and 8, with local processes, among the permutation-symmetric
 * states; without local processes in the symmetric subspace.
 *
 * Of the unknowns only those are solved for that do not vanish by symmetry: the diagonal where nothing turns or mixes about another axis than z; the
 * real parts where the Liouvillian is real, for rates in axes turned about z; everything else where neither holds.
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
  if (usesPopulations(model, options.method)) return axisSteadyState(model, limit);
  const { layout, axes, isTurned } = frameOf(model);
  const fixedBytes = liouvillianBytes(model, layout.size) + densityBytes(spins);
  requireMemory(subjectOf(model), fixedBytes, limit);
  const { solution, method } = solveSteady(model, axes, layout, fixedBytes, limit, options.method);
  const turned = isTurned
    ? turnedFromY(layout, solution.packed, field[0], field[1])
    : { layout, packed: solution.packed };
  const density = unpackBlocks(turned.layout, turned.packed);
  requirePositive(density);
  const observables = packedObservables(turned.layout, turned.packed);
  return {
    density,
    populations: null,
    observables,
    errorEstimate: errorsFromTraceNorm(solution.traceNormError, observables.purity),
    method,
    unknowns: layout.size,
    residual: solution.residual,
    iterations: solution.iterations,
  };
}

/** The unknowns to solve for, and the field that takes the place of the model's: a field across z and rates alone are turned about z to be real. */
function frameOf(model: SpinModel): {
  readonly layout: BlockLayout;
  readonly axes: Vector3;
  readonly isTurned: boolean;
} {
  const { spins, field } = model;
  const blockCount = livesInBall(model) ? fullBlockCount(spins) : 1;
  if (hasAxis(model)) {
    const layout = blockLayout(spins, { blockCount, highestCoherence: 0, imaginary: false });
    return { layout, axes: [0, 0, 0], isTurned: false };
  }
  const transverse = Math.hypot(field[0], field[1]);
  const isTurned = asRateModel(model) !== null && field[2] === 0;
  const axes: Vector3 = isTurned ? [0, transverse, 0] : field;
  const imaginary = !(isTurned || keepsReal(generatorTerms(model)));
  return { layout: blockLayout(spins, { blockCount, imaginary }), axes, isTurned };
}

const subjectOf = ({ spins }: SpinModel): string => `the steady state of ${spins} spins with local processes`;

/** @throws InputError where populations are asked for and do not decouple */
function usesPopulations(model: SpinModel, wanted: SymmetricSteadyMethod | undefined): boolean {
  const along = hasAxis(model);
  if (wanted !== "populations") return along && wanted === undefined;
  if (along) return true;
  throw new InputError({
    what: `the field [${model.field.join(", ")}], the interaction or a jump is not along z, so that populations are coupled to coherences`,
    remedy: 'choose the method "direct" or "iterative", or leave the choice to the function',
    value: model.field,
  });
}

function solveSteady(
  model: SpinModel,
  field: Vector3,
  layout: BlockLayout,
  fixedBytes: number,
  limit: number,
  wanted: SymmetricSteadyMethod | undefined,
): { readonly solution: SteadySolution; readonly method: "direct" | "iterative" } {
  const { spins } = model;
  const subject = subjectOf(model);
  const matrix = liouvillian(model, layout, field);
  const iterable = layout.blockCount > 1 && layout.highestCoherence > 0;
  if (iterable && wanted !== "direct" && (wanted === "iterative" || layout.size > directBelow)) {
    const maximumIterations = spins + 60;
    const vectorBytes = 8 * layout.size * maximumIterations;
    requireMemory(subject, fixedBytes + vectorBytes, limit);
    try {
      const blocks = blockSweep(layout, matrix, (values) =>
        requireMemory(subject, fixedBytes + vectorBytes + bytesPerFactorValue * values, limit),
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
  requireMemory(subject, fixedBytes + bytesPerFactorValue * symbolic.factorSize, limit);
  return { solution: directSteady(model, layout, matrix, symbolic), method: "direct" };
}

function requirePositive(density: BlockDensityMatrix): void {
  if (isBlockPositive(density, negativityLimit)) return;
  throw new ConvergenceError({
    what: `the steady state has an eigenvalue below ${-negativityLimit}`,
    remedy: "bring rates of very different size closer together, or evolve in time instead",
    limit: -negativityLimit,
  });
}
