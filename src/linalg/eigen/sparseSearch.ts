import { ConvergenceError } from "../../core/errors.ts";
import type { SparseMatrix } from "../sparse.ts";
import { type Region, type SearchedShift, uncoveredPlace, visibility } from "./coverage.ts";
import type { EntryRounding } from "./eigenvalueError.ts";
import { invariantSpace } from "./invariantSpace.ts";
import { distanceTo, type Eigenvalue, type ListRequest, leadingEigenvalues } from "./order.ts";
import { ritzPairs } from "./ritz.ts";
import { type ShiftedPattern, shiftedPattern, shiftInvert } from "./shiftInvert.ts";
import { errorsAt } from "./sparseErrors.ts";

export interface SearchRequest extends ListRequest {
  /** Frequencies that are searched, |imaginary part| <= frequency; the step by which this grows where modes reach it. */
  readonly frequency: number;
  readonly frequencyStep: number;
  /** Size of what drives the matrix: the shifts stand a thousandth of it to the right of the imaginary axis. */
  readonly unit: number;
  /** Bytes that the factors of one shift may take. */
  readonly memoryLimit: number;
  readonly onProgress?: ((shifts: number, found: number) => void) | undefined;
}

export interface SearchResult {
  readonly eigenvalues: readonly Eigenvalue[];
  /** The list holds all there are up to this |imaginary part|; null where it holds whatever the frequency. */
  readonly searched: number | null;
}

const RELATIVE_OFFSET = 1.04e-3;
/** Shifts and eigenvalues of one shift beyond which the search is given up. */
const MOST_SHIFTS = 64;
const MOST_OF_A_SHIFT = 320;
const FEWEST_OF_A_SHIFT = 24;
/** Eigenvalues that a search may be asked for. */
export const MOST_OF_A_SEARCH = 150;
/** Growth of the searched frequencies, at most this many times. */
const MOST_GROWTHS = 12;

/** Part of the memory that invariant spaces of all shifts may take beside the factors of one. */
const KEPT = 8;

interface Searched extends SearchedShift {
  readonly count: number;
  /** Those with imaginary part >= 0. */
  readonly values: readonly Eigenvalue[];
  /** Invariant space that they are of; null where memory does not allow to keep it. */
  readonly basis: readonly Float64Array[] | null;
}

interface Owned extends Eigenvalue {
  readonly owner: Searched;
}

/**
 * Eigenvalues of a sparse matrix, none of which has a positive real part, by shift-invert Arnoldi at as many shifts along the
 * imaginary axis as it takes until every place where an eigenvalue that belongs to the list could be is seen by one of them.
 *
 * @throws ConvergenceError where that takes too many shifts
 */
export function searchSpectrum(matrix: SparseMatrix, rounding: EntryRounding, request: SearchRequest): SearchResult {
  const { near, unit, count, tie } = request;
  const size = matrix.pattern.rows;
  const offset = RELATIVE_OFFSET * unit;
  const abscissa = offset + (near === null ? 0 : near[0]);
  const shifts: Searched[] = [];
  const pattern = shiftedPattern(matrix);
  const search = (shift: readonly [number, number], wanted: number): void => {
    const found = searchAt(matrix, pattern, shift, Math.min(size, wanted), request.memoryLimit);
    const kept = shifts.reduce((sum, { basis }) => sum + (basis?.length ?? 0), 0);
    const mayKeep = 8 * size * (kept + found.basis.length) <= request.memoryLimit / KEPT;
    const searched = mayKeep ? found : { ...found, basis: null };
    const place = shifts.findIndex((other) => other.shift[0] === shift[0] && other.shift[1] === shift[1]);
    if (place < 0) shifts.push(searched);
    else shifts[place] = searched;
  };
  const first = Math.max(FEWEST_OF_A_SHIFT, count + 8);
  search(snapped(abscissa, near === null ? 0 : Math.abs(near[1]), offset), first);
  let frequency = request.frequency;
  let growths = 0;
  for (;;) {
    const known = ownedEigenvalues(shifts);
    const within = near === null ? known.filter(({ imaginary }) => imaginary <= frequency + tie) : known;
    const listed = leadingEigenvalues(within, request);
    request.onProgress?.(shifts.length, listed.length);
    const region = regionOf(listed, within, size, frequency, request);
    const missed = uncoveredPlace(region, shifts);
    if (missed === null) {
      const highest = listed.reduce((most, { imaginary }) => Math.max(most, imaginary), 0);
      if (near === null && highest > frequency - request.frequencyStep && growths++ < MOST_GROWTHS) {
        frequency += request.frequencyStep;
        continue;
      }
      const eigenvalues = errorsOf(matrix, pattern, rounding, listed, within, request.memoryLimit);
      return { eigenvalues: leadingEigenvalues(eigenvalues, request), searched: near === null ? frequency : null };
    }
    extend(shifts, missed, abscissa, offset, first, search);
  }
}

