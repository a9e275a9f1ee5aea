import { escapedXml } from "./document.ts";

/** A file of a series. */
export interface PvdEntry {
  readonly time: number;
  /** Its path, relative to the collection. */
  readonly file: string;
}

/** A series in time of files of VTK as the collection (.pvd) that ParaView opens. */
export function pvdText(entries: readonly PvdEntry[]): string {
  return [
    '<?xml version="1.0"?>',
    '<VTKFile type="Collection" version="0.1" byte_order="LittleEndian">',
    "  <Collection>",
    ...entries.map(
      ({ time, file }) => `    <DataSet timestep="${time}" group="" part="0" file="${escapedXml(file)}"/>`,
    ),
    "  </Collection>",
    "</VTKFile>",
    "",
  ].join("\n");
}
