import { elementUse } from "./gmshElementTypes.ts";
import type { Nodes } from "./gmshNodes.ts";
import { anyTag, endRecord, errorAtToken, expectRecord, readCount, readInteger, type Scanner } from "./gmshScanner.ts";

/** Node positions (three a triangle, four a tetrahedron) and one tag an element. */
export interface ElementList {
  readonly cells: number[];
  readonly tags: number[];
}

export interface Elements {
  readonly triangles: ElementList;
  readonly tetrahedra: ElementList;
}

const noElements = (): Elements => ({ triangles: { cells: [], tags: [] }, tetrahedra: { cells: [], tags: [] } });

/** Corners of one element, after its type is known, into `list` where it is kept. */
function readCorners(scanner: Scanner, nodes: Nodes, corners: number, tag: number, list: ElementList | null): void {
  for (let k = 0; k < corners; k++) {
    const node = readInteger(scanner, "the tag of a corner", 1, anyTag);
    const position = nodes.positions.get(node);
    if (position === undefined) {
      throw errorAtToken(
        scanner,
        `element ${tag} names node ${node}, which is not in $Nodes`,
        "the file is damaged: save it again",
        node,
      );
    }
    list?.cells.push(position);
  }
  list?.tags.push(tag);
}

/** Number of corners and where to keep them, for the type that was just read. */
function useOf(scanner: Scanner, type: number, elements: Elements): { corners: number; list: ElementList | null } {
  const use = elementUse(type);
  if (use.kind === "refused") throw errorAtToken(scanner, use.what, use.remedy, type);
  if (use.kind === "triangle") return { corners: 3, list: elements.triangles };
  if (use.kind === "tetrahedron") return { corners: 4, list: elements.tetrahedra };
  return { corners: use.nodes, list: null };
}

/** Body of an $Elements section of version 2.2. */
export function readElements22(scanner: Scanner, nodes: Nodes): Elements {
  const elements = noElements();
  expectRecord(scanner, "the number of elements");
  const count = readCount(scanner, "the number of elements");
  endRecord(scanner);
  for (let k = 0; k < count; k++) {
    expectRecord(scanner, "an element");
    const tag = readInteger(scanner, "an element tag", 1, anyTag);
    const { corners, list } = useOf(scanner, readInteger(scanner, "an element type", 1, 1000), elements);
    const labels = readInteger(scanner, "the number of labels", 0, 1000);
    for (let label = 0; label < labels; label++) readInteger(scanner, "a label", -anyTag, anyTag);
    readCorners(scanner, nodes, corners, tag, list);
    endRecord(scanner);
  }
  return elements;
}

/** Body of an $Elements section of version 4.1. */
export function readElements41(scanner: Scanner, nodes: Nodes): Elements {
  const elements = noElements();
  expectRecord(scanner, "the number of element blocks");
  const blocks = readCount(scanner, "the number of element blocks");
  const total = readCount(scanner, "the number of elements");
  readInteger(scanner, "the lowest element tag", 0, anyTag);
  readInteger(scanner, "the highest element tag", 0, anyTag);
  endRecord(scanner);
  let read = 0;
  for (let block = 0; block < blocks; block++) {
    expectRecord(scanner, "an element block");
    readInteger(scanner, "the dimension of an entity", 0, 3);
    readInteger(scanner, "the tag of an entity", -anyTag, anyTag);
    const { corners, list } = useOf(scanner, readInteger(scanner, "an element type", 1, 1000), elements);
    const count = readInteger(scanner, "the number of elements in the block", 0, total - read);
    endRecord(scanner);
    for (let k = 0; k < count; k++) {
      expectRecord(scanner, "an element");
      const tag = readInteger(scanner, "an element tag", 1, anyTag);
      readCorners(scanner, nodes, corners, tag, list);
      endRecord(scanner);
    }
    read += count;
  }
  if (read < total) {
    throw errorAtToken(
      scanner,
      `the element blocks hold ${read} elements, the head of the section announces ${total}`,
      "the file is damaged: save it again",
      read,
    );
  }
  return elements;
}
