import { ballCellMasses } from "../fem/ball/cellMasses.ts";
import { ballNodePoints } from "../fem/ball/geometry.ts";
import type { BallSpace } from "../fem/ball/space.ts";
import { cellMasses } from "../fem/cellMasses.ts";
import { nodePoints } from "../fem/nodePoints.ts";
import type { FunctionSpace } from "../fem/space.ts";

/*
 * Finite elements in two versions: P on the sphere, or in the ball where local rates take it there or the user gave tetrahedra.
 */

export type AnySpace = FunctionSpace | BallSpace;

export const isInBall = (space: AnySpace): space is BallSpace => space.mesh.dimension === 3;

/** Position of every unknown's node: 3 numbers an unknown. */
export const nodePositions = (space: AnySpace): Float64Array =>
  isInBall(space) ? ballNodePoints(space) : nodePoints(space);

/** Integral of P over each cell. */
export const massesOf = (space: AnySpace, density: Float64Array): Float64Array =>
  isInBall(space) ? ballCellMasses(space, density) : cellMasses(space, density);
