import type { SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";
import { dephasingShare, elementsOf, localWeight, magneticChange } from "../localElements.ts";
import { LADDER, type ProcessMatrix, processMatrix } from "../processMatrix.ts";
import { ladderElements } from "../spinOperators.ts";

/** d rho[a, b] += weight left[a] right[b] rho_source[a - rowShift, b - columnShift]. */
export interface Gain {
  readonly source: number;
  readonly rowShift: number;
  readonly columnShift: number;
  readonly re: number;
  readonly im: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** Elements (a, a + d) of a matrix with five diagonals at 5 a + d + 2. */
export interface Banded {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Everything that happens to the block of one total spin j, a matrix rho of order 2j + 1 with m = j - a in row a. */
export interface BlockGenerator {
  readonly block: number;
  readonly order: number;
  /** X of d rho = X rho + rho X^+: -i times the Hamiltonian, less half of what the jumps take. */
  readonly drift: Banded;
  readonly gains: readonly Gain[];
  /** What dephasing takes from element (a, b), less what it gives back to the same: exactly 0 where that is all. */
  readonly dephasing: (a: number, b: number) => number;
}

/** What a model is made of, in J_z, J_+ and J_-. */
export interface GeneratorTerms {
  readonly model: SpinModel;
  readonly field: Vector3;
  readonly collective: ProcessMatrix;
  readonly local: ProcessMatrix;
}

/** @param field takes the place of the model's field */
export const generatorTerms = (model: SpinModel, field: Vector3 = model.field): GeneratorTerms => ({
  model,
  field,
  collective: processMatrix(model.collective),
  local: processMatrix(model.local),
});

/**
 * The Liouvillian of docs/physics.md, section 8, on one of `blockCount` blocks of a permutation-symmetric state, each block summed over its copies: with
 * one block (the symmetric subspace) the model has to be without local processes.
 *
 * A jump l.J is c_0 J_z + c_1 J_+ + c_2 J_-. An l.sigma_n takes j to j' = j, j +- 1 with elements c_0 Z + c_1 P + c_2 M, the same for all copies of j but for a
 * factor (Wigner and Eckart): so that products of two different ones, which take m and m' of an element to different places, have the
 * weights of the squares (`localElements.ts`).
 */
export function blockGenerator(terms: GeneratorTerms, block: number, blockCount: number): BlockGenerator {
  const { spins } = terms.model;
  const order = spins + 1 - 2 * block;
  const [dephasing, single] = [terms.collective.re[0]! / spins, terms.local.re[0]! / 2];
  const gains: Gain[] = [];
  for (const change of [-1, 0, 1] as const) {
    const source = block + change;
    if (source >= 0 && source < blockCount) addGains(gains, terms, { order, source, change });
  }
  return {
    block,
    order,
    drift: driftOf(terms, order),
    gains,
    dephasing: (a, b) => dephasing * (a - b) ** 2 + single * dephasingShare(spins, order - 1, a, b),
  };
}

interface Passage {
  readonly order: number;
  readonly source: number;
  /** Of the total spin. */
  readonly change: -1 | 0 | 1;
}

function addGains(gains: Gain[], terms: GeneratorTerms, { order, source, change }: Passage): void {
  const { collective, local } = terms;
  const { spins } = terms.model;
  const sourceSpin = (order - 1) / 2 - change;
  const single = localWeight(spins, sourceSpin, change);
  const whole = change === 0 ? 2 / spins : 0;
  const elements = LADDER.map((kind) => elementsOf(kind, order, sourceSpin, change));
  for (let a = 0; a < 3; a++) {
    for (let b = 0; b < 3; b++) {
      // Gain and loss of J_z within a block nearly cancel and are put together in `dephasing`.
      if (change === 0 && a === 0 && b === 0) continue;
      const k = 3 * a + b;
      const re = whole * collective.re[k]! + single * local.re[k]!;
      const im = whole * collective.im[k]! + single * local.im[k]!;
      if (re === 0 && im === 0) continue;
      gains.push({
        source,
        rowShift: change - magneticChange[LADDER[a]!],
        columnShift: change - magneticChange[LADDER[b]!],
        re,
        im,
        left: elements[a]!,
        right: elements[b]!,
      });
    }
  }
}

function driftOf(terms: GeneratorTerms, order: number): Banded {
  const drift = { re: new Float64Array(5 * order), im: new Float64Array(5 * order) };
  addHamiltonian(drift, terms, order);
  addCollectiveLoss(drift, terms, order);
  addLocalLoss(drift, terms, order);
  return drift;
}

/** drift[a, a + step] += re + i im, where that is an element. */
function add({ re, im }: Banded, a: number, step: number, real: number, imaginary: number): void {
  re[5 * a + step + 2]! += real;
  im[5 * a + step + 2]! += imaginary;
}

/**
 * -i times B.J + (1/N) J.chi J without its number J^2 (chi_xx + chi_yy)/2N:
 *
 *   B_z J_z + (chi_zz - (chi_xx + chi_yy)/2) J_z^2 / N
 *     + [ (B_x - i B_y)/2 J_+ + (chi_xz - i chi_yz) {J_+, J_z} / 2N + (chi_xx - chi_yy - 2i chi_xy) J_+^2 / 4N  +  adjoint ]
 */
function addHamiltonian(drift: Banded, { model, field }: GeneratorTerms, order: number): void {
  const { spins, interaction } = model;
  const { xx, yy, zz, xy, xz, yz } = interaction ?? { xx: 0, yy: 0, zz: 0, xy: 0, xz: 0, yz: 0 };
  const ladder = ladderElements(order - 1);
  const spin = (order - 1) / 2;
  const along = (zz - (xx + yy) / 2) / spins;
  const [twoRe, twoIm] = [(xx - yy) / (4 * spins), -xy / (2 * spins)];
  for (let a = 0; a < order; a++) {
    const m = spin - a;
    add(drift, a, 0, 0, -(field[2] * m + along * m * m));
    if (a + 1 >= order) continue;
    const both = (2 * m - 1) / (2 * spins);
    const one = ladder[a + 1]!;
    addPair(drift, a, 1, one * (field[0] / 2 + both * xz), -one * (field[1] / 2 + both * yz));
    if (a + 2 < order) addPair(drift, a, 2, one * ladder[a + 2]! * twoRe, one * ladder[a + 2]! * twoIm);
  }
}

/** -i times element (a, a + step) of a Hermitian matrix, and its mirror image. */
function addPair(drift: Banded, a: number, step: number, re: number, im: number): void {
  add(drift, a, step, im, -re);
  add(drift, a + step, -step, -im, -re);
}

/** -(1/N) sum W_ba J_a^+ J_b without that of J_z alone, by way of row a - (change of m). */
function addCollectiveLoss(drift: Banded, { model, collective }: GeneratorTerms, order: number): void {
  const elements = LADDER.map((kind) => elementsOf(kind, order, (order - 1) / 2, 0));
  const steps = LADDER.map((kind) => -magneticChange[kind]);
  for (let a = 0; a < 3; a++) {
    for (let b = 0; b < 3; b++) {
      const k = 3 * b + a;
      if (k === 0 || (collective.re[k] === 0 && collective.im[k] === 0)) continue;
      for (let row = 0; row < order; row++) {
        const middle = row + steps[a]!;
        if (middle < 0 || middle >= order) continue;
        const size = -(elements[a]![middle]! * elements[b]![middle]!) / model.spins;
        if (size !== 0) add(drift, row, steps[a]! - steps[b]!, size * collective.re[k]!, size * collective.im[k]!);
      }
    }
  }
}

/**
 * -1/4 sum_n (l.sigma_n)^+ (l.sigma_n) in the sum over processes, without sigma_z^2 = 1:
 *
 *   -(N/2)(W_++ + W_--) - (W_-- - W_++) J_z - [ (W_+z - W_z-)/2 J_+ + adjoint ]
 */
function addLocalLoss(drift: Banded, { model, local }: GeneratorTerms, order: number): void {
  const { re, im } = local;
  const ladder = ladderElements(order - 1);
  const spin = (order - 1) / 2;
  const [oneRe, oneIm] = [(re[3]! - re[2]!) / 2, (im[3]! - im[2]!) / 2];
  for (let a = 0; a < order; a++) {
    const m = spin - a;
    add(drift, a, 0, -(re[8]! * (model.spins / 2 + m) + re[4]! * (model.spins / 2 - m)), 0);
    if (a + 1 >= order || (oneRe === 0 && oneIm === 0)) continue;
    add(drift, a, 1, -ladder[a + 1]! * oneRe, -ladder[a + 1]! * oneIm);
    add(drift, a + 1, -1, -ladder[a + 1]! * oneRe, ladder[a + 1]! * oneIm);
  }
}

/** Whether the generator takes real matrices to real ones. */
export function keepsReal({ model, field, collective, local }: GeneratorTerms): boolean {
  const { xx, yy, zz, xz } = model.interaction ?? { xx: 0, yy: 0, zz: 0, xz: 0 };
  const hamiltonian = field[0] === 0 && field[2] === 0 && xx === yy && yy === zz && xz === 0;
  return hamiltonian && [...collective.im, ...local.im].every((value) => value === 0);
}
