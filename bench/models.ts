import { type SpinModel, spinModel } from "../src/model/spinModel.ts";

/** The model of all comparisons: field along x, dephasing and pump at rate 1. Below B_x = 1 a narrow peak, above it a broad density. */
export const drivenModel = (spins: number, fieldX: number): SpinModel =>
  spinModel({ spins, field: [fieldX, 0, 0], collective: { dephasing: 1, pump: 1, decay: 0 } });

/** The same in the options of the peers' scripts. */
export const peerModel = (spins: number, fieldX: number): Record<string, string | number> => ({ N: spins, bx: fieldX });
