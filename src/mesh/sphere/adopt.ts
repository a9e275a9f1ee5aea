import { MeshError } from "../../core/errors.ts";
import type { AdoptedMesh } from "../adopted.ts";
import { checkInput, type MeshNames, plainNames } from "../checkArrays.ts";
import { cellsPerEdge, type MeshEdges, meshEdges } from "../edges.ts";
import { mergeFraction } from "../mergePoints.ts";
import type { Mesh } from "../mesh.ts";
import { edgeSides, oppositeSlots } from "../sides.ts";
import { sphereTolerance } from "../tolerances.ts";
import { distance, tripleProduct } from "../vectors.ts";
import { longestSide, signedArea } from "./geometry.ts";
import { mergeSurface, type Surface } from "./mergeSurface.ts";
import { projectToSphere } from "./project.ts";
import { validateMesh } from "./validate.ts";

/**
 * A mesh of the sphere from triangles made elsewhere. Mends what has one sensible reading: drops points without a triangle, merges
 * points at one place, drops triangles listed twice or collapsed, moves points within 1e-3 of the sphere onto it, orients all triangles
 * outward. A mesh that needs none of this comes back with the same numbers, to the last bit.
 * `points`: 3 numbers a point; `cells`: 3 point numbers (from 0) a triangle; `names`: how messages call them.
 * Throws MeshError where the surface is no unit sphere about the origin (the message gives its radius and centre), has a hole, a
 * hanging node, more than two triangles at an edge, several pieces or a fold.
 */
export function adoptSphereMesh(points: Float64Array, cells: Uint32Array, names: MeshNames = plainNames): AdoptedMesh {
  checkInput(points, cells, names, 2);
  const surface = mergeSurface(points, cells);
  const largestShift = projectToSphere(surface.points, (vertex) => names.vertex(surface.vertexOrigin[vertex]!));
  const edges = meshEdges({ dimension: 2, ...surface });
  checkEdges(surface, edges, names);
  const reversedCells = orient(surface, edges, names);
  checkFolds(surface, names);
  const mesh: Mesh = { dimension: 2, points: surface.points, cells: surface.cells };
  validateMesh(mesh);
  return {
    mesh,
    repairs: {
      droppedPoints: (points.length - mesh.points.length) / 3,
      droppedCells: (cells.length - mesh.cells.length) / 3,
      reversedCells,
      largestShift,
    },
  };
}

function checkEdges(surface: Surface, edges: MeshEdges, names: MeshNames): void {
  const uses = cellsPerEdge(edges);
  const odd = uses.findIndex((count) => count !== 2);
  if (odd < 0) return;
  const name = (vertex: number): string => names.vertex(surface.vertexOrigin[vertex]!);
  const edgeName = `the edge between ${name(edges.vertices[2 * odd]!)} and ${name(edges.vertices[2 * odd + 1]!)}`;
  if (uses[odd]! > 2) {
    throw new MeshError({
      what: `${edgeName} belongs to ${uses[odd]} triangles, not 2`,
      remedy: "leave out inner surfaces and triangles that overlap",
      value: uses[odd],
      limit: 2,
    });
  }
  const hanging = findHangingNode(surface.points, edges, uses);
  if (hanging !== null) {
    throw new MeshError({
      what: `${name(hanging[0])} hangs on the edge between ${name(hanging[1])} and ${name(hanging[2])}: only the triangles on one side have it as a corner`,
      remedy: "split the triangle on the other side there",
    });
  }
  throw new MeshError({
    what: `${edgeName} belongs to one triangle only: the surface has a hole or an open rim there`,
    remedy: "mesh the whole sphere, and check that no triangle is missing",
    value: 1,
    limit: 2,
  });
}

