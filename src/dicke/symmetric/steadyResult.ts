import type { BlockDensityMatrix } from "../../state/blocks/blockDensity.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";

export type SymmetricSteadyMethod = "populations" | "direct" | "iterative";

export interface SymmetricSteadyState {
  /** null where populations are all there is, and the matrices that hold them would exceed the memory limit. */
  readonly density: BlockDensityMatrix | null;
  /**
   * p(j, m), m = j, j - 1, ..., -j, for each total spin j = N/2, N/2 - 1, ... (without local rates for the first alone); null
   * where there are coherences besides, and where they would exceed the memory limit.
   */
  readonly populations: readonly Float64Array[] | null;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  readonly method: SymmetricSteadyMethod;
  /** Real unknowns of the linear problem: what conserved structure leaves of (N + 1)(N + 2)(N + 3)/6. */
  readonly unknowns: number;
  /** |L rho| / (||L|| |rho|), in an upper bound of the trace norm. */
  readonly residual: number;
  readonly iterations: number;
}
