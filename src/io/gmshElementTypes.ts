/** What becomes of an element type of Gmsh in a mesh of the sphere or the ball. */
export type ElementUse =
  | { readonly kind: "triangle" }
  | { readonly kind: "tetrahedron" }
  /** Read past: it has this many nodes. */
  | { readonly kind: "ignored"; readonly nodes: number }
  | { readonly kind: "refused"; readonly what: string; readonly remedy: string };

const curvedTypes = new Set([8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19]);
const solidNames = new Map([
  [5, "hexahedra"],
  [6, "prisms"],
  [7, "pyramids"],
]);

/** Element types are numbered as in the MSH format: 1 line, 2 triangle, 3 quadrangle, 4 tetrahedron, 15 point, 9 curved triangle ... */
export function elementUse(type: number): ElementUse {
  if (type === 2) return { kind: "triangle" };
  if (type === 4) return { kind: "tetrahedron" };
  if (type === 15) return { kind: "ignored", nodes: 1 };
  if (type === 1) return { kind: "ignored", nodes: 2 };
  if (type === 3) {
    return {
      kind: "refused",
      what: "the file has quadrangles (element type 3)",
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
  // Types from 20 on are the third and higher orders of the others, but for a few polygons and elements cut by an interface.
  if (curvedTypes.has(type) || (type >= 20 && type <= 33) || (type >= 36 && type <= 66)) {
    return {
      kind: "refused",
      what: `the file has curved elements (element type ${type})`,
      remedy:
        "mesh with order 1 (gmsh -order 1, Mesh.ElementOrder = 1): neither the sphere nor the moments in a ball gain from curved elements here",
    };
  }
  return {
    kind: "refused",
    what: `element type ${type} is unknown`,
    remedy: "save a mesh of triangles (type 2) or tetrahedra (type 4)",
  };
}
