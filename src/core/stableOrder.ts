/**
 * Stable order of 0 .. n-1 by key (keys in 0 .. buckets-1), refining the order `previous` where one is given. A counting sort: linear time whatever the keys.
 */
export function stableOrder(buckets: number, keys: ArrayLike<number>, previous: Int32Array | null): Int32Array {
  const next = new Int32Array(buckets + 1);
  const n = keys.length;
  for (let k = 0; k < n; k++) next[keys[k]! + 1]!++;
  for (let b = 0; b < buckets; b++) next[b + 1]! += next[b]!;
  const order = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    const item = previous === null ? k : previous[k]!;
    order[next[keys[item]!]!++] = item;
  }
  return order;
}
