import { startPage } from "./page.ts";
import type { WorkerLike } from "./scheduler.ts";

/* The page, with workers beside it. */

startPage(() => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }) as unknown as WorkerLike);
