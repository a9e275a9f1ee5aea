import { type ConformalField, lorentzGenerator } from "../lorentz.ts";
import { type PairWalk, pairWalks } from "../pairWalk.ts";
import { onSphere, tablesOfWalk, type WalkSlots, type WalkTable } from "../walk.ts";
import type { ConformalDynamics } from "./dynamics.ts";

/** 24 corners and 12 times the centre, in either order. */
export const walkSlots = 72;

const centreSlots = 12;

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

/** 54 corners and 18 times the centre, in either order: the walk of six noises. */
export const wideWalkSlots = 144;

/**
 * The 55 values of Z of six noises, the centre last: the vertices of the Hessian polyhedron (0, u, -v), (-v, 0, u), (u, -v, 0), u and v any cube
 * roots of 1, and their negatives, in C^3 = R^6 (H. S. M. Coxeter, Regular Complex Polytopes, section 12.3). They are the shortest vectors of the dual of
 * the lattice E_6, a spherical 5-design (B. Venkov, Reseaux euclidiens, designs spheriques et formes modulaires, 2001, section 4), here of
 * radius sqrt 8, each with probability 1/72, and 0 with probability 1/4: E|Z|^2 = 6 and E|Z|^4 = 48 are those of the normals.
 * Two reflections turn them off every lattice.
 */
export function wideDesign(): readonly (readonly number[])[] {
  const half = Math.sqrt(3) / 2;
  const roots = [
    [1, 0],
    [-0.5, half],
    [-0.5, -half],
  ] as const;
  const corners = [0, 1, 2].flatMap((empty) =>
    roots.flatMap(([a, b]) =>
      roots.flatMap(([c, d]) =>
        [2, -2].map((size) => {
          const corner = [0, 0, 0, 0, 0, 0];
          const [first, second] = [2 * ((empty + 1) % 3), 2 * ((empty + 2) % 3)];
          corner[first] = size * a;
          corner[first + 1] = size * b;
          corner[second] = -size * c;
          corner[second + 1] = -size * d;
          return corner;
        }),
      ),
    ),
  );
  const turned = corners.map((corner) => reflected(reflected(corner, [1, 2, 3, 5, 7, 11]), [13, 2, 11, 3, 7, 5]));
  return [...turned, [0, 0, 0, 0, 0, 0]];
}

/** At the plane across the vector of the roots of some numbers. */
function reflected(point: readonly number[], squares: readonly number[]): readonly number[] {
  const along = squares.reduce((sum, square, k) => sum + Math.sqrt(square) * point[k]!, 0);
  const share = (2 * along) / squares.reduce((sum, square) => sum + square, 0);
  return point.map((value, k) => value - share * Math.sqrt(squares[k]!));
}

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
 * The law after n steps sits on finitely many points, 50^n at most: compare histograms after some ten steps or more. With six
 * noises it is the same with `wideDesign`.
 */
export const walkTables = (noise: ConformalDynamics["noise"], step: number): ((drift: ConformalField) => WalkTable) => {
  const tables = tablesOfWalk(noise, slotsFor(noise), onSphere, step);
  return (drift) => tables(lorentzGenerator(drift, step / 2));
};

/** Walks of steps twice as long on the words of steps of length `step` > 0; each call writes over the walk of the one before. */
export function walkPairs(noise: ConformalDynamics["noise"], step: number): (drift: ConformalField) => PairWalk {
  const pairs = pairWalks(noise, slotsFor(noise), onSphere, step);
  return (drift) => pairs(lorentzGenerator(drift, step));
}

const slotsFor = (noise: ConformalDynamics["noise"]): WalkSlots =>
  noise.length === 4 ? slots(incrementDesign(), walkSlots, centreSlots) : slots(wideDesign(), wideWalkSlots, 18);

/** All values in one order, then in the other; the copies of the centre are one point. */
function slots(design: WalkSlots["design"], count: number, centres: number): WalkSlots {
  const half = count / 2;
  return {
    design,
    pointOf: Uint8Array.from({ length: count }, (_, slot) => Math.min(half - centres, slot % half)),
    orderOf: Uint8Array.from({ length: count }, (_, slot) => Math.floor(slot / half)),
  };
}
