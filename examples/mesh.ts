import { cellCount, gradeMesh, icosphere, meshQuality, vertexCount } from "blochfem/mesh";

// Cells four times smaller around the north pole, by a conformal map that keeps every angle.
const sphere = icosphere(3);
const graded = gradeMesh(sphere, [0, 0, 1], 4);
console.log(`${vertexCount(graded)} vertices, ${cellCount(graded)} triangles`);
const [before, after] = [meshQuality(sphere), meshQuality(graded)];
console.log(`longest over shortest edge ${(before.longestEdge / before.shortestEdge).toFixed(2)}`);
console.log(`and graded ${(after.longestEdge / after.shortestEdge).toFixed(2)}`);
