/** 0 .. 1 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Triangles with a value at each corner. */
export interface Mesh {
  /** x, y, z of the corners. */
  readonly positions: Float32Array;
  readonly values: Float32Array;
  /** Below 0 where the surface is hatched; null where nowhere. */
  readonly margins: Float32Array | null;
  /** Three corners a triangle, anticlockwise from outside. */
  readonly triangles: Uint32Array;
}

/** Curves on the sphere or in the ball, x, y, z of point after point. */
export type Curves = readonly Float32Array[];

/** How a part of the canvas is seen. */
export interface Seen {
  /** Rows: right, up, towards the viewer. */
  readonly view: Float32Array;
  /** From unit lengths to clip space, across and up. */
  readonly scale: readonly [number, number];
  /** Pixels of the canvas in one of the page. */
  readonly pixel: number;
  /** Whether things are in the ball, where nothing hides them but one another. */
  readonly inside: boolean;
}
