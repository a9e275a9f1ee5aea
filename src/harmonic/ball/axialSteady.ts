import { ConvergenceError, SingularMatrixError } from "../../core/errors.ts";
import { solidIndex } from "../../core/solidHarmonics.ts";
import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../../core/sphericalHarmonics.ts";
import { analyze, type Factorization, factor, type SymbolicFactorization, solve } from "../../linalg/direct/lu.ts";
import { refineExtended } from "../../linalg/direct/refineExtended.ts";
import { multiply, type SparsityPattern } from "../../linalg/sparse.ts";
import { norm } from "../../linalg/vectorKernels.ts";
import { type AxialModel, modelAroundZ } from "../../model/secondOrder/axis.ts";
import type { Triple } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { SolvedUnknowns } from "../reduced.ts";
import { type AxialEquations, type AxialRates, axialEquations, axialScales } from "./axialEntries.ts";
import { scaleRatios } from "./hierarchy.ts";
import { outOfSector, type SectorLayout, sectorLayout } from "./sectorLayout.ts";

/**
 * Highest band of the moments around an axis: factors lose a digit every 25 to 45 degrees, and know none of what they are to refine above some 400 for a laser in the
 * middle of its range, earlier where collective decay stands against weak local rates.
 */
export const MAXIMUM_AXIAL_BAND = 400;

/** Roundings of coefficients that jumps along any axis come down to. */
const ROUNDINGS_OF_RATES = 8;
/** Of an unknown, in the last product with its scale. */
const ROUNDINGS_OF_SCALES = 2;

/**
 * Steady states of models around an axis in one band: the moments of order 0 about it alone, band^2/4 unknowns; all others vanish. Rounding of the entries would be
 * enlarged by the condition, 1e7 for a laser of 300, so that they are known to 31 digits and the factors of rounded ones only refine.
 *
 * @throws ConvergenceError from what is returned, where the factors know too little; SingularMatrixError for a band below N that is singular
 */
export function axialSolver(spins: number, band: number): (model: SpinModel, axial: AxialModel) => SolvedUnknowns {
  const layout = sectorLayout(band, 0, 0);
  const scales = axialScales(band, scaleRatios(spins, band));
  const scaleOf = scalesOfUnknowns(layout, scales);
  let known: SymbolicFactorization | null = null;
  return (model, axial) => {
    const { rates, rounded } = ratesOf(model, axial);
    const equations = axialEquations(rates, layout);
    known = known !== null && samePattern(known.pattern, equations.pattern) ? known : analyze(equations.pattern);
    const values = scaledValues(equations, scaleOf);
    const correct = corrector(spins, band, known, values, scaleOf);
    const solution = { high: new Float64Array(layout.size - 1), low: new Float64Array(layout.size - 1) };
    const { pattern, entries, source } = equations;
    const sizes = scaleOf.map((scale) => 1 / scale);
    const found = refineExtended(pattern, entries, source, correct, sizes, solution);
    if (!Number.isFinite(found.error)) throw tooIllConditioned(spins, band);
    const [unknowns, errors] = [new Float64Array(layout.size), new Float64Array(layout.size)];
    const first = 1 / Math.sqrt(spins + 1);
    const moved = rounded ? changesByRates(rates, layout, solution.high, correct) : null;
    unknowns[0] = first;
    errors[0] = Number.EPSILON * first;
    for (let k = 1; k < layout.size; k++) {
      const scale = first * scaleOf[k - 1]!;
      unknowns[k] = scale * solution.high[k - 1]!;
      const rounding = (ROUNDINGS_OF_SCALES + layout.band) * Number.EPSILON * Math.abs(unknowns[k]!);
      errors[k] = first * found.error + rounding + scale * (moved?.[k - 1] ?? 0);
    }
    const [all, allErrors] = [outOfSector(layout, unknowns), outOfSector(layout, errors)];
    if (axial.axis[2] !== 1) turnFromZ(band, axial.axis, all, allErrors);
    return { residual: first * found.residual, roundingError: norm(errors), unknowns: all, errors: allErrors };
  };
}

/** Of the unknowns but the first, the scale of their l. */
function scalesOfUnknowns({ band, shell, size }: SectorLayout, scales: Float64Array): Float64Array {
  const all = new Float64Array(size - 1);
  for (let n = 1; n <= band; n++) for (let l = n % 2; l <= n; l += 2) all[shell(n, l) - 1] = scales[l]!;
  return all;
}

/** The rates about the axis, as they are given where that is z: sums of them would lose the smaller ones. */
function ratesOf(model: SpinModel, axial: AxialModel): { readonly rates: AxialRates; readonly rounded: boolean } {
  const given = [model.collective, model.local].every(({ jumps = [] }) => jumps.length === 0);
  return given && axial.axis[2] === 1
    ? { rates: model, rounded: false }
    : { rates: modelAroundZ(axial), rounded: true };
}

