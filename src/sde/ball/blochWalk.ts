import { lorentzExponential, lorentzGenerator, multiplyLorentz } from "../sphere/lorentz.ts";
import { type PairWalk, pairStep, pairWalks } from "../sphere/pairWalk.ts";
import type { BlochDrift, BlochDynamics } from "./bloch.ts";

/**
 * Scheme of weak order 2: a random walk of affine maps. The splitting of S. Ninomiya and N. Victoir, Applied Mathematical
 * Finance 15, 107 (2008), doi:10.1080/13504860701413958,
 *
 *   g = exp(h/2 V_0) [ exp(Z_1 sqrt h V_1) exp(Z_2 sqrt h V_2) exp(Z_3 sqrt h V_3)  or, with probability 1/2, the reverse order ] exp(h/2 V_0)
 *
 * is of weak order 2 for every (Z_1, Z_2, Z_3) that shares the moments up to degree 5 with three independent standard normals.
 * Here Z takes 13 values: the 12 corners of a regular icosahedron of radius sqrt 5, each with probability 1/20, and 0 with
 * probability 2/5. The corners are a spherical 5-design (Delsarte, Goethals and Seidel, doi:10.1007/BF03187604), and E|Z|^2 = 3,
 * E|Z|^4 = 15 are those of the normals. The flow of V_0 is that of the Bloch equations, the others are rotations: a step is one
 * of 25 affine maps that are known beforehand, one random word chooses. Without collective processes there is one map, and it
 * is exact.
 */
export interface BlochWalkTable {
  readonly step: number;
  /** `blochWalkSlots` equally likely maps of 12 numbers, row by row: r -> row (1, r). */
  readonly maps: Float64Array;
}

/** 12 corners in either order, and 16 times the centre. */
export const blochWalkSlots = 40;

const slotNumbers = 12;

/**
 * The maps of one step of length `step` > 0 for any drift; each call writes over the table of the one before. With a drift that
 * depends on time, taken at the middle of the step, the scheme keeps its order.
 */
export function blochWalkTables(noise: BlochDynamics["noise"], step: number): (drift: BlochDrift) => BlochWalkTable {
  const root = Math.sqrt(step);
  const middles: Float64Array[] = [];
  const corners = icosahedron();
  for (const corner of corners) {
    const flows = noise.map((rotation, k) =>
      lorentzExponential(lorentzGenerator({ rotation, boost: [0, 0, 0] }, root * corner[k]!)),
    );
    middles.push(flows.reduce(product), flows.toReversed().reduce(product));
  }
  const maps = new Float64Array(blochWalkSlots * slotNumbers);
  const table = { step, maps };
  const store = (slot: number, map: Float64Array): void => maps.set(map.subarray(4), slot * slotNumbers);
  return (drift) => {
    const half = lorentzExponential(affineGenerator(drift, step / 2));
    for (const [slot, middle] of middles.entries()) store(slot, product(half, product(middle, half)));
    const centre = product(half, half);
    for (let slot = middles.length; slot < blochWalkSlots; slot++) store(slot, centre);
    return table;
  };
}

/** Generator of the flow of the drift on (1, r), 4 x 4 row by row. */
function affineGenerator({ rotation, contraction, push }: BlochDrift, scale: number): Float64Array {
  const generator = lorentzGenerator({ rotation, boost: [0, 0, 0] }, scale);
  for (const k of [0, 1, 2] as const) generator[5 * (k + 1)] = -scale * contraction[k];
  generator[12] = scale * push;
  return generator;
}

const product = (left: Float64Array, right: Float64Array): Float64Array =>
  multiplyLorentz(left, right, new Float64Array(16));

/**
 * The 12 corners, radius sqrt 5, turned by the quaternion 1 + sqrt2 i + sqrt3 j + sqrt5 k: then no component of the sums over
 * many steps stays on a lattice, also where only one of the three noises is at work.
 */
export function icosahedron(): readonly (readonly [number, number, number])[] {
  const golden = (1 + Math.sqrt(5)) / 2;
  const size = Math.sqrt(5 / (1 + golden * golden));
  const corners: (readonly [number, number, number])[] = [];
  for (const a of [size, -size]) {
    for (const b of [golden * size, -golden * size]) corners.push([0, a, b], [a, b, 0], [b, 0, a]);
  }
  const [w, i, j, k] = [1, Math.SQRT2, Math.sqrt(3), Math.sqrt(5)].map((part) => part / Math.sqrt(11)) as [
    number,
    number,
    number,
    number,
  ];
  return corners.map(([x, y, z]) => {
    // q r q*: r + 2 w (v x r) + 2 v x (v x r).
    const [a, b, c] = [j * z - k * y, k * x - i * z, i * y - j * x];
    return [x + 2 * (w * a + j * c - k * b), y + 2 * (w * b + k * a - i * c), z + 2 * (w * c + i * b - j * a)] as const;
  });
}

/** Below 1 by two roundings, so that a point brought back to it is inside whatever the rounding. */
const rim = 1 - 2 ** -52;

/**
 * One step of `count` trajectories at x, y, z, |r| <= 1 (also on return, to the last bit of x x + y y + z z): trajectory i
 * takes word words[at + i]. The choice floor(40 word / 2^32) is off from equal probabilities by less than 2^-32.
 */
export function blochWalkStep(
  { maps }: BlochWalkTable,
  words: Uint32Array,
  at: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const map = slotNumbers * Math.floor(words[at + i]! * (blochWalkSlots / 2 ** 32));
    const px = x[i]!;
    const py = y[i]!;
    const pz = z[i]!;
    let nx = maps[map]! + maps[map + 1]! * px + maps[map + 2]! * py + maps[map + 3]! * pz;
    let ny = maps[map + 4]! + maps[map + 5]! * px + maps[map + 6]! * py + maps[map + 7]! * pz;
    let nz = maps[map + 8]! + maps[map + 9]! * px + maps[map + 10]! * py + maps[map + 11]! * pz;
    const square = nx * nx + ny * ny + nz * nz;
    if (square > 1) {
      // The maps lead out of the ball by rounding only.
      const scale = rim / Math.sqrt(square);
      nx *= scale;
      ny *= scale;
      nz *= scale;
    }
    x[i] = nx;
    y[i] = ny;
    z[i] = nz;
  }
}

/** Walks of steps twice as long on the words of steps of length `step` > 0; each call writes over the walk of the one before. */
export function blochWalkPairs(noise: BlochDynamics["noise"], step: number): (drift: BlochDrift) => PairWalk {
  const design = [...icosahedron(), [0, 0, 0]];
  const pointOf = Uint8Array.from({ length: blochWalkSlots }, (_, slot) => Math.min(design.length - 1, slot >> 1));
  const orderOf = Uint8Array.from({ length: blochWalkSlots }, (_, slot) => slot % 2);
  const fields = noise.map((rotation) => ({ rotation, boost: [0, 0, 0] as const }));
  const pairs = pairWalks(fields, { design, pointOf, orderOf }, step);
  return (drift) => pairs(affineGenerator(drift, step));
}

/** One step of twice the length: see `pairStep`. |r| <= 1 on return, as after `blochWalkStep`. */
export function blochPairStep(
  walk: PairWalk,
  words: Uint32Array,
  at: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  count: number,
): void {
  pairStep(walk, words, at, x, y, z, count);
  for (let i = 0; i < count; i++) {
    const square = x[i]! * x[i]! + y[i]! * y[i]! + z[i]! * z[i]!;
    if (square <= 1) continue;
    const scale = rim / Math.sqrt(square);
    x[i]! *= scale;
    y[i]! *= scale;
    z[i]! *= scale;
  }
}
