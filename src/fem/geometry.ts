import type { Quadrature } from "./quadrature.ts";

/** The map of a reference cell to one cell of a mesh, at some reference points; all arrays are filled anew for each cell. */
export interface CellMap {
  /** Places in space: 3 numbers a point. */
  readonly positions: Float64Array;
  /** Area or volume element against the reference cell: one number a point. */
  readonly measure: Float64Array;
  /** Fills the arrays for a cell. */
  readonly move: (cell: number) => void;
}

/** Finds the cells that hold points. Serves one caller at a time; neighbouring points in sequence are found fastest. */
export interface CellFinder {
  /**
   * The cell that holds a point (3 numbers), or -1 where none does. `reference` gets its reference coordinates in that cell, else in `nearest()`.
   */
  readonly locate: (point: ArrayLike<number>, reference: Float64Array) => number;
  /** The cell of the last answer; after -1 one that the point lies little outside of. */
  readonly nearest: () => number;
}

/** How the cells of a mesh lie in space. */
export interface Geometry<Map extends CellMap = CellMap> {
  /** Where functions live, as messages say it. */
  readonly domain: string;
  /** Degrees that a rule is to be more exact by because the maps are curved; 0 where they are affine, and polynomials stay polynomials. */
  readonly curvature: number;
  /** Gauss rule on the reference cell. Throws InputError above the highest exactness. */
  readonly quadrature: (exactness: number) => Quadrature;
  /** The map at reference points (one number a reference direction). It owns its arrays, so it serves one caller at a time. */
  readonly map: (referencePoints: Float64Array) => Map;
  /** Likewise, positions and measure alone: what integrals of functions need, in a fraction of the time. */
  readonly places: (referencePoints: Float64Array) => CellMap;
  readonly finder: () => CellFinder;
}
