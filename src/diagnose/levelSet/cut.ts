import type { Triple } from "../../model/secondOrder/coefficients.ts";
import { icosahedron, middle, unit, volume } from "../../model/secondOrder/parabolic/cells.ts";

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

/** The negative part of the triangles, with the curves that bound it. */
export function cutTriangles(
  vertices: Vertices,
  cells: readonly Cell[],
  valueAt: (r: Triple) => number,
): { area: number; curves: Float64Array[] } {
  const { points, values } = vertices;
  const crossings = new Map<number, Triple>();
  const crossing = (i: number, j: number): Triple => {
    const key = edgeKey(i, j);
    const found = crossings.get(key) ?? zeroBetween(points[i]!, points[j]!, values[i]!, values[j]!, valueAt);
    crossings.set(key, found);
    return found;
  };
  const segments = new Map<number, Segment>();
  let area = 0;
  for (const cell of cells) {
    const negative = cell.filter((vertex) => values[vertex]! < 0).length;
    if (negative === 3) area += triangleArea(points[cell[0]]!, points[cell[1]]!, points[cell[2]]!);
    if (negative === 0 || negative === 3) continue;
    // The corner whose sign is not that of the two others, and those in order after it.
    const lone = cell.findIndex((vertex) => values[vertex]! < 0 === (negative === 1));
    const [a, b, c] = [cell[lone]!, cell[(lone + 1) % 3]!, cell[(lone + 2) % 3]!];
    const [p, q] = [crossing(a, b), crossing(a, c)];
    const bulge = bulgeArea(p, q, valueAt);
    const corner = triangleArea(points[a]!, p, q);
    if (negative === 1) {
      area += corner + bulge;
      segments.set(edgeKey(a, b), { end: edgeKey(a, c), start: p });
    } else {
      area += triangleArea(points[a]!, points[b]!, points[c]!) - corner + bulge;
      segments.set(edgeKey(a, c), { end: edgeKey(a, b), start: q });
    }
  }
  return { area, curves: joined(segments) };
}

/** Where the value is 0 between two points of opposite signs (regula falsi, Illinois variant). */
function zeroBetween(p: Triple, q: Triple, atP: number, atQ: number, valueAt: (r: Triple) => number): Triple {
  let [low, high, fLow, fHigh] = [0, 1, atP, atQ];
  const point = (t: number): Triple =>
    unit([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]), p[2] + t * (q[2] - p[2])]);
  let t = 0.5;
  let side = 0;
  for (let k = 0; k < 60 && high - low > 1e-12; k++) {
    t = low - (fLow * (high - low)) / (fHigh - fLow);
    const value = valueAt(point(t));
    if (value === 0) break;
    // An end that stays for a second time counts half, or it would stay for ever.
    if (value < 0 === fLow < 0) {
      [low, fLow] = [t, value];
      if (side === -1) fHigh /= 2;
      side = -1;
    } else {
      [high, fHigh] = [t, value];
      if (side === 1) fLow /= 2;
      side = 1;
    }
  }
  return point(t);
}

/**
 * What the region has beyond the great circle from p to q, two neighbouring points of its boundary: two thirds of height times length, as
 * of a parabola, with an error of the fifth order in the length.
 */
function bulgeArea(p: Triple, q: Triple, valueAt: (r: Triple) => number): number {
  const chord = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  if (chord === 0) return 0;
  const centre = middle(p, q);
  const across = unit([
    centre[1] * (q[2] - p[2]) - centre[2] * (q[1] - p[1]),
    centre[2] * (q[0] - p[0]) - centre[0] * (q[2] - p[2]),
    centre[0] * (q[1] - p[1]) - centre[1] * (q[0] - p[0]),
  ]);
  const moved = (t: number): Triple =>
    unit([centre[0] + t * across[0], centre[1] + t * across[1], centre[2] + t * across[2]]);
  const step = 0.25 * chord;
  const [before, here, after] = [valueAt(moved(-step)), valueAt(centre), valueAt(moved(step))];
  const slope = (after - before) / (2 * step);
  if (slope === 0) return 0;
  const height = -here / slope;
  // Beyond half a chord the boundary is not resolved, and the polygon is all that is known.
  if (!(Math.abs(height) < 0.5 * chord)) return 0;
  // Moving towards larger values from a zero inside the region takes in more of it.
  return (2 / 3) * chord * height * Math.sign(slope);
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
