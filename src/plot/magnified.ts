import { unit } from "../model/secondOrder/parabolic/cells.ts";
import type { Observables, Vector3 } from "../state/moments.ts";
import { spreadOf } from "../state/spread.ts";
import { frameRow } from "./axes/frameRow.ts";
import type { Mark } from "./axes/marks.ts";
import type { DensityBands } from "./densityBands.ts";
import type { DrawnState } from "./drawnState.ts";
import { COLUMN, type Row } from "./page.ts";
import type { MarkedPoints } from "./sphereMarks.ts";
import type { SvgTheme } from "./theme.ts";

/** Standard deviations from which on a peak is seen well on the sphere itself. */
const NARROW = 0.12;
/** Half of the width of the frame in standard deviations, and its height over its width. */
const REACH = 5.2;
const ASPECT = 0.72;
/** Points along a side. */
const SIDE = 121;

/** A density around its mean as seen from above it: in the plane that touches the sphere there. */
export interface Magnified {
  readonly centre: Vector3;
  /** Around z, and towards it. */
  readonly east: Vector3;
  readonly north: Vector3;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly values: Float64Array;
}

/** null where it is seen well on the sphere, or each value costs much. */
export function magnified({ evaluate, dear }: DrawnState, spins: number, observables: Observables): Magnified | null {
  const width = spreadOf(spins, observables);
  if (dear || width === null || !(width < NARROW) || Math.hypot(...observables.mean) < 0.5) return null;
  const centre = unit(observables.mean);
  const [east, north] = directions(centre);
  const x = Array.from({ length: SIDE }, (_, k) => REACH * width * ((2 * k) / (SIDE - 1) - 1));
  const y = x.map((value) => ASPECT * value);
  const points = new Float64Array(3 * SIDE * SIDE);
  let at = 0;
  for (const v of y) {
    for (const u of x) {
      const [a, b, c] = [0, 1, 2].map((i) => centre[i]! + u * east[i]! + v * north[i]!) as [number, number, number];
      points.set(unit([a, b, c]), at);
      at += 3;
    }
  }
  const values = new Float64Array(SIDE * SIDE);
  evaluate(points, values);
  return { centre, east, north, x, y, values };
}

export function magnifiedRow(
  { centre, east, north, x, y, values }: Magnified,
  symbol: string,
  bands: DensityBands,
  marks: MarkedPoints,
  theme: SvgTheme,
): Row {
  const drawn: Mark[] = [{ kind: "filled", x, y, values, bands, lines: theme.ink }];
  if (bands.signed) drawn.push({ kind: "contours", x, y, values, levels: [0], color: theme.ink, width: 0.9 });
  for (const { at, color, shape = "disc", size = 4 } of marks.points) {
    const depth = dot(at, centre) / Math.hypot(at[0]!, at[1]!, at[2]!);
    if (!(depth > 0.5)) continue;
    const seen = [dot(at, east) / dot(at, centre), dot(at, north) / dot(at, centre)] as const;
    drawn.push({ kind: "points", points: [seen], color, shape, size: 1.4 * size });
  }
  const half = x.at(-1)!;
  return frameRow(
    {
      title: `${symbol} around the mean`,
      axisX: { label: "distance around *z*", range: [-half, half] },
      axisY: { label: "towards +*z*", range: [-ASPECT * half, ASPECT * half] },
      marks: drawn,
      aspect: ASPECT,
    },
    COLUMN,
    theme,
    "near",
  );
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

/** Around z and towards it, as seen from outside; along y and -x at the poles. */
function directions(centre: Vector3): readonly [Vector3, Vector3] {
  const [x, y, z] = centre;
  const east: Vector3 = Math.hypot(x, y) < 1e-9 ? [0, 1, 0] : unit([-y, x, 0]);
  return [east, [y * east[2] - z * east[1], z * east[0] - x * east[2], x * east[1] - y * east[0]]];
}
