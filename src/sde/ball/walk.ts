import { type ConformalField, lorentzGenerator } from "../lorentz.ts";
import { type PairWalk, pairWalks } from "../pairWalk.ts";
import { inBall, tablesOfWalk, type WalkSlots, type WalkTable } from "../walk.ts";
import type { BlochDrift, BlochDynamics } from "./dynamics.ts";

/** 12 corners in either order, and 16 times the centre. */
export const blochWalkSlots = 40;

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
export function blochWalkTables(noise: BlochDynamics["noise"], step: number): (drift: BlochDrift) => WalkTable {
  const tables = tablesOfWalk(noise.map(rotationField), slots(), inBall, step);
  return (drift) => tables(affineGenerator(drift, step / 2));
}

/** Walks of steps twice as long on the words of steps of length `step` > 0; each call writes over the walk of the one before. */
export function blochWalkPairs(noise: BlochDynamics["noise"], step: number): (drift: BlochDrift) => PairWalk {
  const pairs = pairWalks(noise.map(rotationField), slots(), inBall, step);
  return (drift) => pairs(affineGenerator(drift, step));
}

const rotationField = (rotation: ConformalField["rotation"]): ConformalField => ({ rotation, boost: [0, 0, 0] });

/** Generator of the flow of the drift on (1, r), 4 x 4 row by row. */
function affineGenerator({ rotation, contraction, push }: BlochDrift, scale: number): Float64Array {
  const generator = lorentzGenerator(rotationField(rotation), scale);
  const [xx, yy, zz, xy, xz, yz] = contraction;
  const rows = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ] as const;
  for (const i of [0, 1, 2] as const) {
    generator[4 * (i + 1)] = scale * push[i];
    for (const j of [0, 1, 2] as const) generator[4 * (i + 1) + j + 1]! -= scale * rows[i][j];
  }
  return generator;
}

/** Each corner in either order, then the copies of the centre, which are one point. */
function slots(): WalkSlots {
  const design = [...icosahedron(), [0, 0, 0]];
  return {
    design,
    pointOf: Uint8Array.from({ length: blochWalkSlots }, (_, slot) => Math.min(design.length - 1, slot >> 1)),
    orderOf: Uint8Array.from({ length: blochWalkSlots }, (_, slot) => slot % 2),
  };
}

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
