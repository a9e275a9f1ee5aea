import { type SpinModel, spinModel } from "../src/model/spinModel.ts";

/** The model of all comparisons: field along x, dephasing and pump at rate 1. Below B_x = 1 a narrow peak, above it a broad density. */
export const drivenModel = (spins: number, fieldX: number): SpinModel =>
  spinModel({ spins, field: [fieldX, 0, 0], collective: { dephasing: 1, pump: 1, decay: 0 } });

/** The same in the options of the peers' scripts. */
export const peerModel = (spins: number, fieldX: number): Record<string, string | number> => ({ N: spins, bx: fieldX });

export const headlineSpins: readonly number[] = [100, 1000, 10_000, 100_000, 1_000_000];

/** What people ask of many spins, of any number of them. */
export const physicsExamples: readonly { readonly name: string; readonly model: (spins: number) => SpinModel }[] = [
  { name: "resonance fluorescence, B_x = 0.5", model: (spins) => drivenModel(spins, 0.5) },
  {
    name: "boundary time crystal, B_x = 1.5",
    model: (spins) => spinModel({ spins, field: [1.5, 0, 0], collective: { decay: 1 } }),
  },
  {
    name: "superradiant laser, w = N Gamma/2",
    model: (spins) => spinModel({ spins, collective: { decay: spins / 2 }, local: { pump: spins / 4 } }),
  },
  {
    name: "squeezed below threshold, B_x = 0.5",
    model: (spins) => spinModel({ spins, field: [0.5, 0, 0], collective: { decay: 1 } }),
  },
];
