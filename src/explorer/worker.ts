import { answering } from "./jobs/answers.ts";
import type { Answer, Request } from "./protocol.ts";

/*
 * A worker answers the latest request: where a newer one has come it leaves what is left of the older one. Solvers are synchronous, so that it hears of it
 * between two wants alone; who cannot wait that long ends the worker.
 */

/** Of a worker's global scope, which the types of a page do not know. */
interface Scope {
  onmessage: ((event: { readonly data: Request }) => void) | null;
  postMessage(answer: Answer, transfer: ArrayBuffer[]): void;
}

const scope = self as unknown as Scope;
const answers = answering();
let next: Request | null = null;
let atWork = false;

scope.onmessage = ({ data }) => {
  next = data;
  if (!atWork) void work();
};

/** A turn of the event loop, in which messages arrive. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function work(): Promise<void> {
  atWork = true;
  try {
    while (next !== null) {
      const request: Request = next;
      next = null;
      for (const answer of answers(request)) {
        scope.postMessage(answer, buffersOf(answer));
        await turn();
        if (next !== null) break;
      }
    }
  } catch (error) {
    // A mistake of the program: it reaches the page as an error of the worker, which is replaced.
    setTimeout(() => {
      throw error;
    });
  }
  atWork = false;
}

/** What is handed over instead of copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const visit = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) {
      if (part.buffer instanceof ArrayBuffer) found.add(part.buffer);
    } else if (typeof part === "object" && part !== null) Object.values(part).forEach(visit);
  };
  visit(value);
  return [...found];
}