/** A shift this close to the real axis is put on it: that takes half as many unknowns. */
const snapped = (re: number, im: number, offset: number): readonly [number, number] => [re, im <= offset ? 0 : im];

function searchAt(
  matrix: SparseMatrix,
  pattern: ShiftedPattern,
  shift: readonly [number, number],
  count: number,
  memoryLimit: number,
): Searched & { readonly basis: readonly Float64Array[] } {
  const { apply } = shiftInvert(pattern, shift, memoryLimit);
  const { basis, completeAbove } = invariantSpace(apply, matrix.pattern.rows, { count });
  const values = ritzPairs(matrix, basis, "right").map(({ real, imaginary }) => ({ real, imaginary, error: 0 }));
  return { shift, completeAbove, count, values, basis };
}

/** Each eigenvalue from the shift that sees it most clearly, so that none is counted twice. */
function ownedEigenvalues(shifts: readonly Searched[]): Owned[] {
  return shifts.flatMap((owner) =>
    owner.values
      .filter(({ real, imaginary }) => {
        const clarity = visibility(owner, real, imaginary);
        return clarity >= 1 && shifts.every((other) => other === owner || visibility(other, real, imaginary) < clarity);
      })
      .map((value) => ({ ...value, owner })),
  );
}

/** Where an eigenvalue would belong to the list. */
function regionOf(
  listed: readonly Eigenvalue[],
  known: readonly Eigenvalue[],
  size: number,
  frequency: number,
  { near, count, unit, tie }: SearchRequest,
): Region {
  const enough = listed.length >= Math.min(count, size);
  const last = listed.at(-1);
  if (near !== null) {
    const distance = distanceTo(near);
    const radius = enough ? distance(last!) + tie : 2 * Math.max(unit, ...known.map(distance));
    const centre = [near[0], Math.abs(near[1])] as const;
    return {
      left: centre[0] - radius,
      right: Math.min(0, centre[0] + radius),
      bottom: Math.max(0, centre[1] - radius),
      top: centre[1] + radius,
      disc: { centre, radius },
    };
  }
  const deepest = known.reduce((most, { real }) => Math.max(most, -real), unit);
  return { left: enough ? -Math.abs(last!.real) - tie : -2 * deepest, right: 0, bottom: 0, top: frequency, disc: null };
}

/** A new shift towards a place that is not seen, or more eigenvalues of the nearest one. */
function extend(
  shifts: readonly Searched[],
  [re, im]: readonly [number, number],
  abscissa: number,
  offset: number,
  first: number,
  search: (shift: readonly [number, number], wanted: number) => void,
): void {
  const nearest = shifts.toSorted((p, q) => Math.abs(p.shift[1] - im) - Math.abs(q.shift[1] - im))[0]!;
  const height = nearest.shift[1];
  // Next to a shift |theta| is 1/(2 distance), on the real axis 1/distance.
  const radius = (height === 0 ? 1 : 0.5) / nearest.completeAbove;
  const apart = im - height;
  if (shifts.length >= MOST_SHIFTS) throw tooMany(re, im);
  if (Math.abs(apart) > radius / 2) {
    const next = Math.abs(apart) > 1.5 * radius ? height + Math.sign(apart) * 1.5 * radius : im;
    search(snapped(abscissa, next, Math.max(offset, radius / 2)), first);
    return;
  }
  if (2 * nearest.count > MOST_OF_A_SHIFT) throw tooMany(re, im);
  search(nearest.shift, 2 * nearest.count);
}

const tooMany = (re: number, im: number): ConvergenceError =>
  new ConvergenceError({
    what: `the search for eigenvalues does not cover the place ${re.toPrecision(3)} + ${im.toPrecision(3)} i with ${MOST_SHIFTS} shifts of ${MOST_OF_A_SHIFT} eigenvalues: too many lie closer than the slowest that were asked for`,
    remedy: "ask for fewer eigenvalues, or for those near a place",
    value: im,
    limit: MOST_SHIFTS,
  });

function errorsOf(
  matrix: SparseMatrix,
  pattern: ShiftedPattern,
  rounding: EntryRounding,
  listed: readonly Owned[],
  known: readonly Eigenvalue[],
  memoryLimit: number,
): Eigenvalue[] {
  const owners = [...new Set(listed.map(({ owner }) => owner))];
  return owners.flatMap((owner) => {
    const mine = listed.filter((value) => value.owner === owner && value.imaginary >= 0);
    return errorsAt(matrix, rounding, owner, mine, known, pattern, memoryLimit);
  });
}
