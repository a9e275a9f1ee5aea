import { lastColumnOf, type RowRates, type SectorRates } from "./sectorRates.ts";
import { trim, type WindowVector } from "./windowVector.ts";

/** What a product has met. */
export interface ProductReport {
  /** Largest rate at which an element of the window is lost. */
  loss: number;
  /** Sum of the moduli of what was left out at the edges of the window. */
  dropped: number;
}

/**
 * target = (1 + A / rate) source in the window of the source and one element around it, without what is at its edge and not above `least`.
 * Where nothing is lost faster than `rate` all terms are positive.
 */
export function uniformProduct(
  sector: SectorRates,
  source: WindowVector,
  target: WindowVector,
  rate: number,
  least: number,
  report: ProductReport,
): void {
  const inverse = 1 / rate;
  const top = Math.max(0, source.top - 1);
  const bottom = Math.min(sector.rowCount - 1, source.bottom + 1);
  for (let row = target.top; row <= target.bottom; row++) {
    if (row >= top && row <= bottom) continue;
    target.first[row] = 0;
    target.last[row] = -1;
  }
  for (let row = top; row <= bottom; row++) {
    const rates = sector.row(row);
    reach(sector, row, rates, source, target);
    const [from, to] = [target.first[row]!, target.last[row]!];
    if (from > to) continue;
    const loss = largestIn(rates.loss, Math.max(from, source.first[row]!) - row, Math.min(to, source.last[row]!) - row);
    if (loss > report.loss) report.loss = loss;
    keepRow(sector, row, rates, source, target, inverse);
    for (const gain of rates.gains) {
      if (gain.source > sector.rowCount - 1) continue;
      const low = Math.max(from, source.first[gain.source]! - gain.shift);
      const high = Math.min(to, source.last[gain.source]! - gain.shift);
      if (low > high) continue;
      const at = sector.offsets[row]!;
      const there = sector.offsets[gain.source]! + gain.shift;
      gainRow(target.re, at, source.re, there, gain.values, row, low, high, inverse);
      if (target.im !== null && source.im !== null) {
        gainRow(target.im, at, source.im, there, gain.values, row, low, high, inverse);
      }
    }
  }
  target.top = top;
  target.bottom = bottom;
  report.dropped += trim(sector, target, least);
}

/** Sets the window of a row to what it keeps and gains. */
function reach(
  sector: SectorRates,
  row: number,
  { gains }: RowRates,
  { first, last }: WindowVector,
  target: WindowVector,
): void {
  let [from, to] = [first[row]!, last[row]!];
  if (from > to) [from, to] = [sector.spins, -1];
  for (const { source, shift } of gains) {
    if (source >= sector.rowCount || first[source]! > last[source]!) continue;
    from = Math.min(from, first[source]! - shift);
    to = Math.max(to, last[source]! - shift);
  }
  target.first[row] = Math.max(row, from);
  target.last[row] = Math.min(lastColumnOf(sector, row), to);
}

function largestIn(values: Float64Array, from: number, to: number): number {
  let largest = 0;
  for (let k = from; k <= to; k++) if (values[k]! > largest) largest = values[k]!;
  return largest;
}

/** What stays, and what turns, of a row. */
function keepRow(
  sector: SectorRates,
  row: number,
  { loss, turn }: RowRates,
  source: WindowVector,
  target: WindowVector,
  inverse: number,
): void {
  const offset = sector.offsets[row]!;
  const [from, to] = [target.first[row]!, target.last[row]!];
  const [low, high] = [Math.max(from, source.first[row]!), Math.min(to, source.last[row]!)];
  keep(target.re, source.re, loss, offset, row, [from, low, high, to], inverse);
  if (target.im === null || source.im === null) return;
  keep(target.im, source.im, loss, offset, row, [from, low, high, to], inverse);
  if (turn === null) return;
  for (let c = low; c <= high; c++) {
    const angle = turn[c - row]! * inverse;
    target.re[offset + c]! -= angle * source.im[offset + c]!;
    target.im[offset + c]! += angle * source.re[offset + c]!;
  }
}

function keep(
  target: Float64Array,
  source: Float64Array,
  loss: Float64Array,
  offset: number,
  row: number,
  [from, low, high, to]: readonly [number, number, number, number],
  inverse: number,
): void {
  if (low > high) {
    target.fill(0, offset + from, offset + to + 1);
    return;
  }
  target.fill(0, offset + from, offset + low);
  for (let c = low; c <= high; c++) target[offset + c] = source[offset + c]! * (1 - loss[c - row]! * inverse);
  target.fill(0, offset + high + 1, offset + to + 1);
}

function gainRow(
  target: Float64Array,
  at: number,
  source: Float64Array,
  there: number,
  values: Float64Array,
  row: number,
  low: number,
  high: number,
  inverse: number,
): void {
  for (let c = low; c <= high; c++) target[at + c]! += inverse * values[c - row]! * source[there + c]!;
}
