import { addScaled, dot, norm, scale } from "../linalg/vectorKernels.ts";
import type { Stretch } from "../ode/exponential/shiftInvert.ts";

/** tr rho^2 of a solution, and what its own sum leaves out. */
export interface FoundPurity {
  readonly purity: number;
  readonly error: number;
}

/** tr rho^2 from loads. */
export interface LoadPurity {
  readonly of: (load: Float64Array) => FoundPurity;
  /**
   * Where one load takes long and sums of several do not: returns a function from the coefficients of a sum. `typical` are sums of those that are asked
   * for, with the coarsest and the smoothest density.
   */
  readonly ofSums?: (
    loads: readonly Float64Array[],
    typical: readonly Float64Array[],
  ) => (coefficients: Float64Array) => FoundPurity;
}

/** Times of a stretch that are looked at for what its states have in common. */
const LOOKS = 64;

/** Error of a purity that is worth nothing to lower, and the share of it that the states at these times may have. */
const NEGLIGIBLE = 1e-10;
const BETWEEN = 0.1;

/** Fewer purities of a stretch than these are found one by one. */
const FEW = 6;

/**
 * Purities along a solution that stands in one space for a stretch of time: the states at all times of it are sums of few, whose harmonics are found once.
 *
 * @param times all that are asked for, so that none depends on where a run was resumed
 */
export function puritiesAlong(
  purity: LoadPurity,
  times: readonly number[],
  stretchNow: () => Stretch | null,
): (load: Float64Array, time: number) => FoundPurity {
  const { of, ofSums } = purity;
  if (ofSums === undefined) return of;
  let shared: { readonly stretch: Stretch; readonly purity: (time: number) => FoundPurity | null } | null = null;
  return (load, time) => {
    const stretch = stretchNow();
    if (stretch === null || time <= stretch.from || time > stretch.to) return of(load);
    if (shared?.stretch !== stretch) shared = { stretch, purity: puritiesIn(stretch, times, ofSums) };
    return shared.purity(time) ?? of(load);
  };
}

/** Returns a function that gives null where a state is no sum of the few. */
function puritiesIn(
  { from, to, basis, coefficients }: Stretch,
  times: readonly number[],
  ofSums: NonNullable<LoadPurity["ofSums"]>,
): (time: number) => FoundPurity | null {
  const inside = times.filter((time) => time > from && time <= to);
  if (inside.length < FEW) return () => null;
  const every = Math.max(1, Math.ceil(inside.length / LOOKS));
  const looked = inside.filter((_, k) => k % every === 0 || k === inside.length - 1).map(coefficients);
  // A load d of a density of mass 1 changes the purity by 2 sum |d_i| at most, since no value of the kernel is above 1.
  const perLength = 2 * Math.sqrt(basis[0]!.length);
  const directions = spanOf(looked, (BETWEEN * NEGLIGIBLE) / perLength);
  const loadOf = (sum: Float64Array): Float64Array => {
    const load = new Float64Array(basis[0]!.length);
    for (const [k, value] of sum.entries()) addScaled(load, value, basis[k]!);
    return load;
  };
  const purityOf = ofSums(directions.map(loadOf), [looked[0]!, looked.at(-1)!].map(loadOf));
  return (time) => {
    const rest = coefficients(time);
    const parts = Float64Array.from(directions, (direction) => {
      const part = dot(direction, rest);
      addScaled(rest, -part, direction);
      return part;
    });
    const beside = perLength * norm(rest);
    if (!(beside <= NEGLIGIBLE)) return null;
    const { purity, error } = purityOf(parts);
    return { purity, error: error + beside };
  };
}

/** Orthonormal vectors whose sums the given ones are but for `limit`, the largest remainder first. */
function spanOf(vectors: readonly Float64Array[], limit: number): Float64Array[] {
  const rests = vectors.map((vector) => vector.slice());
  const directions: Float64Array[] = [];
  for (;;) {
    let [largest, at] = [limit, -1];
    for (const [k, rest] of rests.entries()) {
      const left = norm(rest);
      if (left > largest) [largest, at] = [left, k];
    }
    if (at < 0) return directions;
    const direction = rests[at]!.slice();
    for (const other of directions) addScaled(direction, -dot(other, direction), other);
    scale(direction, 1 / norm(direction));
    directions.push(direction);
    for (const rest of rests) addScaled(rest, -dot(direction, rest), direction);
  }
}
