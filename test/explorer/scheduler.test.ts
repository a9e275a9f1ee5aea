import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer, Request } from "../../src/explorer/protocol.ts";
import { createScheduler, PATIENCE, REST, type WorkerLike } from "../../src/explorer/scheduler.ts";
import { DEFAULT_MODEL, type ExplorerModel } from "../../src/explorer/state.ts";

class FakeWorker implements WorkerLike {
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  readonly requests: Request[] = [];
  ended = false;
  postMessage(request: Request): void {
    this.requests.push(request);
  }
  terminate(): void {
    this.ended = true;
  }
  done(request = this.requests.at(-1)!): void {
    const { id, quality } = request;
    this.onmessage?.({ data: { kind: "done", id, quality, seconds: 0 } });
  }
}

const model = (spins: number): ExplorerModel => ({ ...DEFAULT_MODEL, spins });

describe("the scheduler", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function setUp() {
    const workers: FakeWorker[] = [];
    const answers: [Answer, number][] = [];
    const busy: string[] = [];
    const scheduler = createScheduler({
      createWorker: () => {
        const worker = new FakeWorker();
        workers.push(worker);
        return worker;
      },
      onAnswer: (answer, { spins }) => answers.push([answer, spins]),
      onBusy: (quality, isBusy) => busy.push(`${quality} ${isBusy}`),
    });
    return { workers, answers, busy, scheduler };
  }

  it("asks the fast worker at once and one at a time, and last about the latest model", () => {
    const { workers, answers, busy, scheduler } = setUp();
    for (let spins = 1; spins <= 10; spins++) scheduler.request("fast", model(spins), { facts: true });
    const [fast] = workers;
    expect(fast!.requests.map((request) => request.model.spins)).toEqual([1]);
    fast!.done();
    expect(fast!.requests.map((request) => request.model.spins)).toEqual([1, 10]);
    fast!.done();
    expect(answers.map(([, spins]) => spins)).toEqual([1, 10]);
    expect(workers).toHaveLength(1);
    expect(busy).toEqual(["fast true", "fast false", "fast true", "fast false"]);
  });

  it("asks the slow worker when the model has rested, and at once about the same one", () => {
    const { workers, scheduler } = setUp();
    scheduler.request("slow", model(1), { table: true });
    vi.advanceTimersByTime(REST - 1);
    scheduler.request("slow", model(2), { table: true });
    vi.advanceTimersByTime(REST - 1);
    expect(workers).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(workers[0]!.requests.map((request) => request.model.spins)).toEqual([2]);
    scheduler.request("slow", model(2), { spectrum: { count: 3 } });
    expect(workers[0]!.requests).toHaveLength(2);
  });

  it("ends the slow worker that does not leave another model, and drops what it says of it", () => {
    const { workers, answers, scheduler } = setUp();
    scheduler.request("slow", model(1), { table: true });
    vi.advanceTimersByTime(REST);
    const [first] = workers;
    scheduler.request("fast", model(2), { facts: true });
    first!.onmessage!({
      data: { kind: "failure", id: 1, quality: "slow", want: "table", name: "", what: "", remedy: "" },
    });
    expect(answers).toEqual([]);
    vi.advanceTimersByTime(PATIENCE.slow);
    expect(first!.ended).toBe(true);
    scheduler.request("slow", model(2), { table: true });
    vi.advanceTimersByTime(REST);
    expect(workers).toHaveLength(3);
    expect(workers[2]!.requests.map((request) => request.model.spins)).toEqual([2]);
  });

  it("keeps a slow worker that comes back in time", () => {
    const { workers, scheduler } = setUp();
    scheduler.request("slow", model(1), { table: true });
    vi.advanceTimersByTime(REST);
    scheduler.request("slow", model(2), { table: true });
    workers[0]!.done();
    vi.advanceTimersByTime(REST);
    expect(workers).toHaveLength(1);
    expect(workers[0]!.ended).toBe(false);
    expect(workers[0]!.requests.map((request) => request.model.spins)).toEqual([1, 2]);
  });

  it("says in words that a worker crashed, and asks a new one the next time", () => {
    const { workers, answers, busy, scheduler } = setUp();
    scheduler.request("fast", model(1), { facts: true });
    workers[0]!.onerror!({ message: "out of luck" });
    const [[failure]] = answers as [[Answer, number]];
    expect(failure).toMatchObject({ kind: "failure", want: null, name: "WorkerError" });
    expect((failure as { what: string }).what).toContain("out of luck");
    expect(busy).toEqual(["fast true", "fast false"]);
    scheduler.request("fast", model(1), { facts: true });
    expect(workers).toHaveLength(2);
    expect(workers[1]!.requests).toHaveLength(1);
    // What a worker that was ended still says is nobody's.
    workers[0]!.onmessage?.({ data: { kind: "done", id: 1, quality: "fast", seconds: 0 } });
    expect(answers).toHaveLength(1);
  });

  it("ends all where it is stopped", () => {
    const { workers, scheduler } = setUp();
    scheduler.request("fast", model(1), { facts: true });
    scheduler.request("slow", model(1), { table: true });
    scheduler.stop();
    vi.advanceTimersByTime(10_000);
    expect(workers.map(({ ended }) => ended)).toEqual([true]);
  });
});
