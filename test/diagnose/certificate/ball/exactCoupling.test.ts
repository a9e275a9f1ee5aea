import { describe, expect, it } from "vitest";
import { exactCoupling } from "../../../../src/diagnose/certificate/ball/exactCoupling.ts";
import { coupling } from "../../../../src/diagnose/entanglement/coupling.ts";

describe("Clebsch-Gordan coefficients in whole numbers", () => {
  it.each([
    [1, 1],
    [2, 3],
    [7, 4],
    [20, 20],
  ])("2 jA = %i, 2 jB = %i: are those of the recursion, signs included", (twiceA, twiceB) => {
    const { tables } = coupling(twiceA, twiceB);
    let worst = 0;
    for (const [k, table] of tables.entries())
      for (const [at, value] of table.entries()) {
        const [a, b] = [Math.floor(at / (twiceB + 1)), at % (twiceB + 1)];
        worst = Math.max(worst, Math.abs(value - exactCoupling(twiceA, twiceB, k, a, b)));
      }
    expect(worst).toBeLessThan(8 * (Math.min(twiceA, twiceB) + 4) * Number.EPSILON);
  });
});
