import type { Triple } from "../../model/secondOrder/coefficients.ts";
import { middle, unit } from "../../model/secondOrder/parabolic/cells.ts";

/** Values of a function on the sphere at points, three numbers each, into `out`: many at once cost less than one by one. */
export type FillValues = (points: Float64Array, out: Float64Array) => void;

/** An edge between points of opposite signs. */
export interface CutEdge {
  readonly ends: readonly [Triple, Triple];
  readonly values: readonly [number, number];
}

const MOST_STEPS = 60;

/**
 * A zero on each edge, of all edges at once (regula falsi, Illinois variant).
 *
 * @param accuracy of the last step, in lengths of an edge; the zero is nearer still, as each step has more than one and a half times the digits of the last
 */
export function zerosOnEdges(edges: readonly CutEdge[], fill: FillValues, accuracy: number): Triple[] {
  const brackets = edges.map(({ values: [atLow, atHigh] }) => ({
    low: 0,
    high: 1,
    atLow,
    atHigh,
    at: 0.5,
    side: 0,
    done: false,
  }));
  const pointOn = (k: number): Triple => {
    const [p, q] = edges[k]!.ends;
    const t = brackets[k]!.at;
    return unit([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]), p[2] + t * (q[2] - p[2])]);
  };
  let open = edges.map((_, k) => k);
  for (let step = 0; step < MOST_STEPS && open.length > 0; step++) {
    for (const k of open) {
      const bracket = brackets[k]!;
      const { low, high, atLow, atHigh } = bracket;
      const at = low - (atLow * (high - low)) / (atHigh - atLow);
      bracket.done = Math.abs(at - bracket.at) < accuracy;
      bracket.at = at;
    }
    const values = valuesAt(open.map(pointOn), fill);
    for (const [i, k] of open.entries()) narrow(brackets[k]!, values[i]!, accuracy);
    open = open.filter((k) => !brackets[k]!.done);
  }
  return edges.map((_, k) => pointOn(k));
}

interface Bracket {
  low: number;
  high: number;
  atLow: number;
  atHigh: number;
  readonly at: number;
  side: number;
  done: boolean;
}

/** By the value at `at`. An end that stays for a second time counts half, or it would stay for ever. */
function narrow(bracket: Bracket, value: number, accuracy: number): void {
  if (value === 0) bracket.done = true;
  else if (value < 0 === bracket.atLow < 0) {
    bracket.low = bracket.at;
    bracket.atLow = value;
    if (bracket.side === -1) bracket.atHigh /= 2;
    bracket.side = -1;
  } else {
    bracket.high = bracket.at;
    bracket.atHigh = value;
    if (bracket.side === 1) bracket.atLow /= 2;
    bracket.side = 1;
  }
  if (!(bracket.high - bracket.low > accuracy)) bracket.done = true;
}

function valuesAt(points: readonly Triple[], fill: FillValues): Float64Array {
  const values = new Float64Array(points.length);
  fill(Float64Array.from(points.flat()), values);
  return values;
}

/**
 * What the region has beyond the great circles between pairs of neighbouring points of its boundary: two thirds of height times length, as
 * of a parabola, with an error of the fifth order in the length.
 */
export function bulgeAreas(sides: readonly (readonly [Triple, Triple])[], fill: FillValues): Float64Array {
  const chords = sides.map(([p, q]) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
  const probes = sides.flatMap(([p, q], k): readonly Triple[] => {
    const centre = middle(p, q);
    if (chords[k] === 0) return [centre, centre, centre];
    const across = unit([
      centre[1] * (q[2] - p[2]) - centre[2] * (q[1] - p[1]),
      centre[2] * (q[0] - p[0]) - centre[0] * (q[2] - p[2]),
      centre[0] * (q[1] - p[1]) - centre[1] * (q[0] - p[0]),
    ]);
    const moved = (t: number): Triple =>
      unit([centre[0] + t * across[0], centre[1] + t * across[1], centre[2] + t * across[2]]);
    const step = STEP * chords[k]!;
    return [moved(-step), centre, moved(step)];
  });
  const values = valuesAt(probes, fill);
  return Float64Array.from(chords, (chord, k) => bulgeArea(chord, values.subarray(3 * k, 3 * k + 3)));
}

/** How far beside the middle of a chord values are asked for, in its length. */
const STEP = 0.25;

function bulgeArea(chord: number, [before, here, after]: Float64Array): number {
  const slope = (after! - before!) / (2 * STEP * chord);
  if (chord === 0 || slope === 0) return 0;
  const height = -here! / slope;
  // Beyond half a chord the boundary is not resolved, and the polygon is all that is known.
  if (!(Math.abs(height) < 0.5 * chord)) return 0;
  // Moving towards larger values from a zero inside the region takes in more of it.
  return (2 / 3) * chord * height * Math.sign(slope);
}
