import { MeshError } from "../../core/errors.ts";
import { checkMeshArrays } from "../checkArrays.ts";
import { cellsPerEdge, type MeshEdges, meshEdges } from "../edges.ts";
import { basePoints, maximumGradingScale } from "../grade.ts";
import { cellCount, type Mesh, type MoebiusGrading, vertexCount } from "../mesh.ts";
import { edgeSides, oppositeSlots, requireOnePiece } from "../sides.ts";
import { sphereTolerance } from "../tolerances.ts";
import { tripleProduct } from "../vectors.ts";
import { longestSide, signedArea } from "./geometry.ts";

/**
 * Checks that a mesh of the sphere is one: finite points of radius 1 (within 1e-12), each used by a cell; cells with three
 * existing corners, not degenerate, outward; each edge shared by exactly two cells that run along it in opposite directions; one
 * piece, Euler characteristic 2, area 4 pi. Cells of a graded mesh are checked on the base points.
 * Throws MeshError that names the first offending vertex, cell or edge (numbers count from 0).
 */
export function validateMesh(mesh: Mesh): void {
  checkMeshArrays(mesh, 2);
  checkPoints(mesh);
  if (mesh.grading !== undefined) checkGrading(mesh.grading);
  const base = basePoints(mesh);
  checkCells(mesh, base);
  const edges = meshEdges(mesh);
  requireOnePiece(checkEdges(mesh, edges), 3, "keep one closed surface");
  checkEuler(mesh, edges);
  checkArea(mesh, base);
}

function checkPoints(mesh: Mesh): void {
  for (let at = 0; at < mesh.points.length; at += 3) {
    const [x, y, z] = [mesh.points[at]!, mesh.points[at + 1]!, mesh.points[at + 2]!];
    const radius = Math.sqrt(x * x + y * y + z * z);
    if (!(Math.abs(radius - 1) <= sphereTolerance)) {
      throw new MeshError({
        what: `vertex ${at / 3} (${x}, ${y}, ${z}) has radius ${radius}, not 1 within ${sphereTolerance}`,
        remedy: "divide its coordinates by the radius, or read the mesh with adoptSphereMesh, which does so",
        value: radius,
        limit: sphereTolerance,
      });
    }
  }
}

function checkGrading({ centre, scale }: MoebiusGrading): void {
  const radius = Math.sqrt(centre[0] ** 2 + centre[1] ** 2 + centre[2] ** 2);
  if (!(Math.abs(radius - 1) <= sphereTolerance)) {
    throw new MeshError({
      what: `the grading centre (${centre.join(", ")}) has radius ${radius}, not 1 within ${sphereTolerance}`,
      remedy: "make gradings with gradeMesh or moebiusGrading, which divide the centre by its radius",
      value: radius,
      limit: sphereTolerance,
    });
  }
  if (!(scale >= 1 / maximumGradingScale && scale <= maximumGradingScale)) {
    throw new MeshError({
      what: `grading scale ${scale} is outside [${1 / maximumGradingScale}, ${maximumGradingScale}]`,
      remedy: "make gradings with gradeMesh or moebiusGrading",
      value: scale,
      limit: maximumGradingScale,
    });
  }
}

function checkCells(mesh: Mesh, base: Float64Array): void {
  for (let k = 0; k < mesh.cells.length; k += 3) {
    const [a, b, c] = [3 * mesh.cells[k]!, 3 * mesh.cells[k + 1]!, 3 * mesh.cells[k + 2]!];
    const longest = longestSide(base, a, b, c);
    const twiceArea = tripleProduct(base, a, b, c);
    const corners = `${a / 3}, ${b / 3}, ${c / 3}`;
    // A cell less high than the tolerance on its points has no certain orientation.
    if (!(Math.abs(twiceArea) > sphereTolerance * longest)) {
      throw new MeshError({
        what: `cell ${k / 3} (vertices ${corners}) is degenerate: twice its area is ${Math.abs(twiceArea)}, its longest edge ${longest}`,
        remedy: "remove the cell or move its vertices apart",
        value: Math.abs(twiceArea),
        limit: sphereTolerance * longest,
      });
    }
    if (twiceArea < 0) {
      throw new MeshError({
        what: `cell ${k / 3} (vertices ${corners}) runs clockwise seen from outside`,
        remedy: "exchange two of its vertices if they are only listed the wrong way round; else a vertex is misplaced",
        value: twiceArea,
        limit: 0,
      });
    }
  }
}

/** Slots across each edge (see `oppositeSlots`), after checking that there is exactly one and that its cell runs the other way. */
function checkEdges(mesh: Mesh, edges: MeshEdges): Int32Array {
  const uses = cellsPerEdge(edges);
  const odd = uses.findIndex((count) => count !== 2);
  if (odd >= 0) {
    const count = uses[odd]!;
    throw new MeshError({
      what: `edge (${edges.vertices[2 * odd]}, ${edges.vertices[2 * odd + 1]}) belongs to ${count} cell${count === 1 ? "" : "s"}, not 2`,
      remedy:
        count === 1 ? "close the hole beside it, or split the cell at the hanging node" : "remove the surplus cells",
      value: count,
      limit: 2,
    });
  }
  const opposite = oppositeSlots(edges.cellEdges, edgeSides(edges));
  for (let slot = 0; slot < mesh.cells.length; slot++) {
    const other = opposite[slot]!;
    // Local edge k starts at local vertex k, so the slot also names the vertex where the cell enters the edge.
    if (other > slot || mesh.cells[slot] !== mesh.cells[other]) continue;
    const e = edges.cellEdges[slot]!;
    throw new MeshError({
      what: `cells ${Math.trunc(other / 3)} and ${Math.trunc(slot / 3)} run along edge (${edges.vertices[2 * e]}, ${edges.vertices[2 * e + 1]}) in the same direction`,
      remedy: "make all cells counter-clockwise seen from outside, and each appear once",
    });
  }
  return opposite;
}

function checkEuler(mesh: Mesh, edges: MeshEdges): void {
  const euler = vertexCount(mesh) - edges.count + cellCount(mesh);
  if (euler !== 2) {
    throw new MeshError({
      what: `Euler characteristic (vertices - edges + cells) is ${euler}, that of a sphere is 2`,
      remedy: "remove handles and pinched vertices from the surface",
      value: euler,
      limit: 2,
    });
  }
}

/**
 * Catches a surface that goes round the sphere more than once. Each area is right to a few times the tolerance on the radius,
 * relatively, so the sum is too, plus the rounding of a sum of that many terms.
 */
function checkArea(mesh: Mesh, base: Float64Array): void {
  let area = 0;
  for (let k = 0; k < mesh.cells.length; k += 3) {
    area += signedArea(base, 3 * mesh.cells[k]!, 3 * mesh.cells[k + 1]!, 3 * mesh.cells[k + 2]!);
  }
  const full = 4 * Math.PI;
  const limit = full * (16 * sphereTolerance + cellCount(mesh) * Number.EPSILON);
  if (!(Math.abs(area - full) <= limit)) {
    throw new MeshError({
      what: `the cells have area ${area}, the sphere ${full}`,
      remedy: "cells overlap or go round the sphere more than once: keep one layer",
      value: area,
      limit: full,
    });
  }
}
