import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { driveFrom, type FieldSamples, finiteField, formulaField, sampledField } from "../../src/model/drive.ts";

const times = [0, 1, 3, 3.5];
const values = [
  [0, 0, 1],
  [2, 0, 1],
  [2, -1, 1],
  [0, 0, 0],
] as const;

describe("sampledField", () => {
  const { field, breaks, source } = sampledField({ times, values });

  it("passes through the samples, and is linear in between", () => {
    for (const [k, time] of times.entries()) expect(field(time)).toEqual(values[k]);
    expect(field(0.25)).toEqual([0.5, 0, 1]);
    expect(field(2)).toEqual([2, -0.5, 1]);
    expect(field(3.25)).toEqual([1, -0.5, 0.5]);
  });

  it("keeps the first and the last value outside", () => {
    expect(field(-1)).toEqual([0, 0, 1]);
    expect(field(99)).toEqual([0, 0, 0]);
  });

  it("says where it has kinks and what it is made of, and keeps nothing of the caller's", () => {
    const own = [0, 1];
    const drive = sampledField({ times: own, values: values.slice(0, 2) });
    own[0] = 7;
    expect(drive.breaks).toEqual([0, 1]);
    expect(breaks).toEqual(times);
    expect(source).toEqual({ times, values });
  });

  it.each<[FieldSamples, string]>([
    [{ times: [0], values: [[0, 0, 0]] }, "times is a list of 1, fewer than two times; give a constant field"],
    [{ times: [0, 1], values: [[0, 0, 0]] }, "values is a list of 1, not one for each of the 2 times"],
    [{ times: [0, 0], values: values.slice(2) }, "times[1] is 0, not a finite time after 0"],
    [{ times: [0, Number.NaN], values: values.slice(2) }, "times[1] is NaN"],
    [
      {
        times: [0, 1],
        values: [
          [0, 0, 0],
          [0, Number.NaN, 0],
        ],
      },
      "values[1] is [0, NaN, 0], not three finite numbers",
    ],
  ])("refuses %j", (samples, reason) => {
    expect(() => sampledField(samples)).toThrow(InputError);
    expect(() => sampledField(samples)).toThrow(reason);
  });

  it("refuses a time that is none", () => expect(() => field(Number.NaN)).toThrow("asked for at t = NaN"));
});

describe("formulaField", () => {
  it("has one formula a component", async () => {
    const { field, breaks } = await formulaField({ formula: ["0.5*cos(2*t)", "t", "-1"] });
    expect(field(0)).toEqual([0.5, 0, -1]);
    expect(field(2)).toEqual([0.5 * Math.cos(4), 2, -1]);
    expect(breaks).toEqual([]);
  });

  it("names the component and the column of a fault", async () => {
    await expect(formulaField({ formula: ["t", "0", "2*cso(t)"] })).rejects.toThrow(
      'formula[2] is "2*cso(t)": cso is no function (column 3); did you mean cos?',
    );
  });

  it("names the time at which it is not finite", async () => {
    const { field } = await formulaField({ formula: ["0", "1/(t-2)", "0"] });
    expect(field(1)).toEqual([0, -1, 0]);
    expect(() => field(2)).toThrow(InputError);
    expect(() => field(2)).toThrow('formula[1] is "1/(t-2)": it is Infinity at t = 2');
  });
});

describe("driveFrom", () => {
  it("builds the same field again from what another thread was sent", async () => {
    for (const drive of [sampledField({ times, values }), await formulaField({ formula: ["t", "sin(t)", "0"] })]) {
      const again = await driveFrom(structuredClone(drive.source));
      for (const t of [0, 0.7, 3.2, 9]) expect(again.field(t)).toEqual(drive.field(t));
      expect(again.breaks).toEqual(drive.breaks);
    }
  });
});

describe("finiteField", () => {
  it("names the time at which a function returns no vector", () => {
    const field = finiteField((t) => [1 / t, 0, 0]);
    expect(field(2)).toEqual([0.5, 0, 0]);
    expect(() => field(0)).toThrow("the field at t = 0 is [Infinity, 0, 0]; return three finite numbers");
    expect(() => finiteField(() => [1] as unknown as [number, number, number])(0)).toThrow(InputError);
  });
});
