import { logDegeneracies } from "../../../state/blocks/degeneracy.ts";
import type { ErrorEstimate } from "../../../state/errorEstimate.ts";
import type { Observables } from "../../../state/moments.ts";
import { observables } from "../../../state/observables.ts";
import type { SectorRates } from "./sectorRates.ts";
import type { WindowVector } from "./windowVector.ts";

/** Elements of one coherence at a time. */
export interface SectorState {
  readonly sector: SectorRates;
  readonly vector: WindowVector;
  /** By which they are turned about z besides: those of coherence q by q times that. */
  readonly angle: number;
}

/** Sums over the elements of one coherence. */
interface Sums {
  readonly re: number;
  readonly im: number;
}

/** Of weight(j, m, b, 2 j) times the elements, turned; m is that of the column, b = j - m. */
function sumOver({ sector, vector, angle }: SectorState, weight: (m: number, b: number, top: number) => number): Sums {
  const { spins, coherence: q, offsets } = sector;
  const { re, im, first, last, top, bottom } = vector;
  let [real, imaginary] = [0, 0];
  for (let row = top; row <= bottom; row++) {
    let [ofRow, other] = [0, 0];
    for (let c = first[row]!; c <= last[row]!; c++) {
      const factor = weight(spins / 2 - c, c - row, spins - 2 * row);
      ofRow += factor * re[offsets[row]! + c]!;
      if (im !== null) other += factor * im[offsets[row]! + c]!;
    }
    real += ofRow;
    imaginary += other;
  }
  const [cosine, sine] = [Math.cos(q * angle), Math.sin(q * angle)];
  return { re: cosine * real - sine * imaginary, im: sine * real + cosine * imaginary };
}

const none: Sums = { re: 0, im: 0 };

/**
 * Moments as in `packedMoments`, of the populations and the coherences that there are; and the part of the purity that these have.
 *
 * @param states those of q = 0, 1, ... in this order
 */
export function sectorObservables(states: readonly SectorState[]): Observables {
  const [populations, ones, twos] = states as [SectorState, SectorState?, SectorState?];
  const { spins } = populations.sector;
  const z = sumOver(populations, (m) => m).re;
  const zz = sumOver(populations, (m) => m * m).re;
  const across = sumOver(populations, (m, _, top) => (top / 2) * (top / 2 + 1) - m * m).re;
  const ladder = (b: number, top: number): number => Math.sqrt((b + 1) * (top - b));
  const one = ones === undefined ? none : sumOver(ones, (_, b, top) => ladder(b, top));
  const mixed = ones === undefined ? none : sumOver(ones, (m, b, top) => ladder(b, top) * (2 * m - 1));
  const two = twos === undefined ? none : sumOver(twos, (_, b, top) => ladder(b, top) * ladder(b + 1, top));
  const [toMean, toSquare, toCross] = [2 / spins, 4 / spins ** 2, 2 / spins ** 2];
  const moments = {
    mean: [toMean * one.re, toMean * one.im, toMean * z],
    square: [(toSquare * (across + two.re)) / 2, (toSquare * (across - two.re)) / 2, toSquare * zz],
    cross: [toCross * two.im, toCross * mixed.re, toCross * mixed.im],
  } as const;
  const purity = states.reduce((sum, state) => sum + purityOf(state), 0);
  return observables(spins, moments, Math.min(1, purity));
}

/** The part of tr rho^2 of one coherence and its conjugate. */
function purityOf({ sector, vector }: SectorState): number {
  const logs = logDegeneracies(sector.spins);
  const { re, im, first, last, top, bottom } = vector;
  let sum = 0;
  for (let row = top; row <= bottom; row++) {
    const offset = sector.offsets[row]!;
    let square = 0;
    for (let at = offset + first[row]!, end = offset + last[row]!; at <= end; at++) {
      square += re[at]! ** 2 + (im === null ? 0 : im[at]! ** 2);
    }
    sum += Math.exp(-logs[row]!) * square;
  }
  return (sector.coherence === 0 ? 1 : 2) * sum;
}

/**
 * Errors of the observables from those of the elements of each coherence, as sums of moduli: 2<J_k>/N has weights of at most 1 for populations and (N + 1)/N for the
 * first coherence, second moments of 1 and of half the square of that.
 *
 * @param errors of q = 0, 1, ...
 * @param beyond the part of the purity that coherences have which are not followed, at most
 */
export function sectorErrors(spins: number, errors: readonly number[], purity: number, beyond: number): ErrorEstimate {
  const [zero, one = 0, two = 0] = errors as [number, number?, number?];
  // Sums of a row, then over rows.
  const rounding = (2 * spins + 16) * Number.EPSILON;
  const wide = 1 + 1 / spins;
  const [transverse, square] = [wide * one + rounding, (wide ** 2 * (zero + two)) / 2 + rounding];
  const of = errors.reduce(
    (sum, error, q) => sum + (q === 0 ? 2 : 4) * Math.sqrt(purity + beyond) * error + error ** 2,
    0,
  );
  return {
    mean: [transverse, transverse, zero + rounding],
    square: [square, square, zero + rounding],
    cross: [(wide ** 2 * two) / 2 + rounding, transverse, transverse],
    purity: of + beyond + (8 * spins + 16) * Number.EPSILON * purity,
  };
}
