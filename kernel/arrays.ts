/*
 * Addresses in bytes and counts that are set from outside before a factorisation begins: the arrays of src/linalg/direct/symbolic.ts and
 * factorization.ts, and work arrays.
 */

// The analysis.
export let frontCount: i32 = 0;
export let firstPivot: usize = 0;
export let parent: usize = 0;
export let firstChild: usize = 0;
export let nextChild: usize = 0;
export let structureStarts: usize = 0;
export let structure: usize = 0;
export let order: usize = 0;
export let position: usize = 0;
export let size: i32 = 0;
export let rowStarts: usize = 0;
export let columnIndices: usize = 0;
export let columnStarts: usize = 0;
export let rowIndices: usize = 0;

// The matrix.
export let values: usize = 0;
export let rowScale: usize = 0;
export let columnScale: usize = 0;
/** Scaled entries by columns; filled here, and only where the column is eliminated before the row. */
export let transposed: usize = 0;

// What is found: as in `Factorization`, the factors of as many fronts as there is room for.
export let rowIds: usize = 0;
export let columnIds: usize = 0;
export let idStarts: usize = 0;
export let pivots: usize = 0;
export let factors: usize = 0;
export let factorsEnd: usize = 0;

// Work arrays: one place an unknown, twice as many for runs; one address a front; ids that there is room for.
export let places: usize = 0;
export let runs: usize = 0;
export let childPlaces: usize = 0;
export let blocks: usize = 0;
export let idRoom: i32 = 0;
export let front: usize = 0;
/** Order of the largest front that there is room for. */
export let frontRoom: i32 = 0;
export let packing: usize = 0;
export let stack: usize = 0;
export let stackEnd: usize = 0;
