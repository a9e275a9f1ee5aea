import type { EntryList } from "./hierarchy.ts";
import { KIND, type KindPair } from "./terms.ts";

/** S_l = sqrt((N - l)(N + l + 2))/N. */
export const neighbourScale = (spins: number, l: number): number =>
  (Math.sqrt(spins - l) * Math.sqrt(spins + l + 2)) / spins;

/** sqrt((l - m)(l + m + 1)), of l_+ = l_x + i l_y, l = -i r x grad; with -m that of l_-. */
export const ladder = (l: number, m: number): number => Math.sqrt((l - m) * (l + m + 1));

/** The row(s) of order m of a shell of degree l, and a shell of some degree that it is coupled to. The unknowns of a shell begin there, in the order m = 0, Re m = 1, Im m = 1, Re m = 2, ... */
export interface Place {
  readonly row: number;
  readonly l: number;
  readonly m: number;
  readonly column: number;
  readonly degree: number;
}

/** An operator with two components that change m by q and by -q. */
export interface Pair {
  readonly kinds: KindPair;
  readonly q: 1 | 2;
  /** Whether the component that lowers m has the other sign. */
  readonly odd: boolean;
  /** Whether the operator is multiplied with i. */
  readonly imaginary: boolean;
  /** The element from m to m + q; that from m to m - q is the one of -m, up to the sign. Asked for where the shell has the order. */
  readonly element: (m: number) => number;
}

/**
 * weight (a - i b)/2 T_q + weight (a + i b)/2 T_-q, where a and b are the coefficients of the two kinds: for q = 1 it is a T_x + b T_y. The
 * unknowns are sqrt(2) Re and sqrt(2) Im for m > 0, and p_{l,-m} = (-1)^m conj p_lm.
 */
export function addPair(entries: EntryList, place: Place, weight: number, pair: Pair): void {
  const { m, degree } = place;
  const { q, odd, element } = pair;
  if (weight === 0) return;
  if (m === 0) {
    // T_-q adds the complex conjugate: twice the real part.
    if (q <= degree) addStep(entries, place, q, 1, Math.SQRT2 * weight * element(0), pair);
    return;
  }
  if (m + q <= degree) addStep(entries, place, m + q, 1, weight * element(m), pair);
  if (Math.abs(m - q) <= degree) addStep(entries, place, m - q, -1, (odd ? -weight : weight) * element(-m), pair);
}

/** The step from m to `order`, up (1) or down (-1). */
function addStep(
  entries: EntryList,
  { row, m, column }: Place,
  order: number,
  direction: 1 | -1,
  value: number,
  { kinds: [first, second], imaginary }: Pair,
): void {
  if (value === 0) return;
  const [conjugate, to] = order < 0 ? [-1, -order] : [1, order];
  const size = value * (m > 0 && to === 0 ? Math.SQRT2 / 2 : 0.5) * (conjugate < 0 && to % 2 === 1 ? -1 : 1);
  const [from, at] = [placeInShell(row, m), placeInShell(column, to)];
  // Of a - i b (or a + i b) times 1 or i the kind whose part is real, and the one whose part is imaginary.
  const [real, ofReal] = imaginary ? [second, direction * size] : [first, size];
  const [turned, ofTurned] = imaginary ? [first, size] : [second, -direction * size];
  entries.add(real, from, at, ofReal);
  if (m > 0 && to > 0) entries.add(real, from + 1, at + 1, conjugate * ofReal);
  if (to > 0) entries.add(turned, from, at + 1, -conjugate * ofTurned);
  if (m > 0) entries.add(turned, from + 1, at, ofTurned);
}

/** i weight, on the same order m. */
export function addImaginary(
  entries: EntryList,
  kind: number,
  { row, m, column, degree }: Place,
  weight: number,
): void {
  if (m === 0 || m > degree || weight === 0) return;
  entries.add(kind, placeInShell(row, m), placeInShell(column, m) + 1, -weight);
  entries.add(kind, placeInShell(row, m) + 1, placeInShell(column, m), weight);
}

/** B.L = i B.l in the row(s) of order m of one shell of degree l, which it keeps. */
export function addField(entries: EntryList, shell: number, l: number, m: number): void {
  const place = { row: shell, l, m, column: shell, degree: l };
  addImaginary(entries, KIND.fieldZ, place, m);
  addPair(entries, place, 1, {
    kinds: [KIND.fieldX, KIND.fieldY],
    q: 1,
    odd: false,
    imaginary: true,
    element: (order) => ladder(l, order),
  });
}

const placeInShell = (shell: number, m: number): number => shell + Math.max(0, 2 * m - 1);
