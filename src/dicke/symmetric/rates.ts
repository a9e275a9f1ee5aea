import { requireRatesAlone, type SpinModel } from "../../model/spinModel.ts";
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

type Process = "dephasing" | "pump" | "decay";
/** What each does to m. */
const magneticChange = { dephasing: 0, pump: 1, decay: -1 } as const;

/**
 * What one spin's sigma_z, sigma_+ or sigma_- does to |j, m>, up to a factor that depends on j alone. From
 *
 *   |j, m> = sqrt((j + m)/(2j)) |j - 1/2, m - 1/2>|up> + sqrt((j - m)/(2j)) |j - 1/2, m + 1/2>|down>
 *   |j, m> = -sqrt((j + 1 - m)/(2j + 2)) |j + 1/2, m - 1/2>|up> + sqrt((j + 1 + m)/(2j + 2)) |j + 1/2, m + 1/2>|down>,
 *
 * the couplings of the last spin with N - 1 others of total spin j - 1/2 or j + 1/2, one reads off the matrix elements to
 * j' = j, j +- 1. Squares are products of integers.
 */
function localElement(kind: Process, twiceSpin: number, twiceM: number, change: -1 | 0 | 1): number {
  if (kind === "dephasing") {
    const top = twiceSpin + (change > 0 ? 2 : 0);
    return Math.sqrt(((top + twiceM) / 2) * ((top - twiceM) / 2));
  }
  // Pump is decay with all spins turned over.
  const up = (kind === "decay" ? twiceSpin + twiceM : twiceSpin - twiceM) / 2;
  const down = twiceSpin - up;
  if (change === 0) return Math.sqrt(up * (down + 1));
  return change < 0 ? Math.sqrt(up * (up - 1)) : Math.sqrt((down + 1) * (down + 2));
}

/**
 * The factor that goes with it, squared, averaged over the copies of j and summed over the N spins, in units of the local
 * rate gamma (the master equation's gamma/2 with s_+- = 2 sigma_+-; the same for all three processes).
 *
 * Of the copies of j a share (2j/(2j + 1)) (N/2 + j + 1)/N comes from N - 1 spins with j - 1/2, and
 * ((2j + 2)/(2j + 1)) (N/2 - j)/N from those with j + 1/2: the ratio of the numbers of copies for N - 1 and N.
 */
function localWeight(spins: number, spin: number, change: -1 | 0 | 1): number {
  if (change < 0) return (spins / 2 + spin + 1) / (spin * (2 * spin + 1));
  if (change > 0) return (spins / 2 - spin) / ((spin + 1) * (2 * spin + 1));
  return spin === 0 ? 0 : (spins / 2 + 1) / (spin * (spin + 1));
}

/**
 * Rates of the dissipators of docs/physics.md, section 1 on the blocks of a permutation-symmetric state, each block summed over
 * its copies. Derived in `localElement` and `localWeight`; the literature has the same in other conventions: Chase and
 * Geremia, doi:10.1103/PhysRevA.78.052101; Shammah et al., doi:10.1103/PhysRevA.98.063815.
 *
 * With one block (the symmetric subspace) the model has to be without local rates.
 */
export function blockRates(model: SpinModel, blockCount: number): readonly BlockRates[] {
  requireRatesAlone(model, "the Dicke basis");
  return Array.from({ length: blockCount }, (_, block) => ratesOfBlock(model, block, blockCount));
}

/**
 * N - (N + 2) m_a m_b / (j (j + 1)), from integers: the difference of what every spin loses and of `localWeight` times the elements of sigma_z. Where rates
 * of flips are far below that of dephasing, a rounding error of the two would stand for such a rate.
 */
function dephasingShare(spins: number, twiceSpin: number, a: number, b: number): number {
  if (twiceSpin === 0) return spins;
  const square = twiceSpin * (twiceSpin + 2);
  return (spins * square - (spins + 2) * (twiceSpin - 2 * a) * (twiceSpin - 2 * b)) / square;
}

function ratesOfBlock(model: SpinModel, block: number, blockCount: number): BlockRates {
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
      channels.push({ source, shift, weight, factors: channelFactors(kind, order, sourceSpin, change, shift) });
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

function channelFactors(
  kind: Process,
  order: number,
  sourceSpin: number,
  change: -1 | 0 | 1,
  shift: number,
): Float64Array {
  const factors = new Float64Array(order);
  for (let a = 0; a < order; a++) {
    const sourceRow = a - shift;
    if (sourceRow < 0 || sourceRow > 2 * sourceSpin) continue;
    factors[a] = localElement(kind, 2 * sourceSpin, 2 * (sourceSpin - sourceRow), change);
  }
  return factors;
}
