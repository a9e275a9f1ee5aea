import { describe, expect, it } from "vitest";
import { coupling } from "../../../src/diagnose/entanglement/coupling.ts";

describe("Clebsch-Gordan coefficients", () => {
  it.each([
    [1, 1],
    [2, 3],
    [3, 2],
    [10, 60],
    [40, 40],
  ])("2 jA = %i, 2 jB = %i: are orthonormal for each m, and J_- leads from one m to the next", (twiceA, twiceB) => {
    const { tables } = coupling(twiceA, twiceB);
    const width = twiceB + 1;
    // Recursions of at most 2 jA + 1 steps, and sums of as many products.
    const rounding = 8 * (Math.min(twiceA, twiceB) + 4) * Number.EPSILON;
    let overlap = 0;
    let ladder = 0;
    for (let sum = 0; sum <= twiceA + twiceB; sum++) {
      const there = tables.map((_, k) => k).filter((k) => sum >= k && sum <= twiceA + twiceB - k);
      const range = Array.from({ length: twiceA + 1 }, (_, a) => a).filter((a) => sum - a >= 0 && sum - a <= twiceB);
      for (const k of there) {
        for (const l of there) {
          const product = range.reduce(
            (total, a) => total + tables[k]![a * width + sum - a]! * tables[l]![a * width + sum - a]!,
            0,
          );
          overlap = Math.max(overlap, Math.abs(product - (k === l ? 1 : 0)));
        }
        if (sum === k) continue;
        const lowered = Math.sqrt((sum - k) * (twiceA + twiceB - 2 * k - (sum - k) + 1));
        for (const a of range) {
          const b = sum - a;
          let value = 0;
          if (a > 0) value += Math.sqrt(a * (twiceA - a + 1)) * tables[k]![(a - 1) * width + b]!;
          if (b > 0) value += Math.sqrt(b * (twiceB - b + 1)) * tables[k]![a * width + b - 1]!;
          ladder = Math.max(ladder, Math.abs(value / lowered - tables[k]![a * width + b]!));
        }
      }
    }
    expect(overlap).toBeLessThan(rounding);
    expect(ladder).toBeLessThan(rounding);
  });

  it("are those of two spins one half: the triplet and the singlet", () => {
    const { tables } = coupling(1, 1);
    const expected = [
      [1, Math.SQRT1_2, Math.SQRT1_2, 1],
      [0, Math.SQRT1_2, -Math.SQRT1_2, 0],
    ];
    for (const [k, table] of tables.entries())
      for (const [at, value] of table.entries())
        expect(Math.abs(value - expected[k]![at]!)).toBeLessThan(4 * Number.EPSILON);
  });
});
