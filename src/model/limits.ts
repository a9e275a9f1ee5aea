/** Above this a double no longer holds every integer, and N - 1 would equal N. */
export const MAXIMUM_SPINS = 2 ** 53;

/** Beyond it products of a few coefficients overflow; in units in which the rates are of order 1 all stay inside. */
export const LARGEST_COEFFICIENT = 1e50;

/** Of the largest coefficient to the smallest: beyond it a double that adds the two keeps nothing of the smaller. */
export const LARGEST_RATIO = 1e15;
