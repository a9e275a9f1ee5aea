import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** What a thread needs to load a module of this library. */
export interface WorkerModule {
  readonly url: string;
  /** Node options of the thread; they replace those of the process, which may only suit its own main module. */
  readonly execArgv: readonly string[];
}

/**
 * The module `name` next to the module at `ownUrl` (its import.meta.url), for a thread. A compiled module has compiled
 * neighbours, a TypeScript one has TypeScript neighbours. A thread does not take over how its parent reads TypeScript (a test
 * runner transforms modules itself), so there it gets a loader of its own.
 */
export function workerModule(name: string, ownUrl: string): WorkerModule {
  const isSource = new URL(ownUrl).pathname.endsWith(".ts");
  const url = new URL(`./${name}.${isSource ? "ts" : "js"}`, ownUrl).href;
  return { url, execArgv: isSource ? ["--import", loaderUrl(ownUrl)] : [] };
}

/** Resolved from the library, because a bare name would be looked up from the working directory. */
function loaderUrl(ownUrl: string): string {
  return pathToFileURL(createRequire(ownUrl).resolve("tsx")).href;
}
