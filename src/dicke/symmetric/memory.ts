import { ResourceLimitError } from "../../core/errors.ts";

/** Bytes that an answer may take on the way where nothing else is said. */
export const defaultMemoryLimit = 2 ** 31;
/** Bytes an unknown of the matrix (at most 18 entries a row) with a second copy, while it is written. */
export const bytesPerUnknown = 700;
/** Bytes a planned value of the factors: delayed pivots, and the copy while the store grows. */
export const bytesPerFactorValue = 20;

/** @throws ResourceLimitError where `bytes` exceed the limit; `subject` is what needs them */
export function requireMemory(subject: string, spins: number, bytes: number, limit: number): void {
  if (bytes <= limit) return;
  throw new ResourceLimitError({
    what: `${subject} of ${spins} spins with local processes needs about ${Math.ceil(bytes / 2 ** 20)} MiB, above the limit of ${Math.floor(limit / 2 ** 20)} MiB`,
    remedy: "raise memoryLimit, keep fewer states, or take fewer spins",
    value: bytes,
    limit,
  });
}