const samePattern = (a: SparsityPattern, b: SparsityPattern): boolean =>
  a.columnIndices.length === b.columnIndices.length &&
  a.rowStarts.every((start, i) => start === b.rowStarts[i]) &&
  a.columnIndices.every((column, k) => column === b.columnIndices[k]);

/** The entries in the scaled unknowns, rounded. */
function scaledValues({ pattern, entries }: AxialEquations, scaleOf: Float64Array): Float64Array {
  const values = entries.high.slice();
  for (let i = 0; i < pattern.rows; i++) {
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
      values[k]! *= scaleOf[i]! / scaleOf[pattern.columnIndices[k]!]!;
    }
  }
  return values;
}

type Corrector = (residual: Float64Array, step: Float64Array) => void;

function corrector(
  spins: number,
  band: number,
  symbolic: SymbolicFactorization,
  values: Float64Array,
  scaleOf: Float64Array,
): Corrector {
  const factors = factorsOf(spins, band, symbolic, values);
  return (residual, step) => {
    for (let i = 0; i < step.length; i++) step[i] = -scaleOf[i]! * residual[i]!;
    solve(factors, step, step);
    for (let i = 0; i < step.length; i++) step[i]! /= scaleOf[i]!;
  };
}

/** A band that is cut off may be singular, which its caller knows how to take: `solveCut`. */
function factorsOf(spins: number, band: number, symbolic: SymbolicFactorization, values: Float64Array): Factorization {
  try {
    return factor(symbolic, values);
  } catch (error) {
    if (band === spins && error instanceof SingularMatrixError) throw tooIllConditioned(spins, band);
    throw error;
  }
}

/** What rounded rates change in each unknown, to first order. */
function changesByRates(
  { spins, collective, local }: AxialRates,
  layout: SectorLayout,
  solution: Float64Array,
  correct: Corrector,
): Float64Array {
  const none = { pump: 0, decay: 0, dephasing: 0 };
  // Each is the sum or difference of two that may cancel.
  const [whole, single] = [collective, local].map(({ pump, decay }) => pump + decay) as [number, number];
  const alone: AxialRates[] = [
    ...(["pump", "decay"] as const).map((name) => ({ spins, collective: { ...none, [name]: whole }, local: none })),
    ...(["pump", "decay"] as const).map((name) => ({ spins, collective: none, local: { ...none, [name]: single } })),
    { spins, collective: none, local: { ...none, dephasing: single + local.dephasing } },
  ];
  const changes = new Float64Array(solution.length);
  const [rate, step] = [new Float64Array(solution.length), new Float64Array(solution.length)];
  for (const rates of alone) {
    const { pattern, entries, source } = axialEquations(rates, layout);
    multiply({ pattern, values: entries.high }, solution, rate);
    for (let i = 0; i < rate.length; i++) rate[i]! += source.high[i]!;
    correct(rate, step);
    for (let i = 0; i < rate.length; i++) changes[i]! += ROUNDINGS_OF_RATES * Number.EPSILON * Math.abs(step[i]!);
  }
  return changes;
}

const tooIllConditioned = (spins: number, band: number): ConvergenceError =>
  new ConvergenceError({
    what: `the moments of degree up to ${band} around the axis of N = ${spins} spins are too ill-conditioned: their factors in double precision have no right digit`,
    remedy: "leave the method to be chosen, or take the density matrix, whose populations are exact",
    value: band,
    limit: MAXIMUM_AXIAL_BAND,
  });

/** Roundings of a harmonic and of its products. */
const ROUNDINGS = 16;

/** Moments of order 0 about z become those about an axis: p_nlm = p_nl0 sqrt(4 pi/(2l + 1)) Y_lm(axis). */
function turnFromZ(band: number, axis: Triple, unknowns: Float64Array, errors: Float64Array): void {
  const [real, imaginary] = [new Float64Array(harmonicCount(band)), new Float64Array(harmonicCount(band))];
  evaluateHarmonics(band, ...axis, real, imaginary);
  for (let n = 0; n <= band; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      const start = solidIndex(n, l, 0);
      const factor = Math.sqrt((4 * Math.PI) / (2 * l + 1));
      const [value, error] = [factor * unknowns[start]!, factor * errors[start]!];
      const put = (at: number, harmonic: number): void => {
        unknowns[at] = value * harmonic;
        errors[at] = error * Math.abs(harmonic) + ROUNDINGS * Number.EPSILON * Math.abs(value * harmonic);
      };
      put(start, real[harmonicIndex(l, 0)]!);
      for (let m = 1; m <= l; m++) {
        put(start + 2 * m - 1, Math.SQRT2 * real[harmonicIndex(l, m)]!);
        put(start + 2 * m, Math.SQRT2 * imaginary[harmonicIndex(l, m)]!);
      }
    }
  }
}
