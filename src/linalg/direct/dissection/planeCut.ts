import { LEFT, type PartWeights, type Places, RIGHT, SEPARATOR, type Subset, type Subsets } from "./subsets.ts";

const POWER_STEPS = 30;
/** Vertices that tell the shape of a subset, about. */
const SAMPLES = 500;

/**
 * Cuts a subset in halves by a plane across its longest direction. The vertices on one side, the lighter choice, that have neighbours on the other
 * become the separator.
 */
export function cutByPlane(
  subsets: Subsets,
  { places, reach }: Places,
  subset: Subset,
  key: Float64Array,
): PartWeights {
  const { graph, weights, list, part } = subsets;
  const { from, to, id } = subset;
  const [x, y, z] = longestDirection(subsets.list, places, subset);
  for (let k = from; k < to; k++) {
    const v = 3 * list[k]!;
    key[k] = x * places[v]! + y * places[v + 1]! + z * places[v + 2]!;
  }
  const cut = median(key.slice(from, to));
  let left = 0;
  let total = 0;
  for (let k = from; k < to; k++) {
    const vertex = list[k]!;
    const weight = weights[vertex]!;
    total += weight;
    part[vertex] = key[k]! < cut ? LEFT : RIGHT;
    if (part[vertex] === LEFT) left += weight;
  }
  const boundary = [0, 0];
  // Marked as a separator of its own side for now.
  const marked = 4;
  for (let k = from; k < to; k++) {
    const vertex = list[k]!;
    // The plane is farther away than any neighbour.
    if (Math.abs(key[k]! - cut) > reach[vertex]!) continue;
    const side = part[vertex]!;
    for (let q = graph.starts[vertex]!; q < graph.starts[vertex + 1]!; q++) {
      const other = graph.neighbours[q]!;
      if (subsets.subset[other] === id && (part[other]! & 1) !== side) {
        boundary[side]! += weights[vertex]!;
        part[vertex] = side | marked;
        break;
      }
    }
  }
  const side = boundary[LEFT]! < boundary[RIGHT]! ? LEFT : RIGHT;
  for (let k = from; k < to; k++) {
    const vertex = list[k]!;
    if ((part[vertex]! & marked) !== 0) part[vertex] = (part[vertex]! & 1) === side ? SEPARATOR : part[vertex]! & 1;
  }
  const separator = boundary[side]!;
  const right = total - left;
  return side === LEFT ? { left: left - separator, right, separator } : { left, right: right - separator, separator };
}

/** The eigenvector of the largest eigenvalue of the covariance of the places, by power iteration. */
function longestDirection(
  list: Int32Array,
  places: Float64Array,
  { from, to }: Subset,
): readonly [number, number, number] {
  const step = Math.ceil((to - from) / SAMPLES);
  const count = Math.ceil((to - from) / step);
  let [meanX, meanY, meanZ] = [0, 0, 0];
  for (let k = from; k < to; k += step) {
    const v = 3 * list[k]!;
    meanX += places[v]! / count;
    meanY += places[v + 1]! / count;
    meanZ += places[v + 2]! / count;
  }
  let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (let k = from; k < to; k += step) {
    const v = 3 * list[k]!;
    const x = places[v]! - meanX;
    const y = places[v + 1]! - meanY;
    const z = places[v + 2]! - meanZ;
    xx += x * x;
    xy += x * y;
    xz += x * z;
    yy += y * y;
    yz += y * z;
    zz += z * z;
  }
  // No axis of symmetry of a mesh, so that it has a share in whichever direction is the longest.
  let [x, y, z] = [0.5, 0.6, 0.62];
  for (let round = 0; round < POWER_STEPS; round++) {
    const u = xx * x + xy * y + xz * z;
    const v = xy * x + yy * y + yz * z;
    const w = xz * x + yz * y + zz * z;
    const length = Math.sqrt(u * u + v * v + w * w);
    if (!(length > 0)) break;
    [x, y, z] = [u / length, v / length, w / length];
  }
  return [x, y, z];
}

/** Middle value by quickselect; reorders the array. */
function median(values: Float64Array): number {
  const middle = values.length >> 1;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else break;
  }
  return values[middle]!;
}
