import { describe, expect, it } from "vitest";
import { InputError, ResourceLimitError } from "../../src/core/errors.ts";
import { formulaField } from "../../src/model/drive.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { courseOf } from "../../src/state/course.ts";

const model = spinModel({ spins: 4 });

describe("courseOf", () => {
  it("ends intervals at breaks and at the later time, and has none for no span", () => {
    const { between } = courseOf({ model, times: [4], breaks: [0, 1, 2, 3, 4] });
    expect(between(1, 3)).toEqual([2, 3]);
    expect(between(1, 1)).toEqual([]);
    expect(between(3.5, 4)).toEqual([4]);
  });

  it("divides intervals equally where steps have a longest length", () => {
    const { between } = courseOf({ model, times: [4], breaks: [1], maximumStep: 0.25 });
    expect(between(0, 1.5)).toEqual([0.25, 0.5, 0.75, 1, 1.25, 1.5]);
    expect(courseOf({ model, times: [0.3], maximumStep: 0.1 }).between(0, 0.3)).toHaveLength(3);
  });

  it("has the stops of the whole way whatever is looked at in between", () => {
    const field = formulaField({ formula: ["exp(-((t-5.3)/1e-4)**2)", "0", "0"] });
    const { stops } = courseOf({ model, times: [10], field });
    expect(stops.length).toBeGreaterThan(3);
    expect(courseOf({ model, times: [1, 2, 9, 10], field }).stops).toEqual(stops);
  });

  it("shows a field that jumps from the side of the interval that was entered", () => {
    const field = formulaField({ formula: ["step(t-1)", "0", "0"] });
    const course = courseOf({ model, times: [2], field });
    const [jump, end] = course.between(0, 2) as [number, number];
    expect(Math.abs(jump - 1)).toBeLessThan(1e-13);
    course.enter(0, jump);
    expect([course.field!(0)[0], course.field!(jump)[0]]).toEqual([0, 0]);
    course.enter(jump, end);
    expect([course.field!(jump)[0], course.field!(2)[0]]).toEqual([1, 1]);
  });

  it("samples a function, and takes breaks for what it may hide", () => {
    const pulse = (t: number) => [Math.exp(-(((t - 5.3) / 0.05) ** 2)), 0, 0] as const;
    const { stops } = courseOf({ model, times: [10], field: pulse });
    expect(stops.filter((time) => Math.abs(time - 5.3) < 0.1).length).toBeGreaterThan(3);
    expect(courseOf({ model, times: [10], field: () => [1, 2, 3], breaks: [5.3] }).stops).toEqual([5.3]);
    expect(courseOf({ model, times: [10], field: (t) => [t, 0, 0] }).stops).toEqual([]);
  });

  it("is checked", () => {
    for (const maximumStep of [0, -1, Number.NaN]) {
      expect(() => courseOf({ model, times: [1], maximumStep })).toThrow(InputError);
      expect(() => courseOf({ model, times: [1], maximumStep })).toThrow(/longest time step is/);
    }
    expect(() => courseOf({ model, times: [1], maximumStep: 1e-15 })).toThrow(ResourceLimitError);
    expect(() => courseOf({ model, times: [1], breaks: [1, 1] })).toThrow("a break is 1, not a finite time after 1");
    expect(() => courseOf({ model, times: [1], field: () => [Number.NaN, 0, 0] })).toThrow(
      "the field at t = 0 is [NaN, 0, 0]",
    );
  });
});
