import { once } from "../../../core/once.ts";
import { code } from "./code.ts";

/** What of WebAssembly is used here; the language's library without a browser has no types of it. */
interface Engine {
  readonly validate: (bytes: Uint8Array) => boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (limits: { initial: number; maximum: number }) => KernelMemory;
}

/** Linear memory, in pages of 64 KiB. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  /** @throws RangeError where there is no more room; views of the old buffer are empty afterwards. */
  readonly grow: (pages: number) => number;
}

/** Numbers that the kernel shares with its caller, by their names in its source. */
export interface KernelVariable {
  value: number;
}

export interface Kernel {
  /** Numbers of an entry: 1, or 2 where it is complex. */
  readonly parts: 1 | 2;
  readonly memory: KernelMemory;
  readonly variables: Readonly<Record<string, KernelVariable>>;
  readonly begin: () => number;
  readonly factor: (pivotThreshold: number, smallestAllowed: number) => number;
  /** Its code on another memory of so many bytes, which never grows; null where the address space has no room for it. */
  readonly onMemoryOf: (bytes: number) => KernelOnMemory | null;
}

/** Functions of the kernel that take their addresses from their caller. */
export interface KernelOnMemory {
  readonly buffer: ArrayBuffer;
  /** Of kernel/solve.ts: addresses, but for the first, which is a count, and the last two, which are 0 or 1. */
  readonly solveFronts: (...parameters: readonly number[]) => void;
  /** Of kernel/cellProducts.ts: five counts, then addresses. The kernel for complex matrices has none. */
  readonly cellProducts: (...parameters: readonly number[]) => void;
  /** Likewise: four counts, then addresses. */
  readonly cellSums: (...parameters: readonly number[]) => void;
}

export const PAGE = 65_536;
/** Pages that 32 bits can address. */
export const MOST_PAGES = 65_536;

/** The kernel for real matrices. */
export const kernel = once((): Kernel | null => loadKernel(code, 1));

/** A kernel with a memory of its own, one a thread; null where the engine has no WebAssembly, or none of its vector instructions. */
export function loadKernel(code: string, parts: 1 | 2): Kernel | null {
  const engine = (globalThis as { readonly WebAssembly?: Engine }).WebAssembly;
  if (engine === undefined) return null;
  const plain = decodeBase64(code);
  const fused = withFusedProducts(plain);
  const bytes = [fused, plain].find((candidate) => engine.validate(candidate));
  if (bytes === undefined) return null;
  try {
    const compiled = new engine.Module(bytes);
    const memory = new engine.Memory({ initial: 1, maximum: MOST_PAGES });
    const { exports } = new engine.Instance(compiled, { env: { memory } });
    const { begin, factor, ...variables } = exports as Pick<Kernel, "begin" | "factor"> & Kernel["variables"];
    return { parts, memory, variables, begin, factor, onMemoryOf: (bytes) => instance(engine, compiled, bytes) };
  } catch {
    // A policy of the page, or an address space without room for it.
    return null;
  }
}

function instance(engine: Engine, compiled: object, bytes: number): KernelOnMemory | null {
  const pages = Math.ceil(bytes / PAGE);
  // As for the work: no address behind an array is beyond 32 bits.
  if (pages >= MOST_PAGES) return null;
  try {
    const memory = new engine.Memory({ initial: pages, maximum: pages });
    const { exports } = new engine.Instance(compiled, { env: { memory } });
    const { solveFronts, cellProducts, cellSums } = exports as KernelOnMemory;
    return { buffer: memory.buffer, solveFronts, cellProducts, cellSums };
  } catch {
    return null;
  }
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** `atob` belongs to browsers, not to the language. */
function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replace(/=+$/, "");
  const bytes = new Uint8Array((digits.length * 3) >> 2);
  for (let k = 0, at = 0, bits = 0; k < digits.length; k++) {
    bits = (bits << 6) | DIGITS.indexOf(digits[k]!);
    if (k % 4 !== 0) bytes[at++] = bits >> (6 - 2 * (k % 4));
  }
  return bytes;
}

/** Opcodes after the prefix of vector instructions: f64x2.mul, f64x2.add, v128.load without offset, f64x2.relaxed_madd. */
const VECTOR = 0xfd;
const MULTIPLY = [VECTOR, 0xf2, 0x01];
const ADD = [VECTOR, 0xf0, 0x01];
const LOAD = [VECTOR, 0x00, 0x04, 0x00];
const FUSED = [VECTOR, 0x87, 0x02];
const NOTHING = [0x01, 0x01, 0x01];
const LOCAL = 0x20;

/**
 * The module with one instruction for a b + c where it multiplies, takes up a local variable or what is at its address, and adds. Both ways take the
 * same room, so that one module is enough.
 */
function withFusedProducts(plain: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = plain.slice();
  const has = (at: number, wanted: readonly number[]): boolean => wanted.every((byte, k) => bytes[at + k] === byte);
  for (let k = 0; k < bytes.length; k++) {
    if (!has(k, MULTIPLY) || bytes[k + 3] !== LOCAL) continue;
    const after = k + 5;
    const add = has(after, LOAD) ? after + LOAD.length : after;
    if (!has(add, ADD)) continue;
    bytes.set(NOTHING, k);
    bytes.set(FUSED, add);
  }
  return bytes;
}
