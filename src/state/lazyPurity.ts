import { once } from "../core/once.ts";
import type { ErrorEstimate } from "./errorEstimate.ts";
import type { Observables, SpinMoments } from "./moments.ts";

/**
 * Observables and errors whose purity is computed when one of the two is looked at: it costs more than the rest where it depends on moments of all degrees.
 * The property is enumerable, so that a copy of all properties, as text or by a spread, looks at it.
 */
export function withLazyPurity(
  { mean, square, cross, squeezing }: Omit<Observables, "purity">,
  errors: SpinMoments,
  compute: () => { readonly purity: number; readonly error: number },
): { readonly observables: Observables; readonly errorEstimate: ErrorEstimate } {
  const found = once(compute);
  return {
    observables: {
      mean,
      square,
      cross,
      get purity() {
        return found().purity;
      },
      squeezing,
    },
    errorEstimate: {
      mean: errors.mean,
      square: errors.square,
      cross: errors.cross,
      get purity() {
        return found().error;
      },
    },
  };
}