/** [v, a, b]: open edges a-b, a-v and v-b with v on the arc from a to b; null where there is no such triple. */
function findHangingNode(points: Float64Array, edges: MeshEdges, uses: Uint32Array): [number, number, number] | null {
  const rim = new Map<number, number[]>();
  const open: [number, number][] = [];
  for (let e = 0; e < edges.count; e++) {
    if (uses[e] !== 1) continue;
    const [a, b] = [edges.vertices[2 * e]!, edges.vertices[2 * e + 1]!];
    open.push([a, b]);
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const list = rim.get(from);
      if (list === undefined) rim.set(from, [to]);
      else list.push(to);
    }
  }
  for (const [a, b] of open) {
    const length = distance(points, 3 * a, 3 * b);
    for (const v of rim.get(a)!) {
      if (v === b || !rim.get(v)!.includes(b)) continue;
      const between = distance(points, 3 * a, 3 * v) < length && distance(points, 3 * v, 3 * b) < length;
      // Where a triangle is missing instead, this is twice its area.
      const offArc = Math.abs(tripleProduct(points, 3 * a, 3 * b, 3 * v));
      if (between && offArc < mergeFraction * length * length) return [v, a, b];
    }
  }
  return null;
}

/** Makes neighbours agree, then the whole outward; returns how many triangles were reversed. Changes `surface.cells`. */
function orient(surface: Surface, edges: MeshEdges, names: MeshNames): number {
  const { cells, points } = surface;
  const count = cells.length / 3;
  const opposite = oppositeSlots(edges.cellEdges, edgeSides(edges));
  // 0: not reached, 1: as listed, 2: reversed.
  const state = new Uint8Array(count);
  const stack = [0];
  state[0] = 1;
  let reached = 1;
  let area = 0;
  for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
    const sign = state[cell] === 1 ? 1 : -1;
    area += sign * signedArea(points, 3 * cells[3 * cell]!, 3 * cells[3 * cell + 1]!, 3 * cells[3 * cell + 2]!);
    for (let slot = 3 * cell; slot < 3 * cell + 3; slot++) {
      const other = opposite[slot]!;
      const neighbour = Math.trunc(other / 3);
      // Local edge k starts at local corner k: as listed, the two run the same way where they start at one vertex.
      const agree = cells[slot] !== cells[other];
      const wanted = agree ? state[cell]! : 3 - state[cell]!;
      if (state[neighbour] === 0) {
        state[neighbour] = wanted;
        stack.push(neighbour);
        reached++;
      } else if (state[neighbour] !== wanted) {
        throw new MeshError({
          what: `${names.cell(surface.cellOrigin[neighbour]!)} cannot be oriented like its neighbours: the surface is one-sided`,
          remedy: "check how the triangles are joined there",
        });
      }
    }
  }
  if (reached < count) {
    throw new MeshError({
      what: `the triangles form several separate surfaces: ${names.cell(surface.cellOrigin[state.indexOf(0)]!)} is not connected with ${names.cell(surface.cellOrigin[0]!)}`,
      remedy: "keep the surface of one sphere",
      value: reached,
      limit: count,
    });
  }
  const wrong = area < 0 ? 1 : 2;
  let reversed = 0;
  for (let cell = 0; cell < count; cell++) {
    if (state[cell] !== wrong) continue;
    const second = cells[3 * cell + 1]!;
    cells[3 * cell + 1] = cells[3 * cell + 2]!;
    cells[3 * cell + 2] = second;
    reversed++;
  }
  return reversed;
}

function checkFolds(surface: Surface, names: MeshNames): void {
  const { points, cells } = surface;
  for (let k = 0; k < cells.length; k += 3) {
    const [a, b, c] = [3 * cells[k]!, 3 * cells[k + 1]!, 3 * cells[k + 2]!];
    const longest = longestSide(points, a, b, c);
    if (tripleProduct(points, a, b, c) > sphereTolerance * longest) continue;
    throw new MeshError({
      what: `${names.cell(surface.cellOrigin[k / 3]!)} is folded over its neighbours or has no area`,
      remedy: "move its corners apart, or mesh the sphere again",
      value: tripleProduct(points, a, b, c),
      limit: 0,
    });
  }
}
