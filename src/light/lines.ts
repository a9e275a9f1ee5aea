import { type Complex, type Pole, poleNear, ritzPlaces } from "./poles.ts";
import { type KrylovResolvent, withoutLast } from "./resolvent.ts";

/**
 * A line of an emission spectrum, an eigenvalue of the Liouvillian that the light has a share of: the spectrum is the sum over all of
 *
 *     2 (weight halfWidth + dispersion (w - frequency)) / ((w - frequency)^2 + halfWidth^2).
 */
export interface EmissionLine {
  readonly frequency: number;
  /** Half of its width at half of its height. */
  readonly halfWidth: number;
  /** Its share of the incoherent weight, which lines may have below 0. */
  readonly weight: number;
  /** How much of it has the shape of a dispersion; 0 for a line that is alone. */
  readonly dispersion: number;
  /** Of frequency and half width. */
  readonly error: number;
  /** Of weight and dispersion. */
  readonly weightError: number;
}

/** The Krylov spaces of the two Hermitian parts of (A - <A>) rho. */
export type ResolventPair = readonly [KrylovResolvent, KrylovResolvent];

/** Numbers of each line in `lineNumbers`. */
export const LINE_NUMBERS = 4;

/** A line that is followed: where it is in each of the spaces (null where it has no share), and which of the pair is meant. */
export interface LinePlace {
  readonly places: readonly [Complex | null, Complex | null];
  /** -1: the complex conjugate, in the sense of rotation of A^+. */
  readonly side: 1 | -1;
}

/** frequency, halfWidth, weight, dispersion of each line, from the first `dimension` vectors but for the `last`. */
export function lineNumbers(
  spaces: ResolventPair,
  dimension: number,
  lines: readonly LinePlace[],
  last = 0,
): readonly number[] {
  const reduced = spaces.map((space) => withoutLast(space, dimension, last));
  return lines.flatMap(({ places, side }) => {
    const poles = places.map((place, k) => (place === null ? null : poleNear(reduced[k]!, place)));
    const numbers = numbersOf(poles[0] ?? null, poles[1] ?? null, side);
    // A real eigenvalue stays one.
    return (places[0] ?? places[1])![1] === 0 ? [0, ...numbers.slice(1)] : numbers;
  });
}

/** (r_1 + i r_2) . (z_1 + i z_2), at the pole or its conjugate, where residues of real vectors are conjugate too. */
function numbersOf(first: Pole | null, second: Pole | null, side: 1 | -1): readonly number[] {
  const [re, im] = mainOf(first, second).at;
  const part = (pole: Pole | null, k: number): Complex => {
    const [a, b] = pole?.residues[k] ?? [0, 0];
    return [a, side * b];
  };
  const [a1, a2, b1, b2] = [part(first, 0), part(first, 1), part(second, 0), part(second, 1)];
  return [side * im, -re, a1[0] - b2[0] - a2[1] - b1[1], a1[1] - b2[1] + a2[0] + b1[0]];
}

const sizeOf = (pole: Pole | null): number => (pole === null ? -1 : Math.hypot(...pole.residues.flat()));

/** Of the two the one with the larger share. */
const mainOf = (first: Pole | null, second: Pole | null): Pole => (sizeOf(first) >= sizeOf(second) ? first! : second!);

/** Ritz values of each space that are looked at, slowest first. */
const MOST_PLACES = 24;

/** Relative to its half width, by how much a pole may move with the last vectors. */
const SETTLED = 1e-3;

/** Poles of the two spaces that are this close, relative to their half width, are one: where one space has settled a pole and the other has not, its share is as uncertain as it moves. */
const SAME = 1e-2;

/** The lines that one of the spaces has settled, slowest first. */
export function settledLines(spaces: ResolventPair, dimension: number, last: number): readonly LinePlace[] {
  const reduced = spaces.map((space) => space.reduced(dimension));
  const [first, second] = spaces.map((space, k) => {
    const fewer = withoutLast(space, dimension, last);
    return ritzPlaces(reduced[k]!)
      .slice(0, MOST_PLACES)
      .filter((place) => distance(poleNear(fewer, place).at, place) <= -SETTLED * place[0]);
  }) as [Complex[], Complex[]];
  const isSame = (a: Complex, b: Complex): boolean => distance(a, b) <= -SAME * Math.max(a[0], b[0]);
  /** The same pole in another space; null where it has no share. */
  const beside = (place: Complex, k: 0 | 1): Complex | null => {
    if (reduced[k]!.order === 0) return null;
    const { at } = poleNear(reduced[k]!, place);
    return isSame(at, place) ? [at[0], place[1] === 0 ? 0 : at[1]] : null;
  };
  const joined: [Complex | null, Complex | null][] = first.map((place) => [place, beside(place, 1)]);
  for (const place of second) {
    if (!joined.some(([, known]) => known !== null && distance(known, place) <= -SETTLED * place[0])) {
      joined.push([beside(place, 0), place]);
    }
  }
  const rate = ([a, b]: (typeof joined)[number]): number => -(a ?? b!)[0];
  return joined
    .sort((a, b) => rate(a) - rate(b))
    .flatMap((places) => {
      const turns = (places[0] ?? places[1]!)[1] > 0;
      return (turns ? ([1, -1] as const) : ([1] as const)).map((side) => ({ places, side }));
    });
}

const distance = (a: Complex, b: Complex): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Lines that are listed at most. */
const MOST_LINES = 12;

/** Below this share of the incoherent weight a line is not seen. */
const UNSEEN = 1e-9;

/** What is left of a line's half width where it counts as known. */
const KNOWN = 1e-2;

/**
 * Those that are known and seen, slowest first.
 *
 * @param numbers of `lineNumbers`, with the errors of each
 */
export function listedLines(
  numbers: ArrayLike<number>,
  errors: ArrayLike<number>,
  incoherentWeight: number,
): readonly EmissionLine[] {
  const lines: EmissionLine[] = [];
  for (let at = 0; at < numbers.length && lines.length < MOST_LINES; at += LINE_NUMBERS) {
    const [frequency, halfWidth, weight, dispersion] = [0, 1, 2, 3].map((k) => numbers[at + k]!) as [
      number,
      number,
      number,
      number,
    ];
    const error = Math.hypot(errors[at]!, errors[at + 1]!);
    const weightError = Math.hypot(errors[at + 2]!, errors[at + 3]!);
    const isSeen = Math.hypot(weight, dispersion) > Math.max(UNSEEN * incoherentWeight, 4 * weightError);
    // False for NaN, too.
    if (isSeen && error <= KNOWN * halfWidth) {
      lines.push({ frequency, halfWidth, weight, dispersion, error, weightError });
    }
  }
  return lines;
}

/** Lines with their distances from those of a coarser answer added to their errors; those that it does not have are left out. */
export function comparedLines(fine: readonly EmissionLine[], coarse: readonly EmissionLine[]): readonly EmissionLine[] {
  return fine.flatMap((line) => {
    const apart = (other: EmissionLine): number =>
      Math.hypot(line.frequency - other.frequency, line.halfWidth - other.halfWidth);
    const [nearest] = coarse.toSorted((a, b) => apart(a) - apart(b));
    if (nearest === undefined || !(apart(nearest) <= KNOWN * line.halfWidth)) return [];
    const weights = Math.hypot(line.weight - nearest.weight, line.dispersion - nearest.dispersion);
    return [{ ...line, error: line.error + apart(nearest), weightError: line.weightError + weights }];
  });
}
