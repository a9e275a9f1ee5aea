import type { MoebiusGrading } from "../mesh/mesh.ts";
import { maximumGradingScale } from "../mesh/moebius.ts";
import { sphereTolerance } from "../mesh/tolerances.ts";
import { type Elements, readElements22, readElements41 } from "./gmshElements.ts";
import { type Nodes, readNodes22, readNodes41 } from "./gmshNodes.ts";
import {
  createScanner,
  endRecord,
  errorAtToken,
  expectRecord,
  moveToRecord,
  readInteger,
  readReal,
  readToken,
  type Scanner,
  skipLine,
} from "./gmshScanner.ts";

export type GmshVersion = "4.1" | "2.2";

/** Name of the section that carries the grading; Gmsh reads past sections it does not know. */
export const gradingSection = "BlochfemGrading";

/** What a file holds, before anything is checked or mended. */
export interface GmshContents {
  readonly version: GmshVersion;
  /** 3 numbers a node, in the order of the file. */
  readonly points: Float64Array;
  /** 3 where the file has tetrahedra (its triangles are then their boundary, and read past), else 2. */
  readonly dimension: 2 | 3;
  /** Positions in that order (from 0), 3 a triangle or 4 a tetrahedron. */
  readonly cells: Uint32Array;
  /** Tag of each node and of each cell. */
  readonly nodeTags: Float64Array;
  readonly cellTags: Float64Array;
  readonly grading?: MoebiusGrading;
}

/** Nodes and tetrahedra, or else triangles, of a Gmsh file as they stand. Throws FileFormatError. */
export function parseGmsh(text: string, path: string): GmshContents {
  const scanner = createScanner(text, path);
  const version = readFormat(scanner);
  let nodes: Nodes | null = null;
  let elements: Elements | null = null;
  let grading: MoebiusGrading | null = null;
  while (moveToRecord(scanner)) {
    const name = readToken(scanner, "a section");
    if (name === "$Nodes") {
      if (nodes !== null) throw errorAtToken(scanner, "there is a second $Nodes section", "keep one");
      endRecord(scanner);
      nodes = version === "4.1" ? readNodes41(scanner) : readNodes22(scanner);
    } else if (name === "$Elements") {
      if (elements !== null) throw errorAtToken(scanner, "there is a second $Elements section", "keep one");
      if (nodes === null) throw errorAtToken(scanner, "$Elements stands before $Nodes", "put the nodes first");
      endRecord(scanner);
      elements = version === "4.1" ? readElements41(scanner, nodes) : readElements22(scanner, nodes);
    } else if (name === `$${gradingSection}`) {
      if (grading !== null) throw errorAtToken(scanner, `there is a second ${name} section`, "keep one");
      endRecord(scanner);
      grading = readGrading(scanner);
    } else if (name === "$ParametricNodes") {
      throw errorAtToken(
        scanner,
        "nodes with parameters are not read in version 2.2",
        "save without parametric coordinates, or as version 4.1",
      );
    } else if (/^\$(?!End)./.test(name)) {
      skipSection(scanner, name.slice(1));
      continue;
    } else {
      throw errorAtToken(
        scanner,
        `"${name.slice(0, 40)}" stands where a section ($Name) is expected`,
        "remove it or save the file again",
        name,
      );
    }
    closeSection(scanner, name.slice(1));
  }
  if (nodes === null)
    throw errorAtToken(scanner, "the file has no $Nodes section", "it is cut off or holds no mesh: save it again");
  if (elements === null) {
    throw errorAtToken(scanner, "the file has no $Elements section", "it is cut off or holds no mesh: save it again");
  }
  const { triangles, tetrahedra } = elements;
  const solid = tetrahedra.tags.length > 0;
  const list = solid ? tetrahedra : triangles;
  if (list.tags.length === 0) {
    throw errorAtToken(
      scanner,
      "the file has no triangles",
      "save the mesh of the surface; with physical groups, all of it (Mesh.SaveAll = 1)",
    );
  }
  if (solid && grading !== null) {
    throw errorAtToken(
      scanner,
      `the file has tetrahedra and a $${gradingSection} section`,
      "remove the section: that map is one of the sphere",
    );
  }
  const contents = {
    version,
    dimension: solid ? (3 as const) : (2 as const),
    points: nodes.points,
    cells: Uint32Array.from(list.cells),
    nodeTags: nodes.tags,
    cellTags: Float64Array.from(list.tags),
  };
  return grading === null ? contents : { ...contents, grading };
}

function readFormat(scanner: Scanner): GmshVersion {
  const resave = 'save it again: gmsh <file> -save -format msh41 -o <new file>, without "binary"';
  while (moveToRecord(scanner)) {
    const name = readToken(scanner, "$MeshFormat");
    if (name === "$Comments") {
      skipSection(scanner, "Comments");
      continue;
    }
    if (name !== "$MeshFormat") {
      const what =
        name === "$NOD" ? "this is MSH version 1" : "the file does not begin with $MeshFormat: it is no Gmsh mesh";
      throw errorAtToken(scanner, what, name === "$NOD" ? resave : "give a .msh file", name.slice(0, 40));
    }
    endRecord(scanner);
    expectRecord(scanner, "the format version");
    const version = readToken(scanner, "the format version");
    if (version !== "4.1" && version !== "2.2") {
      throw errorAtToken(scanner, `MSH version "${version.slice(0, 40)}" is not 4.1 or 2.2`, resave, version);
    }
    if (readInteger(scanner, "the file type", 0, 1) === 1) {
      throw errorAtToken(scanner, "this is a binary file, and only ASCII is read", resave, 1);
    }
    readInteger(scanner, "the size of a number", 1, 16);
    endRecord(scanner);
    closeSection(scanner, "MeshFormat");
    return version;
  }
  throw errorAtToken(scanner, "the file is empty", "give a .msh file");
}

function closeSection(scanner: Scanner, name: string): void {
  expectRecord(scanner, `$End${name}`);
  const token = readToken(scanner, `$End${name}`);
  if (token !== `$End${name}`) {
    throw errorAtToken(
      scanner,
      `"${token.slice(0, 40)}" stands where $End${name} is expected`,
      "the counts at the head of the section are wrong, or lines were added",
      token,
    );
  }
  endRecord(scanner);
}

/** Reads past a section whose opening token has just been read. */
function skipSection(scanner: Scanner, name: string): void {
  skipLine(scanner);
  for (;;) {
    expectRecord(scanner, `$End${name}`);
    if (readToken(scanner, `$End${name}`) === `$End${name}`) break;
    skipLine(scanner);
  }
  endRecord(scanner);
}

function readGrading(scanner: Scanner): MoebiusGrading {
  expectRecord(scanner, "the grading");
  const x = readReal(scanner, "coordinate x of the grading centre");
  const y = readReal(scanner, "coordinate y of the grading centre");
  const z = readReal(scanner, "coordinate z of the grading centre");
  const radius = Math.sqrt(x * x + y * y + z * z);
  if (!(Math.abs(radius - 1) <= sphereTolerance)) {
    throw errorAtToken(scanner, `the grading centre has radius ${radius}, not 1`, "divide it by its radius", radius);
  }
  const scale = readReal(scanner, "the grading scale");
  if (!(scale >= 1 / maximumGradingScale && scale <= maximumGradingScale)) {
    throw errorAtToken(
      scanner,
      `the grading scale is ${scale}, not from ${1 / maximumGradingScale} to ${maximumGradingScale}`,
      "correct the number",
      scale,
    );
  }
  endRecord(scanner);
  return { centre: [x, y, z], scale };
}
