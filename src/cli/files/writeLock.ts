import { isMainThread, workerData } from "node:worker_threads";

/** What the thread that computes is handed by the one that hears signals. */
export interface WriteLockData {
  /** One 32-bit integer: 0 free, 1 the computing thread writes, 2 the process is being stopped. */
  readonly writeLock: SharedArrayBuffer;
}

const FREE = 0;
const WRITING = 1;
const STOPPING = 2;

function ownLock(): Int32Array | null {
  const shared = isMainThread ? undefined : (workerData as Partial<WriteLockData> | null)?.writeLock;
  return shared instanceof SharedArrayBuffer ? new Int32Array(shared) : null;
}

/** Runs `work` while the process cannot be stopped by Ctrl-C, so that several files are replaced together. May be nested. */
export function whileWriting<T>(work: () => T): T {
  const lock = ownLock();
  if (lock === null || Atomics.load(lock, 0) === WRITING) return work();
  while (Atomics.compareExchange(lock, 0, FREE, WRITING) !== FREE) Atomics.wait(lock, 0, STOPPING);
  try {
    return work();
  } finally {
    Atomics.store(lock, 0, FREE);
    Atomics.notify(lock, 0);
  }
}

/** Waits until nothing is being written, and keeps others from starting. False where that takes longer than `milliseconds`. */
export function takeWriteLock(lock: Int32Array, milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  while (Atomics.compareExchange(lock, 0, FREE, STOPPING) !== FREE) {
    const left = end - performance.now();
    if (left <= 0) return false;
    Atomics.wait(lock, 0, WRITING, left);
  }
  return true;
}
