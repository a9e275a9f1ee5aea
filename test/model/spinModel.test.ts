import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { parameterDrive } from "../../src/model/parameterDrive.ts";
import { MODEL_PARAMETERS, modelParameter, parametersOf, withParameter } from "../../src/model/parameters.ts";
import { checkSpinModel, hasLocalRates, type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import { anyModel } from "./arbitrary.ts";
import { messageOf } from "./messageOf.ts";
import { generalModel } from "./secondOrder/arbitrary.ts";

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

  it("take the components of the field by letters as well", () => {
    const model = spinModel({ spins: 3, field: [1, 2, 3], collective: { decay: 1 } });
    for (const [k, letter] of ["x", "y", "z"].entries()) {
      expect(withParameter(model, `field.${letter}`, 7)).toEqual(withParameter(model, `field.${k}`, 7));
      expect(modelParameter(model, `field.${letter}`)).toBe(k + 1);
    }
    expect(() => withParameter(model, "field.w", 1)).toThrow(InputError);
    expect(parameterDrive(model, { "field.y": "t" }).field(4)).toEqual([1, 4, 3]);
    expect(() => parameterDrive(model, { "field.0": "t", "field.x": "2" })).toThrow("field.0 is driven twice");
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
