/**
 * Triangles in the plane of u = x^2 + y^2 and z, which fill all but slivers of the image of the ball, 0 <= u <= 1 - z^2: that is convex, so that triangles with
 * corners in it are. On the axis they end exactly.
 */
export interface HalfDiskMesh {
  /** u and z of each corner. */
  readonly points: Float64Array;
  /** Three corners a triangle, counterclockwise. */
  readonly cells: Uint32Array;
  /** Sides on the boundary but for those on the axis, where nothing diffuses outwards: 3 cell + the corner that the side is opposite to. */
  readonly outer: Uint32Array;
  /** How it is called. */
  readonly name: string;
}

/** Rows of equal steps of the polar angle from pole to pole, each of so many columns of equal steps of u. */
export function halfDiskMesh(rows: number, columns: number): HalfDiskMesh {
  const points: number[] = [0, -1];
  for (let row = 1; row < rows; row++) {
    const z = -Math.cos((Math.PI * row) / rows);
    const most = (1 - z) * (1 + z);
    for (let column = 0; column <= columns; column++) points.push((most * column) / columns, z);
  }
  points.push(0, 1);
  const first = (row: number): number => 1 + (row - 1) * (columns + 1);
  const last = points.length / 2 - 1;
  const cells: number[] = [];
  const outer: number[] = [];
  for (let column = 0; column < columns; column++) {
    const [low, high] = [first(1) + column, first(rows - 1) + column];
    if (column === columns - 1) outer.push(cells.length + 2);
    cells.push(0, low + 1, low);
    if (column === columns - 1) outer.push(cells.length);
    cells.push(high, high + 1, last);
    for (let row = 1; row < rows - 1; row++) {
      const [a, b] = [first(row) + column, first(row + 1) + column];
      cells.push(a, a + 1, b);
      if (column === columns - 1) outer.push(cells.length + 2);
      cells.push(a + 1, b + 1, b);
    }
  }
  return {
    points: Float64Array.from(points),
    cells: Uint32Array.from(cells),
    outer: Uint32Array.from(outer),
    name: `half disk in ${cells.length / 3} triangles`,
  };
}
