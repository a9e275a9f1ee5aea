/** Number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, beforePrevious[j - 2]! + 1);
      }
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}

/**
 * The name closest to `found`, ignoring case, or null where none is close enough to be what was meant: at most two edits,
 * and fewer edits than the name has letters to spare.
 */
export function nearestName(found: string, names: readonly string[]): string | null {
  // A hostile, very long key must not cost quadratic time.
  if (found.length > 64) return null;
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = editDistance(found.toLowerCase(), name.toLowerCase());
    if (distance < least && distance <= Math.min(2, Math.floor(name.length / 2))) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

/** "did you mean pump?" where a name is close, otherwise "use one of dephasing, pump, decay". */
export function suggestName(found: string, names: readonly string[]): string {
  const nearest = nearestName(found, names);
  if (nearest !== null) return `did you mean ${nearest}?`;
  return names.length === 0 ? "remove it" : `use one of ${names.join(", ")}`;
}
