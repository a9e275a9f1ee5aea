import { countPositions, type PointLocator } from "../../mesh/sphere/locate.ts";
import type { CellCounter } from "../chunk.ts";

/** Counts points in the cells of the mesh of a locator. */
export const cellCounter = (locator: PointLocator): CellCounter => ({
  cellCount: locator.cellCount,
  count: (x, y, z, counts) => countPositions(locator, x, y, z, counts),
});
