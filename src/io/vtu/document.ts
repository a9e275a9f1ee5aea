import { InputError } from "../../core/errors.ts";

/** An array of a VTK file: numbers, `components` of each place. */
export interface VtuArray {
  readonly name: string;
  readonly values: Float64Array | BigInt64Array | Uint8Array;
  readonly components?: number;
}

/** What an unstructured grid consists of. */
export interface VtuGrid {
  readonly points: Float64Array;
  readonly connectivity: Uint32Array;
  readonly nodesPerCell: number;
  readonly type: number;
  readonly pointData: readonly VtuArray[];
  readonly cellData: readonly VtuArray[];
  /** Of the whole: numbers, and texts. */
  readonly fieldData: Readonly<Record<string, number | string>>;
}

/** Made where it is used: not every engine that runs the library has one. */
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * An unstructured grid as the XML of VTK, with its arrays as they are in memory behind it ("raw", little-endian, doubles).
 *
 * @throws InputError for a value that is not finite, which ParaView reads as anything
 */
export function vtuDocument(grid: VtuGrid): Uint8Array {
  const { points, connectivity, nodesPerCell, type, pointData, cellData, fieldData } = grid;
  const cells = connectivity.length / nodesPerCell;
  const blocks = appendedBlocks();
  const line = (array: VtuArray): string => `        ${blocks.add(array)}`;
  const lines = [
    '<?xml version="1.0"?>',
    '<VTKFile type="UnstructuredGrid" version="1.0" byte_order="LittleEndian" header_type="UInt64">',
    "  <UnstructuredGrid>",
    "    <FieldData>",
    ...Object.entries(fieldData).map(([name, value]) => `      ${fieldElement(name, value)}`),
    "    </FieldData>",
    `    <Piece NumberOfPoints="${points.length / 3}" NumberOfCells="${cells}">`,
    `      <PointData${pointData.length === 0 ? "" : ` Scalars="${escapedXml(pointData[0]!.name)}"`}>`,
    ...pointData.map(line),
    "      </PointData>",
    "      <CellData>",
    ...cellData.map(line),
    "      </CellData>",
    "      <Points>",
    line({ name: "Points", values: points, components: 3 }),
    "      </Points>",
    "      <Cells>",
    line({ name: "connectivity", values: BigInt64Array.from(connectivity, BigInt) }),
    line({ name: "offsets", values: BigInt64Array.from({ length: cells }, (_, c) => BigInt((c + 1) * nodesPerCell)) }),
    line({ name: "types", values: new Uint8Array(cells).fill(type) }),
    "      </Cells>",
    "    </Piece>",
    "  </UnstructuredGrid>",
    '  <AppendedData encoding="raw">',
    "_",
  ];
  return joined([encoded(lines.join("\n")), ...blocks.bytes, encoded("\n  </AppendedData>\n</VTKFile>\n")]);
}

const TYPES = [
  [Float64Array, "Float64"],
  [BigInt64Array, "Int64"],
  [Uint8Array, "UInt8"],
] as const;

interface Blocks {
  /** Keeps the bytes of an array, and returns the element that points to them. */
  readonly add: (array: VtuArray) => string;
  readonly bytes: readonly Uint8Array[];
}

function appendedBlocks(): Blocks {
  const bytes: Uint8Array[] = [];
  let offset = 0;
  const add = ({ name, values, components = 1 }: VtuArray): string => {
    if (values instanceof Float64Array) requireFinite(name, values);
    const type = TYPES.find(([kind]) => values instanceof kind)![1];
    const block = littleEndian(values);
    const element = `<DataArray type="${type}" Name="${escapedXml(name)}" NumberOfComponents="${components}" format="appended" offset="${offset}"/>`;
    bytes.push(block);
    offset += block.length;
    return element;
  };
  return { add, bytes };
}

function requireFinite(name: string, values: Float64Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new InputError({
    what: `${name} is ${values[at]} at place ${at}, which no VTK file holds safely`,
    remedy: "leave the array out, or give finite numbers",
    value: values[at],
  });
}

/** The bytes behind their number. */
function littleEndian(values: VtuArray["values"]): Uint8Array {
  const block = new Uint8Array(8 + values.byteLength);
  const view = new DataView(block.buffer);
  view.setBigUint64(0, BigInt(values.byteLength), true);
  if (values instanceof Float64Array)
    for (let k = 0; k < values.length; k++) view.setFloat64(8 + 8 * k, values[k]!, true);
  else if (values instanceof BigInt64Array)
    for (let k = 0; k < values.length; k++) view.setBigInt64(8 + 8 * k, values[k]!, true);
  else block.set(values, 8);
  return block;
}

/** Few and short: as text. A text is the codes of its bytes and a zero. */
const fieldElement = (name: string, value: number | string): string =>
  typeof value === "number"
    ? `<DataArray type="Float64" Name="${escapedXml(name)}" NumberOfTuples="1" format="ascii">${value}</DataArray>`
    : `<DataArray type="String" Name="${escapedXml(name)}" NumberOfTuples="1" format="ascii">${[...encoded(value), 0].join(" ")}</DataArray>`;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escapedXml = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
