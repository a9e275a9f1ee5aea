import type { ConformalDynamics, ConformalField } from "./conformal.ts";
import { lorentzExponential, lorentzGenerator, multiplyLorentz } from "./lorentz.ts";
import { type PairWalk, pairStep, pairWalks } from "./pairWalk.ts";

/**
 * Scheme of weak order 2: a random walk on the group of Moebius maps. The splitting of S. Ninomiya and N. Victoir, Applied
 * Mathematical Finance 15, 107 (2008), doi:10.1080/13504860701413958,
 *
 *   g = exp(h/2 V_0) [ exp(Z_1 sqrt h V_1) ... exp(Z_4 sqrt h V_4)  or, with probability 1/2, the reverse order ] exp(h/2 V_0)
 *
 * is of weak order 2 for every (Z_1, ..., Z_4) that shares the moments up to degree 5 with four independent standard normals.
 * Here Z takes 25 values: the 24 corners of a regular 24-cell of radius sqrt 6, each with probability 1/36, and 0 with
 * probability 1/3. The corners are a spherical 5-design (Delsarte, Goethals and Seidel, doi:10.1007/BF03187604), and
 * E|Z|^2 = 4, E|Z|^4 = 24 are those of the normals. All flows of the dynamics are Moebius maps, so a step is one of 50 maps
 * that are known beforehand: one random word chooses, one matrix product moves the point.
 *
 * The law after n steps sits on finitely many points, 50^n at most: compare histograms after some ten steps or more.
 */
export interface WalkTable {
  readonly step: number;
  /** `walkSlots` equally likely maps of 12 numbers: the lower three rows of the Lorentz matrix, n = row (1, r). */
  readonly maps: Float64Array;
}

/** 24 corners and 12 times the centre, in either order. */
export const walkSlots = 72;

const centreSlots = 12;
const slotNumbers = 12;

/** The maps of one step of length `step` > 0. */
export function walkTable({ drift, noise }: ConformalDynamics, step: number): WalkTable {
  return walkTables(noise, step)(drift);
}

/**
 * The maps of one step of length `step` > 0 for any drift; each call writes over the table of the one before. With a drift that
 * depends on time, taken at the middle of the step, the scheme keeps its order: time is one more flow of a symmetric
 * splitting.
 */
export function walkTables(noise: ConformalDynamics["noise"], step: number): (drift: ConformalField) => WalkTable {
  const root = Math.sqrt(step);
  const design = incrementDesign();
  // The copies of the centre have one map, which does not depend on the order either.
  const corners = design.length - centreSlots;
  const middles: Float64Array[] = [];
  for (const point of design.slice(0, corners)) {
    const flows = noise.map((field, k) => lorentzExponential(lorentzGenerator(field, root * point[k]!)));
    middles.push(flows.reduce(product), flows.toReversed().reduce(product));
  }
  const maps = new Float64Array(walkSlots * slotNumbers);
  const table = { step, maps };
  const [first, whole] = [new Float64Array(16), new Float64Array(16)];
  const store = (slot: number): void => {
    for (let k = 0; k < slotNumbers; k++) maps[slot * slotNumbers + k] = whole[4 + k]!;
  };
  return (drift) => {
    const half = lorentzExponential(lorentzGenerator(drift, step / 2));
    for (let corner = 0; corner < corners; corner++) {
      for (let order = 0; order < 2; order++) {
        multiplyLorentz(middles[2 * corner + order]!, half, first);
        multiplyLorentz(half, first, whole);
        store((walkSlots / 2) * order + corner);
      }
    }
    multiplyLorentz(half, half, whole);
    for (let copy = corners; copy < walkSlots / 2; copy++) {
      store(copy);
      store(walkSlots / 2 + copy);
    }
    return table;
  };
}

const product = (left: Float64Array, right: Float64Array): Float64Array =>
  multiplyLorentz(left, right, new Float64Array(16));

/**
 * The 36 equally likely values of Z. The 24-cell (the Hurwitz units +-1, +-i, +-j, +-k, (+-1+-i+-j+-k)/2) is turned by the
 * quaternion 1 + sqrt2 i + sqrt3 j + sqrt5 k: then no component of the sums over many steps stays on a lattice, also where
 * only one of the four noises is at work.
 */
export function incrementDesign(): readonly (readonly number[])[] {
  const corners: number[][] = [];
  for (let axis = 0; axis < 4; axis++) {
    for (const sign of [1, -1]) corners.push([0, 1, 2, 3].map((k) => (k === axis ? sign : 0)));
  }
  for (let signs = 0; signs < 16; signs++) corners.push([0, 1, 2, 3].map((k) => ((signs >> k) & 1 ? -0.5 : 0.5)));
  const size = Math.sqrt(6 / 11);
  const [a, b, c, d] = [size, size * Math.SQRT2, size * Math.sqrt(3), size * Math.sqrt(5)] as const;
  const turned = corners.map((corner) => {
    const [p, q, r, s] = corner as [number, number, number, number];
    return [
      a * p - b * q - c * r - d * s,
      a * q + b * p + c * s - d * r,
      a * r - b * s + c * p + d * q,
      a * s + b * r - c * q + d * p,
    ];
  });
  return [...turned, ...Array.from({ length: centreSlots }, () => [0, 0, 0, 0])];
}

/**
 * One step of `count` trajectories at x, y, z (|r| = 1 on return, to rounding): trajectory i takes word words[at + i]. The
 * choice floor(72 word / 2^32) is off from equal probabilities by less than 2^-32.
 */
export function walkStep(
  { maps }: WalkTable,
  words: Uint32Array,
  at: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const map = slotNumbers * Math.floor(words[at + i]! * (walkSlots / 2 ** 32));
    const px = x[i]!;
    const py = y[i]!;
    const pz = z[i]!;
    const nx = maps[map]! + maps[map + 1]! * px + maps[map + 2]! * py + maps[map + 3]! * pz;
    const ny = maps[map + 4]! + maps[map + 5]! * px + maps[map + 6]! * py + maps[map + 7]! * pz;
    const nz = maps[map + 8]! + maps[map + 9]! * px + maps[map + 10]! * py + maps[map + 11]! * pz;
    // On the light cone t = |n|: dividing by |n| is the map itself and keeps rounding errors of |r| from growing.
    const scale = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
    x[i] = nx * scale;
    y[i] = ny * scale;
    z[i] = nz * scale;
  }
}

/** Walks of steps twice as long on the words of steps of length `step` > 0; each call writes over the walk of the one before. */
export function walkPairs(noise: ConformalDynamics["noise"], step: number): (drift: ConformalField) => PairWalk {
  const design = incrementDesign();
  const half = walkSlots / 2;
  const pointOf = Uint8Array.from({ length: walkSlots }, (_, slot) => Math.min(half - centreSlots, slot % half));
  const orderOf = Uint8Array.from({ length: walkSlots }, (_, slot) => Math.floor(slot / half));
  const pairs = pairWalks(noise, { design, pointOf, orderOf }, step);
  return (drift) => pairs(lorentzGenerator(drift, step));
}

/** One step of twice the length: see `pairStep`. |r| = 1 on return, to rounding. */
export function walkPairStep(
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
    const scale = 1 / Math.sqrt(x[i]! * x[i]! + y[i]! * y[i]! + z[i]! * z[i]!);
    x[i]! *= scale;
    y[i]! *= scale;
    z[i]! *= scale;
  }
}
