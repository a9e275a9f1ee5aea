/** The places of a symmetric 3 x 3 matrix as moments are listed: xx, yy, zz, xy, xz, yz. */
export const SYMMETRIC_PAIRS = [
  [0, 0],
  [1, 1],
  [2, 2],
  [0, 1],
  [0, 2],
  [1, 2],
] as const;
