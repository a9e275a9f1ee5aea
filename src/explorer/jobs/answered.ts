import type { Answer } from "../protocol.ts";

/** An answer but for the request that it belongs to. */
export type Answered<One extends Answer = Answer> = One extends unknown ? Omit<One, "id" | "quality"> : never;
