import { types } from "node:util";
import { describe, expect, it } from "vitest";
import * as errors from "../../src/core/errors.ts";
import { answering, packError, resultOf, reviveError } from "../../src/sweep/errorTransfer.ts";

const parts = { what: "the value 3 is above 2", remedy: "give less", value: 3, limit: [1, 2] };
const { FileFormatError, BlochfemError, ...plain } = errors;
const all = [
  new FileFormatError("model.yaml", 3, 7, parts),
  new BlochfemError(parts),
  ...Object.values(plain).map((Class) => new Class(parts)),
];

describe("errors that travel to another thread", () => {
  it.each(all.map((error) => [error.name, error] as const))("keep class, text, stack and fields: %s", (_, error) => {
    const revived = reviveError(structuredClone(packError(error)));
    expect(Object.getPrototypeOf(revived)).toBe(Object.getPrototypeOf(error));
    expect(types.isNativeError(revived)).toBe(true);
    expect({ ...revived }).toEqual({ ...error });
    expect(revived.message).toBe(error.message);
    expect(revived.stack).toBe(error.stack);
  });

  it("lose their class by themselves, which is why they are packed", () => {
    expect(structuredClone(new errors.MeshError(parts))).not.toBeInstanceOf(errors.MeshError);
  });

  it("give a value that cannot be copied as text", () => {
    const packed = packError(new errors.InputError({ ...parts, value: Math.sin }));
    expect(reviveError(structuredClone(packed)).value).toMatch(/^function sin/);
  });

  it("become BlochfemError where the class is not known", () => {
    class LaterError extends errors.BlochfemError {
      override readonly name: string = "LaterError";
    }
    const revived = reviveError(packError(new LaterError(parts)));
    expect(Object.getPrototypeOf(revived)).toBe(errors.BlochfemError.prototype);
    expect(revived.name).toBe("LaterError");
  });
});

describe("answers", () => {
  it("hold the result or the error; others are thrown at once", () => {
    const run = answering((task: number) => {
      if (task === 1) throw new errors.NotParabolicError(parts);
      if (task === 2) throw new RangeError("a mistake in the program");
      return 2 * task;
    });
    expect(resultOf(run(4))).toBe(8);
    expect(() => resultOf(run(1))).toThrow(errors.NotParabolicError);
    expect(() => run(2)).toThrow(RangeError);
  });
});
