import { describe, expect, it } from "vitest";
import { couplingVector } from "../../../../src/diagnose/certificate/sphere/couplingVector.ts";
import { coupling } from "../../../../src/diagnose/entanglement/coupling.ts";

describe("Clebsch-Gordan coefficients by the total spin", () => {
  it.each([
    [0, 0],
    [0, 6],
    [1, 1],
    [2, 4],
    [3, 7],
    [16, 16],
    [31, 21],
    [40, 40],
  ])("2J = %i, 2K = %i: are those of a recursion in the magnetic number", (twiceJ, twiceK) => {
    const { tables } = coupling(twiceJ, twiceK);
    const out = new Float64Array(twiceJ + twiceK + 1);
    const sum = (twiceJ + twiceK) / 2;
    let worst = 0;
    for (let twiceM = -twiceJ; twiceM <= twiceJ; twiceM += 2) {
      for (let twiceN = -twiceK; twiceN <= twiceK; twiceN += 2) {
        const lowest = couplingVector(twiceJ, twiceK, twiceM, twiceN, out);
        expect(lowest).toBe(Math.max(Math.abs(twiceJ - twiceK), Math.abs(twiceN - twiceM)) / 2);
        for (let l = lowest; l <= sum; l++) {
          const at = ((twiceJ + twiceM) / 2) * (twiceK + 1) + (twiceK - twiceN) / 2;
          worst = Math.max(worst, Math.abs(out[l]! - tables[sum - l]![at]!));
        }
      }
    }
    // Some units of rounding a step, of both.
    expect(worst).toBeLessThan((40 + sum) * Number.EPSILON);
  });
});
