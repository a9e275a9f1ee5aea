/** Meshes of the Bloch sphere and of the Bloch ball: made, refined, graded, checked. */

// What a mesh is.
export { vertexCount, cellCount, type Mesh, type MoebiusGrading } from "./mesh.ts";

// By name, as on the command line: "icosphere:3", "ball:4".
export { parseMeshSpec, buildMesh, meshSpecName, type MeshSpec, type BuiltInMeshSpec } from "./spec.ts";

// Of the sphere.
export { icosphere } from "./icosphere.ts";
export { fibonacci } from "./sphere/fibonacci.ts";
export { sphericalDelaunay } from "./sphere/delaunay.ts";

// Of the ball.
export { ball, gradedBall, type BallPeak } from "./ball/build.ts";
export { layeredBall } from "./ball/layers.ts";

// Finer everywhere, or where P is.
export { refineUniformly } from "./sphere/refine.ts";
export { refineBall, inflateBall } from "./ball/refine.ts";
export { gradeMesh } from "./grade.ts";
export { bisectTriangles, longestEdgesFirst } from "./sphere/bisection.ts";
export { bisectionMesh, bisectCells, type BisectionMesh } from "./ball/bisection.ts";

// Made elsewhere: mended where that is possible.
export { adoptSphereMesh } from "./sphere/adopt.ts";
export { adoptBallMesh } from "./ball/adopt.ts";
export type { AdoptedMesh, MeshRepairs } from "./adopted.ts";
export type { MeshNames } from "./checkArrays.ts";

// Checks, and how good the cells are.
export { validateMesh } from "./sphere/validate.ts";
export { meshQuality, type MeshQuality } from "./sphere/quality.ts";
export { validateBallMesh } from "./ball/validate.ts";
export { tetrahedraQuality, type TetrahedraQuality } from "./ball/quality.ts";

// The cell that holds a point.
export { createLocator, type PointLocator } from "./sphere/locate.ts";
