import { withBase } from "vitepress";
import { parts } from "./parts.ts";

export interface SampleRequest {
  readonly code: string;
  readonly parts: readonly string[];
  /** Where the modules of the library stand. */
  readonly library: string;
}

/** What a module draws, as SVG, on a light and on a dark ground. */
export type SamplePictures = Readonly<Record<"light" | "dark", string>>;

export type SampleAnswer =
  | { readonly kind: "started" }
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "done"; readonly pictures: SamplePictures | null }
  | { readonly kind: "failed"; readonly text: string };

/** Seconds of computing after which a sample is ended. */
export const TIME_LIMIT = 30;
/** Lines after which a sample is ended: a page that prints without end would hang. */
const LINE_LIMIT = 2000;

export interface SampleRun {
  /** Ends the worker; nothing is heard of it any more. */
  readonly stop: () => void;
}

/** Runs a module in a worker of its own. `hear` gets every line, and at last "done" or "failed". */
export function runSample(code: string, hear: (answer: SampleAnswer) => void): SampleRun {
  const worker = new Worker(new URL("./sample.worker.ts", import.meta.url), { type: "module" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lines = 0;
  const stop = (): void => {
    clearTimeout(timer);
    worker.terminate();
  };
  const end = (answer: SampleAnswer): void => {
    stop();
    hear(answer);
  };
  worker.onmessage = ({ data }: MessageEvent<SampleAnswer>) => {
    if (data.kind === "started") {
      const text = `Ended after ${TIME_LIMIT} s of computing, the limit of a page. Fewer spins or a larger tolerance take less; the command line has no such limit.`;
      timer = setTimeout(() => end({ kind: "failed", text }), TIME_LIMIT * 1000);
      hear(data);
    } else if (data.kind === "line") {
      lines += 1;
      if (lines > LINE_LIMIT) end({ kind: "failed", text: `Ended after ${LINE_LIMIT} lines, the limit of a page.` });
      else hear(data);
    } else end(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    end({ kind: "failed", text: event.message || "The worker that runs samples did not load." });
  };
  const library = new URL(withBase("/lib/"), window.location.href).href;
  worker.postMessage({ code, parts, library } satisfies SampleRequest);
  return { stop };
}
