import { SingularMatrixError } from "../core/errors.ts";

/** An expansion of P up to a degree, and the moments by which others are compared with it. */
export interface Expanded {
  readonly values: readonly number[];
}

/** The best of several expansions. */
export interface BestExpansion<E extends Expanded> {
  readonly expansion: E;
  readonly degree: number;
  /** The degree of the one before, which errors are from. */
  readonly compared: number;
  /** Of `values`, by truncation alone. */
  readonly errors: readonly number[];
}

/** Every second expansion has a wider weight, so that two do not err alike. */
const STRETCHES = [1, 1.2] as const;
/** Below the tolerance by this factor an expansion is good enough. */
const SPARE = 1e-2;
/** Where two successive expansions agree further than this, higher degrees have nothing but rounding to add. */
const ROUNDED = 1e-13;

interface Tried<E> {
  readonly expansion: E;
  readonly degree: number;
  /** From the expansions before; null of the first. */
  readonly truncation: readonly number[] | null;
}

/**
 * Expansions of growing degree until two agree to the tolerance, and the one with the smallest error; null where no two have a finite solution.
 *
 * @param common share of the largest error that every error has at least: all moments are moved by the same coefficients that are left out
 * @param expand solves for one whose weight is wider by a factor. Throws SingularMatrixError where the last degree was too high
 */
export function bestExpansion<E extends Expanded>(
  degrees: readonly number[],
  expand: (degree: number, stretch: number) => E,
  { tolerance, common }: { readonly tolerance: number; readonly common: number },
): BestExpansion<E> | null {
  const tried = triedExpansions(degrees, expand, tolerance, common);
  const best = tried
    .map((one, k) => ({ one, k, errors: errorsOf(tried, k) }))
    .filter(({ errors }) => errors !== null)
    .sort((a, b) => Math.max(...a.errors!) - Math.max(...b.errors!))[0];
  if (best === undefined) return null;
  const { one, k, errors } = best;
  return { expansion: one.expansion, degree: one.degree, compared: tried[k - 1]!.degree, errors: errors! };
}

function triedExpansions<E extends Expanded>(
  degrees: readonly number[],
  expand: (degree: number, stretch: number) => E,
  tolerance: number,
  common: number,
): readonly Tried<E>[] {
  const tried: Tried<E>[] = [];
  const sequence: (readonly number[])[] = [];
  for (const [k, degree] of degrees.entries()) {
    let expansion: E;
    try {
      expansion = expand(degree, STRETCHES[k % 2]!);
    } catch (error) {
      if (error instanceof SingularMatrixError) break;
      throw error;
    }
    if (!expansion.values.every(Number.isFinite)) break;
    const before = tried.at(-1);
    if (before !== undefined) sequence.push(apart(expansion.values, before.expansion.values));
    const truncation = before === undefined ? null : truncationOf(sequence, common);
    tried.push({ expansion, degree, truncation });
    if (k > 1 && Math.max(...truncation!) <= Math.max(SPARE * tolerance, ROUNDED)) break;
  }
  return tried;
}

const apart = (a: readonly number[], b: readonly number[]): readonly number[] =>
  a.map((value, i) => Math.abs(value - b[i]!));

/** What tells the error of an expansion: those before it, and those after it, which may have moved on. */
function errorsOf(tried: readonly Tried<Expanded>[], k: number): readonly number[] | null {
  const { truncation, expansion } = tried[k]!;
  if (truncation === null) return null;
  const later = tried.slice(k + 1).map((other) => apart(expansion.values, other.expansion.values));
  return truncation.map((value, i) => Math.max(value, ...later.map((distance) => SAFETY * distance[i]!)));
}

/** Differences of two expansions are multiplied by this, for those that converge slowly. */
const SAFETY = 4;
/** A difference that falls by more than this from one degree to the next is taken for a coincidence. */
const FALL = 8;
/** Differences that fall by less than this from one degree to the next do not add up to anything. */
const SLOWEST = 0.9;

/** Errors of the last expansion from its differences to the one before, and of that to the one before it. */
function truncationOf(sequence: readonly (readonly number[])[], common: number): readonly number[] {
  const last = sequence.at(-1)!;
  const earlier = sequence.at(-2) ?? last.map((value) => value * FALL * SAFETY);
  const least = common * Math.max(...last);
  return last.map((value, i) => {
    const ratio = value === 0 ? 0 : Math.min(SLOWEST, value / earlier[i]!);
    return (SAFETY / (1 - ratio)) * Math.max(value, earlier[i]! / FALL, least);
  });
}
