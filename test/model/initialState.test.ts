import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { checkedInitialState, type InitialState } from "../../src/model/initialState.ts";

const mixture: InitialState = {
  kind: "mixture",
  parts: [
    { weight: 3, state: { kind: "coherent", direction: [0.6, 0, 0.8000001] } },
    { weight: 1, state: { kind: "thermal", ratio: Number.POSITIVE_INFINITY } },
  ],
};

describe("checkedInitialState", () => {
  it("makes directions unit vectors and weights probabilities, and leaves the argument alone", () => {
    const found = checkedInitialState(mixture, 4);
    if (found.kind !== "mixture") throw new Error("not a mixture");
    expect(found.parts.map((part) => part.weight)).toEqual([0.75, 0.25]);
    const [first, second] = found.parts.map((part) => part.state);
    if (first!.kind !== "coherent") throw new Error("not coherent");
    // One rounding in each of the squares, their sum, the root and the quotient.
    expect(Math.abs(Math.hypot(...first!.direction) - 1)).toBeLessThan(4 * Number.EPSILON);
    expect(second).toEqual({ kind: "thermal", ratio: Number.POSITIVE_INFINITY });
    expect(mixture.parts[0]!.weight).toBe(3);
    for (const part of [found, found.parts, found.parts[0], first!.direction]) expect(Object.isFrozen(part)).toBe(true);
  });

  it("changes no bit the second time", () => {
    for (let k = 0; k < 200; k++) {
      const [x, y, z] = [Math.sin(k), Math.cos(3 * k), Math.sin(7 * k + 1)];
      const length = Math.sqrt(x * x + y * y + z * z) * (1 + 1e-7 * Math.sin(k));
      const direction = [x / length, y / length, z / length] as const;
      const weights = [Math.abs(x), Math.abs(y) + 0.1, 5];
      const state: InitialState = {
        kind: "mixture",
        parts: weights.map((weight) => ({ weight, state: { kind: "coherent", direction } })),
      };
      const once = checkedInitialState(state, 4);
      expect(checkedInitialState(once, 4)).toEqual(once);
    }
  });

  it("knows a coherent state by any name", () => {
    expect(checkedInitialState({ kind: "product", vector: [0.6, 0, 0.8] }, 4)).toEqual({
      kind: "coherent",
      direction: [0.6, 0, 0.8],
    });
    expect(checkedInitialState({ kind: "dicke", m: -2 }, 4)).toEqual({ kind: "coherent", direction: [0, 0, -1] });
    expect(checkedInitialState({ kind: "dicke", m: -1 }, 4)).toEqual({ kind: "dicke", m: -1, j: 2 });
    expect(checkedInitialState({ kind: "dicke", m: -1, j: 1 }, 4)).toEqual({ kind: "dicke", m: -1, j: 1 });
  });

  it.each<[InitialState, string]>([
    [
      { kind: "coherent", direction: [1, 1, 0] },
      "the direction of a coherent state is [1, 1, 0], of length 1.41421356, not 1; give the unit vector, [0.707106781, 0.707106781, 0]",
    ],
    [
      { kind: "coherent", direction: [0, 0, 0] },
      "the direction of a coherent state is [0, 0, 0], which is no direction; give a unit vector of three finite numbers",
    ],
    [{ kind: "coherent", direction: [Number.NaN, 0, 1] }, "which is no direction"],
    [{ kind: "coherent", direction: [1] as unknown as [number, number, number] }, "which is no direction"],
    [{ kind: "thermal", ratio: -1 }, "the ratio of a thermal state is -1, not a number of at least 0"],
    [{ kind: "thermal", ratio: Number.NaN }, "the ratio of a thermal state is NaN"],
    [{ kind: "mixture", parts: [] }, "the list of weights of a mixture is []"],
    [
      { kind: "mixture", parts: [{ weight: -1, state: { kind: "thermal", ratio: 1 } }] },
      "weights of a mixture is [-1]",
    ],
    [{ kind: "mixture", parts: [{ weight: 0, state: { kind: "thermal", ratio: 1 } }] }, "not all zero"],
    [
      { kind: "mixture", parts: [{ weight: 1, state: { kind: "thermal", ratio: -2 } }] },
      "ratio of a thermal state is -2",
    ],
    [
      { kind: "product", vector: [1, 1, 0] },
      "the vector of a product state is [1, 1, 0], of length 1.41421356, above 1",
    ],
    [{ kind: "product", vector: [0, Number.NaN, 0] }, "which is no vector"],
    [
      { kind: "dicke", m: 3 },
      "a Dicke state is |j = 2, m = 3>, but m lies between -j and j; give m = 2, 1, ... down to -2",
    ],
    [{ kind: "dicke", m: 0.5 }, "but m is a whole number for j = 2"],
    [{ kind: "dicke", m: 0, j: 1.5 }, "but 4 spins have no total spin j = 1.5; give j = 2, 1, ... down to 0"],
    [{ kind: "dicke", m: 0, j: 3 }, "but 4 spins have no total spin j = 3"],
    [
      { kind: "moments", domain: "sphere", spins: 5, band: 0, unknowns: Float64Array.of(1), error: 0 },
      "a state of 5 spins, and the model has 4; give a result of 4 spins",
    ],
  ])("refuses %j with the reason", (state, reason) => {
    expect(() => checkedInitialState(state, 4)).toThrow(InputError);
    expect(() => checkedInitialState(state, 4)).toThrow(reason);
  });
});
