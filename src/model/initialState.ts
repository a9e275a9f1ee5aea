import { InputError } from "../core/errors.ts";
import {
  dickeFault,
  directionFault,
  productFault,
  ratioFault,
  spinsFault,
  weightsFault,
} from "./initialStateFaults.ts";
import type { CheckParameters } from "./issues.ts";
import { hasLocalRates, type SpinModel } from "./spinModel.ts";

/** Every spin along `direction`, a unit vector: P is a delta function there. */
export interface CoherentStart {
  readonly kind: "coherent";
  readonly direction: readonly [number, number, number];
}

/**
 * rho diagonal in J_z with <m|rho|m> ~ ratio^m: the steady state for a field along z and ratio = k_+/k_-. 1 is maximally
 * mixed, 0 all spins down, Infinity all up.
 */
export interface ThermalStart {
  readonly kind: "thermal";
  readonly ratio: number;
}

/** Every spin in the state (1 + vector.sigma)/2, |vector| <= 1: P is a delta function there, 0 is fully mixed. */
export interface ProductStart {
  readonly kind: "product";
  readonly vector: readonly [number, number, number];
}

/** The Dicke state |j, m>, mixed evenly over the copies of j < N/2; j is N/2 where it is left out. */
export interface DickeStart {
  readonly kind: "dicke";
  readonly m: number;
  readonly j?: number;
}

/** A state by the moments of its P-function, as an earlier result holds them. */
export interface MomentsStart {
  readonly kind: "moments";
  /** Whether the moments are harmonics on the sphere or solid harmonics in the ball. */
  readonly domain: "sphere" | "ball";
  readonly spins: number;
  /** Highest degree that is known, at most N. */
  readonly band: number;
  /** Scaled as in `HarmonicState` on the sphere, as in `BallMoments` in the ball. */
  readonly unknowns: Float64Array;
  /** Trace norm of what rho may be off by. */
  readonly error: number;
  /** What messages call it: the file that it was read from. */
  readonly source?: string;
}

export type StatePart = CoherentStart | ThermalStart | ProductStart | DickeStart | MomentsStart;

/** A state chosen with a probability proportional to the weight. */
export interface MixturePart {
  readonly weight: number;
  readonly state: StatePart;
}

/** Weights of mixtures inside a mixture are products, to be given directly. */
export interface MixtureStart {
  readonly kind: "mixture";
  readonly parts: readonly MixturePart[];
}

/** Where an evolution starts, in terms that every road understands: permutation-symmetric states. */
export type InitialState = StatePart | MixtureStart;

/**
 * A frozen copy as the roads take it: directions of length 1 to rounding, weights that sum to 1, j of a Dicke state given, and
 * what is a coherent state by another name as such. A copy of a copy is the same to the last bit.
 *
 * @throws InputError for a direction that is no unit vector (to 1e-6), a vector longer than 1, a ratio below 0, weights that
 * are negative, not finite or all zero, quantum numbers that N = `spins` spins do not have, and moments of another N
 */
export function checkedInitialState(state: InitialState, spins: number): InitialState {
  if (state.kind !== "mixture") return checkedPart(state, spins);
  const weights = state.parts.map((part) => part.weight);
  refuse("the list of weights of a mixture", `[${weights.join(", ")}]`, weightsFault(weights));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = state.parts.map(({ weight, state: part }) =>
    Object.freeze({ weight: isOne(total) ? weight : weight / total, state: checkedPart(part, spins) }),
  );
  return Object.freeze({ kind: "mixture", parts: Object.freeze(parts) });
}

function checkedPart(state: StatePart, spins: number): StatePart {
  switch (state.kind) {
    case "thermal":
      refuse("the ratio of a thermal state", String(state.ratio), ratioFault(state.ratio));
      return Object.freeze({ kind: "thermal", ratio: state.ratio });
    case "coherent":
      refuse("the direction of a coherent state", `[${state.direction.join(", ")}]`, directionFault(state.direction));
      return coherent(state.direction);
    case "product":
      return checkedProduct(state);
    case "dicke":
      return checkedDicke(state, spins);
    case "moments":
      return checkedMoments(state, spins);
  }
}

function coherent([x, y, z]: readonly [number, number, number]): CoherentStart {
  const length = Math.sqrt(x * x + y * y + z * z);
  const scale = isOne(length) ? 1 : 1 / length;
  return Object.freeze({ kind: "coherent", direction: Object.freeze([x * scale, y * scale, z * scale] as const) });
}

/** How near the sphere a product of mixed spins is one of pure ones: what rounding leaves of a unit vector. */
const SURFACE = 1e-12;

function checkedProduct({ vector }: ProductStart): ProductStart | CoherentStart {
  refuse("the vector of a product state", `[${vector.join(", ")}]`, productFault(vector));
  if (Math.hypot(...vector) >= 1 - SURFACE) return coherent(vector);
  const [x, y, z] = vector;
  return Object.freeze({ kind: "product", vector: Object.freeze([x, y, z] as const) });
}

function checkedDicke({ m, j: asked }: DickeStart, spins: number): DickeStart | CoherentStart {
  const j = asked ?? spins / 2;
  refuse("a Dicke state", `|j = ${j}, m = ${m}>`, dickeFault(spins, m, j));
  // The ends of the ladder are the only Dicke states that are coherent.
  if (2 * j === spins && Math.abs(m) === j) return coherent([0, 0, Math.sign(m)]);
  return Object.freeze({ kind: "dicke", m, j });
}

function checkedMoments(state: MomentsStart, spins: number): MomentsStart {
  refuse("an earlier result", `a state of ${state.spins} spins`, spinsFault(state.spins, spins));
  return Object.freeze({ ...state });
}

/** 1 but for what rounding leaves of a vector, or of weights, that were divided by their sum. */
const isOne = (value: number): boolean => Math.abs(value - 1) <= 16 * Number.EPSILON;

function refuse(subject: string, shown: string, fault: CheckParameters | null): void {
  if (fault === null) return;
  throw new InputError({
    what: `${subject} is ${shown}, ${fault.what}`,
    remedy: fault.remedy,
    value: shown,
    limit: fault.limit,
  });
}

/** The states that a mixture is of, with their weights; a state that is none is the only one. */
export const partsOf = (state: InitialState): readonly MixturePart[] =>
  state.kind === "mixture" ? state.parts : [{ weight: 1, state }];

/** Whether P of a checked state lies inside the ball rather than on the sphere: rho leaves the symmetric subspace. */
export const startsInBall = (state: InitialState, spins: number): boolean =>
  partsOf(state).some(
    ({ state: part }) =>
      part.kind === "product" ||
      (part.kind === "dicke" && part.j !== undefined && 2 * part.j < spins) ||
      (part.kind === "moments" && part.domain === "ball"),
  );

/** Whether P lives in the ball: local rates take it there, or it starts there. A steady state and modes have no start. */
export const livesInBall = (model: SpinModel, initial?: InitialState): boolean =>
  hasLocalRates(model) ||
  (initial !== undefined && startsInBall(checkedInitialState(initial, model.spins), model.spins));

/** The degree up to which all moments of a state are known: N but for earlier results. */
export const knownBand = (state: InitialState, spins: number): number =>
  partsOf(state).reduce((band, { state: part }) => (part.kind === "moments" ? Math.min(band, part.band) : band), spins);

/** Trace norm of what a checked initial state may be off by: 0 but for earlier results. */
export const errorOfStart = (state: InitialState): number =>
  partsOf(state).reduce((sum, { weight, state: part }) => sum + (part.kind === "moments" ? weight * part.error : 0), 0);
