/** Meshes of the Bloch sphere and of the Bloch ball: made, refined, graded, checked. */

// Made elsewhere: mended where that is possible.
export type { AdoptedMesh, MeshRepairs } from "./adopted.ts";
export { type BisectionMesh, bisectCells, bisectionMesh } from "./ball/bisection.ts";
// Of the ball.
export { type BallPeak, ball, gradedBall } from "./ball/build.ts";
export { layeredBall } from "./ball/layers.ts";
// Checks, and how good the cells are.
export { type TetrahedraQuality, tetrahedraQuality } from "./ball/quality.ts";
// Finer everywhere, or where P is.
export { inflateBall, refineBall } from "./ball/refine.ts";
export { validateBallMesh } from "./ball/validate.ts";
export { gradeMesh } from "./grade.ts";
export { icosphere } from "./icosphere.ts";
// What a mesh is.
export { cellCount, type Mesh, type MoebiusGrading, vertexCount } from "./mesh.ts";
// By name, as on the command line: "icosphere:3", "ball:4".
export { type BuiltInMeshSpec, buildMesh, type MeshSpec, meshSpecName, parseMeshSpec } from "./spec.ts";
export { adoptSphereMesh } from "./sphere/adopt.ts";
// Of the sphere.
export { sphericalDelaunay } from "./sphere/delaunay.ts";
export { fibonacci } from "./sphere/fibonacci.ts";
export { type MeshQuality, meshQuality } from "./sphere/quality.ts";
export { refineUniformly } from "./sphere/refine.ts";
export { validateMesh } from "./sphere/validate.ts";
