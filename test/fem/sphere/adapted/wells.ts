import { type SpinModel, spinModel } from "../../../../src/model/spinModel.ts";

/**
 * Two stable points on a ridge, next to where they merge: with chi_xx = 5/4 + depth / sqrt(N) the barrier does not grow with N, the points are N^(-1/4)
 * apart, and P is as narrow as N^(-1/2) across. A weak field along x makes one of them more likely.
 */
export const twoWells = (spins: number, depth: number): SpinModel =>
  spinModel({
    spins,
    field: [0.3 * spins ** -0.75, 0, -1],
    interaction: { xx: 1.25 + depth / Math.sqrt(spins) },
    collective: {
      dephasing: 1,
      decay: 0.5,
      jumps: [
        { rate: 1, operator: [1, 0, 0] },
        { rate: 1, operator: [0, 1, 0] },
      ],
    },
  });
