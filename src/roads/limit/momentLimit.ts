import { solidIndex } from "../../core/solidHarmonics.ts";
import { ballEvolutionBand } from "../../harmonic/ball/evolve.ts";
import { ballGenerator, ballHierarchy } from "../../harmonic/ball/hierarchy.ts";
import { initialBallState } from "../../harmonic/ball/initialState.ts";
import { observablesOfBall, purityOfBall } from "../../harmonic/ball/moments.ts";
import { evolutionBand } from "../../harmonic/sphere/evolve.ts";
import { harmonicGenerator, harmonicHierarchy } from "../../harmonic/sphere/hierarchy.ts";
import { initialHarmonics } from "../../harmonic/sphere/initialState.ts";
import { observablesOfHarmonics, purityOfHarmonics } from "../../harmonic/sphere/moments.ts";
import type { HarmonicState } from "../../harmonic/sphere/state.ts";
import { termsOf } from "../../harmonic/terms.ts";
import { multiply, type SparseMatrix } from "../../linalg/sparse.ts";
import { norm } from "../../linalg/vectorKernels.ts";
import { errorOfStart, type InitialState, knownBand } from "../../model/initialState.ts";
import { type LongTimeLimit, modelOfTotalSpin, turnsForEver } from "../../model/longTimeLimit.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { BallMoments } from "../../state/ballMoments.ts";
import { emptyBlock } from "../../state/blocks/blockDensity.ts";
import { blocksFromMoments, momentsOfBlocks } from "../../state/blocks/momentBlocks.ts";
import { fromMultipoles, multipoleIndex, multipoleScales } from "../../state/blocks/multipoles.ts";
import { type DensityMatrix, trace } from "../../state/densityMatrix.ts";
import { errorsFromTraceNorm, raiseErrors, traceNormFromErrors } from "../../state/errorEstimate.ts";
import { steadyByHarmonics } from "../steady/byDomain.ts";
import { type LimitState, MOVING_ROUNDINGS, NEGLIGIBLE_WEIGHT } from "./limitState.ts";

export type MomentLimit = LimitState & { readonly state: HarmonicState | BallMoments };

/** Degrees of the moments that a limit keeps, at most those of the start that are known. */
export const limitBand = (spins: number, initial: InitialState, inBall: boolean, asked?: number): number =>
  Math.min(knownBand(initial, spins), asked ?? (inBall ? ballEvolutionBand(spins) : evolutionBand(spins)));

/**
 * The limit by the moments of P. A moment that is kept is that of the start, so that a band below N leaves the first and second
 * moments as exact as they were; what it leaves out of the purity is at most what it leaves out of that of the start.
 *
 * @throws NotUniqueError for a state that turns for ever; errors of the steady states of the total spins
 */
export function limitOfMoments(
  model: SpinModel,
  initial: InitialState,
  { kind }: LongTimeLimit,
  inBall: boolean,
  band: number,
): MomentLimit {
  const { spins } = model;
  if (kind === "everySpin") return limitOfEverySpin(model, initial);
  const state = inBall ? initialBallState(spins, initial, band) : initialHarmonics(spins, initial, band);
  const purityOf = inBall ? purityOfBall : purityOfHarmonics;
  const cut = band < spins ? Math.max(0, 1 - purityOf(state)) : 0;
  const start = errorOfStart(initial);
  let error = start + Math.sqrt(spins + 1) * MOVING_ROUNDINGS * Number.EPSILON;
  if (kind === "turning") error += requireStill(model, state, inBall, start);
  if (kind === "coherences") dropCoherences(state, inBall);
  if (kind === "populations") keepPopulations(state);
  const observables = inBall ? observablesOfBall(state) : observablesOfHarmonics(state);
  const errorEstimate = raiseErrors(errorsFromTraceNorm(error, observables.purity), 0, cut);
  return { state, observables, errorEstimate, residual: 0, unknowns: state.unknowns.length };
}

