import { InputError } from "../../core/errors.ts";
import type { DensityMatrix } from "../densityMatrix.ts";
import type { Vector3 } from "../moments.ts";
import { requireSpins } from "../observables.ts";
import { type BlockDensityMatrix, blockCountOf, emptyBlock } from "./blockDensity.ts";
import { logDegeneracies } from "./degeneracy.ts";

/** How far outside the ball rounding may put a point. */
const ballTolerance = 1e-12;

/**
 * The state in which each of N spins is (1 + r . sigma)/2 on its own, |r| <= 1: a coherent state for |r| = 1, maximally
 * mixed for r = 0.
 *
 * @throws InputError for |r| above 1 or not finite
 */
export function productState(spins: number, blochVector: Vector3): BlockDensityMatrix {
  requireSpins(spins);
  const blocks = Array.from({ length: blockCountOf(spins) }, (_, k) => emptyBlock(spins - 2 * k));
  addProductState({ spins, blocks }, 1, blochVector);
  return { spins, blocks };
}

/**
 * target += weight * product state. A sum of these over points of a P-function, with weights P times volume, is its
 * density matrix. O(N^3).
 *
 * With rho_1 = (1 + r . sigma)/2, block j of the product is d_j det(rho_1)^{N/2 - j} Sym^{2j}(rho_1): the singlets of N/2 - j
 * pairs give the determinants. Sym^n in the basis of the a spins down comes from Sym^{n-1} and the n-th spin; with the
 * azimuth split off as a phase e^{iq phi}, every term of it is positive, so that nothing cancels.
 *
 * @throws InputError for |r| above 1 or not finite
 */
export function addProductState(target: BlockDensityMatrix, weight: number, [x, y, z]: Vector3): void {
  const length = Math.hypot(x, y, z);
  if (!(length <= 1 + ballTolerance)) {
    throw new InputError({
      what: `the Bloch vector [${x}, ${y}, ${z}] has length ${length}, above 1`,
      remedy: "give a vector inside the unit ball",
      value: length,
      limit: 1,
    });
  }
  const { spins, blocks } = target;
  const transverse = Math.hypot(x, y);
  const [up, across, down] = [(1 + z) / 2, transverse / 2, (1 - z) / 2];
  const phase = Math.atan2(y, x);
  const logs = logDegeneracies(spins);
  const logDeterminant = Math.log(Math.max(0, (1 - length) * (1 + length)) / 4);
  let power: Float64Array = Float64Array.of(1);
  for (let n = 0; n <= spins; n++) {
    if (n > 0) power = nextSymmetricPower(power, n, up, across, down);
    if ((spins - n) % 2 !== 0) continue;
    const pairs = (spins - n) / 2;
    const factor = weight * (pairs === 0 ? 1 : Math.exp(logs[pairs]! + pairs * logDeterminant));
    if (factor !== 0) addTurned(blocks[pairs]!, factor, power, phase);
  }
}

/** <a|Sym^n|b> from |n; a> = sqrt((n - a)/n) |up>|n - 1; a> + sqrt(a/n) |down>|n - 1; a - 1>; real, symmetric. */
function nextSymmetricPower(
  previous: Float64Array,
  n: number,
  up: number,
  across: number,
  down: number,
): Float64Array<ArrayBuffer> {
  const next = new Float64Array((n + 1) ** 2);
  for (let a = 0; a <= n; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      if (a < n) sum += Math.sqrt((n - a) * (n - b)) * up * previous[a * n + b]!;
      if (a < n && b > 0) sum += Math.sqrt((n - a) * b) * across * previous[a * n + b - 1]!;
      if (a > 0 && b < n) sum += Math.sqrt(a * (n - b)) * across * previous[(a - 1) * n + b]!;
      if (a > 0 && b > 0) sum += Math.sqrt(a * b) * down * previous[(a - 1) * n + b - 1]!;
      next[a * (n + 1) + b] = next[b * (n + 1) + a] = sum / n;
    }
  }
  return next;
}

function addTurned(block: DensityMatrix, factor: number, matrix: Float64Array, phase: number): void {
  const order = block.spins + 1;
  for (let q = 0; q < order; q++) {
    const cosine = factor * Math.cos(q * phase);
    const sine = factor * Math.sin(q * phase);
    for (let b = 0; b < order - q; b++) {
      const lower = (b + q) * order + b;
      const upper = b * order + b + q;
      block.real[lower]! += cosine * matrix[lower]!;
      if (q === 0) continue;
      block.real[upper]! += cosine * matrix[lower]!;
      block.imaginary[lower]! += sine * matrix[lower]!;
      block.imaginary[upper]! -= sine * matrix[lower]!;
    }
  }
}
