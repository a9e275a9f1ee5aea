/** Components k, l of the second moments, in the order of all arrays of them. */
export const secondMomentPairs = [
  [0, 0],
  [1, 1],
  [2, 2],
  [0, 1],
  [0, 2],
  [1, 2],
] as const;
