import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSpinModel, hasLocalRates, type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import { writtenModel } from "../../src/model/writtenModel.ts";
import { messageOf } from "./messageOf.ts";
import { generalModel } from "./secondOrder/arbitrary.ts";

describe("interaction and jumps", () => {
  const whole = {
    spins: 4,
    interaction: { zz: 1 },
    collective: { decay: 0.3, jumps: [{ rate: 1, operator: "Jx + 0.6i*Jy" }] },
    local: { jumps: [{ rate: 0.2, operator: ["1", [0, 1], "0.5i"] }] },
  } as const;

  it("are the same in every notation, and in a model that was checked before", () => {
    const model = spinModel(whole);
    expect(model.interaction).toEqual({ xx: 0, yy: 0, zz: 1, xy: 0, xz: 0, yz: 0 });
    expect(model.collective.jumps).toEqual([{ rate: 1, operator: { re: [1, 0, 0], im: [0, 0.6, 0] } }]);
    expect(model.local.jumps).toEqual([{ rate: 0.2, operator: { re: [1, 0, 0], im: [0, 1, 0.5] } }]);
    expect(spinModel(model)).toEqual(model);
    expect(spinModel(JSON.parse(JSON.stringify(model)) as SpinModelInput)).toEqual(model);
  });

  it("are left out of a model without them", () => {
    expect(spinModel({ spins: 2, interaction: { xy: 0 }, collective: { jumps: [] } })).toEqual(spinModel({ spins: 2 }));
  });

  it("take P into the ball where a jump is local and acts", () => {
    expect(hasLocalRates(spinModel(whole))).toBe(true);
    expect(hasLocalRates(spinModel({ spins: 2, local: { jumps: [{ rate: 0, operator: "sx" }] } }))).toBe(false);
  });

  it("are written as a model file has them, and read back to the last bit", () => {
    const written = writtenModel(spinModel(whole));
    expect(written.collective.jumps).toEqual([{ rate: 1, operator: [1, [0, 0.6], 0] }]);
    fc.assert(
      fc.property(generalModel(fc.constant(4)), (input) => {
        const model = spinModel(input);
        expect(spinModel(JSON.parse(JSON.stringify(writtenModel(model))) as SpinModelInput)).toEqual(model);
      }),
    );
    const plain = spinModel({ spins: 2, field: [1, 0, 0], local: { decay: 1 } });
    expect(writtenModel(plain)).toEqual(plain);
  });

  it.each<[string, unknown, string]>([
    ["chi", { chi: { zz: 1 } }, "chi is not a key of the model; write interaction: { zz: 1 }"],
    [
      "jumps at the top",
      { jumps: [] },
      "jumps is not a key of the model; move it into collective, for operators of J, or",
    ],
    [
      "a Hamiltonian",
      { Hamiltonian: "Jz^3" },
      "Hamiltonian is not a key of the model; give its parts: field: [x, y, z]",
    ],
    ["yx", { interaction: { yx: 1 } }, "yx is not a key of interaction; write xy, which stands for chi_xy = chi_yx"],
    ["a product", { interaction: { "Jz*Jz": 1 } }, '"Jz*Jz" is not a key of interaction; write zz'],
    ["a square", { interaction: { "Jz^2": 1 } }, '"Jz^2" is not a key of interaction; write zz'],
    ["a cubic term", { interaction: { zzz: 1 } }, "zzz is not a key of interaction; leave it out: the equation of the"],
    [
      "a linear term",
      { interaction: { z: 1 } },
      "z is not a key of interaction; a term of first order belongs to field",
    ],
    ["any other key", { interaction: { a: 1 } }, "a is not a key of interaction; use one of xx, yy, zz, xy, xz, yz"],
    [
      "a symmetric matrix",
      {
        interaction: [
          [1, 0.5, 0],
          [0.5, 0, 0],
          [0, 0, 0],
        ],
      },
      "interaction is a list of 3, not a map; write { xx: 1, xy: 0.5 }",
    ],
    [
      "a matrix that is not",
      {
        interaction: [
          [1, 0, 2],
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
      "interaction is a list of 3, not symmetric: its xz is 2 and its zx 0, and H would not be Hermitian; give one xz for both",
    ],
    ["a list", { interaction: [1, 2] }, "interaction is a list of 2, not a map; give its coefficients { xx, yy, zz,"],
    [
      "a number",
      { interaction: 1 },
      "interaction is 1, not a map; say which products it is of: { xx, yy, zz, xy, xz, yz }",
    ],
    ["a text", { interaction: "Jz*Jz" }, 'interaction is "Jz*Jz", not a map; say which products it is of'],
    [
      "an interaction in time",
      { interaction: { zz: { formula: "cos(t)" } } },
      "interaction.zz is a map with the keys formula, which depends on time; give a constant number, and to an evolution a drive",
    ],
    [
      "a rate in time",
      { local: { decay: { times: [0, 1], values: [0, 1] } } },
      "local.decay is a map with the keys times, values, which depends on time; give a constant number, and to an evolution a drive",
    ],
    [
      "one jump without brackets",
      { collective: { jumps: { rate: 1, operator: "Jx" } } },
      "collective.jumps is a map with the keys rate, operator, not a list; put every jump into brackets: jumps: [{ rate, operator }]",
    ],
    [
      "a jump in the place of rates",
      { collective: { operator: "Jx" } },
      "operator is not a key of collective; put it into a list: jumps: [{ rate, operator }]",
    ],
    [
      "another name of the rate",
      { collective: { jumps: [{ gamma: 1, operator: "Jx" }] } },
      "gamma is not a key of collective.jumps[0]; write rate",
    ],
    [
      "infinite coefficients",
      { interaction: { xx: Number.POSITIVE_INFINITY } },
      "interaction.xx is Infinity, not a finite",
    ],
    ["huge coefficients", { interaction: { xx: -1e60 } }, "interaction.xx is -1e+60, above 1e+50; choose a time unit"],
    [
      "what is lost",
      { interaction: { xx: 1e-20 }, field: [1, 0, 0] },
      "interaction is a map with the keys xx, which beside field 1",
    ],
    [
      "an operator of numbers",
      { local: { jumps: [{ rate: 1, operator: "2" }] } },
      'local.jumps[0].operator is "2", a number and no',
    ],
    [
      "no operator",
      { local: { jumps: [{ rate: 1, operator: [0, 0, 0] }] } },
      "local.jumps[0].operator is [0, 0, 0], zero: it does",
    ],
  ])("refuse %s with a remedy", (_, input, message) => {
    expect(messageOf({ spins: 4, ...(input as object) })).toContain(message);
  });

  it.each<[string, unknown, RegExp]>([
    ["a quadratic operator", { jumps: [{ rate: 1, operator: "Jx*Jy" }] }, /jumps\[0\]\.operator.*column 3.*product/],
    ["a jump without a rate", { jumps: [{ operator: "Jx" }] }, /jumps\[0\]\.rate is missing/],
    ["a negative rate", { jumps: [{ rate: -1, operator: "Jx" }] }, /jumps\[0\]\.rate is -1, below 0/],
    ["two components", { jumps: [{ rate: 1, operator: [1, 2] }] }, /2 components instead of 3/],
    ["an operator of single spins", { jumps: [{ rate: 1, operator: "sx" }] }, /sx/],
  ])("refuse %s", (_, collective, message) => {
    const { issues } = checkSpinModel({ spins: 2, collective });
    expect(issues?.map(({ what }) => what).join("; ")).toMatch(message);
  });
});