/** Trace norm of what turns, where it is no more than rounding and the error of the start. */
function requireStill(model: SpinModel, state: HarmonicState | BallMoments, inBall: boolean, start: number): number {
  const { spins, band, unknowns } = state;
  const generator: SparseMatrix = inBall
    ? ballGenerator(ballHierarchy(spins, band, termsOf(model)), model)
    : harmonicGenerator(harmonicHierarchy(spins, band, termsOf(model)), model);
  const rate = new Float64Array(unknowns.length);
  multiply(generator, unknowns, rate);
  // Eigenvalues of a field alone are i |B| times whole numbers, of a normal matrix.
  const moving = Math.sqrt(spins + 1) * (norm(rate) / Math.hypot(...model.field));
  const limit = Math.sqrt(spins + 1) * MOVING_ROUNDINGS * (band + 1) * Number.EPSILON * norm(unknowns) + start * spins;
  if (moving > limit) throw turnsForEver(model, moving, limit);
  return moving;
}

/** Moments with m != 0 vanish. */
function dropCoherences({ band, unknowns }: HarmonicState | BallMoments, inBall: boolean): void {
  for (let n = 0; n <= band; n++) {
    for (let l = inBall ? n % 2 : n; l <= n; l += 2) {
      const start = inBall ? solidIndex(n, l, 0) : multipoleIndex(l, 0);
      unknowns.fill(0, start + 1, start + 2 * l + 1);
    }
  }
}

/**
 * Local dephasing takes P to the z axis, z unchanged: int P r^n Y_lm becomes Y_l0(e_z) <z^n>, and nothing for m != 0. With
 * cos^n = sum_l a_nl P_l(cos), all a_nl > 0, <z^n> is a sum of the moments with m = 0 of degree n.
 */
function keepPopulations(state: HarmonicState | BallMoments): void {
  const { spins, band, unknowns } = state;
  dropCoherences(state, true);
  const scales = multipoleScales(spins, band);
  // From <r^n P_l> to the unknown.
  const factors = scales.map((scale, l) => scale * Math.sqrt((2 * l + 1) / (4 * Math.PI)));
  for (let n = 2; n <= band; n++) {
    let mean = 0;
    const weights = legendreWeights(n);
    for (let l = n % 2; l <= n; l += 2) mean += (weights[l]! / factors[l]!) * unknowns[solidIndex(n, l, 0)]!;
    for (let l = n % 2; l <= n; l += 2) unknowns[solidIndex(n, l, 0)] = factors[l]! * mean;
  }
}

/** a_nl = (2l + 1) n!/(2^((n-l)/2) ((n-l)/2)! (n+l+1)!!); they add up to 1. */
function legendreWeights(n: number): Float64Array {
  let weights: Float64Array = Float64Array.of(1);
  // x P_l = ((l + 1) P_{l+1} + l P_{l-1})/(2l + 1), all positive.
  for (let degree = 1; degree <= n; degree++) {
    const next = new Float64Array(degree + 1);
    for (let l = 0; l < degree; l++) {
      const share = weights[l]! / (2 * l + 1);
      next[l + 1]! += (l + 1) * share;
      if (l > 0) next[l - 1]! += l * share;
    }
    weights = next;
  }
  return weights;
}

function limitOfEverySpin(model: SpinModel, initial: InitialState): MomentLimit {
  const { spins } = model;
  const start = blocksFromMoments(initialBallState(spins, initial, knownBand(initial, spins)));
  let [error, residual] = [errorOfStart(initial) + start.error, 0];
  const blocks = start.density.blocks.map((block): DensityMatrix => {
    const weight = trace(block);
    if (block.spins === 0) return block;
    if (Math.abs(weight) <= NEGLIGIBLE_WEIGHT) {
      error += 2 * Math.abs(weight);
      return emptyBlock(block.spins);
    }
    const found = steadyByHarmonics(modelOfTotalSpin(model, block.spins), { band: block.spins });
    error += Math.abs(weight) * traceNormFromErrors(found.errorEstimate);
    residual += Math.abs(weight) * found.residual;
    return fromMultipoles(
      block.spins,
      found.state.unknowns.map((value) => weight * value),
    );
  });
  const state = momentsOfBlocks({ spins, blocks });
  const observables = observablesOfBall(state);
  error += Math.sqrt(spins + 1) * MOVING_ROUNDINGS * Number.EPSILON;
  const errorEstimate = errorsFromTraceNorm(error, observables.purity);
  return { state, observables, errorEstimate, residual, unknowns: state.unknowns.length };
}
