import { logDegeneracies } from "../../state/blocks/degeneracy.ts";
import { type BlockLayout, blockOrder } from "./layout.ts";

/** What either solver finds. */
export interface SteadySolution {
  readonly packed: Float64Array;
  /** |L rho| / (||L|| |rho|) in the bound of the trace norm; ||L|| the largest absolute row sum. */
  readonly residual: number;
  /** Estimate of the trace norm of the error of rho. */
  readonly traceNormError: number;
  readonly iterations: number;
}

/** The state with equal probability of everything, on the blocks that are there. */
export function maximallyMixed(layout: BlockLayout): Float64Array {
  const { spins, blockCount } = layout;
  const packed = new Float64Array(layout.size);
  const logs = logDegeneracies(spins);
  // All states of N spins count 2^N, those of the first block N + 1.
  const logOfAll = blockCount === 1 ? Math.log(spins + 1) : spins * Math.LN2;
  for (let block = 0; block < blockCount; block++) {
    const start = layout.blockStarts[block]!;
    packed.fill(Math.exp(logs[block]! - logOfAll), start, start + blockOrder(spins, block));
  }
  return packed;
}
