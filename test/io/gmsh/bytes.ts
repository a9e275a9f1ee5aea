import { cellCount, type Mesh, vertexCount } from "../../../src/mesh/mesh.ts";

export interface BinaryForm {
  readonly version: "4.1" | "4.0" | "2.2";
  readonly littleEndian: boolean;
  /** Bytes of a count, which differ from machine to machine. */
  readonly sizeBytes: 4 | 8;
}

/** A mesh as a binary file of Gmsh, for the forms that no Gmsh at hand writes. */
export function binaryGmsh(mesh: Mesh, { version, littleEndian, sizeBytes }: BinaryForm): Uint8Array {
  const out: number[] = [];
  const text = (line: string): void => void out.push(...new TextEncoder().encode(line));
  const number = (length: number, put: (view: DataView) => void): void => {
    const view = new DataView(new ArrayBuffer(length));
    put(view);
    out.push(...new Uint8Array(view.buffer));
  };
  const int = (value: number): void => number(4, (view) => view.setInt32(0, value, littleEndian));
  const size = (value: number): void =>
    sizeBytes === 8
      ? number(8, (view) => view.setBigUint64(0, BigInt(value), littleEndian))
      : number(4, (view) => view.setUint32(0, value, littleEndian));
  const point = (vertex: number): void => {
    for (let k = 0; k < 3; k++) number(8, (view) => view.setFloat64(0, mesh.points[3 * vertex + k]!, littleEndian));
  };
  const corners = mesh.dimension + 1;
  const type = mesh.dimension === 2 ? 2 : 4;
  const [vertices, cells] = [vertexCount(mesh), cellCount(mesh)];
  const tagsOf = (cell: number): number[] =>
    Array.from(mesh.cells.subarray(corners * cell, corners * (cell + 1)), (v) => v + 1);
  const each = (count: number, put: (k: number) => void): void => {
    for (let k = 0; k < count; k++) put(k);
  };

  text(`$MeshFormat\n${version} 1 ${version === "2.2" ? 8 : sizeBytes}\n`);
  int(1);
  text("\n$EndMeshFormat\n$Nodes\n");
  if (version === "4.1") {
    for (const value of [1, vertices, 1, vertices]) size(value);
    for (const value of [mesh.dimension, 1, 0]) int(value);
    size(vertices);
    each(vertices, (k) => size(k + 1));
    each(vertices, point);
  } else {
    if (version === "4.0") {
      for (const value of [1, vertices]) size(value);
      for (const value of [1, mesh.dimension, 0]) int(value);
      size(vertices);
    } else text(`${vertices}\n`);
    each(vertices, (k) => {
      int(k + 1);
      point(k);
    });
  }
  text("\n$EndNodes\n$Elements\n");
  const tag = version === "4.1" ? size : int;
  if (version === "2.2") {
    text(`${cells}\n`);
    for (const value of [type, cells, 2]) int(value);
  } else {
    for (const value of version === "4.1" ? [1, cells, 1, cells] : [1, cells]) size(value);
    for (const value of version === "4.1" ? [mesh.dimension, 1, type] : [1, mesh.dimension, type]) int(value);
    size(cells);
  }
  each(cells, (k) => {
    tag(k + 1);
    if (version === "2.2") for (const label of [0, 1]) int(label);
    for (const node of tagsOf(k)) tag(node);
  });
  text("\n$EndElements\n");
  return Uint8Array.from(out);
}
