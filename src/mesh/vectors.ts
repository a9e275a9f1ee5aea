/**
 * Measures of points of a mesh. The first functions take the array of all points, 3 numbers each, and positions in it where the
 * coordinates begin (3 x vertex number), and work with differences of points, so that small cells lose no digits.
 */

/** Distance of two points through space (the chord). */
export function distance(points: Float64Array, a: number, b: number): number {
  const x = points[b]! - points[a]!;
  const y = points[b + 1]! - points[a + 1]!;
  const z = points[b + 2]! - points[a + 2]!;
  return Math.sqrt(x * x + y * y + z * z);
}

/** a . (b x c): positive where a, b, c run counter-clockwise seen from outside; about twice the area of a small triangle. */
export function tripleProduct(points: Float64Array, a: number, b: number, c: number): number {
  const [ax, ay, az] = [points[a]!, points[a + 1]!, points[a + 2]!];
  const bx = points[b]! - ax;
  const by = points[b + 1]! - ay;
  const bz = points[b + 2]! - az;
  const cx = points[c]! - ax;
  const cy = points[c + 1]! - ay;
  const cz = points[c + 2]! - az;
  return ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
}

/** Number of the vertex nearest to a place, the lowest among equals. `points`: 3 numbers a vertex. */
export function nearestVertex(points: Float64Array, place: ArrayLike<number>): number {
  let best = 0;
  let shortest = Number.POSITIVE_INFINITY;
  for (let at = 0; at < points.length; at += 3) {
    const [x, y, z] = [points[at]! - place[0]!, points[at + 1]! - place[1]!, points[at + 2]! - place[2]!];
    const square = x * x + y * y + z * z;
    if (square < shortest) {
      shortest = square;
      best = at / 3;
    }
  }
  return best;
}
