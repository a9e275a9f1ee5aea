import { describe, expect, it } from "vitest";
import { lobattoNodes, recursiveNode } from "../../src/fem/nodes.ts";
import { largestDifference } from "./fit.ts";

const rounding = 4 * Number.EPSILON;

describe("lobattoNodes", () => {
  it("has the known zeros of P_n'", () => {
    const onUnit = (x: number): number => (1 + x) / 2;
    expect(Array.from(lobattoNodes(0))).toEqual([0.5]);
    expect(Array.from(lobattoNodes(1))).toEqual([0, 1]);
    expect(Array.from(lobattoNodes(2))).toEqual([0, 0.5, 1]);
    const three = [-1, -1 / Math.sqrt(5), 1 / Math.sqrt(5), 1].map(onUnit);
    expect(largestDifference(lobattoNodes(3), three)).toBeLessThan(rounding);
    const four = [-1, -Math.sqrt(3 / 7), 0, Math.sqrt(3 / 7), 1].map(onUnit);
    expect(largestDifference(lobattoNodes(4), four)).toBeLessThan(rounding);
    const inner = [Math.sqrt(1 / 3 - (2 * Math.sqrt(7)) / 21), Math.sqrt(1 / 3 + (2 * Math.sqrt(7)) / 21)] as const;
    const five = [-1, -inner[1], -inner[0], inner[0], inner[1], 1].map(onUnit);
    expect(largestDifference(lobattoNodes(5), five)).toBeLessThan(rounding);
  });

  it("is ascending, its second half 1 minus the first", () => {
    for (let n = 1; n <= 20; n++) {
      const nodes = lobattoNodes(n);
      for (let k = 0; 2 * k <= n; k++) {
        if (k > 0) expect(nodes[k]).toBeGreaterThan(nodes[k - 1]!);
        expect(nodes[n - k]).toBe(1 - nodes[k]!);
      }
    }
  });
});

describe("recursiveNode", () => {
  it("gives barycentric coordinates that follow a permutation of the index", () => {
    for (const index of [
      [3, 1, 2],
      [1, 1, 4],
      [2, 5, 1],
    ]) {
      const [a, b, c] = recursiveNode(index) as [number, number, number];
      expect(Math.abs(a + b + c - 1)).toBeLessThan(rounding);
      expect(largestDifference(recursiveNode([index[2]!, index[0]!, index[1]!]), [c, a, b])).toBeLessThan(rounding);
    }
  });

  it("puts the middle index at the centroid, also of a tetrahedron", () => {
    expect(largestDifference(recursiveNode([2, 2, 2]), [1 / 3, 1 / 3, 1 / 3])).toBeLessThan(rounding);
    expect(largestDifference(recursiveNode([1, 1, 1, 1]), [0.25, 0.25, 0.25, 0.25])).toBeLessThan(rounding);
  });
});
