/** A density as weights at points: int P v is sum_q w_q v(r_q) as far as v is what the points interpolate. */
export interface WeightedPoints {
  /** 3 numbers a point. */
  readonly points: Float64Array;
  /** From nodal values of P to the weights. */
  readonly weights: (density: Float64Array) => Float64Array;
}
