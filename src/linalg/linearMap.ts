/** y = A x; both have one entry an unknown, y is overwritten. */
export type LinearMap = (x: Float64Array, y: Float64Array) => void;
