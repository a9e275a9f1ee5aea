import { noCell, tetrahedronLocator } from "../../mesh/ball/locate.ts";
import { cellCount, type Mesh } from "../../mesh/mesh.ts";
import type { CellCounter } from "../chunk.ts";

/**
 * Counts points in the tetrahedra of a mesh of the ball.
 *
 * The mesh fills a polyhedron inscribed in the ball. A point between the two counts in the cell where the line to it from
 * the centre leaves the polyhedron.
 */
export function cellCounter(mesh: Mesh): CellCounter {
  const locator = tetrahedronLocator(mesh);
  const barycentric = new Float64Array(4);
  const point = new Float64Array(3);
  const cellAt = (x: number, y: number, z: number, share: number): number => {
    point[0] = share * x;
    point[1] = share * y;
    point[2] = share * z;
    return locator.locate(point, barycentric);
  };
  const cellOf = (x: number, y: number, z: number): number => {
    const inside = cellAt(x, y, z, 1);
    if (inside !== noCell) return inside;
    let cell = noCell;
    // Halving the interval 40 times is far below the size of any cell; the centre is inside.
    for (let low = 0, high = 1, k = 0; k < 40; k++) {
      const middle = (low + high) / 2;
      const found = cellAt(x, y, z, middle);
      if (found === noCell) high = middle;
      else {
        low = middle;
        cell = found;
      }
    }
    return cell;
  };
  return {
    cellCount: cellCount(mesh),
    count: (x, y, z, counts) => {
      for (let i = 0; i < x.length; i++) counts[cellOf(x[i]!, y[i]!, z[i]!)]!++;
    },
  };
}
