import type { OperatorSpace } from "../../light/operatorSpace.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { hasAxis } from "../axis/axis.ts";
import { multiplicationOnBlocks } from "../multiplication.ts";
import { initialBlocks } from "./initialBlocks.ts";
import { type BlockLayout, blockLayout, blockOrder, fullBlockCount } from "./layout.ts";
import { layoutPacking, liouvillian } from "./liouvillian.ts";
import { packBlocks } from "./packing.ts";

/** What two multiplications with J reach from populations, where the model keeps m - m'. */
export const REACHED_COHERENCE = 2;

/** Where the permutation-symmetric operators that light is made of are packed. */
const operatorLayout = (model: SpinModel, reached: number): BlockLayout =>
  blockLayout(model.spins, {
    blockCount: fullBlockCount(model.spins),
    ...(hasAxis(model) ? { highestCoherence: reached } : {}),
  });

/**
 * The permutation-symmetric operators, packed as the blocks of a state.
 *
 * @param reached the largest |m - m'| that matters where the model keeps it
 */
export function symmetricOperators(model: SpinModel, reached: number = REACHED_COHERENCE): OperatorSpace {
  const { spins } = model;
  const layout = operatorLayout(model, reached);
  const generator = liouvillian(model, layout);
  const trace = new Float64Array(layout.size);
  for (let block = 0; block < layout.blockCount; block++) {
    const start = layout.blockStarts[block]!;
    trace.fill(1, start, start + blockOrder(spins, block));
  }
  const multiplication = multiplicationOnBlocks(spins, layout.blockCount, layoutPacking(layout));
  return {
    spins,
    generator,
    generatorOf: (other) => liouvillian(other, layout),
    mass: null,
    trace,
    pin: 0,
    start: (initial) => {
      const { density, error } = initialBlocks(spins, initial);
      return { load: packBlocks(layout, density), error };
    },
    multiplication,
    sandwich: null,
  };
}
