import type { Kernel } from "./engine.ts";

/** Right-hand sides that are solved for at once. */
export const WIDTH = 4;

/** What a store has room for. */
export interface StoreSize {
  readonly unknowns: number;
  readonly fronts: number;
  readonly ids: number;
  readonly values: number;
  readonly largestFront: number;
}

/** The arrays of one factorisation in a memory of WebAssembly of their own, and substitution with them there. */
export interface FactorStore {
  /**
   * Whose code works on it.
   *
   * @hidden
   */
  readonly kernel: Kernel;
  readonly size: StoreSize;
  readonly values: Float64Array;
  readonly idStarts: Int32Array;
  readonly pivots: Int32Array;
  readonly rowIds: Int32Array;
  readonly columnIds: Int32Array;
  /** One value an unknown, or WIDTH next to each other. */
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly front: Float64Array;
  /** How often it was given to another factorisation. */
  generation: number;
  /** Reads `rows` and writes `columns`, transposed the other way; `valueCount` is the length of the factors. */
  readonly substitute: (frontCount: number, valueCount: number, isTransposed: boolean, isWide: boolean) => void;
}

/** Bytes that keep arrays on boundaries of vectors. */
const ALIGNMENT = 16;

/** @returns null where there is no room */
export function openStore(kernel: Kernel, size: StoreSize): FactorStore | null {
  const { unknowns, fronts, ids, values, largestFront } = size;
  let bytes = ALIGNMENT;
  const place = (length: number, width: number): number => {
    const at = bytes;
    bytes += ALIGNMENT * Math.ceil((length * width) / ALIGNMENT);
    return at;
  };
  const at = {
    idStarts: place(fronts + 1, 4),
    pivots: place(fronts, 4),
    rowIds: place(ids, 4),
    columnIds: place(ids, 4),
    values: place(values, 8),
    rows: place(WIDTH * unknowns, 8),
    columns: place(WIDTH * unknowns, 8),
    front: place(WIDTH * largestFront, 8),
  };
  const own = kernel.onMemoryOf(bytes);
  if (own === null) return null;
  const { buffer, solveFronts } = own;
  return {
    kernel,
    size,
    values: new Float64Array(buffer, at.values, values),
    idStarts: new Int32Array(buffer, at.idStarts, fronts + 1),
    pivots: new Int32Array(buffer, at.pivots, fronts),
    rowIds: new Int32Array(buffer, at.rowIds, ids),
    columnIds: new Int32Array(buffer, at.columnIds, ids),
    rows: new Float64Array(buffer, at.rows, WIDTH * unknowns),
    columns: new Float64Array(buffer, at.columns, WIDTH * unknowns),
    front: new Float64Array(buffer, at.front, WIDTH * largestFront),
    generation: 0,
    substitute: (frontCount, valueCount, isTransposed, isWide) =>
      solveFronts(
        frontCount,
        at.idStarts,
        at.pivots,
        at.rowIds,
        at.columnIds,
        at.values,
        at.values + 8 * valueCount,
        at.rows,
        at.columns,
        at.front,
        Number(isTransposed),
        Number(isWide),
      ),
  };
}

/** What each kernel was given back last, for as long as the engine keeps it. */
const spare = new WeakMap<Kernel, WeakRef<FactorStore>>();
/** Room for so many times as many values as are needed is not taken, so that small factors do not hold large memories. */
const MOST_ROOM = 2;

/** Takes a store back from a holder who needs it no more: fresh memory takes longer to come by than factors to be written. */
export function giveBack(store: FactorStore): void {
  store.generation++;
  spare.set(store.kernel, new WeakRef(store));
}

/** A store that was opened before serves again where it is large enough, or one that was given back, else a new one. */
export function reusedStore(kernel: Kernel, size: StoreSize, before: FactorStore | null): FactorStore | null {
  const found = [before, given(kernel, size)].find((store) => store !== null && fits(store, size)) ?? null;
  if (found === null) return openStore(kernel, size);
  if (found !== before) spare.delete(kernel);
  found.generation++;
  return found;
}

function given(kernel: Kernel, { values }: StoreSize): FactorStore | null {
  const store = spare.get(kernel)?.deref() ?? null;
  return store !== null && store.size.values <= MOST_ROOM * values ? store : null;
}

const fits = (store: FactorStore, size: StoreSize): boolean =>
  (Object.keys(size) as (keyof StoreSize)[]).every((key) => store.size[key] >= size[key]);
