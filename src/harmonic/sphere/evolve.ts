import { finished } from "../../core/finished.ts";
import type { EvolutionStream } from "../../state/evolution.ts";
import { type BandEvolution, type BandRequest, type BandRoad, followInBands } from "../evolveInBands.ts";
import { initialHarmonics } from "./initialState.ts";
import { observablesOfHarmonics, purityBeyondHarmonics } from "./moments.ts";
import { propagator } from "./propagate.ts";
import { type HarmonicState, withBand } from "./state.ts";

export type HarmonicRequest = BandRequest<HarmonicState>;
export type HarmonicEvolution = BandEvolution<HarmonicState>;

/**
 * Band for N spins: the unknowns of a coherent state fall as exp(-l^2/2N), below 1e-13 at 8 sqrt(N). Up to N = 64 it is N,
 * which leaves nothing out.
 */
export const evolutionBand = (spins: number): number => Math.min(spins, Math.max(64, Math.ceil(8 * Math.sqrt(spins))));

const road: BandRoad<HarmonicState> = {
  inBall: false,
  initial: initialHarmonics,
  defaultBand: evolutionBand,
  withBand,
  propagator,
  observables: observablesOfHarmonics,
  purityBeyond: purityBeyondHarmonics,
  growth: () => 1,
  unknowns: (band) => (band + 1) ** 2,
};

/**
 * Evolves a state in the symmetric subspace, for any collective rates, parabolic or not.
 *
 * @throws InputError where local rates are set, N differs, times do not ascend, a field is not finite, or a snapshot belongs
 *   to another problem; ConvergenceError from the integrator
 */
export const evolveHarmonic = (request: HarmonicRequest): HarmonicEvolution => finished(followHarmonic(request));

/** The same, time by time. */
export const followHarmonic = (request: HarmonicRequest): EvolutionStream<HarmonicEvolution> =>
  followInBands(road, request);
