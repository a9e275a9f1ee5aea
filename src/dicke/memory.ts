import { ResourceLimitError } from "../core/errors.ts";

/** Bytes that matrices, factors and answers may take where nothing else is said. */
export const defaultMemoryLimit = 2 ** 31;

/** Bytes a planned value of the factors: delayed pivots, and the copy while the store grows. */
export const bytesPerFactorValue = 20;

/** @throws ResourceLimitError where `bytes` exceed the limit; `subject` is what needs them, and `remedy` what would need less */
export function requireMemory(
  subject: string,
  bytes: number,
  limit: number,
  remedy = "raise memoryLimit, or take fewer spins",
): void {
  if (bytes <= limit) return;
  throw new ResourceLimitError({
    what: `${subject} needs about ${Math.ceil(bytes / 2 ** 20)} MiB, above the limit of ${Math.floor(limit / 2 ** 20)} MiB`,
    remedy,
    value: bytes,
    limit,
  });
}
