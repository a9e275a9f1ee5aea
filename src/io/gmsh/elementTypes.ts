/** What becomes of an element type of Gmsh in a mesh of the sphere or the ball. */
export type ElementUse =
  /** Corners stand first among its `nodes`; the others lie on edges, on faces and inside. */
  | { readonly kind: "triangle" | "tetrahedron"; readonly corners: 3 | 4; readonly nodes: number }
  /** Read past. */
  | { readonly kind: "ignored"; readonly corners: 0; readonly nodes: number }
  | { readonly kind: "refused"; readonly what: string; readonly remedy: string };

/** Nodes by element type, of the first order and of higher ones. */
const triangles = new Map([
  [2, 3],
  [9, 6],
  [20, 9],
  [21, 10],
  [22, 12],
  [23, 15],
  [24, 15],
  [25, 21],
]);
const tetrahedra = new Map([
  [4, 4],
  [11, 10],
  [29, 20],
  [30, 35],
  [31, 56],
]);
const pointsAndLines = new Map([
  [15, 1],
  [1, 2],
  [8, 3],
  [26, 4],
  [27, 5],
  [28, 6],
]);

const quadrangles = new Set([3, 10, 16]);
const solidNames = new Map([
  [5, "hexahedra"],
  [12, "hexahedra"],
  [17, "hexahedra"],
  [6, "prisms"],
  [13, "prisms"],
  [18, "prisms"],
  [7, "pyramids"],
  [14, "pyramids"],
  [19, "pyramids"],
]);

/** Element types are numbered as in the MSH format: 1 line, 2 triangle, 3 quadrangle, 4 tetrahedron, 15 point, 9 curved triangle ... */
export function elementUse(type: number): ElementUse {
  const ofTriangle = triangles.get(type);
  if (ofTriangle !== undefined) return { kind: "triangle", corners: 3, nodes: ofTriangle };
  const ofTetrahedron = tetrahedra.get(type);
  if (ofTetrahedron !== undefined) return { kind: "tetrahedron", corners: 4, nodes: ofTetrahedron };
  const ignored = pointsAndLines.get(type);
  if (ignored !== undefined) return { kind: "ignored", corners: 0, nodes: ignored };
  if (quadrangles.has(type)) {
    return {
      kind: "refused",
      what: `the file has quadrangles (element type ${type})`,
      remedy: "mesh with triangles: leave out Recombine Surface and set Mesh.RecombineAll = 0",
    };
  }
  const solid = solidNames.get(type);
  if (solid !== undefined) {
    return {
      kind: "refused",
      what: `the file has ${solid} (element type ${type}), and the ball is meshed with tetrahedra (type 4)`,
      remedy:
        "leave out extrusion, Transfinite Volume and Mesh.SubdivisionAlgorithm, or save the surface alone: gmsh -2",
    };
  }
  // Orders above 5 of the others, incomplete ones, and elements cut by an interface.
  if ((type >= 32 && type <= 33) || (type >= 36 && type <= 133)) {
    return {
      kind: "refused",
      what: `the file has elements of type ${type}, curved in a way that is not read`,
      remedy: "mesh with order 1 or 2 (gmsh -order 1, Mesh.ElementOrder = 1): cells are straight here",
    };
  }
  return {
    kind: "refused",
    what: `element type ${type} is unknown`,
    remedy: "save a mesh of triangles (type 2) or tetrahedra (type 4)",
  };
}
