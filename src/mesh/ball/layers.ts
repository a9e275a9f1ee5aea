import { InputError, MeshError } from "../../core/errors.ts";
import { cellCount, type Mesh, vertexCount } from "../mesh.ts";
import { tripleProduct } from "../vectors.ts";

type Vector3 = readonly [number, number, number];

/**
 * Tetrahedra between a mesh of the sphere and a point inside: the vertices are c + s_k (n - c) for each vertex n of the sphere and each
 * fraction s_k, and c itself. Every cone from c over a flat triangle is cut at the fractions, the innermost piece is a tetrahedron, the
 * others are prisms, each split into three. An affine image of a cone from the origin, so it is valid for any fractions and any
 * centre that sees the outside of no triangle.
 *
 * The vertices of layer k are numbered as on the sphere, plus k times their number; the centre comes last.
 *
 * @param fractions ascending, in (0, 1]; the last is 1
 * @throws InputError for other fractions, MeshError for a centre that is not inside all triangles
 */
export function layeredBall(
  sphere: Mesh,
  fractions: ArrayLike<number>,
  centre: readonly [number, number, number] = [0, 0, 0],
): Mesh {
  checkSphere(sphere);
  checkFractions(fractions);
  checkCentre(sphere, centre);
  const layers = fractions.length;
  const vertices = vertexCount(sphere);
  const triangles = cellCount(sphere);
  const points = new Float64Array(3 * (layers * vertices + 1));
  for (let layer = 0, at = 0; layer < layers; layer++) {
    const s = fractions[layer]!;
    for (let i = 0; i < sphere.points.length; i++, at++) {
      const c = centre[i % 3]!;
      // The outermost layer keeps the bits of the sphere.
      points[at] = s === 1 ? sphere.points[i]! : c + s * (sphere.points[i]! - c);
    }
  }
  points.set(centre, 3 * layers * vertices);
  const cells = new Uint32Array(4 * triangles * (3 * layers - 2));
  let at = 0;
  for (let k = 0; k < sphere.cells.length; k += 3) {
    const [a, b, c] = [sphere.cells[k]!, sphere.cells[k + 1]!, sphere.cells[k + 2]!];
    at = put(cells, at, layers * vertices, a, b, c);
    // Ascending corners i, j, l: every quadrilateral side is cut from its lower inner to its higher outer corner, by both cells
    // that share it.
    const i = Math.min(a, b, c);
    const l = Math.max(a, b, c);
    const j = a + b + c - i - l;
    const even = (i === a && j === b) || (i === b && j === c) || (i === c && j === a);
    for (let layer = 1; layer < layers; layer++) {
      const inner = (layer - 1) * vertices;
      const outer = layer * vertices;
      at = putOriented(cells, at, even, inner + i, inner + j, inner + l, outer + l);
      at = putOriented(cells, at, !even, inner + i, inner + j, outer + j, outer + l);
      at = putOriented(cells, at, even, inner + i, outer + i, outer + j, outer + l);
    }
  }
  return { dimension: 3, points, cells };
}

function put(cells: Uint32Array, at: number, a: number, b: number, c: number, d: number): number {
  cells[at] = a;
  cells[at + 1] = b;
  cells[at + 2] = c;
  cells[at + 3] = d;
  return at + 4;
}

function putOriented(
  cells: Uint32Array,
  at: number,
  even: boolean,
  a: number,
  b: number,
  c: number,
  d: number,
): number {
  return even ? put(cells, at, a, b, c, d) : put(cells, at, b, a, c, d);
}

function checkSphere(sphere: Mesh): void {
  if (sphere.dimension === 2) return;
  throw new InputError({
    what: `a mesh of dimension ${sphere.dimension} has no layers inside`,
    remedy: "give a mesh of the sphere (dimension 2)",
    value: sphere.dimension,
    limit: 2,
  });
}

function checkFractions(fractions: ArrayLike<number>): void {
  let below = 0;
  for (let k = 0; k < fractions.length; k++) {
    if (!(fractions[k]! > below)) {
      throw new InputError({
        what: `fraction ${k} of the radius is ${fractions[k]}, not above ${below}`,
        remedy: "give ascending fractions above 0",
        value: fractions[k],
        limit: below,
      });
    }
    below = fractions[k]!;
  }
  if (below === 1) return;
  throw new InputError({
    what: `the last fraction of the radius is ${below}, not 1`,
    remedy: "end with 1, the sphere itself",
    value: below,
    limit: 1,
  });
}

/** Six times the volume under each triangle, seen from c, has to be positive; near zero the cells would be flat. */
function checkCentre(sphere: Mesh, centre: Vector3): void {
  const points = new Float64Array(sphere.points.length);
  for (let i = 0; i < points.length; i++) points[i] = sphere.points[i]! - centre[i % 3]!;
  for (let k = 0; k < sphere.cells.length; k += 3) {
    const volume = tripleProduct(points, 3 * sphere.cells[k]!, 3 * sphere.cells[k + 1]!, 3 * sphere.cells[k + 2]!);
    if (volume > flatness) continue;
    throw new MeshError({
      what: `the centre (${centre.join(", ")}) is not inside triangle ${k / 3} of the sphere: six times the volume between them is ${volume}`,
      remedy: "refine the sphere mesh, or move the centre inward",
      value: volume,
      limit: flatness,
    });
  }
}

/** Well above the rounding of coordinates of size 1. */
const flatness = 1e-13;
