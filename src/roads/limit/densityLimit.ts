import { initialDensity } from "../../dicke/initialDensity.ts";
import { fieldAction } from "../../dicke/symmetric/fieldAction.ts";
import { initialBlocks } from "../../dicke/symmetric/initialBlocks.ts";
import { type BlockLayout, blockLayout } from "../../dicke/symmetric/layout.ts";
import { packedObservables } from "../../dicke/symmetric/moments.ts";
import { packBlocks, traceNormBound } from "../../dicke/symmetric/packing.ts";
import { errorOfStart, type InitialState } from "../../model/initialState.ts";
import { type LongTimeLimit, modelOfTotalSpin, turnsForEver } from "../../model/longTimeLimit.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { type BlockDensityMatrix, emptyBlock } from "../../state/blocks/blockDensity.ts";
import { logDegeneracies } from "../../state/blocks/degeneracy.ts";
import { type DensityMatrix, trace } from "../../state/densityMatrix.ts";
import { errorsFromTraceNorm, traceNormFromErrors } from "../../state/errorEstimate.ts";
import { densityElements } from "../domain.ts";
import { steadyByDicke } from "../steady/byDomain.ts";
import { type LimitState, MOVING_ROUNDINGS, NEGLIGIBLE_WEIGHT } from "./limitState.ts";

export type DensityLimit = LimitState & { readonly rho: DensityMatrix | BlockDensityMatrix };

/**
 * The limit by the density matrix, of the symmetric subspace or of every total spin.
 *
 * @throws NotUniqueError for a state that turns for ever; errors of the steady states of the total spins, and ResourceLimitError
 */
export function limitOfDensity(
  model: SpinModel,
  initial: InitialState,
  { kind }: LongTimeLimit,
  inBall: boolean,
  memoryLimit: number,
): DensityLimit {
  const { spins } = model;
  const start = inBall
    ? initialBlocks(spins, initial)
    : { density: { spins, blocks: [initialDensity(spins, initial)] }, error: 0 };
  const layout = blockLayout(spins, inBall ? {} : { blockCount: 1 });
  let error = errorOfStart(initial) + start.error;
  let residual = 0;
  let blocks: readonly DensityMatrix[] = start.density.blocks;
  if (kind === "coherences") blocks = blocks.map(diagonalOf);
  if (kind === "populations") blocks = evenly(start.density);
  if (kind === "turning") error += requireStill(model, layout, start.density, error);
  if (kind === "everySpin") {
    const found = steadyOfEverySpin(model, start.density, memoryLimit);
    blocks = found.blocks;
    error += found.error;
    residual = found.residual;
  }
  error += Math.sqrt(spins + 1) * MOVING_ROUNDINGS * Number.EPSILON;
  const observables = packedObservables(layout, packBlocks(layout, { spins, blocks }));
  return {
    rho: inBall ? { spins, blocks } : blocks[0]!,
    observables,
    errorEstimate: errorsFromTraceNorm(error, observables.purity),
    residual,
    unknowns: densityElements(model, inBall),
  };
}

function diagonalOf({ spins, real }: DensityMatrix): DensityMatrix {
  const diagonal = emptyBlock(spins);
  const step = spins + 2;
  for (let at = 0; at < real.length; at += step) diagonal.real[at] = real[at]!;
  return diagonal;
}

/** What is found at J_z = m, spread evenly over all products of sigma_z with that m: C(N, N/2 + m), d_j of them in each total spin j. */
function evenly({ spins, blocks }: BlockDensityMatrix): DensityMatrix[] {
  const copies = logDegeneracies(spins);
  const populations = new Float64Array(spins + 1);
  // Row a of block k has m = N/2 - (k + a).
  for (const [k, { spins: twiceSpin, real }] of blocks.entries())
    for (let a = 0; a <= twiceSpin; a++) populations[k + a]! += real[a * (twiceSpin + 2)]!;
  const logCounts = new Float64Array(spins + 1);
  for (let a = 1; a <= spins; a++) logCounts[a] = logCounts[a - 1]! + Math.log((spins - a + 1) / a);
  return blocks.map(({ spins: twiceSpin }, k) => {
    const block = emptyBlock(twiceSpin);
    for (let a = 0; a <= twiceSpin; a++)
      block.real[a * (twiceSpin + 2)] = populations[k + a]! * Math.exp(copies[k]! - logCounts[k + a]!);
    return block;
  });
}

/** Trace norm of what turns, where it is no more than rounding and the error of the start. */
function requireStill(model: SpinModel, layout: BlockLayout, density: BlockDensityMatrix, start: number): number {
  const { spins, field } = model;
  const packed = packBlocks(layout, density);
  const rate = new Float64Array(packed.length);
  fieldAction(layout)(field, packed, rate);
  // What has frequencies i |B| times whole numbers other than 0 is at most pi/(2 |B|) times as large as its derivative (Bohr and Favard).
  const moving = (Math.PI / 2) * (traceNormBound(layout, rate) / Math.hypot(...field));
  const limit = MOVING_ROUNDINGS * (spins + 1) ** 1.5 * Number.EPSILON + start * spins;
  if (moving > limit) throw turnsForEver(model, moving, limit);
  return moving;
}

function steadyOfEverySpin(
  model: SpinModel,
  { blocks }: BlockDensityMatrix,
  memoryLimit: number,
): { readonly blocks: readonly DensityMatrix[]; readonly error: number; readonly residual: number } {
  let [error, residual] = [0, 0];
  const limits = blocks.map((block): DensityMatrix => {
    const weight = trace(block);
    if (block.spins === 0) return block;
    if (Math.abs(weight) <= NEGLIGIBLE_WEIGHT) {
      error += 2 * Math.abs(weight);
      return emptyBlock(block.spins);
    }
    const found = steadyByDicke(modelOfTotalSpin(model, block.spins), { memoryLimit });
    error += Math.abs(weight) * traceNormFromErrors(found.errorEstimate);
    residual += Math.abs(weight) * found.residual;
    // Without local rates there is one block, which is always kept.
    const { spins, real, imaginary } = found.rho as DensityMatrix;
    return { spins, real: real.map((x) => weight * x), imaginary: imaginary.map((x) => weight * x) };
  });
  return { blocks: limits, error, residual };
}
