import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { run } from "../../src/cli/run.ts";
import type { Io } from "../../src/cli/terminal/io.ts";

export interface Captured {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export interface Surroundings {
  readonly standardInput?: string;
  readonly terminal?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly columns?: number;
}

/** Runs a command line in this process, with streams that are kept. */
export async function capture(argv: readonly string[], around: Surroundings = {}): Promise<Captured> {
  let out = "";
  let error = "";
  const io: Io = {
    writeOut: (text) => {
      out += text;
    },
    writeError: (text) => {
      error += text;
    },
    outIsTerminal: around.terminal ?? false,
    errorIsTerminal: around.terminal ?? false,
    environment: around.environment ?? {},
    columns: around.columns ?? 80,
    readStandardInput: async () => around.standardInput ?? "",
  };
  const code = await run(argv, io);
  return { code, out, error };
}

/** A folder of its own for a test file, removed afterwards. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "blochfem-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file into `folder` and returns its path. */
export function putFile(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What a terminal takes for the start of a command. */
export const ESCAPE = "\u001b";

/** The object that a command prints with --json, where it ends well. */
export async function captureJson<T>(...argv: string[]): Promise<T> {
  const { code, out, error } = await capture([...argv, "--json"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out) as T;
}
