/**
 * A line through u, v pairs without the points that are closer than the tolerance to what is left (Douglas and Peucker, 1973,
 * doi:10.3138/FM57-6770-U75U-7727). The ends stay; of a closed outline its first point, and the one farthest from that.
 */
export function simplified(points: readonly number[], tolerance: number, closed = false): number[] {
  const count = points.length / 2;
  if (count < 3) return [...points];
  const at = closed ? [...points, points[0]!, points[1]!] : points;
  const last = at.length / 2 - 1;
  const kept = new Uint8Array(last + 1);
  kept[0] = 1;
  kept[last] = 1;
  const open: [number, number][] = [[0, last]];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [from, to] = range;
    let [farthest, most] = [-1, tolerance];
    for (let k = from + 1; k < to; k++) {
      const away = distanceToSegment(at, k, from, to);
      if (away > most) [farthest, most] = [k, away];
    }
    if (farthest < 0) continue;
    kept[farthest] = 1;
    open.push([from, farthest], [farthest, to]);
  }
  const result: number[] = [];
  for (let k = 0; k < count; k++) if (kept[k] === 1) result.push(at[2 * k]!, at[2 * k + 1]!);
  return result;
}

function distanceToSegment(points: readonly number[], k: number, from: number, to: number): number {
  const [u, v] = [points[2 * from]!, points[2 * from + 1]!];
  const [du, dv] = [points[2 * to]! - u, points[2 * to + 1]! - v];
  const [pu, pv] = [points[2 * k]! - u, points[2 * k + 1]! - v];
  const square = du * du + dv * dv;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, (pu * du + pv * dv) / square));
  return Math.hypot(pu - share * du, pv - share * dv);
}
