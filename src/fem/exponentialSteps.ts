import type { LinearMap } from "../linalg/linearMap.ts";
import { multiply } from "../linalg/sparse.ts";
import { type ShiftInvertIntegrator, shiftInvertIntegrator } from "../ode/exponential/shiftInvert.ts";
import type { LinearSystem } from "../ode/implicit/system.ts";

/** Least error that exponentials are asked for: rounding. */
const LEAST_TOLERANCE = 1e-12;

/** Whether a system is constant, and its matrices are factored rather than iterated with. */
export const takesExponentials = ({ autonomous, plan }: LinearSystem): boolean => autonomous && plan.kind === "direct";

/**
 * The load p of M dP/dt = L P by exponentials of L M^-1 in spaces of (1 - pole L M^-1)^-1 = M (M - pole L)^-1.
 *
 * @param watched functionals of the load besides the moments
 * @param pole as for `shiftInvertIntegrator`
 */
export function exponentialSteps(
  { pattern, plan, mass, generator, loadFunctionals }: LinearSystem,
  load: Float64Array,
  watched: readonly Float64Array[],
  { tolerance, end, pole }: { readonly tolerance: number; readonly end: number; readonly pole: number },
): ShiftInvertIntegrator {
  const values = new Float64Array(pattern.columnIndices.length);
  generator(0, values);
  const density = new Float64Array(pattern.rows);
  const factor = (length: number): LinearMap => {
    const shifted = values.map((value, k) => mass.values[k]! - length * value);
    const solver = plan.factor(shifted, { refine: false });
    return (x, y) => {
      solver.solve(x, density);
      multiply(mass, density, y);
    };
  };
  return shiftInvertIntegrator(load, factor, {
    tolerance: Math.max(tolerance, LEAST_TOLERANCE),
    end,
    watched: [...loadFunctionals, ...watched],
    conserves: true,
    pole,
  });
}
