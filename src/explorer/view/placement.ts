import type { View } from "../state.ts";

/** Where a sphere is on the stage, in pixels from the upper left corner. */
export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Room around a sphere of zoom 1 for its axes, and from this width on a wider one. */
const [MARGIN, WIDE_MARGIN, WIDE] = [34, 52, 560];

export const mainDisc = (width: number, height: number, { zoom }: View): Disc => ({
  x: width / 2,
  y: height / 2,
  radius: Math.max(20, Math.min(width, height) / 2 - (width < WIDE ? MARGIN : WIDE_MARGIN)) * zoom,
});

/** The far side, small, in the corner below on the right, which the sphere leaves free. */
export function farDisc(width: number, height: number): Disc {
  const radius = width < WIDE ? 34 : Math.min(68, Math.max(44, height / 11));
  const gap = width < WIDE ? 10 : 18;
  return { x: width - gap - radius, y: height - gap - 16 - radius, radius };
}
