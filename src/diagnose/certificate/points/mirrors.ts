import { multipoleIndex } from "../../../state/blocks/multipoles.ts";
import type { Vector3 } from "../../../state/moments.ts";

/** Which of x -> -x, y -> -y, z -> -z leave the state as it is. */
export type Mirrors = readonly [boolean, boolean, boolean];

/** Signs that component `a` of degree l, order m, real or imaginary part, takes under x -> -x, y -> -y and z -> -z. */
function signs(l: number, m: number, imaginary: boolean): Vector3 {
  const order = m % 2 === 0 ? 1 : -1;
  return [imaginary ? -order : order, imaginary ? -1 : 1, (l + m) % 2 === 0 ? 1 : -1];
}

/** Calls `use` with the place of each component up to `degree` and its signs. */
function forEachComponent(degree: number, use: (at: number, signs: Vector3, l: number) => void): void {
  for (let l = 0; l <= degree; l++) {
    for (let m = 0; m <= l; m++) {
      use(multipoleIndex(l, m), signs(l, m, false), l);
      if (m > 0) use(multipoleIndex(l, m) + 1, signs(l, m, true), l);
    }
  }
}

/** Mirrors of a state: those whose odd multipoles are no longer than `negligible`, what the multipoles may be off by. */
export function mirrorsOf(spins: number, multipoles: Float64Array, negligible: number): Mirrors {
  const odd = [0, 0, 0];
  forEachComponent(spins, (at, sign) => {
    for (let axis = 0; axis < 3; axis++) if (sign[axis] === -1) odd[axis] = Math.hypot(odd[axis]!, multipoles[at]!);
  });
  return [odd[0]! <= negligible, odd[1]! <= negligible, odd[2]! <= negligible];
}

/** Places of the components that are even under all mirrors. */
export function evenComponents(degree: number, mirrors: Mirrors): Int32Array {
  const places: number[] = [];
  forEachComponent(degree, (at, sign) => {
    if (mirrors.every((present, axis) => !present || sign[axis] === 1)) places.push(at);
  });
  return Int32Array.from(places).sort();
}

/** All mirror images of a point, each once. */
export function imagesOf(point: Vector3, mirrors: Mirrors): Vector3[] {
  let images: Vector3[] = [point];
  for (let axis = 0; axis < 3; axis++) {
    if (!mirrors[axis] || point[axis] === 0) continue;
    images = images.flatMap((image): Vector3[] => [
      image,
      image.map((v, k) => (k === axis ? -v : v)) as unknown as Vector3,
    ]);
  }
  return images;
}

/** Its image in the domain that is kept: positive coordinates where there is a mirror. */
export const folded = (point: Vector3, mirrors: Mirrors): Vector3 => [
  mirrors[0] ? Math.abs(point[0]) : point[0],
  mirrors[1] ? Math.abs(point[1]) : point[1],
  mirrors[2] ? Math.abs(point[2]) : point[2],
];
