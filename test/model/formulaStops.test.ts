import { describe, expect, it } from "vitest";
import { InputError, ResourceLimitError } from "../../src/core/errors.ts";
import { formulaField } from "../../src/model/drive.ts";

const stopsOf = (formula: string, to: number): readonly number[] =>
  formulaField({ formula: ["0", formula, "0"] }).stops(0, to);

/** Whether there is a stop within `width` of a time on either side of it, and one between: a step that ends there sees the pulse. */
const surround = (stops: readonly number[], time: number, width: number): boolean =>
  stops.some((stop) => stop < time && stop > time - 8 * width) &&
  stops.some((stop) => stop > time && stop < time + 8 * width) &&
  stops.filter((stop) => Math.abs(stop - time) < 4 * width).length > 2;

describe("the stops of formulas", () => {
  it("find a pulse of 1e-5 of the interval, and of 1e-9, wherever it is", () => {
    for (const width of [1e-4, 1e-8]) {
      for (const time of [0.012345, 1.7, Math.PI, 5, 6.0000001, 9.98]) {
        expect(surround(stopsOf(`20*exp(-((t-${time})/${width})**2)`, 10), time, width), `${time} ${width}`).toBe(true);
      }
    }
  });

  it("find it in every shape, beside other things, and however weak it is", () => {
    const width = 1e-4;
    for (const pulse of [
      "1/cosh((t-5.3)/1e-4)",
      "1/(1+((t-5.3)/1e-4)^2)",
      "cos(3*t) + 1e-4*exp(-((t-5.3)/1e-4)**2)",
      "5*t + 1e-3*exp(-((t-5.3)/1e-4)**2)",
      "max(exp(-((t-5.3)/1e-4)**2), 1e-3)",
      "abs(t-5.3) < 1e-4 ? sin((t-5.3)/1e-4) : 0",
      "(tanh((t-5.3)/1e-4+1) - tanh((t-5.3)/1e-4-1))*e**(-t)",
    ]) {
      const near = stopsOf(pulse, 10).filter((stop) => Math.abs(stop - 5.3) < 4 * width);
      expect(near.length, pulse).toBeGreaterThanOrEqual(2);
    }
  });

  it.each<[string, readonly number[]]>([
    ["step(t-1)-step(t-2.5)", [1, 2.5]],
    ["t < 2 ? 1 : t**3", [2]],
    ["abs(t-3)", [3]],
    ["max(0, t-4)", [4]],
    ["min(t, 10-t)", [5]],
    ["sign(t-0.1)", [0.1]],
    ["floor(t/4)", [4, 8]],
    ["(t > 1 && t <= 2) + !(t < 7)", [1, 2, 7]],
    ["(t-3) == 0 || t >= 8", [3, 8]],
    ["abs((t-2)**2) + abs(t*t) + max(t**4, -1)", []],
    ["abs(t-5) + abs(sin(t-2.5))*0", [2.5, 5, 2.5 + Math.PI, 2.5 + 2 * Math.PI]],
    ["t**3-2*t", []],
    ["7", []],
  ])("of %s are its corners and jumps", (formula, corners) => {
    const stops = stopsOf(formula, 10);
    for (const corner of corners) expect(stops.some((stop) => Math.abs(stop - corner) < 1e-12)).toBe(true);
    expect(stops.length - corners.length).toBe(0);
  });

  it("are few for what is slow, and some a period for what oscillates", () => {
    expect(stopsOf("0.2*t", 2)).toEqual([]);
    const stops = stopsOf("cos(2*t)", 10);
    expect(stops.length).toBeGreaterThan(9);
    expect(stops.length).toBeLessThan(30);
  });

  it("grow towards where the field is infinite but integrable", () => {
    expect(stopsOf("1/sqrt(abs(t-1))", 3).length).toBeLessThan(200);
    expect(stopsOf("sqrt(t)*log(1+t)", 3).length).toBeLessThan(50);
    expect(stopsOf("sin(t-5)/(t-5)", 10).length).toBeLessThan(200);
  });

  it.each<[string, number, RegExp]>([
    ["1/(t-0.1)", 1, /has a pole at t = 0\.1;/],
    ["1/(t-5)**2", 9, /has a pole at t = 5;/],
    ["tan(t)", 10, /has a pole at t = 1\.5707963267/],
    ["exp(1000*t)", 1, /is infinite at t = 0\.709782712/],
    ["sqrt(5-t)", 10, /has no value at t = 5;/],
    ["log(t-1)", 10, /has no value at t = 0;/],
  ])("name the time at which %s has no finite value", (formula, to, message) => {
    expect(() => stopsOf(formula, to)).toThrow(InputError);
    expect(() => stopsOf(formula, to)).toThrow(message);
  });

  it.each<[string, number]>([
    ["cos(1e9*t)", 10],
    ["cos(1e300*t)", 1],
    ["floor(1e9*t)", 10],
    ["sin(1/t)", 1],
    ["cos(t)", 1e308],
  ])("are refused for %s up to %d, with a number and a limit", (formula, to) => {
    expect(() => stopsOf(formula, to)).toThrow(ResourceLimitError);
    expect(() => stopsOf(formula, to)).toThrow(
      /(about [\de.+]+|countless) pieces to step through, above the limit of \d+/,
    );
  });

  it("are refused with the processor time that does", () => {
    const { stops } = formulaField({ formula: ["0", "cos(100*t)", "0"] });
    const given = (): number => {
      try {
        stops(0, 10, 0.01);
      } catch (error) {
        return Number(/raise maximumSeconds to (\d+)$/.exec((error as ResourceLimitError).remedy)![1]);
      }
      throw new Error("not refused");
    };
    expect(stops(0, 10, given()).length).toBeGreaterThan(250);
  });
});
