import { type DoubleDouble, dividedBy, exactSum, productOf, sumOf } from "../../core/doubleDouble.ts";
import type { ExtendedValues } from "../../linalg/direct/refineExtended.ts";
import type { SparsityPattern } from "../../linalg/sparse.ts";
import type { Rates } from "../../model/spinModel.ts";
import type { SectorLayout } from "./sectorLayout.ts";

/*
 * The equations of the moments of order 0 to 31 digits. With c_nl = u_nl0 / D_l, D_0 = 1 and D_{l+1} = D_l / (A_{l+1,0} s_l), s_l the ratios of the scaled unknowns
 * (`scaleRatios`), no root is left: with q_l = A_l0^2 = l^2 / (4 l^2 - 1), and s, d, sigma, delta of ballHierarchy,
 *
 *     dc_nl/dt = -(s/N) l (l+1) c_nl - g_z (n c_nl - Z) - sigma (n c_nl + Z) - 2 delta [ (n-l) c_{n-1,l+1} + (n+l+1) q_l c_{n-1,l-1} ]
 *              + (d/N) { (N-n) [ l c_{n+1,l+1} - (l+1) q_l c_{n+1,l-1} ] + (n-l) l c_{n-1,l+1} - (n+l+1)(l+1) q_l c_{n-1,l-1} }
 *     Z = [ (n-l) q_{l+1} + (n+l+1) q_l ] c_nl + (n-l) c_{n,l+2} + (n+l+1) q_l q_{l-1} c_{n,l-2}
 */

/** D_l for l = 0 .. band. */
export function axialScales(band: number, ratios: Float64Array): Float64Array {
  const scales = new Float64Array(band + 1).fill(1);
  for (let l = 0; l < band; l++) scales[l + 1] = scales[l]! / (Math.sqrt(squaredRecursion(l + 1)) * ratios[l]!);
  return scales;
}

const squaredRecursion = (l: number): number => (l * l) / (4 * l * l - 1);

interface Coefficients {
  /** s/N, d/N, 2 delta, g_z - sigma and g_z + sigma. */
  readonly sum: DoubleDouble;
  readonly difference: DoubleDouble;
  readonly localDifference: DoubleDouble;
  readonly turned: DoubleDouble;
  readonly lost: DoubleDouble;
}

/** Collective and local rates about the axis. */
export interface AxialRates {
  readonly spins: number;
  readonly collective: Pick<Rates, "pump" | "decay">;
  readonly local: Rates;
}

function coefficientsOf({ spins, collective, local }: AxialRates): Coefficients {
  const sigma = exactSum(local.decay, local.pump);
  return {
    sum: dividedBy(exactSum(collective.decay, collective.pump), spins),
    difference: dividedBy(exactSum(collective.decay, -collective.pump), spins),
    localDifference: twice(exactSum(local.decay, -local.pump)),
    turned: sumOf([local.dephasing, 0], negative(sigma)),
    lost: sumOf([local.dephasing, 0], sigma),
  };
}

const twice = ([high, low]: DoubleDouble): DoubleDouble => [2 * high, 2 * low];
const negative = ([high, low]: DoubleDouble): DoubleDouble => [-high, -low];
const times = (a: DoubleDouble, integer: number): DoubleDouble => productOf(a, [integer, 0]);

export interface AxialEquations {
  readonly pattern: SparsityPattern;
  readonly entries: ExtendedValues;
  /** What c_00 = 1 drives, which is no unknown. */
  readonly source: ExtendedValues;
}

/** The equations of all moments of the layout but the first. */
export function axialEquations(rates: AxialRates, { band, shell, size }: SectorLayout): AxialEquations {
  const { spins } = rates;
  const { sum, difference, localDifference, turned, lost } = coefficientsOf(rates);
  const q = Array.from({ length: band + 2 }, (_, l) => dividedBy([l * l, 0], 4 * l * l - 1));
  const [rowStarts, columns, high, low] = [new Int32Array(size), [] as number[], [] as number[], [] as number[]];
  const source = { high: new Float64Array(size - 1), low: new Float64Array(size - 1) };
  for (let n = 1; n <= band; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      const row = shell(n, l) - 1;
      const put = (degree: number, order: number, value: DoubleDouble): void => {
        if (degree > band || order < 0 || order > degree || value[0] === 0) return;
        const column = shell(degree, order);
        if (column === 0) {
          [source.high[row], source.low[row]] = value;
          return;
        }
        columns.push(column - 1);
        high.push(value[0]);
        low.push(value[1]);
      };
      const [ql, before] = [q[l]!, q[Math.max(0, l - 1)]!];
      const [raised, lowered] = [n - l, n + l + 1];
      const own = sumOf(times(q[l + 1]!, raised), times(ql, lowered));
      const up = sumOf(times(difference, l), negative(localDifference));
      const down = sumOf(times(difference, -(l + 1)), negative(localDifference));
      // Columns ascend.
      put(n - 1, l - 1, times(productOf(down, ql), lowered));
      put(n - 1, l + 1, times(up, raised));
      put(n, l - 2, times(productOf(turned, productOf(ql, before)), lowered));
      put(n, l, sumOf(times(sum, -l * (l + 1)), sumOf(productOf(turned, own), times(lost, -n))));
      put(n, l + 2, times(turned, raised));
      put(n + 1, l - 1, times(productOf(difference, ql), -(spins - n) * (l + 1)));
      put(n + 1, l + 1, times(difference, (spins - n) * l));
      rowStarts[row + 1] = columns.length;
    }
  }
  const pattern = { rows: size - 1, columns: size - 1, rowStarts, columnIndices: Int32Array.from(columns) };
  return { pattern, entries: { high: Float64Array.from(high), low: Float64Array.from(low) }, source };
}
