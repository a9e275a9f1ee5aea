import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A module with something to measure: `measure` maps plain data to plain data. */
export interface CaseModule {
  // biome-ignore lint/suspicious/noExplicitAny: only so that every case matches; callers get the case's own type.
  readonly measure: (parameters: any) => unknown;
}

/**
 * Runs `measure` of a case module in a fresh process, so that its peak memory is its own and no earlier case has warmed or
 * deoptimised the engine. Rejects where that process fails; its error is on the standard error.
 */
export function runIsolated<Module extends CaseModule>(
  module: URL,
  parameters: Parameters<Module["measure"]>[0],
): Promise<ReturnType<Module["measure"]>> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("./isolated.ts", import.meta.url)), [
      module.href,
      JSON.stringify(parameters),
    ]);
    let result: { readonly value: ReturnType<Module["measure"]> } | null = null;
    child.on("message", (message) => {
      result = message as typeof result;
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0 && result !== null) resolve(result.value);
      else
        reject(new Error(`the measurement ${module.pathname.split("/").slice(-2).join("/")} ended with code ${code}`));
    });
  });
}
