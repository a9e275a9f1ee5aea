import type { State } from "../../roads/state.ts";
import type { Vector3 } from "../../state/moments.ts";
import type { SlicesAnswer, Surface } from "../protocol.ts";
import type { Vector } from "../state.ts";
import type { Answered } from "./answered.ts";
import { ballDensity } from "./ballDensity.ts";
import { extremes } from "./picture.ts";

/**
 * P in the ball on the disc that holds the axis and the mean, and on the one across the axis through the mean; null for a state of which neither P nor enough
 * of its moments is known.
 */
export function slicesOf(state: State, index: number | null, axis: Vector): Answered<SlicesAnswer> | null {
  const drawn = ballDensity(state);
  if (drawn === null) return null;
  const { evaluate, fact } = drawn;
  const contains = drawn.contains!;
  const facts = [fact?.replaceAll("*", ""), state.density === null ? undefined : "on a polyhedron in the ball"].filter(
    (text) => text !== undefined,
  );
  const { mean, square } = state.observables;
  const frame = frameOf(axis, mean);
  const height = dot(mean, frame.axis);
  const surfaceOf = (disc: Disc): Surface => {
    const points = discPoints(disc, contains);
    const values = new Float64Array(points.length / 3);
    evaluate(points, values);
    const [least, greatest] = extremes(values);
    return {
      positions: Float32Array.from(points),
      triangles: TRIANGLES.slice(),
      values: Float32Array.from(values),
      least,
      greatest,
    };
  };
  const along: Disc = { centre: [0, 0, 0], u: frame.outward, v: frame.axis, radius: 1 };
  const across: Disc = {
    centre: scaled(frame.axis, height),
    u: frame.outward,
    v: frame.sideways,
    radius: Math.sqrt(Math.max(0, 1 - height * height)),
  };
  return {
    kind: "slices",
    index,
    slices: [surfaceOf(along), surfaceOf(across)],
    mean,
    meanLength: Math.hypot(...mean),
    meanSquare: meanSquare(square, state.model.spins),
    // Cells are straight, so that their ball is a polyhedron, and P ends at its faces.
    band: facts.length === 0 ? null : facts.join(", "),
  };
}

/** <r^2> of P, negative where P is: <r_k^2> = (4 <J_k^2>/N^2 - 1/N) N/(N - 1); of one spin it is gauge, and 1 on the sphere. */
function meanSquare(square: Vector3, spins: number): number {
  if (spins === 1) return 1;
  const sum = square[0] + square[1] + square[2];
  return (sum - 3 / spins) / (1 - 1 / spins);
}

interface Disc {
  readonly centre: Vector;
  readonly u: Vector;
  readonly v: Vector;
  readonly radius: number;
}

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const scaled = (a: Vector, by: number): Vector => [by * a[0], by * a[1], by * a[2]];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: Vector): Vector => scaled(a, 1 / Math.hypot(...a));

/** The axis, the direction of the mean across it, and the one across both. */
function frameOf(
  given: Vector,
  mean: Vector,
): { readonly axis: Vector; readonly outward: Vector; readonly sideways: Vector } {
  const axis = unit(given);
  const off = scaled(axis, dot(mean, axis));
  const part: Vector = [mean[0] - off[0], mean[1] - off[1], mean[2] - off[2]];
  const smallest = axis.map(Math.abs).indexOf(Math.min(...axis.map(Math.abs)));
  const other: Vector = [smallest === 0 ? 1 : 0, smallest === 1 ? 1 : 0, smallest === 2 ? 1 : 0];
  const outward = Math.hypot(...part) > 1e-6 ? unit(part) : unit(cross(axis, other));
  return { axis, outward, sideways: cross(axis, outward) };
}

const RINGS = 64;
const ANGLES = 120;
/** So much of the way to the end of the mesh is in it, whatever is rounded. */
const INSIDE = 0.995;
const HALVINGS = 24;

/** The centre, then ring after ring, each as far out as the mesh allows in its direction. */
function discPoints({ centre, u, v, radius }: Disc, contains: (point: Float64Array) => boolean): Float64Array {
  const points = new Float64Array(3 * (1 + RINGS * ANGLES));
  const place = (angle: number, r: number, at: number): void => {
    const [a, b] = [r * Math.cos(angle), r * Math.sin(angle)];
    for (let i = 0; i < 3; i++) points[at + i] = centre[i]! + a * u[i]! + b * v[i]!;
  };
  const probe = points.subarray(0, 3);
  for (let k = 0; k < ANGLES; k++) {
    const angle = (2 * Math.PI * k) / ANGLES;
    let [inside, outside] = [0, radius];
    for (let step = 0; step < HALVINGS; step++) {
      const middle = (inside + outside) / 2;
      place(angle, middle, 0);
      if (contains(probe)) inside = middle;
      else outside = middle;
    }
    for (let ring = 1; ring <= RINGS; ring++) {
      place(angle, (INSIDE * inside * ring) / RINGS, 3 * (1 + (ring - 1) * ANGLES + k));
    }
  }
  points.set(centre);
  return points;
}

const TRIANGLES = discTriangles();

function discTriangles(): Uint32Array {
  const triangles: number[] = [];
  const vertex = (ring: number, k: number): number => (ring === 0 ? 0 : 1 + (ring - 1) * ANGLES + (k % ANGLES));
  for (let ring = 0; ring < RINGS; ring++) {
    for (let k = 0; k < ANGLES; k++) {
      triangles.push(vertex(ring, k), vertex(ring + 1, k), vertex(ring + 1, k + 1));
      if (ring > 0) triangles.push(vertex(ring, k), vertex(ring + 1, k + 1), vertex(ring, k + 1));
    }
  }
  return Uint32Array.from(triangles);
}
