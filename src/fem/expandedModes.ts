import { distanceTo, type Eigenvalue, type ListRequest, leadingEigenvalues } from "../linalg/eigen/order.ts";

/** An eigenvalue with its place in the list of its matrix. */
export interface PlacedEigenvalue extends Eigenvalue {
  readonly place: number;
}

/** All eigenvalues of an expansion up to a degree. */
export interface ExpandedModes {
  readonly found: readonly PlacedEigenvalue[];
}

/** The best of several expansions. */
export interface BestModes<E extends ExpandedModes> {
  readonly expansion: E;
  readonly degree: number;
  /** The degree of the one before, which errors are from. */
  readonly compared: number;
  readonly listed: readonly PlacedEigenvalue[];
  /** Of those listed, by truncation alone. */
  readonly errors: readonly number[];
}

interface Tried<E extends ExpandedModes> extends BestModes<E> {
  /** Distances to the nearest of the expansion before. */
  readonly apart: readonly number[];
}

/** Every second expansion has a wider weight, so that two do not err alike. */
const STRETCHES = [1, 1.2] as const;
/** Distances to the expansion before are multiplied by this, and by the second taken for what falls too far at once. */
const SAFETY = 4;
const FALL = 8;
/** Errors that are more than so many goals away are not mended by two degrees that take a multiple of all before. */
const WORTHWHILE = 1e4;

/**
 * Eigenvalues of expansions of growing degree until two agree to the goal. What is no eigenvalue of two of them has an error as large as the distance to the next.
 *
 * @param dear degrees that are tried only where the one before is within 10,000 goals
 * @param expand one whose weight is wider by a factor
 */
export function bestModes<E extends ExpandedModes>(
  degrees: readonly number[],
  expand: (degree: number, stretch: number) => E,
  {
    request,
    goal,
    dear = Number.POSITIVE_INFINITY,
  }: { readonly request: ListRequest; readonly goal: number; readonly dear?: number },
): BestModes<E> {
  const tried: Tried<E>[] = [];
  for (const [k, degree] of degrees.entries()) {
    const before = tried.at(-1);
    if (degree >= dear && before !== undefined && Math.max(...before.errors) > WORTHWHILE * goal) break;
    const expansion = expand(degree, STRETCHES[k % 2]!);
    const listed = leadingEigenvalues(expansion.found, request);
    const apart = listed.map((value) =>
      before === undefined ? Number.POSITIVE_INFINITY : nearestTo(value, before.expansion.found),
    );
    const errors = apart.map((distance, i) => SAFETY * Math.max(distance, fallen(before?.apart[i], distance)));
    tried.push({ expansion, degree, compared: before?.degree ?? 0, listed, apart, errors });
    if (k > 1 && Math.max(...errors) <= goal) break;
  }
  return tried
    .map((one, k) => ({ ...one, errors: withLater(one, tried.slice(k + 1)) }))
    .reduce((one, other) => (Math.max(...other.errors) < Math.max(...one.errors) ? other : one));
}

/** A distance may be small by coincidence, but not the one before it as well. */
const fallen = (before: number | undefined, distance: number): number =>
  before === undefined || before === Number.POSITIVE_INFINITY ? distance : before / FALL;

/** Errors with what later expansions have moved on by. */
const withLater = <E extends ExpandedModes>(
  { listed, errors }: Tried<E>,
  later: readonly Tried<E>[],
): readonly number[] =>
  listed.map((value, i) =>
    Math.max(errors[i]!, ...later.map(({ expansion }) => SAFETY * nearestTo(value, expansion.found))),
  );

/** Distance to the nearest of another expansion. */
const nearestTo = (value: Eigenvalue, others: readonly Eigenvalue[]): number =>
  Math.min(...others.map(distanceTo([value.real, value.imaginary])));
