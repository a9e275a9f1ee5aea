/**
 * Points count as lying on the unit sphere when their radius is 1 to within this, and as distinct when they are further apart
 * than this. It leaves four digits to the rounding of whoever made the points, and is far below any useful cell.
 */
export const sphereTolerance = 1e-12;
