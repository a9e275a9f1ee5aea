import { type Snapshot, snapshotArray } from "../../../ode/snapshot.ts";
import { poissonWeights } from "./poisson.ts";
import { type ProductReport, uniformProduct } from "./product.ts";
import type { SectorRates } from "./sectorRates.ts";
import { addTo, clear, sumOfModuli, type WindowVector, windowSize, windowVector } from "./windowVector.ts";

/** Elements of one coherence on their way in time. */
export interface UniformFlow {
  readonly sector: SectorRates;
  /** As it is at the time that was reached; lent. */
  readonly state: () => WindowVector;
  /** Yields the time that each step has ended at. */
  readonly advance: (to: number) => Generator<number, void>;
  /** Of the sum of moduli: what was left out, with rounding. */
  readonly error: () => number;
  readonly products: () => number;
  /** Elements that these were of, since the flow was made. */
  readonly work: () => number;
  readonly pack: () => Snapshot;
  readonly restore: (packed: Snapshot) => void;
}

export interface FlowOptions {
  /** The last time of all. */
  readonly end: number;
  /** What may be left out on the way, in the sum of moduli. */
  readonly tolerance: number;
  /** What the start is off by. */
  readonly startError: number;
}

/** Jumps of a step on average: there is one product for each, and some seven roots of their number more. */
const JUMPS = 1000;
/** Of the largest loss in the window, how much more it may become while a step is taken. */
const LEAST_MARGIN = 0.02;
const MARGIN_GROWTH = 2;
const MARGIN_FALL = 0.7;
/** What is relative to the state the rounding of a product, twice. */
const STILL = 16 * Number.EPSILON;
/** Elements at edges of a window of which each may drop its share in each product. */
const EDGES = 1000;

/**
 * Where an interaction turns elements by frequencies up to f, 1 + A/r may lengthen them, by a factor of 1 + f^2/r^2 at most where r is twice the largest loss: by no
 * more than `GROWTH` in the few jumps of a step of length r/f^2 with r at least `TURNS` f.
 */
const TURNS = 8;
const GROWTH = 20;

/**
 * dx/dt = A x for A with gains that are positive and no larger in sum than the losses, by randomisation (A. Jensen 1953; D. Gross and D. R. Miller, doi:10.1287/opre.32.2.343):
 *
 *     e^{hA} = sum_k e^{-rh} (rh)^k / k!  (1 + A/r)^k,      r at least the largest loss,
 *
 * where nothing is subtracted. Sums of moduli do not grow on the way: e^{hA} is a part of a quantum channel, and they are trace norms. What a window leaves out is
 * therefore, summed up, a bound of what that does later on.
 */
