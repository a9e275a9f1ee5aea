import { maximumGradingScale } from "../../mesh/grade.ts";
import type { MoebiusGrading } from "../../mesh/mesh.ts";
import { sphereTolerance } from "../../mesh/tolerances.ts";
import { type Elements, readElements2, readElements2Binary, readElements4 } from "./elements.ts";
import { foreignFormat } from "./foreign.ts";
import {
  type EntityGroups,
  type GroupTable,
  type PhysicalGroup,
  readEntities,
  readPhysicalNames,
  selectGroup,
} from "./groups.ts";
import { binaryInput, type MshInput, textInput } from "./input.ts";
import { type Nodes, readNodes2, readNodes40, readNodes41 } from "./nodes.ts";
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
} from "./scanner.ts";
import { type GmshSource, gmshSource } from "./source.ts";

export type GmshVersion = "4.1" | "2.2";

/** Name of the section that carries the grading; Gmsh reads past sections it does not know. */
export const gradingSection = "BlochfemGrading";

/** What a file holds, before anything is checked or mended. */
export interface GmshContents {
  readonly version: GmshVersion | "4.0";
  /** 3 numbers a node, in the order of the file. */
  readonly points: Float64Array;
  /** 3 where the file has tetrahedra (its triangles are then their boundary, and read past), else 2. */
  readonly dimension: 2 | 3;
  /** Positions in that order (from 0), 3 a triangle or 4 a tetrahedron. */
  readonly cells: Uint32Array;
  /** Tag of each node and of each cell. */
  readonly nodeTags: Float64Array;
  readonly cellTags: Float64Array;
  /** 1 for each node that lies inside an element of higher order or on its edges; corners alone are kept of those. */
  readonly middle: Uint8Array;
  readonly groups: readonly PhysicalGroup[];
  readonly grading?: MoebiusGrading;
}

interface Format {
  readonly version: GmshContents["version"];
  /** Text, or the binary numbers where the scanner stands. */
  readonly input: MshInput;
  readonly binary: boolean;
}

interface Reading extends Format {
  /** Entities are read for their groups alone, and else past. */
  readonly groupsWanted: boolean;
}

/** What has been read so far. */
interface Sections {
  nodes: Nodes | null;
  elements: Elements | null;
  grading: MoebiusGrading | null;
  names: readonly PhysicalGroup[];
  entities: EntityGroups | null;
}

/**
 * Nodes and tetrahedra, or else triangles, of a Gmsh file as they stand; with `group`, those of one physical group.
 * Throws FileFormatError, and InputError where the group is not there.
 */
export function parseGmsh(file: string | Uint8Array, path: string, group?: string): GmshContents {
  const source = gmshSource(file, path);
  const scanner = createScanner(source.text, path);
  const format = { ...readFormat(scanner, source), groupsWanted: group !== undefined };
  const found: Sections = { nodes: null, elements: null, grading: null, names: [], entities: null };
  while (moveToRecord(scanner)) {
    const name = readToken(scanner, "a section");
    if (readSection(name, scanner, source, format, found)) closeSection(scanner, name.slice(1));
  }
  return contentsOf(scanner, format, found, group);
}

/** False where the section was read past. */
function readSection(name: string, scanner: Scanner, source: GmshSource, format: Reading, found: Sections): boolean {
  const { version, input, binary, groupsWanted } = format;
  const head = textInput(scanner);
  if (name === "$Nodes" || name === "$ParametricNodes") {
    if (found.nodes !== null) throw errorAtToken(scanner, "there is a second $Nodes section", "keep one");
    endRecord(scanner);
    if (version === "4.1") found.nodes = readNodes41(input);
    else found.nodes = version === "4.0" ? readNodes40(input) : readNodes2(head, input, name !== "$Nodes");
  } else if (name === "$Elements") {
    if (found.elements !== null) throw errorAtToken(scanner, "there is a second $Elements section", "keep one");
    const { nodes } = found;
    if (nodes === null) throw errorAtToken(scanner, "$Elements stands before $Nodes", "put the nodes first");
    endRecord(scanner);
    if (version !== "2.2") found.elements = readElements4(input, nodes, version);
    else found.elements = binary ? readElements2Binary(head, input, nodes) : readElements2(input, nodes);
  } else if (name === "$PhysicalNames") {
    endRecord(scanner);
    found.names = readPhysicalNames(head, scanner, source.decode);
  } else if (name === "$Entities" && version !== "2.2" && groupsWanted) {
    endRecord(scanner);
    found.entities = readEntities(input, version);
  } else if (name === `$${gradingSection}`) {
    if (found.grading !== null) throw errorAtToken(scanner, `there is a second ${name} section`, "keep one");
    endRecord(scanner);
    found.grading = readGrading(scanner);
  } else if (/^\$(?!End)./.test(name)) {
    skipSection(scanner, name.slice(1));
    return false;
  } else {
    throw errorAtToken(
      scanner,
      `"${name.slice(0, 40)}" stands where a section ($Name) is expected`,
      "remove it or save the file again",
      name,
    );
  }
  return true;
}

