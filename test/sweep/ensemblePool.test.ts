import { describe, expect, it } from "vitest";
import { InputError, NotParabolicError } from "../../src/core/errors.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { createLocator } from "../../src/mesh/sphere/locate.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { chunkCount, type EnsembleSpec } from "../../src/sde/spec.ts";
import { runEnsemble, runSteadyEnsemble } from "../../src/sde/sphere/ensemble.ts";
import { runEnsembleInWorkers } from "../../src/sweep/ensemblePool.ts";
import { runInWorkers } from "../../src/sweep/pool.ts";
import { workerModule } from "../../src/sweep/workerModule.ts";

const model = spinModel({ spins: 40, field: [1.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
const notParabolic = spinModel({ spins: 10, field: [1.5, 0, 0], collective: { decay: 1 } });
const times = [0, 0.4, 1];
// The last of the five chunks is a short one.
const spec: Omit<EnsembleSpec, "model"> = {
  initial: { kind: "coherent", direction: [1, 0, 0] },
  trajectories: 2200,
  step: 0.05,
  seed: 11,
  scheme: "moebiusWalk",
  sampling: { kind: "times", times },
};
const locator = createLocator(icosphere(2));
const ownModule = workerModule("ensembleWorker", new URL("../../src/sweep/ensemblePool.ts", import.meta.url).href);

describe("an ensemble in workers", () => {
  it.each([1, 2, 3])("has the bits of one thread with %i workers, and reports each chunk", async (workers) => {
    const seen: string[] = [];
    const onProgress = (done: number, total: number) => void seen.push(`${done}/${total}`);
    const estimates = await runEnsembleInWorkers(model, spec, { workers, locator, onProgress });
    expect(estimates).toEqual(runEnsemble(model, { ...spec, times, locator }));
    expect(seen).toEqual(["1/5", "2/5", "3/5", "4/5", "5/5"]);
  });

  it("takes steady sampling and the other scheme too, with as many workers as it likes", async () => {
    const looks = { burnIn: 1, interval: 0.5, samples: 3 };
    const steady = { ...spec, scheme: "eulerMaruyama", sampling: { kind: "steady", ...looks } } as const;
    const [estimate] = await runEnsembleInWorkers(model, steady);
    expect(estimate).toEqual(runSteadyEnsemble(model, { ...steady, ...looks }));
  });

  it("refuses what has no equation before any thread is started", async () => {
    await expect(runEnsembleInWorkers(notParabolic, spec)).rejects.toThrow(NotParabolicError);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %d workers", async (workers) => {
    const refused = runEnsembleInWorkers(model, spec, { workers });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(`${workers} workers`);
  });

  it("says that functions cannot be sent", async () => {
    const withFunction = { ...spec, onLook: () => {} };
    await expect(runEnsembleInWorkers(model, withFunction)).rejects.toThrow(/cannot be given .* without functions/);
  });
});

describe("errors in a worker", () => {
  it("arrive with their class and fields", async () => {
    const shared = { spec: { ...spec, model: notParabolic }, locator: null };
    const failed = runInWorkers(ownModule, shared, 3, { workers: 2 });
    await expect(failed).rejects.toThrow(NotParabolicError);
    await expect(failed).rejects.toMatchObject({ name: "NotParabolicError", value: 0, limit: 0.5 });
    await expect(failed).rejects.toHaveProperty("stack", expect.stringContaining("requireDiffusionOnSphere"));
  });

  it("arrive where the task itself fails", async () => {
    const shared = { spec: { ...spec, model }, locator: null };
    const chunks = chunkCount(shared.spec);
    await expect(runInWorkers(ownModule, shared, chunks + 1, { workers: 1 })).rejects.toThrow(/no chunk 5, it has 5/);
  });

  it("arrive where a module cannot be loaded", async () => {
    const missing = workerModule("noSuchWorker", ownModule.url);
    await expect(runInWorkers(missing, null, 2, { workers: 2 })).rejects.toThrow(/noSuchWorker/);
  });
});

describe("an abort", () => {
  it("before the start is thrown as it is", async () => {
    const reason = new Error("no longer wanted");
    const refused = runEnsembleInWorkers(model, spec, { signal: AbortSignal.abort(reason) });
    await expect(refused).rejects.toBe(reason);
  });

  it("in the middle of a chunk ends the run, without further progress", async () => {
    const controller = new AbortController();
    let chunksDone = 0;
    // 1e9 steps of 512 trajectories are hours a chunk: only a thread that is ended comes back.
    const long = { ...spec, step: 1e-7, sampling: { kind: "times", times: [0, 100] } } as const;
    const timer = setTimeout(() => controller.abort(), 1500);
    const run = runEnsembleInWorkers(model, long, {
      workers: 2,
      maximumSeconds: Number.POSITIVE_INFINITY,
      signal: controller.signal,
      onProgress: () => void chunksDone++,
    });
    await expect(run).rejects.toHaveProperty("name", "AbortError");
    clearTimeout(timer);
    expect(chunksDone).toBe(0);
  });

  it("by an error of the progress callback ends the run with this error", async () => {
    const onProgress = () => {
      throw new Error("the disk is full");
    };
    await expect(runEnsembleInWorkers(model, spec, { workers: 2, onProgress })).rejects.toThrow("the disk is full");
  });
});
