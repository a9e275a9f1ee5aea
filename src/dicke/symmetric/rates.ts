import type { SpinModel } from "../../model/spinModel.ts";
import { dephasingShare, elementsOf, localWeight, magneticChange } from "../localElements.ts";
import { blockOrder } from "./layout.ts";

/**
 * A part of the dissipator that takes a block into a block (both may be the same):
 *
 *   d rho_target[a, b] += weight factors[a] factors[b] rho_source[a - shift, b - shift]
 *
 * with a row a of the target block; `factors` is zero where a - shift is no row of the source block.
 */
export interface Channel {
  readonly source: number;
  readonly shift: number;
  readonly weight: number;
  readonly factors: Float64Array;
}

/** Everything that dissipation does to one block, as functions of j and m. */
export interface BlockRates {
  readonly block: number;
  /** 2j + 1. */
  readonly order: number;
  /** Gains, in the order of their sources' places in the vector. */
  readonly channels: readonly Channel[];
  /** Loss of element (a, b): loss[a] + loss[b] + turn (m_a - m_b)^2 + dephasingLoss(a, b). */
  readonly loss: Float64Array;
  readonly turn: number;
  /** What local dephasing takes from element (a, b), less what it gives back to the same: exactly 0 where that is all. */
  readonly dephasingLoss: (a: number, b: number) => number;
}

/**
 * Rates of the dissipators of a model with rates alone (docs/physics.md, section 1) on the blocks of a permutation-symmetric state, each block summed over
 * its copies. Derived in `localElements.ts`; the literature has the same in other conventions: Chase and
 * Geremia, doi:10.1103/PhysRevA.78.052101; Shammah et al., doi:10.1103/PhysRevA.98.063815.
 *
 * With one block (the symmetric subspace) the model has to be without local rates.
 */
export function blockRates(model: SpinModel, blockCount: number): readonly BlockRates[] {
  return Array.from({ length: blockCount }, (_, block) => ratesOfBlock(model, block, blockCount));
}

/** Of one block. */
export function ratesOfBlock(model: SpinModel, block: number, blockCount: number): BlockRates {
  const { spins, collective, local } = model;
  const order = blockOrder(spins, block);
  const spin = (order - 1) / 2;
  const channels: Channel[] = [];
  const addFrom = (source: number, change: -1 | 0 | 1) => {
    if (source < 0 || source >= blockCount) return;
    // Decay, dephasing, pump: sources in the order of their rows.
    for (const kind of ["decay", "dephasing", "pump"] as const) {
      if (change === 0 && kind === "dephasing") continue;
      const sourceSpin = spin - change;
      let weight = local[kind] * localWeight(spins, sourceSpin, change);
      if (change === 0) weight += (2 * collective[kind]) / spins;
      if (weight === 0) continue;
      const shift = change - magneticChange[kind];
      channels.push({ source, shift, weight, factors: elementsOf(kind, order, sourceSpin, change) });
    }
  };
  // A block with larger j comes earlier in the vector; j falls on the way out of it.
  addFrom(block - 1, -1);
  addFrom(block, 0);
  addFrom(block + 1, 1);

  const loss = new Float64Array(order);
  for (let a = 0; a < order; a++) {
    const m = spin - a;
    // j(j + 1) - m(m +- 1) are the squares of ladder elements: integers.
    const ladders = (collective.decay * (2 * spin - a) * (a + 1) + collective.pump * a * (2 * spin - a + 1)) / spins;
    const flips = local.decay * (spins / 2 + m) + local.pump * (spins / 2 - m);
    loss[a] = ladders + flips;
  }
  return {
    block,
    order,
    channels,
    loss,
    turn: collective.dephasing / spins,
    dephasingLoss: (a, b) => (local.dephasing * dephasingShare(spins, order - 1, a, b)) / 2,
  };
}
