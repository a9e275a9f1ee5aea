import type { Triple } from "../../model/secondOrder/coefficients.ts";
import { icosahedron, middle, volume } from "../../model/secondOrder/parabolic/cells.ts";
import { bulgeAreas, type CutEdge, type FillValues, zerosOnEdges } from "./zeros.ts";

/** The vertices of all triangles, and the one halfway between two of them. */
export class Vertices {
  readonly points: Triple[] = [];
  readonly values: number[] = [];
  readonly #halfway = new Map<number, number>();
  readonly #valueAt: (r: Triple) => number;

  constructor(valueAt: (r: Triple) => number) {
    this.#valueAt = valueAt;
  }

  add(point: Triple): number {
    this.points.push(point);
    this.values.push(this.#valueAt(point));
    return this.points.length - 1;
  }

  halfway(i: number, j: number): number {
    const key = edgeKey(i, j);
    const known = this.#halfway.get(key);
    if (known !== undefined) return known;
    const found = this.add(middle(this.points[i]!, this.points[j]!));
    this.#halfway.set(key, found);
    return found;
  }
}

const edgeKey = (i: number, j: number): number => Math.min(i, j) * 2 ** 26 + Math.max(i, j);

/** Three of the vertices, anticlockwise from outside. */
export type Cell = readonly [number, number, number];

/** The triangles of an icosahedron. */
export function startCells(vertices: Vertices): Cell[] {
  const known = new Map<string, number>();
  const indexOf = (corner: Triple): number => {
    const key = corner.map((value) => value.toFixed(6)).join();
    const index = known.get(key) ?? vertices.add(corner);
    known.set(key, index);
    return index;
  };
  return icosahedron().map(([p, q, r]) => [indexOf(p), indexOf(q), indexOf(r)]);
}

/** A triangle with its edges halved. */
export function inFour(vertices: Vertices, [p, q, r]: Cell): Cell[] {
  const [pq, qr, rp] = [vertices.halfway(p, q), vertices.halfway(q, r), vertices.halfway(r, p)];
  return [
    [p, pq, rp],
    [pq, q, qr],
    [rp, qr, r],
    [pq, qr, rp],
  ];
}

/** Of a spherical triangle, with the sign of its orientation (A. Van Oosterom and J. Strackee, 1983, doi:10.1109/TBME.1983.325207). */
export function triangleArea(p: Triple, q: Triple, r: Triple): number {
  const cosine = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  return 2 * Math.atan2(volume(p, q, r), 1 + cosine(p, q) + cosine(q, r) + cosine(r, p));
}

interface Segment {
  readonly end: number;
  readonly start: Triple;
}

/** A triangle through which a curve goes: its corner whose sign is not that of the two others, and these in order. */
interface CutCell {
  readonly corners: Cell;
  /** Whether that corner is the negative one. */
  readonly negative: boolean;
}

/** The negative part of the triangles, with the curves that bound it, whose points are zeros to `accuracy` of an edge and nearer. */
export function cutTriangles(
  { points, values }: Vertices,
  cells: readonly Cell[],
  fill: FillValues,
  accuracy: number,
): { area: number; curves: Float64Array[] } {
  const areaOf = ([a, b, c]: Cell): number => triangleArea(points[a]!, points[b]!, points[c]!);
  const cuts: CutCell[] = [];
  const edges = new Map<number, CutEdge>();
  let area = 0;
  for (const cell of cells) {
    const negative = cell.filter((vertex) => values[vertex]! < 0).length;
    if (negative === 3) area += areaOf(cell);
    if (negative === 0 || negative === 3) continue;
    const lone = cell.findIndex((vertex) => values[vertex]! < 0 === (negative === 1));
    const corners: Cell = [cell[lone]!, cell[(lone + 1) % 3]!, cell[(lone + 2) % 3]!];
    cuts.push({ corners, negative: negative === 1 });
    for (const other of [corners[1], corners[2]]) {
      const ends = [corners[0], other] as const;
      edges.set(edgeKey(...ends), {
        ends: [points[ends[0]]!, points[ends[1]]!],
        values: [values[ends[0]]!, values[ends[1]]!],
      });
    }
  }
  const zeros = zerosOnEdges([...edges.values()], fill, accuracy);
  const crossings = new Map([...edges.keys()].map((key, k) => [key, zeros[k]!]));
  const sides = cuts.map(
    ({ corners: [a, b, c] }) => [crossings.get(edgeKey(a, b))!, crossings.get(edgeKey(a, c))!] as const,
  );
  const bulges = bulgeAreas(sides, fill);
  const segments = new Map<number, Segment>();
  for (const [k, { corners, negative }] of cuts.entries()) {
    const [a, b, c] = corners;
    const [p, q] = sides[k]!;
    const corner = triangleArea(points[a]!, p, q);
    area += bulges[k]! + (negative ? corner : areaOf(corners) - corner);
    if (negative) segments.set(edgeKey(a, b), { end: edgeKey(a, c), start: p });
    else segments.set(edgeKey(a, c), { end: edgeKey(a, b), start: q });
  }
  return { area, curves: joined(segments) };
}

/** Segments end to end, as closed curves. */
function joined(segments: Map<number, Segment>): Float64Array[] {
  const left = new Map(segments);
  const curves: Float64Array[] = [];
  for (const first of segments.keys()) {
    const points: number[] = [];
    let at = first;
    for (let segment = left.get(at); segment !== undefined; segment = left.get(at)) {
      points.push(...segment.start);
      left.delete(at);
      at = segment.end;
    }
    if (points.length > 0) curves.push(Float64Array.from(points));
  }
  return curves;
}
