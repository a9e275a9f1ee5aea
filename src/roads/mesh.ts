import { InputError } from "../core/errors.ts";
import { defaultBallLayers, gradedBall } from "../mesh/ball/build.ts";
import { type TetrahedraQuality, tetrahedraQuality } from "../mesh/ball/quality.ts";
import { validateBallMesh } from "../mesh/ball/validate.ts";
import { gradeMesh } from "../mesh/grade.ts";
import { cellCount, type Mesh, type MoebiusGrading, vertexCount } from "../mesh/mesh.ts";
import { type BuiltInMeshSpec, buildMesh, type MeshSpec, meshSpecName, parseMeshSpec } from "../mesh/spec.ts";
import { type MeshQuality, meshQuality } from "../mesh/sphere/quality.ts";
import { validateMesh } from "../mesh/sphere/validate.ts";
import { inCode, type Named } from "./selectRoads.ts";

export interface MeshOptions {
  /**
   * Draws the points towards `centre`, where cells become smaller by the factor `scale`: on the sphere by a Moebius map, in the ball, around
   * a point inside, by the thickness of the layers.
   */
  readonly grade?: MoebiusGrading;
}

/** A mesh with its figures. All but `mesh` itself is plain data. */
export interface MeshAnswer {
  /** What the option `mesh` of `steady` and `evolve` takes. */
  readonly mesh: Mesh;
  /** As it can be named; null for a mesh that was handed in. */
  readonly name: string | null;
  readonly vertices: number;
  /** Triangles of the sphere, tetrahedra of the ball. */
  readonly cells: number;
  readonly grading: MoebiusGrading | null;
  /** Angles in radians; lengths on the sphere in radians, in the ball straight. */
  readonly quality: MeshQuality | TetrahedraQuality;
}

/**
 * A mesh of the sphere or the ball: made from its name, "icosphere:4", "fibonacci:2000", "ball:2" or "ball:2:4" (tetrahedra, in 4 layers),
 * or handed in and checked; graded where that is asked for; with its size and quality. `named` is how messages call an option.
 *
 *     const { mesh: fine, quality } = mesh("icosphere:3", { grade: { centre: [0, -0.5, 0.866], scale: 16 } });
 *     steady(model, { method: "fem", mesh: fine });
 *
 * A Gmsh file is read by `readGmsh`, whose `mesh` can be handed in.
 *
 * @throws InputError for what names no mesh, and a grading out of range
 * @throws MeshError for a mesh that is none: it names the first vertex, cell or edge that is at fault
 */
export function mesh(
  spec: string | BuiltInMeshSpec | Mesh,
  options: MeshOptions = {},
  named: Named = inCode,
): MeshAnswer {
  const { grade } = options;
  const source = typeof spec === "string" ? builtIn(parseMeshSpec(spec, false), spec) : spec;
  const isMade = "kind" in source;
  if (!isMade) checkMesh(source);
  const made = grade === undefined ? (isMade ? buildMesh(source) : source) : graded(source, grade, named("grade"));
  return {
    mesh: made,
    name: isMade ? nameOf(source, grade) : null,
    vertices: vertexCount(made),
    cells: cellCount(made),
    grading: made.grading ?? grade ?? null,
    quality: made.dimension === 2 ? meshQuality(made) : tetrahedraQuality(made),
  };
}

/** The layers of a graded ball follow from its grading. */
const nameOf = (spec: BuiltInMeshSpec, grade: MoebiusGrading | undefined): string =>
  grade !== undefined && spec.kind === "ball" ? `ball:${spec.level}` : meshSpecName(spec);

const checkMesh = (given: Mesh): void => (given.dimension === 2 ? validateMesh(given) : validateBallMesh(given));

function builtIn(spec: MeshSpec, text: string): BuiltInMeshSpec {
  if (spec.kind === "auto") {
    throw new InputError({
      what: '"auto" names no mesh here: the solver chooses it for a model',
      remedy: 'use "icosphere:<level>", "fibonacci:<points>", "ball:<level>" or the path of a .msh file',
      value: text,
    });
  }
  if (spec.kind === "file") {
    throw new InputError({
      what: `"${spec.path}" names a file, and the library opens none`,
      remedy: "read its text, and hand in what readGmsh makes of it",
      value: spec.path,
    });
  }
  return spec;
}

/** On the sphere by a Moebius map; a ball is built anew, in as many layers as its grading needs. */
function graded(source: BuiltInMeshSpec | Mesh, { centre, scale }: MoebiusGrading, option: string): Mesh {
  const isBall = "kind" in source ? source.kind === "ball" : source.dimension === 3;
  if (!isBall) return gradeMesh("kind" in source ? buildMesh(source) : source, centre, scale);
  if (!("kind" in source && source.kind === "ball" && source.layers === defaultBallLayers(source.level))) {
    throw new InputError({
      what: `${option} grades no tetrahedra that are there already, nor in a given number of layers`,
      remedy: 'use "ball:<level>", whose layers follow from the grading',
      value: centre.join(","),
    });
  }
  if (!(scale > 1)) {
    throw new InputError({
      what: `${option} has the scale ${scale}, not above 1: layers of the ball can only gather at a point`,
      remedy: "give how much smaller the cells there become, about sqrt(N), as in 10",
      value: scale,
      limit: 1,
    });
  }
  return gradedBall(source.level, { centre, width: 1 / scale });
}
