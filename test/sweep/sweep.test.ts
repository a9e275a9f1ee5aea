import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { linearRange, logarithmicRange } from "../../src/core/ranges.ts";
import { formulaField } from "../../src/model/drive.ts";
import { parameterDrive } from "../../src/model/parameterDrive.ts";
import { withParameter } from "../../src/model/parameters.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { diagnose } from "../../src/roads/diagnose.ts";
import { evolve } from "../../src/roads/evolve.ts";
import { spectrum } from "../../src/roads/spectrum.ts";
import { sharedHarmonicSolvers } from "../../src/roads/steady/sharedSolvers.ts";
import { steady, steadySolver } from "../../src/roads/steady.ts";
import type { SweepRow } from "../../src/sweep/row.ts";
import { pointsOf, type SweepRequest, sweep, sweepProblem } from "../../src/sweep/sweep.ts";

const model = spinModel({ spins: 12, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
const field = { parameter: "field.x", values: linearRange(0, 2, 5) };
const decay = { parameter: "collective.decay", values: [0, 0.5, 1] };
const here = { workers: 1 } as const;

const withoutSeconds = (rows: readonly SweepRow[]): unknown[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== "seconds")));

describe("values", () => {
  it("of a range have the digits that people write, and its ends", () => {
    expect(linearRange(0, 0.3, 4)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(logarithmicRange(0.001, 10, 5)).toEqual([0.001, 0.01, 0.1, 1, 10]);
    expect(logarithmicRange(-4, -1, 3)).toEqual([-4, -2, -1]);
    expect(linearRange(0.7, 2, 1)).toEqual([0.7]);
  });
});

describe("a grid", () => {
  it("has all combinations, the last changing fastest, and lists that go together", async () => {
    const together = [field, { parameter: "field.y", values: [4, 3, 2, 1, 0] }];
    const found = await sweep(model, { task: "steady", vary: [decay, together] }, here);
    expect(found.map(({ index }) => index)).toEqual(Array.from({ length: 15 }, (_, k) => k));
    expect(found[8]!.parameters).toEqual({ "collective.decay": 0.5, "field.x": 1.5, "field.y": 1 });
  });

  it.each<[string, SweepRequest["vary"], RegExp]>([
    ["no parameter", [], /"vary" names no parameter/],
    ["an unknown one", [{ parameter: "field.w", values: [1] }], /"field.w", which is no parameter.*field.x/],
    ["one twice", [field, { parameter: "field.0", values: [1] }], /has field.0 twice/],
    ["no values", [{ parameter: "field.x", values: [] }], /no values for field.x/],
    ["what is no number", [{ parameter: "field.x", values: [Number.NaN] }], /the value NaN/],
    [
      "lists of two lengths",
      [[field, decay]],
      /collective.decay has 3 values and goes together with field.x, which has 5/,
    ],
    [
      "too many points",
      [
        { parameter: "field.x", values: linearRange(0, 1, 2000) },
        { parameter: "field.y", values: linearRange(0, 1, 2000) },
      ],
      /4000000 points, above 1000000/,
    ],
  ])("refuses %s", async (_, vary, message) => {
    const refused = sweep(model, { task: "steady", vary });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(message);
  });

  it("is divided into parts that have every point once", () => {
    const problem = sweepProblem(model, { task: "steady", vary: [decay, field] });
    const parts = [1, 2, 3, 4].map((part) => pointsOf(problem, { part, of: 4 }));
    expect(parts.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, k) => k));
    expect(() => pointsOf(problem, { part: 5, of: 4 })).toThrow(/part 5 of 4/);
  });
});

describe("the rows", () => {
  const vary = [{ parameter: "spins", values: [20, 12] }, decay, field];
  const request = { task: "steady", options: { method: "harmonic" }, vary } as const;

  it("are those of the verb itself to the last bit, whatever shares what with them", async () => {
    const rows = await sweep(model, request, here);
    for (const row of rows) {
      const alone = Object.entries(row.parameters).reduce(
        (one, [name, value]) => withParameter(one, name === "field.x" ? "field.0" : name, value),
        model,
      );
      const { observables, errorEstimate } = steady(alone, { method: "harmonic" });
      expect(row).toMatchObject({ method: "harmonic", observables, errorEstimate });
    }
    const some = await sweep(model, request, { ...here, shard: { part: 2, of: 7 } });
    expect(some.map(({ index }) => index)).toEqual([1, 7, 20, 26]);
    expect(withoutSeconds(some)).toEqual(withoutSeconds(some.map(({ index }) => rows[index]!)));
  });

  it("have the same bits from two threads as from one, and what is known is not solved again", async () => {
    const one = await sweep(model, request, here);
    const known = one.slice(3, 9);
    const solved: number[] = [];
    const two = await sweep(model, request, { workers: 2, known, onRow: ({ index }) => void solved.push(index) });
    expect(withoutSeconds(two)).toEqual(withoutSeconds(one));
    expect(two.slice(3, 9)).toEqual(known);
    expect(solved.sort((a, b) => a - b)).toEqual(one.map(({ index }) => index).filter((k) => k < 3 || k >= 9));
  });

  it("say why a point has no answer, from a thread as from here", async () => {
    const failing = { task: "steady", vary: [{ parameter: "collective.pump", values: [-1, 0, 1] }] } as const;
    const unique = withParameter(model, "field.0", 0);
    const rows = await sweep(unique, failing, here);
    expect(rows[0]).toMatchObject({ index: 0, error: expect.stringMatching(/pump is -1, below 0; give a rate/) });
    expect(rows[1]).toMatchObject({ parameters: { "collective.pump": 0 }, error: expect.stringMatching(/conserved/) });
    expect(rows[2]).toHaveProperty("observables");
    expect(withoutSeconds(await sweep(unique, failing, { workers: 2 }))).toEqual(withoutSeconds(rows));
    const described = await sweep(unique, failing, { ...here, describe: ({ name }) => name });
    expect(described.slice(0, 2)).toMatchObject([{ error: "InputError" }, { error: "NotUniqueError" }]);
  });

  it("end with the reason of a signal", async () => {
    const controller = new AbortController();
    const stopped = sweep(model, request, { ...here, signal: controller.signal, onRow: () => controller.abort() });
    await expect(stopped).rejects.toHaveProperty("name", "AbortError");
  });
});