function contentsOf(scanner: Scanner, format: Format, found: Sections, group: string | undefined): GmshContents {
  const { nodes, names, grading } = found;
  if (nodes === null)
    throw errorAtToken(scanner, "the file has no $Nodes section", "it is cut off or holds no mesh: save it again");
  if (found.elements === null) {
    throw errorAtToken(scanner, "the file has no $Elements section", "it is cut off or holds no mesh: save it again");
  }
  const table: GroupTable = { names, entities: format.version === "2.2" ? null : (found.entities ?? new Map()) };
  const elements = group === undefined ? found.elements : selectGroup(group, table, found.elements, scanner.path);
  const { triangles, tetrahedra, middle } = elements;
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
    version: format.version,
    dimension: solid ? (3 as const) : (2 as const),
    points: nodes.points,
    cells: Uint32Array.from(list.cells),
    nodeTags: nodes.tags,
    cellTags: Float64Array.from(list.tags),
    middle,
    groups: names,
  };
  return grading === null ? contents : { ...contents, grading };
}

/** Versions whose sections have the same form as a version that is read. */
const VERSIONS: Readonly<Record<string, GmshContents["version"]>> = {
  "4.1": "4.1",
  "4": "4.0",
  "4.0": "4.0",
  "2.2": "2.2",
  "2.1": "2.2",
  "2": "2.2",
  "2.0": "2.2",
};

const RESAVE = "save it again: gmsh <file> -save -format msh41 -o <new file>";

function readFormat(scanner: Scanner, source: GmshSource): Format {
  while (moveToRecord(scanner)) {
    const start = scanner.position;
    const name = readToken(scanner, "$MeshFormat");
    if (name === "$Comments") {
      skipSection(scanner, "Comments");
      continue;
    }
    if (name !== "$MeshFormat") {
      const foreign = foreignFormat(scanner.text.slice(start));
      throw foreign === null
        ? errorAtToken(
            scanner,
            "the file does not begin with $MeshFormat: it is no Gmsh mesh",
            "give a .msh file",
            name.slice(0, 40),
          )
        : errorAtToken(
            scanner,
            `the file does not begin with $MeshFormat: this is ${foreign.name}`,
            foreign.remedy,
            foreign.name,
          );
    }
    endRecord(scanner);
    expectRecord(scanner, "the format version");
    const word = readToken(scanner, "the format version");
    const version = Object.hasOwn(VERSIONS, word) ? VERSIONS[word]! : null;
    if (version === null) {
      throw errorAtToken(scanner, `MSH version "${word.slice(0, 40)}" is not 4.1, 4.0 or 2.2`, RESAVE, word);
    }
    const binary = readInteger(scanner, "the file type", 0, 1) === 1;
    const bytes = source.bytes;
    if (binary && bytes === null) {
      throw errorAtToken(scanner, "this is a binary file, and it was given as text", "give its bytes", 1);
    }
    const sizeBytes = readInteger(scanner, "the size of a number", 1, 16) === 4 ? 4 : 8;
    endRecord(scanner);
    const input =
      binary && bytes !== null
        ? // In version 2 counts of a block are integers of 4 bytes, read as such.
          binaryInput(scanner, { bytes, littleEndian: readByteOrder(scanner, bytes), sizeBytes })
        : textInput(scanner);
    closeSection(scanner, "MeshFormat");
    return { version, input, binary };
  }
  throw errorAtToken(scanner, "the file is empty", "give a .msh file");
}

/** The number 1 in four bytes. True where the lowest byte stands first. */
function readByteOrder(scanner: Scanner, bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes.subarray(scanner.position, scanner.position + 4);
  const little = a === 1 && b === 0 && c === 0 && d === 0;
  const big = a === 0 && b === 0 && c === 0 && d === 1;
  if (!little && !big) {
    throw binaryInput(scanner, { bytes, littleEndian: true, sizeBytes: 8 }).failure(
      "the number 1, which tells the order of bytes, is not there",
      "the file is damaged, perhaps copied as text: copy or save it again",
    );
  }
  scanner.position += 4;
  return little;
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
