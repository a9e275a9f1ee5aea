import { denseCost, matrixBlocks } from "../../linalg/eigen/blockSpectrum.ts";
import { distanceTo, type Eigenvalue, leadingEigenvalues } from "../../linalg/eigen/order.ts";
import { livesInBall } from "../../model/initialState.ts";
import { interacts, type SpinModel } from "../../model/spinModel.ts";
import { unitOfRates } from "../../model/turnedField.ts";
import { type Modes, modesOf, SECONDS_FOR_ALL } from "../../state/modes.ts";
import { requireSpins } from "../../state/observables.ts";
import {
  finishedSpectrum,
  type Spectrum,
  type SpectrumOptions,
  type SpectrumSettings,
  spectrumSettings,
  tieOf,
} from "../../state/spectrum.ts";
import { fullBlockCount, unknownCount } from "../symmetric/layout.ts";
import { symmetricSpectrum } from "../symmetric/spectrum.ts";
import { modesOfOneSector } from "./oneSector.ts";
import { slowestRateBound } from "./sectorBound.ts";
import { sectorMatrix, sectorRounding, turned, withoutField } from "./sectorMatrix.ts";

export interface SectorSpectrum extends Spectrum {
  readonly method: "dicke";
}

/** All eigenvalues of one sector are computed where that takes no longer, by prediction. */
const SECONDS_OF_A_SECTOR = 0.3;
/** Frequencies that are searched in the frame that turns with the field, over the sum of the rates. */
const SEARCHED_FREQUENCY = 0.15;

/**
 * Eigenvalues of the Liouvillian of a model about z (`hasAxis`): elements of different coherence q = m - m' change
 * independently, so that each q has a matrix of its own, with q = 0 for populations. They are gone through one after the other, and
 * those that are shown to decay faster than everything listed are left out. Without local rates the state is in the symmetric
 * subspace, else among all permutation-symmetric operators.
 *
 * @throws InputError where the number of spins or an option is out of range; ResourceLimitError where the predicted cost exceeds
 *   a limit; ConvergenceError where an error estimate is above the tolerance
 */
export function sectorSpectrum(model: SpinModel, options: SpectrumOptions = {}): SectorSpectrum {
  requireSpins(model.spins);
  const settings = spectrumSettings(options);
  const ball = livesInBall(model);
  if (settings.sector !== null) {
    const { eigenvalues, searched } = modesOfOneSector(model, ball, settings.sector, settings);
    return { method: "dicke", ...finishedSpectrum(model, ball, eigenvalues, searched, settings) };
  }
  // What an interaction turns has no common frame to search in: the whole matrix falls into the sectors by itself.
  if (interacts(model) && !areQuick(model, ball ? fullBlockCount(model.spins) : 1, settings)) {
    return symmetricSpectrum(model, options);
  }
  const { eigenvalues, searched } = modesOfSectors(model, ball, settings);
  return { method: "dicke", ...finishedSpectrum(model, ball, eigenvalues, searched, settings) };
}

function modesOfSectors(model: SpinModel, ball: boolean, settings: SpectrumSettings): Modes {
  const blockCount = ball ? fullBlockCount(model.spins) : 1;
  // The largest sector is that of the populations, the others are smaller.
  const populations = denseCost(matrixBlocks(sectorMatrix(model, blockCount, 0, false)), settings.count).seconds;
  const whole = populations * (model.spins + 1) <= SECONDS_FOR_ALL;
  if (whole) return listOfSectors(model, blockCount, settings);
  if (settings.near !== null) return listOfSectors(model, blockCount, settings);
  const slowest = SEARCHED_FREQUENCY * unitOfRates(withoutField(model));
  return listOfSectors(model, blockCount, settings, slowest);
}

/** Whether all sectors with real and imaginary parts, twice the order of that of the populations, are done without a search. */
function areQuick(model: SpinModel, blockCount: number, { count }: SpectrumSettings): boolean {
  const seconds = 8 * denseCost(matrixBlocks(sectorMatrix(model, blockCount, 0, false)), count).seconds;
  return seconds <= SECONDS_OF_A_SECTOR && seconds * (model.spins + 1) <= SECONDS_FOR_ALL;
}

