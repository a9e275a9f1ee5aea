import { elementUse } from "./gmshElementTypes.ts";
import type { Nodes } from "./gmshNodes.ts";
import { anyTag, endRecord, errorAtToken, expectRecord, readCount, readInteger, type Scanner } from "./gmshScanner.ts";

/** Three node positions and one tag a triangle. */
export interface Triangles {
  readonly cells: number[];
  readonly tags: number[];
}

/** Corners of one element, after its type is known. Keeps triangles. */
function readCorners(scanner: Scanner, nodes: Nodes, corners: number, tag: number, triangles: Triangles | null): void {
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
    triangles?.cells.push(position);
  }
  triangles?.tags.push(tag);
}

/** Number of corners and whether to keep them, for the type that was just read. */
function useOf(scanner: Scanner, type: number): { corners: number; keep: boolean } {
  const use = elementUse(type);
  if (use.kind === "refused") throw errorAtToken(scanner, use.what, use.remedy, type);
  return use.kind === "triangle" ? { corners: 3, keep: true } : { corners: use.nodes, keep: false };
}

/** Body of an $Elements section of version 2.2. */
export function readElements22(scanner: Scanner, nodes: Nodes): Triangles {
  const triangles: Triangles = { cells: [], tags: [] };
  expectRecord(scanner, "the number of elements");
  const count = readCount(scanner, "the number of elements");
  endRecord(scanner);
  for (let k = 0; k < count; k++) {
    expectRecord(scanner, "an element");
    const tag = readInteger(scanner, "an element tag", 1, anyTag);
    const { corners, keep } = useOf(scanner, readInteger(scanner, "an element type", 1, 1000));
    const labels = readInteger(scanner, "the number of labels", 0, 1000);
    for (let label = 0; label < labels; label++) readInteger(scanner, "a label", -anyTag, anyTag);
    readCorners(scanner, nodes, corners, tag, keep ? triangles : null);
    endRecord(scanner);
  }
  return triangles;
}

/** Body of an $Elements section of version 4.1. */
export function readElements41(scanner: Scanner, nodes: Nodes): Triangles {
  const triangles: Triangles = { cells: [], tags: [] };
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
    const { corners, keep } = useOf(scanner, readInteger(scanner, "an element type", 1, 1000));
    const count = readInteger(scanner, "the number of elements in the block", 0, total - read);
    endRecord(scanner);
    for (let k = 0; k < count; k++) {
      expectRecord(scanner, "an element");
      const tag = readInteger(scanner, "an element tag", 1, anyTag);
      readCorners(scanner, nodes, corners, tag, keep ? triangles : null);
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
  return triangles;
}
