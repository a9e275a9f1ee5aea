import { type ConformalField, lorentzExponential, lorentzGenerator } from "./lorentz.ts";
import type { Confinement, WalkSlots } from "./walk.ts";

/**
 * A walk with steps of twice the length on the random words of a finer one: with Z_a and Z_b of two steps of length h it takes
 *
 *   g = exp(h V_0) [ prod_k exp((Z_a + Z_b)_k sqrt h V_k), forwards or backwards ] exp(h V_0)
 *
 * (Z_a + Z_b)/sqrt 2 shares the moments up to degree 5 with independent normals as Z_a and Z_b do, so that this is the scheme of
 * weak order 2 with the step 2 h; its order is that of the first of the two. What it gives differs from the finer walk by the
 * error of the longer steps, with next to no noise of its own.
 */
export interface PairWalk {
  /**
   * Maps of 16 numbers: exp(z_k sqrt h V_k) of point i at 16 (k points + i), then exp(h V_0). The last is that of the step to
   * come; the others stay.
   */
  readonly maps: Float64Array;
  readonly fields: number;
  readonly points: number;
  /** Number of the point, and order (0 or 1), of each equally likely slot of a word. */
  readonly pointOf: Uint8Array;
  readonly orderOf: Uint8Array;
  readonly confinement: Confinement;
}

/** @param step length h of the finer walk; the function returned takes the generator of the drift over h and writes over the walk before */
export function pairWalks(
  noise: readonly ConformalField[],
  { design, pointOf, orderOf }: WalkSlots,
  confinement: Confinement,
  step: number,
): (drift: Float64Array) => PairWalk {
  const moving = [...noise.keys()].filter((k) =>
    [...noise[k]!.rotation, ...noise[k]!.boost].some((part) => part !== 0),
  );
  // Copies of the centre are one point.
  const points = Math.max(...pointOf) + 1;
  const maps = new Float64Array(16 * (moving.length * points + 1));
  const root = Math.sqrt(step);
  moving.forEach((k, at) => {
    design.slice(0, points).forEach((point, i) => {
      maps.set(lorentzExponential(lorentzGenerator(noise[k]!, root * point[k]!)), 16 * (at * points + i));
    });
  });
  const walk = { maps, fields: moving.length, points, pointOf, orderOf, confinement };
  return (drift) => {
    maps.set(lorentzExponential(drift), 16 * moving.length * points);
    return walk;
  };
}

/** Where the maps of one trajectory begin, in the order in which they act; returns how many there are. */
function listMaps({ fields, points, pointOf, orderOf }: PairWalk, a: number, b: number, list: Int32Array): number {
  const drift = 16 * fields * points;
  // The last point of the design is the centre, whose maps do nothing.
  const [first, second, centre] = [pointOf[a]!, pointOf[b]!, points - 1];
  const backwards = orderOf[a] === 1;
  let count = 0;
  list[count++] = drift;
  for (let n = 0; n < fields; n++) {
    // The last factor of a product of maps acts first.
    const base = points * (backwards ? n : fields - 1 - n);
    if (first < centre) list[count++] = 16 * (base + first);
    if (second < centre) list[count++] = 16 * (base + second);
  }
  list[count++] = drift;
  return count;
}

/**
 * One step of `count` trajectories with the words of two: trajectory i takes words[at + i] and words[at + count + i]. It ends at
 * n / t for (t, n) = g (1, r), confined.
 */
export function pairStep(
  walk: PairWalk,
  words: Uint32Array,
  at: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  count: number,
): void {
  const { maps, pointOf, confinement } = walk;
  const { beyond, length: radius } = confinement;
  const list = new Int32Array(2 * walk.fields + 2);
  const share = pointOf.length / 2 ** 32;
  for (let i = 0; i < count; i++) {
    const length = listMaps(walk, Math.floor(words[at + i]! * share), Math.floor(words[at + count + i]! * share), list);
    let pt = 1;
    let px = x[i]!;
    let py = y[i]!;
    let pz = z[i]!;
    for (let n = 0; n < length; n++) {
      const m = list[n]!;
      const nt = maps[m]! * pt + maps[m + 1]! * px + maps[m + 2]! * py + maps[m + 3]! * pz;
      const nx = maps[m + 4]! * pt + maps[m + 5]! * px + maps[m + 6]! * py + maps[m + 7]! * pz;
      const ny = maps[m + 8]! * pt + maps[m + 9]! * px + maps[m + 10]! * py + maps[m + 11]! * pz;
      pz = maps[m + 12]! * pt + maps[m + 13]! * px + maps[m + 14]! * py + maps[m + 15]! * pz;
      pt = nt;
      px = nx;
      py = ny;
    }
    px /= pt;
    py /= pt;
    pz /= pt;
    const square = px * px + py * py + pz * pz;
    const scale = square > beyond ? radius / Math.sqrt(square) : 1;
    x[i] = px * scale;
    y[i] = py * scale;
    z[i] = pz * scale;
  }
}
