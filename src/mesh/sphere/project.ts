import { Matrix, solve } from "ml-matrix";
import { MeshError } from "../../core/errors.ts";
import { sphereTolerance } from "../tolerances.ts";

/** Points further than this from the unit sphere are not moved onto it: they belong to another surface. */
export const projectionLimit = 1e-3;

/**
 * Moves points that lie within 1e-3 of the unit sphere onto it, in place; those within 1e-12 keep their bits.
 * Returns the largest shift. Throws MeshError where a point is further off; the message says which sphere the points do lie on.
 * `points`: 3 numbers a point; `name`: how messages call a point.
 */
export function projectToSphere(points: Float64Array, name: (vertex: number) => string): number {
  let worst = 0;
  let worstAt = 0;
  for (let at = 0; at < points.length; at += 3) {
    const shift = Math.abs(radiusOf(points, at) - 1);
    if (shift > worst) {
      worst = shift;
      worstAt = at;
    }
  }
  if (!(worst <= projectionLimit)) throw offSphereError(points, worstAt, name);
  if (worst <= sphereTolerance) return 0;
  for (let at = 0; at < points.length; at += 3) {
    const radius = radiusOf(points, at);
    if (Math.abs(radius - 1) <= sphereTolerance) continue;
    for (let k = at; k < at + 3; k++) points[k]! /= radius;
  }
  return worst;
}

function radiusOf(points: Float64Array, at: number): number {
  const [x, y, z] = [points[at]!, points[at + 1]!, points[at + 2]!];
  return Math.sqrt(x * x + y * y + z * z);
}

function offSphereError(points: Float64Array, worstAt: number, name: (vertex: number) => string): MeshError {
  const fit = fitSphere(points);
  const found = fit.radius;
  const parts = { value: found, limit: 1 };
  if (fit.deviation <= projectionLimit * found) {
    // Six digits below the leading one of the radius: what is less is rounding of the fit.
    const digits = Math.min(100, Math.max(0, 6 - Math.floor(Math.log10(found))));
    const centre = fit.centre.map((value) => Number(value.toFixed(digits)) + 0).join(", ");
    const radius = Number(found.toPrecision(10));
    if (Math.hypot(...fit.centre) <= projectionLimit * found) {
      return new MeshError({
        what: `the points lie on a sphere of radius ${radius}, not 1`,
        remedy: `divide all coordinates by ${radius}`,
        ...parts,
      });
    }
    return new MeshError({
      what: `the points lie on a sphere of radius ${radius} centred at (${centre}), not on the unit sphere about the origin`,
      remedy: `subtract the centre from all points${Math.abs(found - 1) <= projectionLimit ? "" : ` and divide by ${radius}`}`,
      ...parts,
    });
  }
  const radius = radiusOf(points, worstAt);
  return new MeshError({
    what: `${name(worstAt / 3)} has radius ${radius}, not 1 within ${projectionLimit}, and the points lie on no common sphere`,
    remedy: "give the triangles of a unit sphere about the origin alone",
    value: radius,
    limit: projectionLimit,
  });
}

/** Least-squares sphere through points: |q|^2 = 2 c.q + k about their mean, radius^2 = k + |c|^2. */
function fitSphere(points: Float64Array): { centre: number[]; radius: number; deviation: number } {
  const count = points.length / 3;
  const mean = [0, 0, 0];
  for (let i = 0; i < points.length; i++) mean[i % 3]! += points[i]! / count;
  const system = Matrix.zeros(4, 4);
  const right = Matrix.zeros(4, 1);
  for (let at = 0; at < points.length; at += 3) {
    const row = [0, 1, 2].map((k) => 2 * (points[at + k]! - mean[k]!));
    const square = (row[0]! ** 2 + row[1]! ** 2 + row[2]! ** 2) / 4;
    row.push(1);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 4; j++) system.set(i, j, system.get(i, j) + row[i]! * row[j]!);
      right.set(i, 0, right.get(i, 0) + row[i]! * square);
    }
  }
  // The pseudo-inverse: coplanar points leave the system singular.
  const solution = solve(system, right, true).to1DArray();
  const centre = [0, 1, 2].map((k) => mean[k]! + solution[k]!);
  const radius = Math.sqrt(Math.max(0, solution[3]! + solution[0]! ** 2 + solution[1]! ** 2 + solution[2]! ** 2));
  let deviation = 0;
  for (let at = 0; at < points.length; at += 3) {
    const distance = Math.hypot(points[at]! - centre[0]!, points[at + 1]! - centre[1]!, points[at + 2]! - centre[2]!);
    deviation = Math.max(deviation, Math.abs(distance - radius));
  }
  return { centre, radius, deviation };
}
