import { lastColumnOf, type SectorRates } from "./sectorRates.ts";

/** Elements of one coherence that are kept: an interval of columns in each row, where all others are taken as 0. */
export interface WindowVector {
  readonly re: Float64Array;
  /** null where all are real. */
  readonly im: Float64Array | null;
  /** First and last column of each row; the first is above the last where nothing is kept. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Rows outside are empty. */
  top: number;
  bottom: number;
}

export function windowVector({ size, rowCount }: SectorRates, complex: boolean): WindowVector {
  return {
    re: new Float64Array(size),
    im: complex ? new Float64Array(size) : null,
    first: new Int32Array(rowCount),
    last: new Int32Array(rowCount).fill(-1),
    top: 0,
    bottom: -1,
  };
}

/** Makes the window as large as it has to be for what the arrays hold. */
export function fitWindow(sector: SectorRates, vector: WindowVector): void {
  vector.top = 0;
  vector.bottom = sector.rowCount - 1;
  for (let row = 0; row < sector.rowCount; row++) {
    vector.first[row] = row;
    vector.last[row] = lastColumnOf(sector, row);
  }
  trim(sector, vector, 0);
}

/** Number of elements of the window. */
export function windowSize({ first, last, top, bottom }: WindowVector): number {
  let size = 0;
  for (let row = top; row <= bottom; row++) size += Math.max(0, last[row]! - first[row]! + 1);
  return size;
}

/**
 * Leaves out, at both ends of each row, elements of no more than `least`.
 *
 * @returns the sum of the moduli of what is left out
 */
export function trim(sector: SectorRates, vector: WindowVector, least: number): number {
  const { re, im, first, last } = vector;
  let dropped = 0;
  let [top, bottom] = [sector.rowCount, -1];
  for (let row = vector.top; row <= vector.bottom; row++) {
    const offset = sector.offsets[row]!;
    let from = first[row]!;
    let to = last[row]!;
    while (from <= to) {
      const size = modulus(re, im, offset + from);
      if (size > least) break;
      dropped += size;
      from++;
    }
    while (to >= from) {
      const size = modulus(re, im, offset + to);
      if (size > least) break;
      dropped += size;
      to--;
    }
    first[row] = from;
    last[row] = to;
    if (from > to) continue;
    top = Math.min(top, row);
    bottom = row;
  }
  vector.top = top;
  vector.bottom = bottom;
  return dropped;
}

const modulus = (re: Float64Array, im: Float64Array | null, at: number): number =>
  im === null ? Math.abs(re[at]!) : Math.abs(re[at]!) + Math.abs(im[at]!);

/** Sum of the moduli of real and imaginary parts: at least the trace norm of the elements of this coherence. */
export function sumOfModuli(sector: SectorRates, { re, im, first, last, top, bottom }: WindowVector): number {
  let sum = 0;
  for (let row = top; row <= bottom; row++) {
    const offset = sector.offsets[row]!;
    for (let at = offset + first[row]!, end = offset + last[row]!; at <= end; at++) {
      sum += Math.abs(re[at]!) + (im === null ? 0 : Math.abs(im[at]!));
    }
  }
  return sum;
}

/** target += weight source. What the window of the target did not have it takes in; it is 0 there. */
export function addTo(sector: SectorRates, target: WindowVector, weight: number, source: WindowVector): void {
  for (let row = source.top; row <= source.bottom; row++) {
    const offset = sector.offsets[row]!;
    const [from, to] = [source.first[row]!, source.last[row]!];
    if (from > to) continue;
    addRow(target.re, source.re, weight, offset + from, offset + to);
    if (target.im !== null && source.im !== null) addRow(target.im, source.im, weight, offset + from, offset + to);
    const empty = target.first[row]! > target.last[row]!;
    target.first[row] = empty ? from : Math.min(target.first[row]!, from);
    target.last[row] = empty ? to : Math.max(target.last[row]!, to);
  }
  if (source.top > source.bottom) return;
  [target.top, target.bottom] =
    target.top > target.bottom
      ? [source.top, source.bottom]
      : [Math.min(target.top, source.top), Math.max(target.bottom, source.bottom)];
}

function addRow(target: Float64Array, source: Float64Array, weight: number, from: number, to: number): void {
  for (let at = from; at <= to; at++) target[at]! += weight * source[at]!;
}

/** All zeros, with an empty window. */
export function clear({ re, im, first, last }: WindowVector): void {
  re.fill(0);
  im?.fill(0);
  first.fill(0);
  last.fill(-1);
}
