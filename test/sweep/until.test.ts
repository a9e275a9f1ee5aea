import { describe, expect, it } from "vitest";
import { withParameter } from "../../src/model/parameters.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { diagnose } from "../../src/roads/diagnose.ts";
import { steady } from "../../src/roads/steady.ts";
import { changesAmong, type Look, narrow } from "../../src/sweep/bracket.ts";
import { parseCondition, type Side } from "../../src/sweep/condition.ts";
import type { RootsRow } from "../../src/sweep/row.ts";
import { type SweepRequest, sweep } from "../../src/sweep/sweep.ts";

const here = { workers: 1 } as const;

/** Looks at a function whose values are off by up to an error, and counts. */
function looker(f: (x: number) => number, error = 0, exact = true) {
  let count = 0;
  const look = (x: number): Side => {
    count++;
    const distance = f(x);
    const sign = Math.abs(distance) <= error ? 0 : distance > 0 ? 1 : -1;
    return { sign, distance: exact ? distance : null };
  };
  const start = (low: number, high: number): [Look, Look] => [
    { at: low, side: look(low) },
    { at: high, side: look(high) },
  ];
  return { look, start, count: () => count };
}

describe("a bracket", () => {
  it.each<[string, (x: number) => number, number]>([
    ["a line", (x) => x - 0.3, 0.3],
    ["a cube", (x) => x ** 3 - 0.027, 0.3],
    ["an exponential", (x) => Math.exp(20 * x) - Math.exp(6), 0.3],
    ["a jump", (x) => (x < 0.3 ? -1 : 5), 0.3],
    ["a high power", (x) => (x - 0.3) ** 9, 0.3],
  ])("of %s is narrowed to its width, with no more looks than halving and four", (_, f, root) => {
    const { look, start, count } = looker(f);
    const { low, high } = narrow(start(0, 1), 1e-9, look);
    expect(low).toBeLessThanOrEqual(root);
    expect(high).toBeGreaterThanOrEqual(root);
    expect(high - low).toBeLessThanOrEqual(1e-9);
    // Two for the ends; 2^30 > 1e9. Four are what guesses may cost.
    expect(count()).toBeLessThanOrEqual(2 + 30 + 4);
  });

  it("of something smooth takes few looks", () => {
    const { look, start, count } = looker((x) => Math.cos(x) - x);
    narrow(start(0, 1), 1e-9, look);
    // Two for the ends. Convergence of order 1.8 from 0.1 takes five, and two more place the ends.
    expect(count()).toBeLessThanOrEqual(2 + 7);
  });

  it("of something smooth takes few looks also where errors hide what is left", () => {
    for (const error of [1e-13, 1e-10, 1e-8, 1e-5]) {
      let count = 0;
      const look = (x: number): Side => {
        count++;
        const distance = Math.cos(x) - x;
        return { sign: Math.abs(distance) <= error ? 0 : distance > 0 ? 1 : -1, distance, error };
      };
      const { low, high } = narrow(
        [
          { at: 0, side: look(0) },
          { at: 1, side: look(1) },
        ],
        1e-9,
        look,
      );
      const root = 0.739085133215;
      expect(low < root && root < high).toBe(true);
      // The slope at the root is -1.67: within error / 1.67 of it no sign is known.
      expect(high - low).toBeLessThanOrEqual(Math.max(1e-9, (2 * 1.3 * error) / 1.67) * (1 + 1e-4));
      expect(count).toBeLessThanOrEqual(2 + 9);
    }
  });

  it("of a statement is halved", () => {
    const { look, start, count } = looker((x) => x - Math.SQRT1_2, 0, false);
    const { low, high } = narrow(start(0, 1), 1e-6, look);
    expect(low < Math.SQRT1_2 && high > Math.SQRT1_2 && high - low <= 1e-6).toBe(true);
    expect(count()).toBe(2 + 20);
  });

  it("encloses all that errors leave open, and not much more", () => {
    // |x - 0.3| <= 1e-4 is of no known side.
    const { look, start } = looker((x) => x - 0.3, 1e-4);
    const { low, high } = narrow(start(0, 1), 1e-9, look);
    expect(low).toBeLessThanOrEqual(0.3 - 1e-4);
    expect(high).toBeGreaterThanOrEqual(0.3 + 1e-4);
    expect(high - low).toBeLessThanOrEqual(1.5 * 2e-4);
  });

  it("lies between neighbours of known sides", () => {
    const looks = [3, -1, 0, 0, 2, 5, -4].map(
      (distance, at): Look => ({
        at,
        side: { sign: Math.sign(distance) as Side["sign"], distance },
      }),
    );
    expect(changesAmong(looks).map(([low, high]) => [low.at, high.at])).toEqual([
      [0, 1],
      [1, 4],
      [5, 6],
    ]);
  });
});

