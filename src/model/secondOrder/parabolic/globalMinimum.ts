import type { Triple } from "../coefficients.ts";
import { capAround, icosahedron, lowerBound, middle, type Triangle } from "./cells.ts";
import { sampleTangent, type TangentDiffusion, tangentSample } from "./tangentDiffusion.ts";

export interface GlobalMinimum {
  /** Least value found, which some point of the sphere has. */
  readonly value: number;
  /** No point of the sphere has a smaller value than this, but for rounding. */
  readonly bound: number;
  readonly position: Triple;
}

/** A gap between value and bound of this many roundings of the largest coefficient is closed. */
const ROUNDINGS = 32;

/** Cells that may be open at one time. Only minima that (nearly) form a curve come to it, with a gap of some 1e-6 of the curvature left. */
const MOST_CELLS = 100_000;

/**
 * The least eigenvalue of D over the sphere, with a proof: spherical triangles are halved in size until none can hold a smaller value.
 * The bound in a cell of size h (`lowerBound`) misses a minimum by O(h^2), the order at which the function itself rises there, so that
 * each size of cells leaves a number of them that does not grow.
 */
export const globalMinimum = (of: TangentDiffusion): GlobalMinimum => search(of, Number.NEGATIVE_INFINITY);

/** Whether the least eigenvalue is below a limit somewhere: seen at the first point where it is. */
export const isBelow = (of: TangentDiffusion, limit: number): boolean => search(of, limit).value < limit;

/** Ends at a value below `enough`. */
function search(of: TangentDiffusion, enough: number): GlobalMinimum {
  const sample = tangentSample();
  const tolerance = ROUNDINGS * Number.EPSILON * of.scale;
  let cells: Float64Array = Float64Array.from(icosahedron().flat(2));
  let [value, position]: [number, Triple] = [Number.POSITIVE_INFINITY, [0, 0, 1]];
  for (;;) {
    const bounds = new Float64Array(cells.length / 9);
    for (let cell = 0; cell < bounds.length; cell++) {
      const { centre, radius } = capAround(cornersOf(cells, cell));
      const here = sampleTangent(of, centre, sample);
      if (here < value) [value, position] = [here, centre];
      if (value < enough) return { value, bound: Number.NEGATIVE_INFINITY, position };
      bounds[cell] = lowerBound(sample, radius, of.curvature);
    }
    // What was left out before is above `value - tolerance`.
    const bound = bounds.reduce((least, other) => Math.min(least, other), value - tolerance);
    const open = bounds.reduce((count, other) => count + (other < value - tolerance ? 1 : 0), 0);
    if (open === 0 || 4 * open > MOST_CELLS) return { value, bound, position };
    cells = divided(cells, (cell) => bounds[cell]! < value - tolerance, open);
  }
}

const cornerOf = (cells: Float64Array, at: number): Triple => [cells[at]!, cells[at + 1]!, cells[at + 2]!];

const cornersOf = (cells: Float64Array, cell: number): Triangle => [
  cornerOf(cells, 9 * cell),
  cornerOf(cells, 9 * cell + 3),
  cornerOf(cells, 9 * cell + 6),
];

/** The chosen triangles, each in four. */
function divided(cells: Float64Array, chosen: (cell: number) => boolean, count: number): Float64Array {
  const out = new Float64Array(36 * count);
  let at = 0;
  for (let cell = 0; 9 * cell < cells.length; cell++) {
    if (!chosen(cell)) continue;
    const [p, q, r] = cornersOf(cells, cell);
    const [pq, qr, rp] = [middle(p, q), middle(q, r), middle(r, p)];
    for (const corner of [p, pq, rp, pq, q, qr, rp, qr, r, pq, qr, rp]) {
      out.set(corner, at);
      at += 3;
    }
  }
  return out;
}
