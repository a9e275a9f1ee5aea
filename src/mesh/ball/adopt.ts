import { MeshError } from "../../core/errors.ts";
import type { AdoptedMesh } from "../adopted.ts";
import { checkInput, type MeshNames, plainNames } from "../checkArrays.ts";
import { coincidentPoints } from "../duplicates.ts";
import { keepFirst, type MergedPoints, mergeFraction, usedPoints } from "../mergePoints.ts";
import type { Mesh } from "../mesh.ts";
import { sphereTolerance } from "../tolerances.ts";
import { distance } from "../vectors.ts";
import { cellDiameter, sixfoldVolume } from "./geometry.ts";
import { validateBallMesh } from "./validate.ts";

/** Points this far outside the unit sphere are put on it: printed with ten digits. Others are refused. */
const outwardLimit = 1e-9;

/**
 * A mesh of the ball from tetrahedra made elsewhere. Mends what has one sensible reading: drops points without a cell, merges points at one
 * place, drops cells listed twice, exchanges two corners of cells of negative volume, puts points up to 1e-9 outside the unit sphere onto it.
 * A mesh that needs none of this comes back with the same numbers, to the last bit. The polyhedron may be any inside the ball: moments do
 * not depend on it.
 * `points`: 3 numbers a point; `cells`: 4 point numbers (from 0) a cell; `names`: how messages call them.
 * Throws MeshError where points lie outside the ball, a cell is flat, or `validateBallMesh` refuses the result.
 */
export function adoptBallMesh(points: Float64Array, cells: Uint32Array, names: MeshNames = plainNames): AdoptedMesh {
  checkInput(points, cells, names, 3);
  const merged = mergePoints(points, cells);
  const { kept, reversedCells } = orientedCells(merged.points, merged.cells, names);
  const largestShift = pullInward(merged.points, (vertex) => names.vertex(merged.origin[vertex]!));
  const mesh: Mesh = { dimension: 3, points: merged.points, cells: kept };
  validateBallMesh(mesh);
  return {
    mesh,
    repairs: {
      droppedPoints: (points.length - mesh.points.length) / 3,
      droppedCells: (cells.length - kept.length) / 4,
      reversedCells,
      largestShift,
    },
  };
}

/** Points that cells use, those at one place as one, in the order of the input; `origin`: their numbers there. */
function mergePoints(points: Float64Array, cells: Uint32Array): MergedPoints {
  let shortest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < cells.length; k += 4) {
    let diameter = 0;
    for (let i = 1; i < 4; i++) diameter = Math.max(diameter, distance(points, 3 * cells[k]!, 3 * cells[k + i]!));
    if (diameter > 0) shortest = Math.min(shortest, diameter);
  }
  const used = usedPoints(points.length / 3, cells);
  const first = coincidentPoints(points, mergeFraction * shortest);
  // A point is kept where a cell uses it or one of its doubles.
  for (let i = 0; i < used.length; i++) if (used[i] === 1) used[first[i]!] = 1;
  return keepFirst(points, cells, used, first);
}

/** Each set of four corners once, of positive volume. */
function orientedCells(
  points: Float64Array,
  cells: Uint32Array,
  names: MeshNames,
): { kept: Uint32Array; reversedCells: number } {
  const kept: number[] = [];
  const seen = new Set<string>();
  let reversedCells = 0;
  for (let k = 0; k < cells.length; k += 4) {
    const corners = cells.subarray(k, k + 4);
    const key = corners.slice().sort().join();
    if (seen.has(key)) continue;
    seen.add(key);
    const [a, b, c, d] = corners as unknown as [number, number, number, number];
    const diameter = cellDiameter(points, cells, k);
    const volume = sixfoldVolume(points, a, b, c, d);
    if (!(Math.abs(volume) > sphereTolerance * diameter * diameter)) {
      throw new MeshError({
        what: `${names.cell(k / 4)} is flat: six times its volume is ${Math.abs(volume)}, its longest edge ${diameter}`,
        remedy: "optimise the mesh (gmsh -optimize_netgen) or mesh again",
        value: Math.abs(volume),
        limit: sphereTolerance * diameter * diameter,
      });
    }
    if (volume > 0) kept.push(a, b, c, d);
    else {
      kept.push(a, b, d, c);
      reversedCells++;
    }
  }
  return { kept: Uint32Array.from(kept), reversedCells };
}

/** Puts points just outside the sphere onto it, in place, and returns the largest shift. */
function pullInward(points: Float64Array, name: (vertex: number) => string): number {
  let worst = 0;
  let outside = 0;
  let farthest = 0;
  let farthestAt = 0;
  for (let at = 0; at < points.length; at += 3) {
    const radius = Math.sqrt(points[at]! ** 2 + points[at + 1]! ** 2 + points[at + 2]! ** 2);
    if (radius > farthest) {
      farthest = radius;
      farthestAt = at;
    }
    if (radius > 1 + outwardLimit) outside++;
    else if (radius > 1 + sphereTolerance) {
      worst = Math.max(worst, radius - 1);
      for (let k = at; k < at + 3; k++) points[k]! /= radius;
    }
  }
  if (outside === 0) return worst;
  throw new MeshError({
    what: `${outside} of ${points.length / 3} points lie outside the unit ball, the farthest, ${name(farthestAt / 3)}, at radius ${farthest}`,
    remedy: `a P-function lives in the unit ball: ${farthest > 1.01 ? "centre the mesh on the origin and divide all coordinates by its radius" : "put these points on the unit sphere"}`,
    value: farthest,
    limit: 1,
  });
}
