import { checkedInitialState, type InitialState, type StatePart, startsInBall } from "../../model/initialState.ts";
import {
  type BlockDensityMatrix,
  blockCountOf,
  emptyBlock,
  fromSymmetricSubspace,
} from "../../state/blocks/blockDensity.ts";
import { dickeBlocks } from "../../state/blocks/dickeBlocks.ts";
import { blocksFromMoments } from "../../state/blocks/momentBlocks.ts";
import { productState } from "../../state/blocks/productState.ts";
import { initialDensity } from "../initialDensity.ts";

export interface InitialBlocks {
  readonly density: BlockDensityMatrix;
  /** Trace norm of what rounding made of it on the way from moments. */
  readonly error: number;
}

/**
 * The density matrix of any permutation-symmetric initial state.
 *
 * @throws InputError as `checkedInitialState` does, and for moments that are not known up to degree N
 * @throws ConvergenceError where moments in double precision do not tell the density matrix
 */
export function initialBlocks(spins: number, initial: InitialState): InitialBlocks {
  const state = checkedInitialState(initial, spins);
  if (state.kind !== "mixture") return blocksOfPart(spins, state);
  const blocks = Array.from({ length: blockCountOf(spins) }, (_, k) => emptyBlock(spins - 2 * k));
  let error = 0;
  for (const { weight, state: part } of state.parts) {
    const own = blocksOfPart(spins, part);
    error += weight * own.error;
    for (const [k, block] of blocks.entries()) {
      const { real, imaginary } = own.density.blocks[k]!;
      for (let i = 0; i < block.real.length; i++) {
        block.real[i]! += weight * real[i]!;
        block.imaginary[i]! += weight * imaginary[i]!;
      }
    }
  }
  return { density: { spins, blocks }, error };
}

function blocksOfPart(spins: number, part: StatePart): InitialBlocks {
  if (part.kind === "product") return { density: productState(spins, part.vector), error: 0 };
  if (part.kind === "moments" && part.domain === "ball") return blocksFromMoments(part);
  if (part.kind === "dicke" && startsInBall(part, spins))
    return { density: dickeBlocks(spins, part.j!, part.m), error: 0 };
  return { density: fromSymmetricSubspace(initialDensity(spins, part)), error: 0 };
}
