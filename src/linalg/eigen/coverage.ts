import { inverseModulus } from "./shiftInvert.ts";

/** All eigenvalues with |theta| above `completeAbove` are known from this shift. */
export interface SearchedShift {
  readonly shift: readonly [number, number];
  readonly completeAbove: number;
}

/** How clearly a place lies where a shift sees everything: above 1 it does. */
export function visibility({ shift, completeAbove }: SearchedShift, re: number, im: number): number {
  const modulus = inverseModulus(shift, re, im);
  return completeAbove === 0 ? Number.POSITIVE_INFINITY : modulus / completeAbove;
}

/** A part of the upper half plane, Re from `left` to 0 and Im from `bottom` to `top`, or what of it is near a place. */
export interface Region {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
  /** Only within this distance of the place; null for all of the rectangle. */
  readonly disc: { readonly centre: readonly [number, number]; readonly radius: number } | null;
}

/** Boxes are halved so often before a place counts as not covered. */
const HALVINGS = 14;

/**
 * A place of the region where no shift sees everything, or null. log |theta| is harmonic but for its poles and its zero on the
 * real axis, so that over a box its least value is on the edge: corners and middles are looked at, with a margin.
 */
export function uncoveredPlace(region: Region, shifts: readonly SearchedShift[]): readonly [number, number] | null {
  const { left, right, bottom, top } = region;
  return uncoveredIn(region, shifts, left, right, bottom, top, 0);
}

const MARGIN = 1.02;

function uncoveredIn(
  region: Region,
  shifts: readonly SearchedShift[],
  left: number,
  right: number,
  bottom: number,
  top: number,
  depth: number,
): readonly [number, number] | null {
  const x = (left + right) / 2;
  const y = (bottom + top) / 2;
  if (outside(region, left, right, bottom, top)) return null;
  if (shifts.some((shift) => sees(shift, left, right, bottom, top))) return null;
  if (depth === HALVINGS || shifts.every((shift) => visibility(shift, x, y) < 1)) {
    if (region.disc === null) return [x, y];
    const { centre, radius } = region.disc;
    const distance = Math.hypot(x - centre[0], y - centre[1]);
    if (distance <= radius) return [x, y];
    if (depth === HALVINGS) return null;
  }
  // The longer side; the lower and the right half first, so that slow and low places are named first.
  if (top - bottom > right - left) {
    return (
      uncoveredIn(region, shifts, left, right, bottom, y, depth + 1) ??
      uncoveredIn(region, shifts, left, right, y, top, depth + 1)
    );
  }
  return (
    uncoveredIn(region, shifts, x, right, bottom, top, depth + 1) ??
    uncoveredIn(region, shifts, left, x, bottom, top, depth + 1)
  );
}

function outside({ disc }: Region, left: number, right: number, bottom: number, top: number): boolean {
  if (disc === null) return false;
  const x = Math.min(right, Math.max(left, disc.centre[0]));
  const y = Math.min(top, Math.max(bottom, disc.centre[1]));
  return Math.hypot(x - disc.centre[0], y - disc.centre[1]) > disc.radius;
}

function sees(shift: SearchedShift, left: number, right: number, bottom: number, top: number): boolean {
  const x = (left + right) / 2;
  const y = (bottom + top) / 2;
  for (const re of [left, x, right]) {
    for (const im of [bottom, y, top]) if (visibility(shift, re, im) < MARGIN) return false;
  }
  // The zero of theta.
  const [a] = shift.shift;
  return !(shift.shift[1] !== 0 && bottom <= 0 && left <= a && a <= right);
}
