import type { EntryList } from "./hierarchy.ts";

/** S_l = sqrt((N - l)(N + l + 2))/N. */
export const neighbourScale = (spins: number, l: number): number =>
  (Math.sqrt(spins - l) * Math.sqrt(spins + l + 2)) / spins;

/** Kinds of the terms of a field, in both hierarchies. */
export const [FIELD_X, FIELD_Y, FIELD_Z] = [0, 1, 2] as const;

/**
 * B.L in the row(s) of order m of one shell of degree l, which it keeps: one row for m = 0, real and imaginary part for m > 0.
 *
 * @param shell the unknowns of the shell begin there, in the order m = 0, Re m = 1, Im m = 1, Re m = 2, ...
 */
export function addField(entries: EntryList, shell: number, l: number, m: number): void {
  const row = placeInShell(shell, m);
  if (m > 0) {
    entries.add(FIELD_Z, row, row + 1, -m);
    entries.add(FIELD_Z, row + 1, row, m);
  }
  // sqrt(2) Re and sqrt(2) Im for m > 0 against m = 0: the step from m = 0 to m = 1 gains a factor sqrt(2).
  if (m < l) {
    const ladder = (Math.sqrt((l - m) * (l + m + 1)) / 2) * (m === 0 ? Math.SQRT2 : 1);
    const next = placeInShell(shell, m + 1);
    entries.add(FIELD_Y, row, next, ladder);
    entries.add(FIELD_X, row, next + 1, -ladder);
    if (m > 0) {
      entries.add(FIELD_X, row + 1, next, ladder);
      entries.add(FIELD_Y, row + 1, next + 1, ladder);
    }
  }
  if (m > 0) {
    const ladder = (Math.sqrt((l + m) * (l - m + 1)) / 2) * (m === 1 ? Math.SQRT2 : 1);
    const previous = placeInShell(shell, m - 1);
    entries.add(FIELD_Y, row, previous, -ladder);
    entries.add(FIELD_X, row + 1, previous, ladder);
    if (m > 1) {
      entries.add(FIELD_X, row, previous + 1, -ladder);
      entries.add(FIELD_Y, row + 1, previous + 1, -ladder);
    }
  }
}

const placeInShell = (shell: number, m: number): number => shell + Math.max(0, 2 * m - 1);
