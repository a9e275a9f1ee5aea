import { solidCount, solidIndex } from "../../core/solidHarmonics.ts";

/**
 * Places of the moments of some orders m alone, lowest <= m <= highest, up to a degree: within each degree n and l those of the full layout
 * (core/solidHarmonics.ts), one after the other.
 */
export interface SectorLayout {
  readonly band: number;
  readonly lowest: number;
  readonly highest: number;
  readonly size: number;
  /** Where the unknowns of a degree n and l would begin with m = 0. */
  readonly shell: (n: number, l: number) => number;
  /** Place in the full layout of each unknown. */
  readonly places: Int32Array;
}

/** Number of moments of order m = 0 up to a degree. */
export const sectorCount = (band: number): number => (Math.floor(band / 2) + 1) * (Math.floor((band + 1) / 2) + 1);

export function sectorLayout(band: number, lowest: number, highest: number): SectorLayout {
  const starts = new Int32Array((band + 1) * (band + 1));
  const before = Math.max(0, 2 * lowest - 1);
  const places: number[] = [];
  for (let n = 0; n <= band; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      starts[n * (band + 1) + l] = places.length - before;
      for (let m = lowest; m <= Math.min(l, highest); m++) {
        places.push(solidIndex(n, l, m));
        if (m > 0) places.push(solidIndex(n, l, m) + 1);
      }
    }
  }
  return {
    band,
    lowest,
    highest,
    size: places.length,
    shell: (n, l) => starts[n * (band + 1) + l]!,
    places: Int32Array.from(places),
  };
}

/** The unknowns of a layout among all. */
export const sectorOf = ({ places }: SectorLayout, unknowns: Float64Array): Float64Array =>
  Float64Array.from(places, (place) => unknowns[place]!);

/** All unknowns, 0 where the layout has none. */
export function outOfSector({ band, places }: SectorLayout, unknowns: Float64Array): Float64Array {
  const all = new Float64Array(solidCount(band));
  for (const [k, place] of places.entries()) all[place] = unknowns[k]!;
  return all;
}
