/** Work arrays of `minimumDegreePositions`, for graphs of up to so many vertices and unknowns; graphs of one dissection share them. */
export interface DegreeWork {
  readonly elementCount: Int32Array;
  readonly neighbourCount: Int32Array;
  readonly weight: Int32Array;
  readonly mergedInto: Int32Array;
  readonly degree: Int32Array;
  readonly head: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly elementStart: Int32Array;
  readonly elementSize: Int32Array;
  readonly elementDegree: Int32Array;
  readonly elementAlive: Uint8Array;
  readonly outside: Float64Array;
  readonly mark: Int32Array;
  readonly bucketHead: Int32Array;
  readonly bucketNext: Int32Array;
  readonly bucketOf: Int32Array;
  readonly pivots: Int32Array;
  readonly step: Int32Array;
  readonly stepCounts: Int32Array;
  /** The list of each vertex, in place of its neighbours. */
  list: Int32Array<ArrayBuffer>;
  /** Vertices of the elements. */
  pool: Int32Array<ArrayBuffer>;
}

export function degreeWork(vertices: number, unknowns: number): DegreeWork {
  const integers = (): Int32Array => new Int32Array(vertices);
  return {
    elementCount: integers(),
    neighbourCount: integers(),
    weight: integers(),
    mergedInto: integers(),
    degree: integers(),
    head: new Int32Array(unknowns + 1),
    next: integers(),
    previous: integers(),
    elementStart: integers(),
    elementSize: integers(),
    elementDegree: integers(),
    elementAlive: new Uint8Array(vertices),
    outside: new Float64Array(vertices),
    mark: integers(),
    bucketHead: integers(),
    bucketNext: integers(),
    bucketOf: integers(),
    pivots: integers(),
    step: integers(),
    stepCounts: new Int32Array(vertices + 1),
    list: new Int32Array(0),
    pool: new Int32Array(0),
  };
}
