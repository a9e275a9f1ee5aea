import { dirname } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { printable } from "../../core/printable.ts";
import { EXIT_SIGNAL } from "../exitCodes.ts";
import { removeLeftovers } from "../files/temporary.ts";
import { takeWriteLock } from "../files/writeLock.ts";
import type { RunFact } from "../terminal/io.ts";
import type { CommandMessage, CommandThreadData } from "./messages.ts";
import { shellWord } from "./shellWord.ts";
import { type Streams, standardInput } from "./streams.ts";

/** How long a signal waits for files that are being replaced. */
const WRITING_MS = 3000;

/**
 * Runs a command line in a thread, and stops it at Ctrl-C and SIGTERM, whatever it computes: files that are being written are
 * completed, and what was kept is said. Returns the exit code; throws what the thread died of.
 */
export function runInThread(argv: readonly string[], streams: Streams): Promise<number> {
  const { port1: port, port2 } = new MessageChannel();
  const writeLock = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const { outIsTerminal, errorIsTerminal, columns } = streams;
  const workerData: CommandThreadData = { argv, port: port2, writeLock, outIsTerminal, errorIsTerminal, columns };
  const facts: RunFact[] = [];
  const keep = (fact: RunFact): void => {
    // Of a sweep, which may have a million points, the last one is enough.
    const earlier = fact.kind === "sweep" ? facts.findIndex(({ kind }) => kind === "sweep") : -1;
    if (earlier >= 0) facts[earlier] = fact;
    else facts.push(fact);
  };
  return new Promise<number>((resolve, reject) => {
    const thread = new Worker(threadCode(), { eval: true, workerData, transferList: [port2] });
    const hear = (message: CommandMessage): void => {
      if (message.kind === "out") streams.writeOut(message.text);
      else if (message.kind === "error") streams.writeError(message.text);
      else if (message.kind === "fact") keep(message.fact);
      else if (message.kind === "input") void standardInput().then((answer) => port.postMessage(answer));
      else finish(() => resolve(message.code));
    };
    const stop = (signal: keyof typeof EXIT_SIGNAL): void => {
      takeWriteLock(new Int32Array(writeLock), WRITING_MS);
      for (let waiting = receiveMessageOnPort(port); waiting !== undefined; waiting = receiveMessageOnPort(port)) {
        const message = waiting.message as CommandMessage;
        if (message.kind === "fact") keep(message.fact);
      }
      tidyUp(facts);
      streams.writeError(`${errorIsTerminal ? "\r\x1b[2K" : ""}${describeStop(facts)}\n`);
      process.exit(EXIT_SIGNAL[signal]);
    };
    const finish = (settle: () => void): void => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
      port.close();
      settle();
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
    port.on("message", hear);
    thread.on("error", (error) => finish(() => reject(error)));
    thread.on("exit", () => finish(() => reject(new Error("the command ended without an answer"))));
  });
}

/** Code of the thread. From the sources it needs a loader of its own: that of the first thread does not reach there. */
function threadCode(): string {
  const compiled = import.meta.url.endsWith(".js");
  const url = new URL(`./commandThread.${compiled ? "js" : "ts"}`, import.meta.url).href;
  const load = `import(${JSON.stringify(url)})`;
  if (compiled) return load;
  return `import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then((tsx) => (tsx.register(), ${load}))`;
}

function tidyUp(facts: readonly RunFact[]): void {
  for (const fact of facts) {
    if (fact.kind === "written" || fact.kind === "jobs" || fact.kind === "serving") continue;
    try {
      removeLeftovers(fact.kind === "staging" ? fact.folder : dirname(fact.path), process.pid);
    } catch {
      // A folder that is not there yet has nothing in it.
    }
  }
}

/** What is left of a run that was stopped. */
function describeStop(facts: readonly RunFact[]): string {
  const checkpoint = facts.findLast((fact) => fact.kind === "checkpoint");
  const sweep = facts.findLast((fact) => fact.kind === "sweep");
  if (facts.some((fact) => fact.kind === "written")) return "stopped; the results were written";
  if (facts.some((fact) => fact.kind === "serving")) return "the explorer has ended";
  const jobs = facts.find((fact) => fact.kind === "jobs");
  if (jobs !== undefined) return `stopped; the jobs of ${printable(jobs.path)} go on: ${jobs.then}`;
  if (sweep !== undefined) {
    return `stopped; ${sweep.done} of ${sweep.total} points are kept in ${printable(sweep.path)}: the same command goes on`;
  }
  if (checkpoint === undefined) return "stopped; nothing was written";
  return `stopped at t = ${checkpoint.time}; go on with --resume ${shellWord(checkpoint.path)}`;
}
