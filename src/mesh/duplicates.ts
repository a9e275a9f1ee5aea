/**
 * For each point the lowest-numbered point that lies within `tolerance` of it: its own number where there is none.
 * Points are sorted along a fixed direction in general position, so that only near neighbours in that order are compared.
 * `points`: 3 numbers a point; the result has one entry a point.
 */
export function coincidentPoints(points: Float64Array, tolerance: number): Uint32Array {
  const count = points.length / 3;
  const along = new Float64Array(count);
  // A unit vector without symmetry: grids and polyhedra do not project many points to one value.
  for (let i = 0; i < count; i++) {
    along[i] = 0.5384912 * points[3 * i]! + 0.7217356 * points[3 * i + 1]! + 0.4348427 * points[3 * i + 2]!;
  }
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((i, j) => along[i]! - along[j]! || i - j);
  const first = Uint32Array.from({ length: count }, (_, i) => i);
  // Slack for the rounding of `along` and of the direction's length.
  const window = 1.001 * tolerance + 8 * Number.EPSILON;
  for (let k = 0; k < count; k++) {
    const i = order[k]!;
    for (let l = k + 1; l < count; l++) {
      const j = order[l]!;
      if (along[j]! - along[i]! > window) break;
      const dx = points[3 * j]! - points[3 * i]!;
      const dy = points[3 * j + 1]! - points[3 * i + 1]!;
      const dz = points[3 * j + 2]! - points[3 * i + 2]!;
      if (dx * dx + dy * dy + dz * dz > tolerance * tolerance) continue;
      if (first[j]! > first[i]!) first[j] = first[i]!;
      else first[i] = first[j]!;
    }
  }
  // first[i] <= i, so one ascending pass follows every chain to its end.
  for (let i = 0; i < count; i++) first[i] = first[first[i]!]!;
  return first;
}