interface Sector {
  readonly q: number;
  /** Eigenvalues that were asked for; 0 where only a bound is known. */
  readonly wanted: number;
  readonly values: readonly Eigenvalue[];
  /** All eigenvalues with a smaller key (|real part|, or distance to the place) are among the values. */
  readonly depth: number;
}

/** Eigenvalues that a sector is asked for at first where they are searched for; twice as many each time more are needed. */
const FIRST_WANTED = 4;

/**
 * Always the sector that is known least deep is searched next, until each is known as deep as the list of all reaches.
 *
 * @param frequency up to which each sector is searched in the frame that turns with the field; null for all of it
 */
function listOfSectors(
  model: SpinModel,
  blockCount: number,
  settings: SpectrumSettings,
  frequency: number | null = null,
): Modes {
  const { count, near, frequencyLimit: highest } = settings;
  const tie = tieOf(model);
  const unknowns = unknownCount(model.spins, blockCount);
  const sectors: Sector[] = [];
  for (;;) {
    const values = sectors.flatMap((sector) => sector.values);
    const listed = leadingEigenvalues(values, { count, near, tie, highest });
    const key = keyOf(near);
    const enough = listed.length >= Math.min(count, unknowns);
    const reach = enough ? Math.max(...listed.map(key)) + tie : Number.POSITIVE_INFINITY;
    const [shallowest] = sectors.toSorted((p, q) => p.depth - q.depth);
    const next = sectors.length;
    if (next <= model.spins && (shallowest === undefined || shallowest.wanted > 0 || shallowest.depth > reach)) {
      const needed = Math.min(reach, shallowest?.depth ?? 0);
      const bound = slowestRateBound(sectorMatrix(model, blockCount, next, false), needed + Math.abs(near?.[0] ?? 0));
      sectors.push({ q: next, wanted: 0, values: [], depth: bound - Math.abs(near?.[0] ?? 0) });
      continue;
    }
    if (shallowest === undefined || shallowest.depth > reach || shallowest.depth === Number.POSITIVE_INFINITY) {
      return { eigenvalues: listed, searched: near === null ? (highest ?? frequency) : null };
    }
    settings.onProgress?.(`coherence ${shallowest.q} of ${model.spins}, ${listed.length} eigenvalues known`);
    sectors[shallowest.q] = searchedSector(model, blockCount, shallowest, settings, frequency);
  }
}

const keyOf = (near: readonly [number, number] | null): ((value: Eigenvalue) => number) =>
  near === null ? ({ real }) => Math.abs(real) : distanceTo(near);

function searchedSector(
  model: SpinModel,
  blockCount: number,
  { q, wanted }: Sector,
  settings: SpectrumSettings,
  frequency: number | null,
): Sector {
  const { near, count } = settings;
  const rounding = sectorRounding(model);
  const turn = q * model.field[2];
  // A place is looked for where the sector and its mirror image turn oppositely: real and imaginary part are one real matrix. So they are with an
  // interaction, which turns elements of one sector at different speeds.
  const turning = (near !== null && turn !== 0) || (q > 0 && interacts(model));
  const matrix = sectorMatrix(model, blockCount, q, turning);
  const direct = denseCost(matrixBlocks(matrix), count).seconds <= SECONDS_OF_A_SECTOR;
  const more = direct ? count : Math.min(count, Math.max(FIRST_WANTED, 2 * wanted));
  const limit = settings.frequencyLimit;
  const frequencyLimit = frequency === null || limit === null ? frequency : limit + Math.abs(turn);
  const asked = { ...settings, count: more, frequencyLimit, onProgress: undefined };
  const { eigenvalues } = modesOf(turning ? model : withoutField(model), matrix, rounding, asked, SECONDS_OF_A_SECTOR);
  const values = q === 0 || turning ? eigenvalues : eigenvalues.flatMap((value) => turned(value, turn));
  const complete = more >= count || eigenvalues.length < more;
  const depth = complete ? Number.POSITIVE_INFINITY : Math.max(...eigenvalues.map(keyOf(near)));
  return { q, wanted: more, values, depth };
}
