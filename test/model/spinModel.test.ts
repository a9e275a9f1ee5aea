import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { MODEL_PARAMETERS, modelParameter, parametersOf, withParameter } from "../../src/model/parameters.ts";
import { checkSpinModel, hasLocalRates, type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import { writtenModel } from "../../src/model/writtenModel.ts";
import { anyModel } from "./arbitrary.ts";
import { generalModel } from "./secondOrder/arbitrary.ts";

const messageOf = (input: unknown) => {
  try {
    spinModel(input as SpinModelInput);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error("accepted");
};

describe("spinModel", () => {
  it("fills in zeros and freezes every level", () => {
    const model = spinModel({ spins: 40, collective: { pump: 1 } });
    expect(model).toEqual({
      spins: 40,
      field: [0, 0, 0],
      collective: { dephasing: 0, pump: 1, decay: 0 },
      local: { dephasing: 0, pump: 0, decay: 0 },
    });
    for (const part of [model, model.field, model.collective, model.local]) expect(Object.isFrozen(part)).toBe(true);
  });

  it("gives every model zeros of its own", () => {
    expect(spinModel({ spins: 1 }).field).not.toBe(spinModel({ spins: 1 }).field);
  });

  it("does not keep or freeze the caller's objects", () => {
    const field: [number, number, number] = [1, 2, 3];
    const model = spinModel({ spins: 2, field });
    field[0] = 9;
    expect(model.field).toEqual([1, 2, 3]);
  });

  it("accepts its own result, and -0 as 0", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        expect(spinModel(model)).toEqual(model);
      }),
    );
    expect(spinModel({ spins: 1, field: [-0, 0, 0] }).field[0]).toBe(0);
  });

  it.each([
    [{ spins: 4, collective: { pump: -1 } }, "collective.pump is -1, below 0; give a rate >= 0"],
    [{ spins: 4, local: { decay: -1e-300 } }, "local.decay is -1e-300, below 0; give a rate >= 0"],
    [{ spins: 4, local: { decay: Number.NaN } }, "local.decay is NaN, not a finite number; give a finite number"],
    [
      { spins: 4, field: [0, Number.POSITIVE_INFINITY, 0] },
      "field[1] is Infinity, not a finite number; give a finite number",
    ],
    [{ spins: 0 }, "spins is 0, below 1; give a whole number of spins from 1 to 2^53"],
    [{ spins: 2.5 }, "spins is 2.5, not a whole number; give a whole number of spins from 1 to 2^53"],
    [
      { spins: 2 ** 53 + 2 },
      "spins is 9007199254740994, above 2^53 = 9007199254740992; give a whole number of spins from 1 to 2^53",
    ],
    [{ spins: "40" }, 'spins is "40", not a number; remove the quotes: write 40'],
    [{ spins: "1_000" }, 'spins is "1_000", not a number; write 1000'],
    [{ spins: 4, field: ["0,5", 0, 0] }, 'field[0] is "0,5", not a number; write 0.5'],
    [{ spins: 4, field: ["x", 0, 0] }, 'field[0] is "x", not a number; give a number'],
    [{ spins: 4, field: [1, 2] }, "field has 2 components, not 3; give 3 numbers, separated by commas"],
    [{ spins: 4, field: [1, 2, 3, 4] }, "field has 4 components, not 3; give 3 numbers, separated by commas"],
    [{ spins: null }, "spins is null, not a number; give a number"],
    [{ spins: 4, field: [1] }, "field has 1 component, not 3; give 3 numbers, separated by commas"],
    [{ spins: 4, field: 1 }, "field is 1, not a list; give a list"],
    [{ spins: 4, field: new Float64Array(3) }, "field is a Float64Array, not a list; give a list"],
    [{ spins: 4, collective: null }, "collective is null, not a map; give a map, or leave the key out"],
    [{ spins: 4, collective: [1] }, "collective is a list of 1, not a map; give a map"],
    [{ spins: 4, collective: { pump: {} } }, "collective.pump is an empty map, not a number; give a number"],
    [{ spins: 4, collective: { pump: true } }, "collective.pump is true, not a number; give a number"],
    [{ spins: 4, collective: { pmup: 1 } }, "pmup is not a key of collective; did you mean pump?"],
    [{ spins: 4, local: { kappa: 1 } }, "kappa is not a key of local; use one of dephasing, pump, decay, jumps"],
    [{ Spins: 4 }, "Spins is not a key of the model; did you mean spins?"],
    [
      { spins: 4, constructor: 1 },
      "constructor is not a key of the model; use one of spins, field, interaction, collective, local",
    ],
    [{}, "spins is missing; give spins as a number"],
    [null, "the model is null, not a map; give a map"],
    [[], "the model is a list of 0, not a map; give a map"],
    ["spins: 4", 'the model is "spins: 4", not a map; give a map'],
    [undefined, "the model is missing; give the model as a map"],
  ])("rejects %j", (input, message) => {
    expect(messageOf(input)).toBe(message);
  });

  it("accepts both ends of the range of spins", () => {
    expect(spinModel({ spins: 1 }).spins).toBe(1);
    expect(spinModel({ spins: 2 ** 53 }).spins).toBe(2 ** 53);
  });

  it("carries value and limit", () => {
    try {
      spinModel({ spins: 4, collective: { pump: -1 } });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ value: -1, limit: 0, remedy: "give a rate >= 0" });
    }
  });

  it("reports all issues with paths, causes first", () => {
    const { issues } = checkSpinModel({ spin: 4, field: [0, "a", 0], local: { pump: -1, dcay: 0 } });
    expect(issues?.map(({ kind, path }) => `${kind} ${path.join(".")}`)).toEqual([
      "unknownKey local.dcay",
      "unknownKey spin",
      "value field.1",
      "value local.pump",
      "missing spins",
    ]);
    expect(checkSpinModel({ spins: 3 }).issues).toBeNull();
  });

  it("never lets anything but InputError out, whatever it is given", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }), (input) => {
        try {
          spinModel(input as SpinModelInput);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});

