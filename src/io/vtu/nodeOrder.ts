/*
 * How VTK numbers the nodes of its Lagrange cells, as barycentric multi-indices, which add up to the degree. Triangle: vertices, edges 01, 12, 20, then the
 * inside as a triangle of degree n - 3. Tetrahedron: vertices, edges 01, 12, 20, 03, 13, 23, the insides of the faces 013, 231, 032, 021 as triangles, then
 * the inside as a tetrahedron of degree n - 4.
 */

type Index = readonly number[];

const TRIANGLE_EDGES = [
  [0, 1],
  [1, 2],
  [2, 0],
] as const;

const TETRAHEDRON_EDGES = [...TRIANGLE_EDGES, [0, 3], [1, 3], [2, 3]] as const;

const TETRAHEDRON_FACES = [
  [0, 1, 3],
  [2, 3, 1],
  [0, 3, 2],
  [0, 2, 1],
] as const;

/** Multi-indices of a cell with `corners` vertices: 3 or 4. */
export const vtkNodeOrder = (corners: 3 | 4, degree: number): Index[] =>
  corners === 3 ? triangle(degree) : tetrahedron(degree);

function triangle(degree: number): Index[] {
  const rim = degree === 0 ? [[0, 0, 0]] : [...vertices(3, degree), ...edges(3, TRIANGLE_EDGES, degree)];
  return degree < 3 ? rim : [...rim, ...inside(triangle(degree - 3))];
}

function tetrahedron(degree: number): Index[] {
  if (degree === 0) return [[0, 0, 0, 0]];
  const rim = [...vertices(4, degree), ...edges(4, TETRAHEDRON_EDGES, degree)];
  if (degree < 3) return rim;
  const faces = TETRAHEDRON_FACES.flatMap((face) =>
    inside(triangle(degree - 3)).map((index) => spread(4, face, index)),
  );
  return [...rim, ...faces, ...(degree < 4 ? [] : inside(tetrahedron(degree - 4)))];
}

const vertices = (corners: number, degree: number): Index[] =>
  Array.from({ length: corners }, (_, v) => spread(corners, [v], [degree]));

const edges = (corners: number, pairs: readonly (readonly [number, number])[], degree: number): Index[] =>
  pairs.flatMap((pair) => Array.from({ length: degree - 1 }, (_, k) => spread(corners, pair, [degree - 1 - k, k + 1])));

/** Away from every side by one. */
const inside = (indices: readonly Index[]): Index[] => indices.map((index) => index.map((a) => a + 1));

/** A multi-index that has the given entries at the given vertices. */
function spread(corners: number, at: readonly number[], entries: Index): Index {
  const index = new Array<number>(corners).fill(0);
  for (const [k, vertex] of at.entries()) index[vertex] = entries[k]!;
  return index;
}