describe("a condition", () => {
  it("is a key of a row, compared with a number or by itself", () => {
    expect(parseCondition(" observables.mean[2]=-1e-3 ")).toEqual({
      text: "observables.mean[2]=-1e-3",
      path: ["observables", "mean", 2],
      operator: "=",
      value: -1e-3,
    });
    expect(parseCondition("observables.parabolic")).toMatchObject({ operator: null });
  });

  it.each(["", "mean[2] = 0", "observables", "observables.mean[2] == 0", "observables.mean = x", "observables.a < "])(
    "is not %j",
    (text) => {
      expect(() => parseCondition(text)).toThrow(/"until" is .*, which is no condition; write it as in/);
    },
  );
});

const roots = async (model: ReturnType<typeof spinModel>, request: SweepRequest): Promise<readonly RootsRow[]> =>
  (await sweep(model, request, here)).map((row) => {
    if (!("roots" in row)) throw new Error(JSON.stringify(row));
    return row;
  });

describe("places where a condition changes", () => {
  const model = spinModel({ spins: 10, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
  const field = { parameter: "field.x", values: [0.1, 1, 2] };

  it("are where a quantity takes a value, for each combination of the others", async () => {
    const spins = { parameter: "spins", values: [10, 20] };
    const found = await roots(model, { task: "steady", vary: [spins, field], until: "observables.mean[2] = 0.5" });
    expect(found.map(({ parameters }) => parameters)).toEqual([{ spins: 10 }, { spins: 20 }]);
    for (const { parameters, roots, failed } of found) {
      expect(failed).toEqual([]);
      const [root, second] = roots;
      expect(second).toBeUndefined();
      const { uncertainty, parameters: place } = root!;
      const inversion = (x: number): number =>
        steady(withParameter(withParameter(model, "spins", parameters.spins!), "field.0", x), { method: "dicke" })
          .observables.mean[2];
      // 1e-9 of the range, halved; twice that for the error of the other method.
      expect(uncertainty).toBeLessThanOrEqual(1e-9);
      expect(inversion(place["field.x"]! - 2 * uncertainty)).toBeGreaterThan(0.5);
      expect(inversion(place["field.x"]! + 2 * uncertainty)).toBeLessThan(0.5);
    }
  });

  it("are the exact end of parabolicity: (sqrt(pump) - sqrt(decay))^2 = 2 dephasing", async () => {
    const dephasing = { parameter: "collective.dephasing", values: [0, 1] };
    const one = spinModel({ spins: 2, field: [0.5, 0, 0], collective: { decay: 1 } });
    const vary = [{ parameter: "collective.pump", values: [0.25] }, dephasing];
    const [row] = await roots(one, { task: "diagnose", vary, until: "observables.parabolic" });
    const { uncertainty, parameters } = row!.roots[0]!;
    expect(Math.abs(parameters["collective.dephasing"]! - 0.125)).toBeLessThanOrEqual(uncertainty);
  });

  it("are where entanglement is no longer proved", async () => {
    const decaying = spinModel({ spins: 3, field: [0.5, 0, 0], collective: { decay: 1 } });
    const vary = [{ parameter: "collective.dephasing", values: [0, 0.3, 0.6] }];
    const [row] = await roots(decaying, { task: "diagnose", vary, until: "observables.concurrence > 0" });
    const { uncertainty, parameters } = row!.roots[0]!;
    const entangled = (dephasing: number): boolean => {
      const { value, errorBound } = diagnose(withParameter(decaying, "collective.dephasing", dephasing)).entanglement!
        .concurrence;
      return value! > errorBound!;
    };
    const end = parameters["collective.dephasing"]!;
    expect([entangled(end - uncertainty), entangled(end + uncertainty)]).toEqual([true, false]);
  });

  it("may be none, and places without an answer are told", async () => {
    const [none] = await roots(model, { task: "steady", vary: [field], until: "observables.mean[2] = 2" });
    expect(none!.roots).toEqual([]);
    const pump = { parameter: "collective.pump", values: [-1, 0.5, 1] };
    const [row] = await roots(model, { task: "steady", vary: [pump], until: "observables.mean[2] = 0.7" });
    expect(row!.failed).toEqual([
      { parameters: { "collective.pump": -1 }, error: expect.stringMatching(/pump is -1, below 0/) },
    ]);
  });

  it.each<[string, SweepRequest["vary"], string, RegExp]>([
    [
      "lists that go together",
      [[field, { parameter: "field.y", values: [1, 2, 3] }]],
      "= 0",
      /parameters that go together/,
    ],
    ["N", [{ parameter: "spins", values: [4, 5] }], "= 0", /spins, a whole number/],
    ["one value", [{ parameter: "field.x", values: [1] }], "= 0", /one value of field.x/],
  ])("are not looked for along %s", async (_, vary, end, message) => {
    const request = { task: "steady", vary, until: `observables.mean[2] ${end}` } as const;
    await expect(sweep(model, request)).rejects.toThrow(message);
  });

  it.each([
    ["observables.maen[2] = 0", /is not there; name a key/],
    ["observables.mean = 0", /is not a number/],
    ["observables.mean[2]", /is a number; compare it/],
  ])("of %s are an error of the row", async (until, message) => {
    const [row] = await sweep(model, { task: "steady", vary: [field], until }, here);
    expect(row).toMatchObject({ error: expect.stringMatching(message) });
  });
});
