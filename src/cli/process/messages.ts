import type { MessagePort } from "node:worker_threads";
import type { WriteLockData } from "../files/writeLock.ts";
import type { RunFact } from "../terminal/io.ts";

/** What the thread that computes is given at its start. */
export interface CommandThreadData extends WriteLockData {
  readonly argv: readonly string[];
  readonly port: MessagePort;
  readonly outIsTerminal: boolean;
  readonly errorIsTerminal: boolean;
  readonly columns: number;
}

/** From that thread. */
export type CommandMessage =
  | { readonly kind: "out"; readonly text: string }
  | { readonly kind: "error"; readonly text: string }
  | { readonly kind: "fact"; readonly fact: RunFact }
  /** Asks for standard input. */
  | { readonly kind: "input" }
  | { readonly kind: "end"; readonly code: number };

/** To that thread: standard input, or why there is none. */
export type InputMessage = { readonly bytes: Uint8Array } | { readonly failure: string };
