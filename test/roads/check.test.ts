import { AbortedError, BlochfemError, type CheckOptions, check, InputError, spinModel } from "blochfem";
import { describe, expect, it } from "vitest";
import { runEnsembleInWorkers } from "../../src/sweep/ensemblePool.ts";

const model = spinModel({ spins: 6, field: [0.8, 0, 0], collective: { dephasing: 1, pump: 0.5, decay: 0.5 } });
const initial = { coherent: [1, 0, 0] } as const;
const few = { trajectories: 1000, at: [0.5], initial } satisfies CheckOptions;

const withoutSigns = (value: unknown): unknown =>
  value !== null && typeof value === "object"
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutSigns(entry)]))
    : value === 0
      ? 0
      : value;

describe("check", () => {
  it("compares all methods, and says the same in this thread and with a pool, as text too", async () => {
    const heard: string[] = [];
    const found = await check(model, { ...few, onProgress: (step) => heard.push(step) });
    expect(found.agrees).toBe(true);
    expect(found.states.map(({ state }) => state)).toEqual([{ time: 0.5 }, "steady"]);
    for (const { roads } of found.states)
      expect(roads.map(({ road }) => road).toSorted()).toEqual(["dicke", "fem", "harmonic", "sde"]);
    expect(heard).toContain("steady state, finite elements");
    // Text has no signed zero.
    expect(withoutSigns(JSON.parse(JSON.stringify(found)))).toEqual(withoutSigns(found));
    expect(await check(model, { ...few, pool: runEnsembleInWorkers })).toEqual(found);
  });

  it("says what is not compared: times without a start, a state that depends on it", async () => {
    const { notes, initial: none } = await check(spinModel({ spins: 3, field: [1, 0, 0], collective: { decay: 1 } }));
    expect(none).toBeNull();
    expect(notes).toEqual(["Not compared in time: there is no initial state."]);
    const conserving = spinModel({ spins: 3, field: [0, 0, 1], collective: { dephasing: 1 } });
    expect((await check(conserving, few)).notes).toEqual(["No unique steady state: J_z is conserved."]);
    await expect(check(conserving)).rejects.toThrow(BlochfemError);
    await expect(check(conserving)).rejects.toThrow(/no two roads have an answer: .*J_z is conserved/);
  });

  it.each<[string, CheckOptions, RegExp]>([
    ["too few trajectories", { trajectories: 10 }, /"trajectories" is 10, not a whole number of at least 1000/],
    ["times without a start", { at: [1] }, /"at" names times, and there is no initial state/],
    ["times twice", { ...few, times: [1] }, /"times" and "at" are given, which are the same; leave "at" out/],
    ["times without a start by their other name", { times: [1] }, /"times" names times, and there is no initial state/],
    ["times that fall", { ...few, at: [2, 1] }, /time/],
    ["no times", { ...few, at: [] }, /time/],
    ["a start off the sphere", { initial: { coherent: [1, 1, 0] } }, /unit vector/],
    ["a seed below 0", { ...few, seed: -1 }, /seed/],
    ["a step of no length", { ...few, maximumStep: 0 }, /step/],
  ])("refuses %s", async (_, options, message) => {
    await expect(check(model, options)).rejects.toThrow(InputError);
    await expect(check(model, options)).rejects.toThrow(message);
  });
});

it("stops where its signal says so, also from outside", async () => {
  const model = spinModel({ spins: 4, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
  const signal = { aborted: false };
  const heard: string[] = [];
  const run = check(model, { ...few, signal, onProgress: (step) => heard.push(step) });
  setTimeout(() => {
    signal.aborted = true;
  }, 0);
  await expect(run).rejects.toThrow(AbortedError);
  expect(heard.length).toBeLessThan(4);
  await expect(run).rejects.toThrow(/^the check was stopped at ".*"/);
});
