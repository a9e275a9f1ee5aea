import type { Eigenvalue } from "../linalg/eigen/order.ts";

/** Distance of each eigenvalue to the nearest of the others. */
export const distancesToNearest = (values: readonly Eigenvalue[], others: readonly Eigenvalue[]): readonly number[] =>
  values.map(({ real, imaginary }) =>
    Math.min(...others.map((other) => Math.hypot(real - other.real, imaginary - other.imaginary))),
  );

/** The other space is better, but not exact: the error of the first is the distance and what the other has, which is less. */
const SAFETY = 2;

/**
 * The eigenvalues of one space with twice the distance to those of another one added to their errors: what either leaves out. One of the
 * other that has no partner here would be missing from the list, and its distance is added to all.
 *
 * @param other a few more than there are `values`
 */
export function withDistances(values: readonly Eigenvalue[], other: readonly Eigenvalue[]): readonly Eigenvalue[] {
  const apart = distancesToNearest(values, other);
  const enlarged = values.map((value, k) => ({ ...value, error: value.error + SAFETY * apart[k]! }));
  const depth = Math.abs(values.at(-1)!.real);
  let missing = 0;
  for (const candidate of other.slice(0, values.length)) {
    const partner = enlarged.toSorted((p, q) => distance(p, candidate) - distance(q, candidate))[0]!;
    const far = distance(partner, candidate);
    // The last ones may have changed places with what comes behind them.
    if (far > 2 * (partner.error + candidate.error) && Math.abs(candidate.real) + far < depth) {
      missing = Math.max(missing, far);
    }
  }
  return missing === 0 ? enlarged : enlarged.map((value) => ({ ...value, error: value.error + missing }));
}

const distance = (a: Eigenvalue, b: Eigenvalue): number => Math.hypot(a.real - b.real, a.imaginary - b.imaginary);
