import { type InitialState, type SpinModel, spinModel } from "blochfem";
import { describe, it } from "vitest";
import { equal, expectRoadsToAgree, field } from "./agreement.ts";

describe("initial states by every road", () => {
  it.each<[string, SpinModel, InitialState]>([
    ["not parabolic", spinModel({ spins: 5, field, collective: { decay: 1 } }), { kind: "dicke", m: 0.5 }],
    [
      "with local rates",
      spinModel({ spins: 5, field, collective: equal, local: { pump: 0.1 } }),
      { kind: "dicke", m: 0.5 },
    ],
    [
      "in a mixture",
      spinModel({ spins: 5, field, collective: equal, local: { dephasing: 0.1 } }),
      {
        kind: "mixture",
        parts: [
          { weight: 1, state: { kind: "product", vector: [0.3, 0, 0.2] } },
          { weight: 2, state: { kind: "dicke", m: -0.5, j: 1.5 } },
          { weight: 1, state: { kind: "thermal", ratio: 0.2 } },
          { weight: 1, state: { kind: "coherent", direction: [0, 0.6, 0.8] } },
        ],
      },
    ],
  ])("%s: finite elements, harmonics and density matrix agree in time", (_, model, initial) => {
    expectRoadsToAgree(model, initial);
  });
});
