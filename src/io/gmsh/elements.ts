import { type ElementUse, elementUse } from "./elementTypes.ts";
import { anyTag, type MshInput } from "./input.ts";
import type { Nodes } from "./nodes.ts";

/** Node positions (three a triangle, four a tetrahedron), one tag an element, and where each belongs. */
export interface ElementList {
  readonly cells: number[];
  readonly tags: number[];
  /** In version 2 the tag of its physical group, 0 for none; in version 4 the tag of its entity. */
  readonly origins: number[];
}

export interface Elements {
  readonly triangles: ElementList;
  readonly tetrahedra: ElementList;
  /** 1 at the position of each node on an edge, on a face or inside an element of higher order. */
  readonly middle: Uint8Array;
}

const noElements = (nodes: Nodes): Elements => ({
  triangles: { cells: [], tags: [], origins: [] },
  tetrahedra: { cells: [], tags: [], origins: [] },
  middle: new Uint8Array(nodes.tags.length),
});

type Kept = Exclude<ElementUse, { readonly kind: "refused" }>;

/** Nodes of one element, `next` giving the tag of each. */
function readNodesOf(
  input: MshInput,
  nodes: Nodes,
  elements: Elements,
  { kind, corners, nodes: count }: Kept,
  element: { readonly tag: number; readonly origin: number },
  next: () => number,
): void {
  const list = kind === "triangle" ? elements.triangles : kind === "tetrahedron" ? elements.tetrahedra : null;
  for (let k = 0; k < count; k++) {
    const node = next();
    const position = nodes.positions.get(node);
    if (position === undefined) {
      throw input.failure(
        `element ${element.tag} names node ${node}, which is not in $Nodes`,
        "the file is damaged: save it again",
        node,
      );
    }
    if (list === null) continue;
    if (k < corners) list.cells.push(position);
    else elements.middle[position] = 1;
  }
  list?.tags.push(element.tag);
  list?.origins.push(element.origin);
}

function readType(input: MshInput): Kept {
  const type = input.integer("an element type", 1, 1000);
  const use = elementUse(type);
  if (use.kind === "refused") throw input.failure(use.what, use.remedy, type);
  return use;
}

/** Labels of an element of version 2: the first is its physical group. Returns 0 where there is none. */
function readLabels(input: MshInput, count: number): number {
  let first = 0;
  for (let label = 0; label < count; label++) {
    const value = input.integer("a label", -anyTag, anyTag);
    if (label === 0) first = value;
  }
  return first;
}

const CORNER = "the tag of a corner";
const readIntegerTag = (input: MshInput) => (): number => input.integer(CORNER, 1, anyTag);
const readSizeTag = (input: MshInput) => (): number => input.size(CORNER, 1, anyTag);

/** Body of an $Elements section of version 2 in text. */
export function readElements2(input: MshInput, nodes: Nodes): Elements {
  const elements = noElements(nodes);
  const next = readIntegerTag(input);
  input.record("the number of elements");
  const count = input.count("the number of elements", 1);
  input.endRecord();
  for (let k = 0; k < count; k++) {
    input.record("an element");
    const tag = input.integer("an element tag", 1, anyTag);
    const use = readType(input);
    const origin = readLabels(input, input.integer("the number of labels", 0, 1000));
    readNodesOf(input, nodes, elements, use, { tag, origin }, next);
    input.endRecord();
  }
  return elements;
}

/** Body of an $Elements section of version 2 in binary: blocks of elements of one type behind a count in text. */
export function readElements2Binary(head: MshInput, input: MshInput, nodes: Nodes): Elements {
  const elements = noElements(nodes);
  const next = readIntegerTag(input);
  head.record("the number of elements");
  const total = head.count("the number of elements", 1);
  head.endRecord();
  for (let read = 0; read < total; ) {
    const use = readType(input);
    const count = input.integer("the number of elements in the block", 1, total - read);
    const labels = input.integer("the number of labels", 0, 1000);
    for (let k = 0; k < count; k++) {
      const tag = input.integer("an element tag", 1, anyTag);
      readNodesOf(input, nodes, elements, use, { tag, origin: readLabels(input, labels) }, next);
    }
    read += count;
  }
  return elements;
}

/** Body of an $Elements section of version 4.0 or 4.1, which differ in the order of a block's head and the width of tags. */
export function readElements4(input: MshInput, nodes: Nodes, version: "4.0" | "4.1"): Elements {
  const elements = noElements(nodes);
  const next = version === "4.1" ? readSizeTag(input) : readIntegerTag(input);
  input.record("the number of element blocks");
  const blocks = input.count("the number of element blocks", 1);
  const total = input.count("the number of elements", 1);
  if (version === "4.1") {
    input.size("the lowest element tag", 0, anyTag);
    input.size("the highest element tag", 0, anyTag);
  }
  input.endRecord();
  let read = 0;
  for (let block = 0; block < blocks; block++) {
    input.record("an element block");
    const first = input.integer("an entity", -anyTag, anyTag);
    const second = input.integer("an entity", -anyTag, anyTag);
    const origin = version === "4.1" ? second : first;
    const use = readType(input);
    const count = input.size("the number of elements in the block", 0, total - read);
    input.endRecord();
    for (let k = 0; k < count; k++) {
      input.record("an element");
      const name = "an element tag";
      const tag = version === "4.1" ? input.size(name, 1, anyTag) : input.integer(name, 1, anyTag);
      readNodesOf(input, nodes, elements, use, { tag, origin }, next);
      input.endRecord();
    }
    read += count;
  }
  if (read < total) {
    throw input.failure(
      `the element blocks hold ${read} elements, the head of the section announces ${total}`,
      "the file is damaged: save it again",
      read,
    );
  }
  return elements;
}
