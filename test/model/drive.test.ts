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

  it("holds the first and the last value outside, or is zero there, or has none, as it says", () => {
    const hold = sampledField({ times, values, outside: "hold" });
    expect([hold.field(-1), hold.field(99)]).toEqual([
      [0, 0, 1],
      [0, 0, 0],
    ]);
    const zero = sampledField({ times: [1, 2], values: values.slice(0, 2), outside: "zero" });
    expect([0, 1, 2, 2.1].map(zero.field)).toEqual([
      [0, 0, 0],
      [0, 0, 1],
      [2, 0, 1],
      [0, 0, 0],
    ]);
    expect(zero.stops(0, 9)).toEqual([1, 2]);
    for (const ask of [() => field(4), () => sampledField({ times, values }).stops(0, 4)]) {
      expect(ask).toThrow(InputError);
      expect(ask).toThrow(/end at t = 3.5, and it is asked for at t = 4; .*outside: hold/);
    }
    expect(() => field(-1)).toThrow("begin at t = 0, and it is asked for at t = -1");
    expect(() => sampledField({ times, values, outside: "mirror" as "hold" })).toThrow(/neither hold nor zero/);
  });

  it("stops at its samples and at breaks", () => {
    const drive = sampledField({ times, values, breaks: [0.5, 1] });
    expect(drive.stops(0, 3.5)).toEqual([0.5, 1, 3]);
    expect(drive.source).toEqual({ times, values, breaks: [0.5, 1] });
    expect(() => sampledField({ times, values, breaks: [1, 1] })).toThrow("breaks[1] is 1, not a finite time after 1");
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
  it("has one formula a component", () => {
    const { field, breaks } = formulaField({ formula: ["0.5*cos(2*t)", "t", "-1"] });
    expect(field(0)).toEqual([0.5, 0, -1]);
    expect(field(2)).toEqual([0.5 * Math.cos(4), 2, -1]);
    expect(breaks).toEqual([]);
  });

  it("names the component and the column of a fault, and repeats no more of the formula than is around it", () => {
    expect(() => formulaField({ formula: ["t", "0", "2*cso(t)"] })).toThrow(
      'formula[2] is "2*cso(t)": cso is no function (column 3 of the formula); did you mean cos?',
    );
    const long = `${"t+".repeat(900)}x${"+t".repeat(900)}`;
    const message = (() => {
      try {
        formulaField({ formula: [long, "0", "0"] });
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message).toMatch(/"\.\.\..*x.*\.\.\.": x is unknown \(column 1801 of the formula\)/);
    expect(message.length).toBeLessThan(300);
  });

  it("names the time at which it is not finite", () => {
    const { field } = formulaField({ formula: ["0", "1/(t-2)", "0"] });
    expect(field(1)).toEqual([0, -1, 0]);
    expect(() => field(2)).toThrow(InputError);
    expect(() => field(2)).toThrow('formula[1] is "1/(t-2)": it is Infinity at t = 2');
  });
});

describe("driveFrom", () => {
  it("builds the same field again from what another thread was sent", () => {
    const samples = sampledField({ times, values, outside: "hold", breaks: [2] });
    for (const drive of [samples, formulaField({ formula: ["t", "sin(t)", "0"], breaks: [0.3] })]) {
      const again = driveFrom(structuredClone(drive.source));
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
