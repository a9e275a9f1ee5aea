import { InputError } from "../core/errors.ts";
import { cellCount } from "../mesh/mesh.ts";
import type { SpaceNodes } from "./space.ts";

/** Places in the cells of a space, and functions of the space there. Made once for a mesh and a degree, it serves many functions. */
export interface CellSampler {
  /** Places, 3 numbers each, cell after cell: those on edges and vertices come once for each cell that they are in. */
  readonly points: Float64Array;
  /** How many places a cell has. */
  readonly perCell: number;
  /** Numbers of places, 3 a triangle, seen from outside against the clock: small triangles that cover the sphere. null in the ball, whose cells have an inside. */
  readonly triangles: Uint32Array | null;
  /** Values of a function, given by nodal values, at all places. */
  readonly sample: (nodalValues: Float64Array) => Float64Array;
}

/**
 * Places for drawing a function or for finding where it is largest: every edge of every cell is cut into `subdivisions` equal parts of the reference
 * cell, and each cell accordingly. On a graded mesh they lie dense where its cells are small, which a grid of angles would miss.
 *
 *     const { points, triangles, sample } = cellSampler(space, 4);
 *     draw(points, triangles, sample(density));
 *
 * @throws InputError for subdivisions that are no positive integer
 */
export function cellSampler(space: SpaceNodes, subdivisions: number): CellSampler {
  if (!(Number.isInteger(subdivisions) && subdivisions >= 1)) {
    throw new InputError({
      what: `subdivisions is ${subdivisions}, not a positive whole number`,
      remedy: "give 1 for the vertices alone, 2 for the midpoints of edges too",
      value: subdivisions,
      limit: 1,
    });
  }
  const { element, geometry, mesh } = space;
  const reference = latticePoints(element.dimension, subdivisions);
  const perCell = reference.length / element.dimension;
  const { positions, move } = geometry.places(reference);
  const cells = cellCount(mesh);
  const points = new Float64Array(3 * perCell * cells);
  for (let cell = 0; cell < cells; cell++) {
    move(cell);
    points.set(positions, 3 * perCell * cell);
  }
  return {
    points,
    perCell,
    triangles: element.dimension === 2 ? latticeTriangles(subdivisions, perCell, cells) : null,
    sample: cellValues(space, reference),
  };
}

/** Returns a function from nodal values to values at reference points of every cell, cell after cell. */
export function cellValues(
  { element, mesh, cellUnknowns }: SpaceNodes,
  referencePoints: Float64Array,
): (nodalValues: Float64Array) => Float64Array {
  const { size } = element;
  const phi = element.tabulate(referencePoints).values;
  const perCell = phi.length / size;
  const cells = cellCount(mesh);
  return (nodalValues) => {
    const values = new Float64Array(perCell * cells);
    for (let cell = 0, at = 0; cell < cells; cell++) {
      for (let p = 0; p < perCell; p++, at++) {
        let value = 0;
        for (let i = 0; i < size; i++) value += phi[p * size + i]! * nodalValues[cellUnknowns[cell * size + i]!]!;
        values[at] = value;
      }
    }
    return values;
  };
}

/** Points of the reference cell whose coordinates are multiples of 1/n: the first coordinate runs fastest. */
function latticePoints(dimension: 2 | 3, n: number): Float64Array {
  const points: number[] = [];
  for (let k = 0; k <= (dimension === 3 ? n : 0); k++) {
    for (let j = 0; j <= n - k; j++) {
      for (let i = 0; i <= n - k - j; i++) points.push(...[i / n, j / n, k / n].slice(0, dimension));
    }
  }
  return Float64Array.from(points);
}

/** The n^2 triangles between the points of `latticePoints` in every cell, turned as the cells are. */
function latticeTriangles(n: number, perCell: number, cells: number): Uint32Array {
  const one: number[] = [];
  for (let j = 0, row = 0; j < n; row += n + 1 - j, j++) {
    const above = row + n + 1 - j;
    for (let i = 0; i < n - j; i++) {
      one.push(row + i, row + i + 1, above + i);
      if (i + 1 < n - j) one.push(row + i + 1, above + i + 1, above + i);
    }
  }
  const triangles = new Uint32Array(one.length * cells);
  for (let cell = 0, at = 0; cell < cells; cell++) {
    for (let k = 0; k < one.length; k++, at++) triangles[at] = one[k]! + perCell * cell;
  }
  return triangles;
}
