import { InputError } from "../../core/errors.ts";
import {
  type BlockDensityMatrix,
  blockHermiticityDefect,
  blockTrace,
  isBlockPositive,
  requireBlockShape,
} from "../../state/blocks/blockDensity.ts";
import type { DensityMatrix } from "../../state/densityMatrix.ts";
import { requireErrorBound } from "../requireErrorBound.ts";

/** What is taken for rounding of a state, where the caller knows of no larger error. */
const DEFECT = 1e-10;

/** @throws InputError where an element is no number */
export function requireElements(blocks: readonly DensityMatrix[]): void {
  for (const { real, imaginary } of blocks) {
    const wrong = real.find((value) => !Number.isFinite(value)) ?? imaginary.find((value) => !Number.isFinite(value));
    if (wrong === undefined) continue;
    throw new InputError({
      what: `the density matrix has an element ${wrong}`,
      remedy: "give finite numbers",
      value: wrong,
    });
  }
}

/**
 * Trace norm of what a density matrix is off by: `error`, and what keeps it from being a state at all, which is taken for rounding up to 1e-10.
 *
 * @throws InputError for blocks that do not fit N, elements that are no numbers, a trace that is not 1, a matrix that is not Hermitian or has negative
 * eigenvalues, by more than the error; an error that is no bound
 */
export function errorOfState(density: BlockDensityMatrix, error: number): number {
  requireErrorBound(error);
  requireBlockShape(density);
  requireElements(density.blocks);
  const limit = Math.max(DEFECT, error);
  const trace = blockTrace(density);
  const off = Math.abs(trace - 1);
  if (!(off <= limit)) throw noState(`its trace is ${trace}`, "divide it by its trace", trace, 1);
  const defect = blockHermiticityDefect(density);
  if (!(defect <= limit)) {
    const what = `an element and the conjugate of its mirror image differ by ${defect}`;
    throw noState(what, "give Hermitian matrices, or the error that they have", defect, limit);
  }
  const orders = density.blocks.reduce((sum, { spins }) => sum + spins + 1, 0);
  const rounding = 4 * orders * Number.EPSILON;
  const positive = isBlockPositive(density, Math.max(error, rounding));
  if (!(positive || isBlockPositive(density, limit))) {
    const remedy = "give positive semidefinite matrices, or the error that they have";
    throw noState(`it has an eigenvalue below -${limit}`, remedy, -limit, 0);
  }
  // One triangle is read. A matrix whose elements are below d has a trace norm below order^(3/2) d.
  const mirrored = density.blocks.reduce((sum, { spins }) => sum + (spins + 1) ** 1.5 * defect, 0);
  return error + (off > rounding ? off : 0) + mirrored + (positive ? 0 : orders * limit);
}

const noState = (what: string, remedy: string, value: number, limit: number): InputError =>
  new InputError({ what: `this density matrix is no state: ${what}`, remedy, value, limit });
