import { anyTag, type MshInput } from "./input.ts";

/** The nodes of a file: 3 coordinates and a tag each, and the position of each tag. */
export interface Nodes {
  readonly points: Float64Array;
  readonly tags: Float64Array;
  readonly positions: Map<number, number>;
}

function createNodes(count: number): Nodes {
  return { points: new Float64Array(3 * count), tags: new Float64Array(count), positions: new Map() };
}

function addTag(input: MshInput, nodes: Nodes, index: number, tag: number): void {
  if (nodes.positions.has(tag)) throw input.failure(`node ${tag} is listed twice`, "number the nodes differently", tag);
  nodes.positions.set(tag, index);
  nodes.tags[index] = tag;
}

function readPoint(input: MshInput, nodes: Nodes, index: number): void {
  nodes.points[3 * index] = input.real("coordinate x");
  nodes.points[3 * index + 1] = input.real("coordinate y");
  nodes.points[3 * index + 2] = input.real("coordinate z");
}

function readParameters(input: MshInput, count: number): void {
  for (let k = 0; k < count; k++) input.real("a parameter of the node");
}

const NODE_TAG = "a node tag";
const NODE_BYTES = 24;

/**
 * Body of a section of version 2: $Nodes, or with `parametric` $ParametricNodes. `head` is text also in a binary file.
 * A node inside a volume has no parameters, though its dimension is 3.
 */
export function readNodes2(head: MshInput, input: MshInput, parametric: boolean): Nodes {
  head.record("the number of nodes");
  const nodes = createNodes(head.count("the number of nodes", NODE_BYTES));
  head.endRecord();
  for (let index = 0; index < nodes.tags.length; index++) {
    input.record("a node");
    addTag(input, nodes, index, input.integer(NODE_TAG, 1, anyTag));
    readPoint(input, nodes, index);
    if (parametric) {
      const dimension = input.integer("the dimension of an entity", 0, 3);
      input.integer("the tag of an entity", -anyTag, anyTag);
      readParameters(input, dimension % 3);
    }
    input.endRecord();
  }
  return nodes;
}

/** Body of a $Nodes section of version 4.1: in each block first all tags, then all coordinates. */
export function readNodes41(input: MshInput): Nodes {
  input.record("the number of node blocks");
  const blocks = input.count("the number of node blocks", 1);
  const nodes = createNodes(input.count("the number of nodes", NODE_BYTES));
  input.size("the lowest node tag", 0, anyTag);
  input.size("the highest node tag", 0, anyTag);
  input.endRecord();
  let filled = 0;
  for (let block = 0; block < blocks; block++) {
    input.record("a node block");
    const dimension = input.integer("the dimension of an entity", 0, 3);
    input.integer("the tag of an entity", -anyTag, anyTag);
    const parameters = input.integer("the parametric flag", 0, 1) * dimension;
    const end = filled + input.size("the number of nodes in the block", 0, nodes.tags.length - filled);
    input.endRecord();
    for (let index = filled; index < end; index++) {
      input.record(NODE_TAG);
      addTag(input, nodes, index, input.size(NODE_TAG, 1, anyTag));
      input.endRecord();
    }
    for (let index = filled; index < end; index++) {
      input.record("the coordinates of a node");
      readPoint(input, nodes, index);
      readParameters(input, parameters);
      input.endRecord();
    }
    filled = end;
  }
  requireAll(input, filled, nodes);
  return nodes;
}

/** Body of a $Nodes section of version 4.0: tag and coordinates of a node stand together. */
export function readNodes40(input: MshInput): Nodes {
  input.record("the number of node blocks");
  const blocks = input.count("the number of node blocks", 1);
  const nodes = createNodes(input.count("the number of nodes", NODE_BYTES));
  input.endRecord();
  let filled = 0;
  for (let block = 0; block < blocks; block++) {
    input.record("a node block");
    input.integer("the tag of an entity", -anyTag, anyTag);
    const dimension = input.integer("the dimension of an entity", 0, 3);
    const parameters = input.integer("the parametric flag", 0, 1) * dimension;
    const end = filled + input.size("the number of nodes in the block", 0, nodes.tags.length - filled);
    input.endRecord();
    for (let index = filled; index < end; index++) {
      input.record("a node");
      addTag(input, nodes, index, input.integer(NODE_TAG, 1, anyTag));
      readPoint(input, nodes, index);
      readParameters(input, parameters);
      input.endRecord();
    }
    filled = end;
  }
  requireAll(input, filled, nodes);
  return nodes;
}

function requireAll(input: MshInput, filled: number, { tags }: Nodes): void {
  if (filled === tags.length) return;
  throw input.failure(
    `the node blocks hold ${filled} nodes, the head of the section announces ${tags.length}`,
    "the file is damaged: save it again",
    filled,
  );
}