export function uniformFlow(
  sector: SectorRates,
  start: WindowVector,
  { end, tolerance, startError }: FlowOptions,
): UniformFlow {
  const complex = start.im !== null;
  let state = start;
  let sum = windowVector(sector, complex);
  const powers = [windowVector(sector, complex), windowVector(sector, complex)];
  let time = 0;
  let margin = LEAST_MARGIN;
  let error = startError;
  let products = 0;
  let work = 0;

  /** Moves the state by at most `length`, as far as it is still worth to; returns how far, 0 where losses grew too fast. */
  function step(length: number): number {
    const { turning } = sector;
    const base = Math.max(largestLoss(sector, state), (TURNS / 2) * turning);
    // Nothing leaves where it is.
    if (base === 0) return length;
    const slowest = turning > 0 ? 2 : 1;
    const rate = slowest * (1 + margin) * base;
    const span = Math.min(length, JUMPS / rate, turning > 0 ? rate / turning ** 2 : Number.POSITIVE_INFINITY);
    const growth = turning > 0 ? GROWTH : 1;
    const { first, weights, leftOut } = poissonWeights(rate * span, (tolerance * span) / (16 * growth * end));
    const least = tolerance / (2 * growth * rate * end * EDGES);
    const norm = sumOfModuli(sector, state);
    const report: ProductReport = { loss: base, dropped: 0 };
    clear(sum);
    let power = state;
    for (let k = 0; ; k++) {
      if (k >= first) addTo(sector, sum, weights[k - first]!, power);
      if (k === first + weights.length - 1) break;
      const next = powers[k % 2]!;
      uniformProduct(sector, power, next, rate, least, report);
      products++;
      work += windowSize(next);
      if (slowest * report.loss > rate) {
        margin = Math.max(MARGIN_GROWTH * margin, MARGIN_GROWTH * (report.loss / base - 1));
        return 0;
      }
      if (k === 0) {
        // A change as small as the rounding of a product would not become smaller.
        const [change, rounded] = [rate * (distance(sector, power, next) + report.dropped), STILL * rate * norm];
        if (change * (end - time) <= tolerance / 8 || change <= rounded) {
          error += (change + rounded / 2) * length;
          return length;
        }
      }
      power = next;
    }
    [state, sum] = [sum, state];
    margin = Math.max(LEAST_MARGIN, MARGIN_FALL * margin);
    const jumps = first + weights.length;
    const rounding = Number.EPSILON * (RATE_ROUNDINGS * rate * span + ((sector.terms() + 4) / 2) * jumps);
    error += growth * (report.dropped + leftOut) + norm * rounding;
    return span;
  }

  return {
    sector,
    state: () => state,
    *advance(to) {
      while (time < to) {
        const moved = step(to - time);
        time = moved === to - time ? to : time + moved;
        yield time;
      }
    },
    error: () => error,
    products: () => products,
    work: () => work,
    pack: () => packed(state, [time, margin, error, products]),
    restore: (snapshot) => {
      const progress = unpacked(sector, snapshot, state);
      [time, margin, error, products] = progress as [number, number, number, number];
    },
  };
}

/** Roundings of a gain and a loss, on average of the two: see `rateRoundings`. */
const RATE_ROUNDINGS = 9;

/** Largest loss in the window. */
function largestLoss(sector: SectorRates, { first, last, top, bottom }: WindowVector): number {
  let largest = 0;
  for (let row = top; row <= bottom; row++) {
    const { loss } = sector.row(row);
    for (let c = first[row]!; c <= last[row]!; c++) largest = Math.max(largest, loss[c - row]!);
  }
  return largest;
}

/** Sum of the moduli of the difference; the window of `other` is that of `one` and what is around it, but for what was left out. */
function distance(sector: SectorRates, one: WindowVector, other: WindowVector): number {
  let sum = 0;
  for (let row = Math.min(one.top, other.top); row <= Math.max(one.bottom, other.bottom); row++) {
    const offset = sector.offsets[row]!;
    const [from, to] = [Math.min(one.first[row]!, other.first[row]!), Math.max(one.last[row]!, other.last[row]!)];
    for (let c = from; c <= to; c++) {
      sum += Math.abs(at(one, row, c, one.re[offset + c]!) - at(other, row, c, other.re[offset + c]!));
      if (one.im !== null && other.im !== null) {
        sum += Math.abs(at(one, row, c, one.im[offset + c]!) - at(other, row, c, other.im[offset + c]!));
      }
    }
  }
  return sum;
}

/** 0 outside of the window. */
const at = ({ first, last, top, bottom }: WindowVector, row: number, column: number, value: number): number =>
  row < top || row > bottom || column < first[row]! || column > last[row]! ? 0 : value;

function packed({ re, im, first, last, top, bottom }: WindowVector, progress: readonly number[]): Snapshot {
  return {
    real: re.slice(),
    ...(im === null ? {} : { imaginary: im.slice() }),
    first: Float64Array.from(first),
    last: Float64Array.from(last),
    progress: Float64Array.of(top, bottom, ...progress),
  };
}

/** Fills the vector, and returns what else was kept. */
function unpacked({ size, rowCount }: SectorRates, snapshot: Snapshot, vector: WindowVector): readonly number[] {
  vector.re.set(snapshotArray(snapshot, "real", size));
  vector.im?.set(snapshotArray(snapshot, "imaginary", size));
  vector.first.set(snapshotArray(snapshot, "first", rowCount));
  vector.last.set(snapshotArray(snapshot, "last", rowCount));
  const [top, bottom, ...progress] = snapshotArray(snapshot, "progress", 6);
  Object.assign(vector, { top, bottom });
  return progress;
}