describe("the moments of one N", () => {
  it("have one solver, that of another N takes its place", () => {
    const solvers = sharedHarmonicSolvers();
    const first = solvers(model, {});
    expect(solvers(withParameter(model, "field.0", 1), {})).toBe(first);
    expect(solvers(model, { band: 4 })).not.toBe(first);
    expect(solvers(withParameter(model, "local.decay", 1), {})).not.toBe(first);
    solvers(withParameter(model, "spins", 13), {});
    expect(solvers(model, {})).not.toBe(first);
  });

  it("are asked first where they cost less than elements", () => {
    expect(steady(model).method).toBe("fem");
    const { method, reason } = steadySolver()(model);
    expect(method).not.toBe("fem");
    expect(reason).toMatch(/first choice/);
  });
});

describe("the tasks", () => {
  it("spectrum is that of the verb, with an error of the gap", async () => {
    const [row] = await sweep(model, { task: "spectrum", options: { count: 4 }, vary: [field] }, here);
    const { eigenvalues, relaxationGap, zeros } = spectrum(withParameter(model, "field.0", 0), { count: 4 });
    expect(row).toMatchObject({ observables: { eigenvalues, relaxationGap, zeros: zeros.count } });
    // Where the field is 0 dephasing and pump of 1 leave sums of whole rates over N = 12.
    if (!("errorEstimate" in row!)) throw new Error("there is an answer");
    const { relaxationGap: error } = row.errorEstimate as { relaxationGap: number };
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(1e-8);
  });

  it("diagnose is that of the verb", async () => {
    const negative = spinModel({ spins: 8, field: [0.5, 0, 0], collective: { decay: 1 } });
    const dephasing = { parameter: "collective.dephasing", values: [0, 0.7] };
    const rows = await sweep(negative, { task: "diagnose", vary: [dephasing] }, here);
    const { entanglement, parabolicity } = diagnose(negative);
    expect(rows).toMatchObject([
      {
        observables: {
          parabolic: false,
          requiredDephasing: parabolicity.requiredDephasing,
          entangled: true,
          concurrence: entanglement!.concurrence.value,
          negativity: Math.max(...entanglement!.negativity!.map(({ negativity }) => negativity)),
          depth: entanglement!.depth.value,
        },
        errorEstimate: { concurrence: entanglement!.concurrence.errorBound },
      },
      { observables: { parabolic: true, entangled: false } },
    ]);
  });

  it("evolve is the state at one time, with a drive from its data in a thread", async () => {
    const options = { initial: { coherent: [1, 0, 0] }, to: 0.5, method: "harmonic" } as const;
    const drive = formulaField({ formula: ["sin(t)", "0", "1"] });
    const rows = await sweep(
      model,
      { task: "evolve", options: { ...options, field: drive }, vary: [decay] },
      { workers: 2 },
    );
    const last = evolve(withParameter(model, "collective.decay", 1), {
      initial: options.initial,
      times: [0.5],
      method: "harmonic",
      field: drive,
    }).result();
    expect(rows[2]).toMatchObject({ observables: last.observables[0], errorEstimate: last.errorEstimate[0] });
  });

  it("evolve takes a drive of rates, and refuses to vary what it drives and functions", async () => {
    const options = { initial: { coherent: [1, 0, 0] }, to: 0.5, method: "harmonic" } as const;
    const drive = parameterDrive(model, { "collective.decay": "t" });
    const vary = [{ parameter: "field.x", values: [0, 1] }];
    const rows = await sweep(model, { task: "evolve", options: { ...options, field: drive }, vary }, here);
    const varied = withParameter(model, "field.0", 1);
    const moved = evolve(varied, {
      initial: options.initial,
      times: [0.5],
      method: "harmonic",
      field: parameterDrive(varied, { "collective.decay": "t" }),
    }).result();
    expect(rows[1]).toMatchObject({ observables: moved.observables[0] });
    const driven = sweep(model, { task: "evolve", options: { ...options, field: drive }, vary: [decay] });
    await expect(driven).rejects.toThrow(/has collective.decay, which depends on time/);
    const whole = formulaField({ formula: ["t", "0", "0"] });
    await expect(sweep(model, { task: "evolve", options: { ...options, field: whole }, vary })).rejects.toThrow(
      /has field.x, which depends on time/,
    );
    const bare = { ...options, field: () => [0, 0, 0] as const };
    await expect(sweep(model, { task: "evolve", options: bare, vary })).rejects.toThrow(/the field is a function/);
    const never = { ...options, to: 0 };
    await expect(sweep(model, { task: "evolve", options: never, vary })).rejects.toThrow(/"to" is 0/);
  });

  it("refuse options that do not go together before anything is solved", async () => {
    const options = { method: "dicke", band: 3 } as const;
    await expect(sweep(model, { task: "steady", options, vary: [field] })).rejects.toThrow(/band/);
  });
});
