import type { Rates } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";
import { ladderElements, ladderSquare } from "../spinOperators.ts";
import { imaginaryStart, type PackedDensity, realStart } from "./coherences.ts";

/** What the matrix-free generator needs besides the field: no matrix, only the ladder elements. */
export interface CollectiveAction {
  readonly spins: number;
  readonly rates: Rates;
  /** <i - 1|J_+|i>, i = 0 .. N + 1. */
  readonly ladder: Float64Array;
  /** Their squares, which are integers. */
  readonly ladderSquares: Float64Array;
}

export const collectiveAction = (spins: number, rates: Rates): CollectiveAction => ({
  spins,
  rates,
  ladder: ladderElements(spins),
  ladderSquares: Float64Array.from({ length: spins + 2 }, (_, row) => ladderSquare(spins, row)),
});

/**
 * derivative = L rho for packed matrices (see coherences.ts), from the matrix elements of the master equation. Equals the
 * product with `collectiveLiouvillian`, but reads no matrix and takes the field as an argument, so that the field may
 * depend on time at no cost. With i = j + q, c_i = <i - 1|J_+|i> and b = (B_x - iB_y)/2:
 *
 *   d rho_ij/dt = [ iq B_z - k_z q^2/N - k_+ (c_i^2 + c_j^2)/N - k_- (c_{i+1}^2 + c_{j+1}^2)/N ] rho_ij
 *                 + (2 k_+/N) c_{i+1} c_{j+1} rho_{i+1,j+1} + (2 k_-/N) c_i c_j rho_{i-1,j-1}
 *                 - ib (c_{i+1} rho_{i+1,j} - c_j rho_{i,j-1}) - ib* (c_i rho_{i-1,j} - c_{j+1} rho_{i,j+1})
 *
 * The first bracket of the last line is of coherence q + 1, the second of q - 1.
 */
export function applyCollective(
  action: CollectiveAction,
  field: Vector3,
  density: PackedDensity,
  derivative: PackedDensity,
): void {
  applyToPopulations(action, field, density, derivative);
  for (let q = 1; q <= action.spins; q++) applyToCoherence(action, field, q, density, derivative);
}

/** q = 0: real, and the two brackets of the field are complex conjugates of each other. */
function applyToPopulations(action: CollectiveAction, field: Vector3, u: PackedDensity, du: PackedDensity): void {
  const { spins, rates, ladder, ladderSquares } = action;
  const pump = (2 * rates.pump) / spins;
  const decay = (2 * rates.decay) / spins;
  const [x, y] = field;
  const real = realStart(spins, 1);
  const imaginary = imaginaryStart(spins, 1);
  let fromAbove = 0;
  for (let j = 0; j <= spins; j++) {
    // Net flow from row j + 1 to row j; it leaves one and enters the other, so that the trace stays to the last bit.
    let flow = 0;
    if (j < spins) {
      flow = ladderSquares[j + 1]! * (pump * u[j + 1]! - decay * u[j]!);
      flow += ladder[j + 1]! * (x * u[imaginary + j]! - y * u[real + j]!);
    }
    du[j] = flow - fromAbove;
    fromAbove = flow;
  }
}

/** One loop of 73 lines: all terms of an element share its neighbours, and split into loops of their own they read the vector once each. */
function applyToCoherence(
  action: CollectiveAction,
  field: Vector3,
  q: number,
  u: PackedDensity,
  du: PackedDensity,
): void {
  const { spins, rates, ladder, ladderSquares } = action;
  const pump = rates.pump / spins;
  const decay = rates.decay / spins;
  const dephasing = (rates.dephasing / spins) * q * q;
  const x = field[0] / 2;
  const y = field[1] / 2;
  const turn = field[2] * q;
  const real = realStart(spins, q);
  const imaginary = imaginaryStart(spins, q);
  const lowerReal = realStart(spins, q - 1);
  const lowerImaginary = imaginaryStart(spins, q - 1);
  const higherReal = realStart(spins, q + 1);
  const higherImaginary = imaginaryStart(spins, q + 1);
  const populationsBelow = q === 1;
  const last = spins - q;

  // Entries j - 1, j and j + 1 move along; beyond either end they are zero, as is the ladder element that goes with them.
  let re0 = 0;
  let im0 = 0;
  let re1 = u[real]!;
  let im1 = u[imaginary]!;
  let higherRe0 = 0;
  let higherIm0 = 0;
  let lowerRe1 = u[lowerReal]!;
  let lowerIm1 = populationsBelow ? 0 : u[lowerImaginary]!;
  let cj = 0;
  let ci = ladder[q]!;
  for (let j = 0; j <= last; j++) {
    const i = j + q;
    const inside = j < last;
    const re2 = inside ? u[real + j + 1]! : 0;
    const im2 = inside ? u[imaginary + j + 1]! : 0;
    const higherRe1 = inside ? u[higherReal + j]! : 0;
    const higherIm1 = inside ? u[higherImaginary + j]! : 0;
    const lowerRe2 = u[lowerReal + j + 1]!;
    const lowerIm2 = populationsBelow ? 0 : u[lowerImaginary + j + 1]!;
    const cj1 = ladder[j + 1]!;
    const ci1 = ladder[i + 1]!;

    const loss =
      dephasing +
      pump * (ladderSquares[i]! + ladderSquares[j]!) +
      decay * (ladderSquares[i + 1]! + ladderSquares[j + 1]!);
    const gainAbove = 2 * pump * ci1 * cj1;
    const gainBelow = 2 * decay * ci * cj;
    const upRe = ci1 * higherRe1 - cj * higherRe0;
    const upIm = ci1 * higherIm1 - cj * higherIm0;
    const downRe = ci * lowerRe1 - cj1 * lowerRe2;
    const downIm = ci * lowerIm1 - cj1 * lowerIm2;
    du[real + j] =
      gainAbove * re2 + gainBelow * re0 - loss * re1 - turn * im1 + x * (upIm + downIm) + y * (downRe - upRe);
    du[imaginary + j] =
      gainAbove * im2 + gainBelow * im0 - loss * im1 + turn * re1 - x * (upRe + downRe) + y * (downIm - upIm);

    re0 = re1;
    im0 = im1;
    re1 = re2;
    im1 = im2;
    higherRe0 = higherRe1;
    higherIm0 = higherIm1;
    lowerRe1 = lowerRe2;
    lowerIm1 = lowerIm2;
    cj = cj1;
    ci = ci1;
  }
}
