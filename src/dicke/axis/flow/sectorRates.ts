import { interacts, type SpinModel } from "../../../model/spinModel.ts";
import { fullBlockCount } from "../../symmetric/layout.ts";
import { ratesOfBlock } from "../../symmetric/rates.ts";
import { populationModel } from "../axis.ts";

/** What the elements of one row gain from those of another or the same: column c from column c + shift there. */
export interface Gain {
  readonly source: number;
  readonly shift: number;
  /** At c - row. */
  readonly values: Float64Array;
}

/** How the elements of one row change. */
export interface RowRates {
  readonly gains: readonly Gain[];
  /** At c - row, as `turn`. */
  readonly loss: Float64Array;
  /** Frequency at which an interaction turns each element, those of higher m first; null without one. */
  readonly turn: Float64Array | null;
}

/**
 * The elements rho_(b + q, b) of one coherence q of N spins, summed over the copies of the total spin j, with b = j - m as in `BlockLayout`: row l = N/2 - j and
 * column c = l + b = N/2 - m, c = l .. N - q - l. Rows follow one another in a vector.
 */
export interface SectorRates {
  readonly spins: number;
  readonly coherence: number;
  readonly rowCount: number;
  /** Place of column 0 of each row in the vector. */
  readonly offsets: Float64Array;
  readonly size: number;
  /** The largest frequency at which an interaction turns an element. */
  readonly turning: number;
  /** Made where it is first asked for. */
  readonly row: (row: number) => RowRates;
  /** Numbers that are added up for one element at most, among the rows made so far. */
  readonly terms: () => number;
}

/** The last column of a row. */
export const lastColumnOf = ({ spins, coherence }: SectorRates, row: number): number => spins - coherence - row;

/**
 * The generator of one coherence of a model about z, field left out, from the same matrix elements as the whole Liouvillian.
 *
 * @param inBall whether there are rows of smaller total spins
 */
export function sectorRates(whole: SpinModel, inBall: boolean, coherence: number): SectorRates {
  const { spins } = whole;
  const model = populationModel(whole)!;
  const blockCount = inBall ? fullBlockCount(spins) : 1;
  const rowCount = inBall ? Math.floor((spins - coherence) / 2) + 1 : 1;
  const offsets = new Float64Array(rowCount);
  let size = 0;
  for (let row = 0; row < rowCount; row++) {
    offsets[row] = size - row;
    size += spins - coherence - 2 * row + 1;
  }
  const made: RowRates[] = [];
  const twist = twistOf(whole);
  return {
    spins,
    coherence,
    rowCount,
    offsets,
    size,
    turning: (Math.abs(twist) * coherence * Math.max(0, spins - coherence)) / spins,
    row: (row) => (made[row] ??= rowRates(model, row, blockCount, coherence, twist)),
    terms: () => made.reduce((most, { gains }) => Math.max(most, gains.length), 0) + 1,
  };
}

/** c of the interaction (c/N) J_z^2, which turns coherences. */
const twistOf = (model: SpinModel): number => (interacts(model) ? model.interaction!.zz - model.interaction!.xx : 0);

function rowRates(model: SpinModel, row: number, blockCount: number, q: number, twist: number): RowRates {
  const { order, channels, loss, turn, dephasingLoss } = ratesOfBlock(model, row, blockCount);
  const count = order - q;
  const gains = channels.flatMap(({ source, shift, weight, factors }): Gain[] => {
    const values = new Float64Array(count);
    for (let b = 0; b < count; b++) values[b] = weight * factors[b]! * factors[b + q]!;
    return [{ source, shift: source - row - shift, values }];
  });
  const losses = new Float64Array(count);
  for (let b = 0; b < count; b++) losses[b] = loss[b + q]! + loss[b]! + turn * q * q + dephasingLoss(b + q, b);
  return { gains, loss: losses, turn: twist === 0 || q === 0 ? null : turnOf(model.spins, order, q, twist) };
}

/** -(c/N) (m_a^2 - m_b^2) = (c/N) q (2 j - q - 2 b), a = b + q. */
function turnOf(spins: number, order: number, q: number, twist: number): Float64Array {
  const turn = new Float64Array(order - q);
  for (let b = 0; b < turn.length; b++) turn[b] = (twist / spins) * q * (order - 1 - q - 2 * b);
  return turn;
}