describe("parameters by path", () => {
  it("reads back what was set and leaves the rest alone", () => {
    fc.assert(
      fc.property(
        anyModel,
        fc.constantFrom(...MODEL_PARAMETERS),
        fc.integer({ min: 1, max: 9 }),
        (model, path, value) => {
          const changed = withParameter(model, path, value);
          for (const other of MODEL_PARAMETERS) {
            expect(modelParameter(changed, other)).toBe(other === path ? value : modelParameter(model, other));
          }
        },
      ),
    );
  });

  it("are those of the interaction and of every jump, too", () => {
    fc.assert(
      fc.property(generalModel(fc.constant(4)), fc.nat(), fc.integer({ min: 1, max: 9 }), (input, pick, value) => {
        const model = spinModel(input);
        const paths = parametersOf(model);
        const path = paths[pick % paths.length]!;
        const changed = withParameter(model, path, value);
        for (const other of paths) {
          expect(modelParameter(changed, other)).toBe(other === path ? value : modelParameter(model, other));
        }
      }),
    );
    const model = spinModel({ spins: 3, collective: { jumps: [{ rate: 1, operator: "Jx" }] } });
    expect(parametersOf(model)).toEqual([...MODEL_PARAMETERS, "collective.jumps.0.rate"]);
    expect(withParameter(model, "collective.jumps.0.rate", 2)).toEqual(
      spinModel({ spins: 3, collective: { jumps: [{ rate: 2, operator: "Jx" }] } }),
    );
    expect(() => withParameter(model, "collective.jumps.1.rate", 2)).toThrow(
      '"collective.jumps.1.rate" is not a parameter of this model; did you mean collective.jumps.0.rate?',
    );
  });

  it("names the nearest path for an unknown one, and validates values", () => {
    const model = spinModel({ spins: 3 });
    expect(() => withParameter(model, "colective.pump", 1)).toThrow("did you mean collective.pump?");
    expect(() => modelParameter(model, "field.3")).toThrow(InputError);
    expect(() => modelParameter(model, "collective")).toThrow(InputError);
    expect(() => withParameter(model, "local.pump", -1)).toThrow("local.pump is -1, below 0; give a rate >= 0");
  });
});

describe("hasLocalRates", () => {
  it("is true for any positive local rate", () => {
    expect(hasLocalRates(spinModel({ spins: 3, collective: { pump: 1 } }))).toBe(false);
    for (const name of ["dephasing", "pump", "decay"]) {
      expect(hasLocalRates(spinModel({ spins: 3, local: { [name]: 1e-300 } }))).toBe(true);
    }
  });
});

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
      "interaction.zz is a map with the keys formula, which depends on time: among the coefficients only the field may; give a constant",
    ],
    [
      "a rate in time",
      { local: { decay: { times: [0, 1], values: [0, 1] } } },
      "local.decay is a map with the keys times, values, which depends on time: among the coefficients only the field may; give a c",
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
