import {
  anyTag,
  endRecord,
  errorAtToken,
  expectRecord,
  readCount,
  readInteger,
  readReal,
  type Scanner,
} from "./gmshScanner.ts";

/** The nodes of a file: 3 coordinates and a tag each, and the position of each tag. */
export interface Nodes {
  readonly points: Float64Array;
  readonly tags: Float64Array;
  readonly positions: Map<number, number>;
}

function createNodes(count: number): Nodes {
  return { points: new Float64Array(3 * count), tags: new Float64Array(count), positions: new Map() };
}

function addTag(scanner: Scanner, nodes: Nodes, index: number): void {
  const tag = readInteger(scanner, "a node tag", 1, anyTag);
  if (nodes.positions.has(tag))
    throw errorAtToken(scanner, `node ${tag} is listed twice`, "number the nodes differently", tag);
  nodes.positions.set(tag, index);
  nodes.tags[index] = tag;
}

function readPoint(scanner: Scanner, nodes: Nodes, index: number): void {
  nodes.points[3 * index] = readReal(scanner, "coordinate x");
  nodes.points[3 * index + 1] = readReal(scanner, "coordinate y");
  nodes.points[3 * index + 2] = readReal(scanner, "coordinate z");
}

/** Body of a $Nodes section of version 2.2. */
export function readNodes22(scanner: Scanner): Nodes {
  expectRecord(scanner, "the number of nodes");
  const nodes = createNodes(readCount(scanner, "the number of nodes"));
  endRecord(scanner);
  for (let index = 0; index < nodes.tags.length; index++) {
    expectRecord(scanner, "a node");
    addTag(scanner, nodes, index);
    readPoint(scanner, nodes, index);
    endRecord(scanner);
  }
  return nodes;
}

/** Body of a $Nodes section of version 4.1. */
export function readNodes41(scanner: Scanner): Nodes {
  expectRecord(scanner, "the number of node blocks");
  const blocks = readCount(scanner, "the number of node blocks");
  const nodes = createNodes(readCount(scanner, "the number of nodes"));
  readInteger(scanner, "the lowest node tag", 0, anyTag);
  readInteger(scanner, "the highest node tag", 0, anyTag);
  endRecord(scanner);
  let filled = 0;
  for (let block = 0; block < blocks; block++) {
    expectRecord(scanner, "a node block");
    const dimension = readInteger(scanner, "the dimension of an entity", 0, 3);
    readInteger(scanner, "the tag of an entity", -anyTag, anyTag);
    const parameters = readInteger(scanner, "the parametric flag", 0, 1) * dimension;
    const end = filled + readInteger(scanner, "the number of nodes in the block", 0, nodes.tags.length - filled);
    endRecord(scanner);
    for (let index = filled; index < end; index++) {
      expectRecord(scanner, "a node tag");
      addTag(scanner, nodes, index);
      endRecord(scanner);
    }
    for (let index = filled; index < end; index++) {
      expectRecord(scanner, "the coordinates of a node");
      readPoint(scanner, nodes, index);
      for (let k = 0; k < parameters; k++) readReal(scanner, "a parameter of the node");
      endRecord(scanner);
    }
    filled = end;
  }
  if (filled < nodes.tags.length) {
    throw errorAtToken(
      scanner,
      `the node blocks hold ${filled} nodes, the head of the section announces ${nodes.tags.length}`,
      "the file is damaged: save it again",
      filled,
    );
  }
  return nodes;
}
