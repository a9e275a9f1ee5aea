import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { snapshotArray } from "../../src/ode/snapshot.ts";
import { courseOf } from "../../src/state/course.ts";
import { type EvolutionRequest, type EvolvingState, followTimes, requireTimes } from "../../src/state/evolution.ts";
import { observables } from "../../src/state/observables.ts";
import { requireTolerance } from "../../src/state/tolerance.ts";
import { pulled } from "../reference/pulled.ts";

const model = spinModel({ spins: 1 });

/** A state that is its own clock and notes where it was taken. */
function clock(start = 0) {
  let now = start;
  const legs: (readonly [number, number])[] = [];
  const state: EvolvingState = {
    *advance(from, to) {
      expect(from).toBe(now);
      legs.push([from, to]);
      now = to;
      yield { kind: "move", time: to };
    },
    look: () => ({
      observables: observables(1, { mean: [0, 0, now], square: [1, 1, 1], cross: [0, 0, 0] }, now),
      errorEstimate: { mean: [0, 0, 0], square: [0, 0, 0], cross: [0, 0, 0], purity: now },
    }),
    snapshot: () => ({ now: Float64Array.of(now) }),
  };
  return { state, legs };
}

const follow = (request: Pick<EvolutionRequest, "times" | "breaks" | "resume">, state: EvolvingState) =>
  pulled(followTimes(request, courseOf({ model, ...request }), state, (followed) => followed));

describe("followTimes", () => {
  it("looks at every time, ends steps there and at the breaks in between, and tells of each point", () => {
    const { state, legs } = clock();
    const breaks = [-1, 0, 0.25, 0.5, 1, 2.5, 7];
    const { points, moves, result: found } = follow({ times: [0, 1, 2.5], breaks }, state);
    expect(moves.map(({ time }) => time)).toEqual([0.25, 0.5, 1, 2.5]);
    expect(legs).toEqual([
      [0, 0.25],
      [0.25, 0.5],
      [0.5, 1],
      [1, 2.5],
    ]);
    expect(found.times).toEqual([0, 1, 2.5]);
    expect(found.observables.map((seen) => seen.purity)).toEqual([0, 1, 2.5]);
    expect(found.errorEstimate.map((estimate) => estimate.purity)).toEqual([0, 1, 2.5]);
    expect(
      points.map(({ index, observables: seen, errorEstimate, snapshot }) => [
        index,
        seen.purity,
        errorEstimate.purity,
        snapshot,
      ]),
    ).toEqual([0, 1, 2.5].map((time, k) => [k, time, time, { now: Float64Array.of(time) }]));
  });

  it("resumes behind a point, also behind the last", () => {
    const { state, legs } = clock(1);
    const { result: found } = follow({ times: [0, 1, 2.5], resume: { index: 1, snapshot: {} } }, state);
    expect(found.times).toEqual([2.5]);
    expect(legs).toEqual([[1, 2.5]]);
    expect(follow({ times: [0, 1], resume: { index: 1, snapshot: {} } }, state).result).toEqual({
      times: [],
      observables: [],
      errorEstimate: [],
    });
  });
});

describe("what a request is checked for", () => {
  it.each<[number[], string]>([
    [[], "no times"],
    [[-1], "time -1 at position 0 is not finite and at least 0"],
    [[0, 0], "time 0 at position 1 is not finite and above 0"],
    [[0, 2, 1], "time 1 at position 2 is not finite and above 2"],
    [[Number.NaN], "time NaN"],
    [[0, Number.POSITIVE_INFINITY], "time Infinity"],
  ])("times %j", (times, reason) => {
    expect(() => requireTimes(times)).toThrow(InputError);
    expect(() => requireTimes(times)).toThrow(reason);
  });

  it("the point to resume at, the tolerance, the field, the snapshot", () => {
    for (const index of [-1, 2, 0.5])
      expect(() => requireTimes([0, 1], { index, snapshot: {} })).toThrow(/no time number/);
    expect(() => requireTimes([0, 1], { index: 1, snapshot: {} })).not.toThrow();
    for (const tolerance of [0, -1, 1, 2, 1e-18, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => requireTolerance(tolerance)).toThrow(InputError);
    expect(requireTolerance(1e-8)).toBe(1e-8);
    const array = Float64Array.of(1, 2);
    const copy = snapshotArray({ array }, "array", 2);
    expect(copy).toEqual(array);
    expect(copy).not.toBe(array);
    expect(() => snapshotArray({ array }, "array", 3)).toThrow(
      "the snapshot has 2 numbers as array, this problem has 3",
    );
    expect(() => snapshotArray({}, "array", 3)).toThrow("the snapshot has no array");
  });
});
