import type { Vector3 } from "../state/moments.ts";

/** A view from infinity: orthonormal directions of the picture, of which `toward` points to the viewer. */
export interface Camera {
  readonly right: Vector3;
  readonly up: Vector3;
  readonly toward: Vector3;
}

/** The viewer stands in the direction of these angles (degrees) and sees the z axis upright. */
export function cameraAt(azimuth: number, elevation: number): Camera {
  const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  const [ca, sa, ce, se] = [Math.cos(a), Math.sin(a), Math.cos(e), Math.sin(e)];
  const right: Vector3 = [-sa, ca, 0];
  const toward: Vector3 = [ce * ca, ce * sa, se];
  const up: Vector3 = [-se * ca, -se * sa, ce];
  return { right, up, toward };
}

/** Coordinates in the picture, v upwards, and the depth, which grows towards the viewer. */
export function project({ right, up, toward }: Camera, r: ArrayLike<number>, at = 0): Vector3 {
  const [x, y, z] = [r[at]!, r[at + 1]!, r[at + 2]!];
  return [
    right[0] * x + right[1] * y + right[2] * z,
    up[0] * x + up[1] * y + up[2] * z,
    toward[0] * x + toward[1] * y + toward[2] * z,
  ];
}

/** Part of a curve that lies in one layer of depth. */
export interface CurvePiece {
  /** 0 is the farthest layer. */
  readonly layer: number;
  /** u, v of the picture, two numbers a point. */
  readonly points: readonly number[];
}

/**
 * Cuts a curve in space (three numbers a point) where its depth crosses one of the ascending `borders`, so that each piece can be
 * drawn as near as it is. Neighbouring pieces share the point on the border.
 */
export function cutByDepth(camera: Camera, curve: ArrayLike<number>, borders: readonly number[]): CurvePiece[] {
  const layerOf = (depth: number) => borders.reduce((layer, border) => layer + (depth >= border ? 1 : 0), 0);
  const pieces: CurvePiece[] = [];
  let last: Vector3 | null = null;
  let layer = 0;
  let points: number[] = [];
  for (let at = 0; at + 2 < curve.length; at += 3) {
    const here = project(camera, curve, at);
    const target = layerOf(here[2]);
    if (last === null) layer = target;
    while (last !== null && layer !== target) {
      const border = borders[target > layer ? layer : layer - 1]!;
      const share = (border - last[2]) / (here[2] - last[2]);
      const [u, v] = [last[0] + share * (here[0] - last[0]), last[1] + share * (here[1] - last[1])];
      pieces.push({ layer, points: [...points, u, v] });
      points = [u, v];
      layer += target > layer ? 1 : -1;
    }
    points.push(here[0], here[1]);
    last = here;
  }
  if (points.length > 2) pieces.push({ layer, points });
  return pieces;
}
