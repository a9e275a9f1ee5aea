import { type InitialState, partsOf, type StatePart } from "../../../model/initialState.ts";
import { logDegeneracies } from "../../../state/blocks/degeneracy.ts";
import { binomialAmplitudes } from "../../initialStates.ts";
import { lastColumnOf, type SectorRates } from "./sectorRates.ts";
import { fitWindow, sumOfModuli, type WindowVector, windowVector } from "./windowVector.ts";

/** Elements of one coherence of an initial state, and what their roundings add up to. */
export interface SectorStart {
  readonly vector: WindowVector;
  readonly error: number;
}

/** Whether elements of a state are known here: all but those of product states across z, and of earlier results. */
export const isKnownStart = (initial: InitialState): boolean =>
  partsOf(initial).every(
    ({ state }) => state.kind !== "moments" && (state.kind !== "product" || isAlongZ(state.vector)),
  );

/** Whether a known state is diagonal in J_z. */
export const isDiagonalStart = (initial: InitialState): boolean =>
  partsOf(initial).every(({ state }) => state.kind !== "coherent" || isAlongZ(state.direction));

/** The azimuth that all parts of a state have which have one; null where they differ. */
export function commonAzimuth(initial: InitialState): number | null {
  const azimuths = partsOf(initial).flatMap(({ state }) =>
    state.kind === "coherent" && !isAlongZ(state.direction) ? [Math.atan2(state.direction[1], state.direction[0])] : [],
  );
  const [first = 0] = azimuths;
  return azimuths.every((azimuth) => azimuth === first) ? first : null;
}

const isAlongZ = ([x, y]: readonly [number, number, number]): boolean => x === 0 && y === 0;

/**
 * The elements of a known state.
 *
 * @param azimuth the elements are those of the state turned back by that angle about z; real for the one that all parts have
 */
export function sectorStart(
  sector: SectorRates,
  initial: InitialState,
  azimuth: number,
  complex: boolean,
): SectorStart {
  const vector = windowVector(sector, complex);
  for (const { weight, state } of partsOf(initial)) addPart(sector, vector, weight, state, azimuth);
  fitWindow(sector, vector);
  return { vector, error: (4 * sector.spins + 16) * Number.EPSILON * sumOfModuli(sector, vector) };
}

function addPart(
  sector: SectorRates,
  { re, im }: WindowVector,
  weight: number,
  state: StatePart,
  azimuth: number,
): void {
  const { spins, coherence: q, offsets } = sector;
  const top = offsets[0]!;
  if (state.kind === "coherent") {
    const [x, y, z] = state.direction;
    const amplitudes = binomialAmplitudes(spins, Math.hypot(x, y), z);
    const angle = isAlongZ(state.direction) ? 0 : q * (Math.atan2(y, x) - azimuth);
    const [cosine, sine] = [weight * Math.cos(angle), weight * Math.sin(angle)];
    for (let b = 0; b <= spins - q; b++) {
      const product = amplitudes[b]! * amplitudes[b + q]!;
      re[top + b]! += cosine * product;
      if (im !== null) im[top + b]! += sine * product;
    }
  }
  if (q > 0) return;
  if (state.kind === "dicke") {
    const row = Math.round(spins / 2 - state.j!);
    re[offsets[row]! + Math.round(spins / 2 - state.m)]! += weight;
  }
  if (state.kind === "product") addProduct(sector, re, weight, state.vector[2]);
  if (state.kind !== "thermal") return;
  const { ratio } = state;
  // Relative to the largest population, so that powers can only underflow.
  const factor = ratio > 1 ? 1 / ratio : ratio;
  const total = factor === 1 ? spins + 1 : -Math.expm1((spins + 1) * Math.log(factor)) / (1 - factor);
  for (let k = 0; k <= spins; k++) re[top + (ratio > 1 ? k : spins - k)]! += (weight * factor ** k) / total;
}

/** d_j up^(N/2 + m) down^(N/2 - m), with probabilities up and down of each spin. */
function addProduct(sector: SectorRates, re: Float64Array, weight: number, z: number): void {
  const { spins } = sector;
  const logs = logDegeneracies(spins);
  const [up, down] = [Math.log((1 + z) / 2), Math.log((1 - z) / 2)];
  for (let row = 0; row < sector.rowCount; row++) {
    const offset = sector.offsets[row]!;
    for (let c = row; c <= lastColumnOf(sector, row); c++) {
      // 0 times the logarithm of 0 is 1 spin that is not there.
      const log = logs[row]! + (c === spins ? 0 : (spins - c) * up) + (c === 0 ? 0 : c * down);
      re[offset + c]! += weight * Math.exp(log);
    }
  }
}
