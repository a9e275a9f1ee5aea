import { ResourceLimitError } from "../core/errors.ts";

/** Bytes that matrices and factors may take where nothing else is said. */
export const defaultMemoryLimit = 2 ** 31;

/** Bytes an unknown for the operators, their Kronecker products and the matrix (about 12 entries a row): measured. */
const bytesPerUnknown = 2500;
/** Bytes a planned value of the factors: delayed pivots, and the copy while the store grows. */
const bytesPerFactorValue = 20;

/** @throws ResourceLimitError where the Liouvillian of N spins alone would exceed the limit; `subject` is what needs it */
export function requireMatrixMemory(subject: string, spins: number, limit: number): void {
  requireMemory(subject, spins, matrixBytes(spins), limit);
}

/** @throws ResourceLimitError where the Liouvillian and factors of `factorSize` values would exceed the limit */
export function requireFactorMemory(subject: string, spins: number, factorSize: number, limit: number): void {
  requireMemory(subject, spins, matrixBytes(spins) + bytesPerFactorValue * factorSize, limit);
}

const matrixBytes = (spins: number): number => bytesPerUnknown * (spins + 1) ** 2;

function requireMemory(subject: string, spins: number, bytes: number, limit: number): void {
  if (bytes <= limit) return;
  throw new ResourceLimitError({
    what: `${subject} of ${spins} spins needs about ${Math.ceil(bytes / 2 ** 20)} MiB, above the limit of ${Math.floor(limit / 2 ** 20)} MiB`,
    remedy: "raise memoryLimit, or take fewer spins",
    value: bytes,
    limit,
  });
}
