import type { Cell, TableColumn } from "../table.ts";
import { type NumpyArray, npyBytes } from "./npy.ts";

/** Arrays by their names. */
export type NumpyArrays = Readonly<Record<string, NumpyArray>>;

/** The first day that a zip file knows: equal arrays make equal bytes, whenever they are written. */
const NO_DATE = new Date(1980, 0, 1);

/** Numbers seldom become smaller, and large arrays take long. */
const COMPRESSION = 1;

/** Arrays as one file that `numpy.load` opens (.npz). Throws as `npyBytes` does. */
export async function npzBytes(arrays: NumpyArrays): Promise<Uint8Array> {
  const { zipSync } = await import("fflate");
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npyBytes(array)] as const);
  return zipSync(Object.fromEntries(files), { level: COMPRESSION, mtime: NO_DATE });
}

/** The columns of a table by their names: numbers with nan where there is nothing, truths, and texts, empty where there is none. */
export const tableArrays = (columns: readonly TableColumn[]): NumpyArrays =>
  Object.fromEntries(columns.map(({ key, cells }) => [key, columnArray(cells)]));

function columnArray(cells: readonly Cell[]): NumpyArray {
  const there = cells.filter((cell) => cell !== null);
  if (there.some((cell) => typeof cell === "string")) return { texts: cells.map((cell) => String(cell ?? "")) };
  if (there.length === cells.length && there.length > 0 && there.every((cell) => typeof cell === "boolean"))
    return { truths: there };
  return { real: cells.map((cell) => (cell === null ? Number.NaN : Number(cell))) };
}
