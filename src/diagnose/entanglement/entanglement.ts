import { BlochfemError, InputError } from "../../core/errors.ts";
import type { SpinMoments, Squeezing, Vector3 } from "../../state/moments.ts";
import { requireSpins } from "../../state/observables.ts";
import type { AnyDensity } from "./blocksOf.ts";
import { provenDepth } from "./depth.ts";
import { type FisherInformation, quantumFisherInformation } from "./fisher.ts";
import { type MomentErrors, pairCorrelations } from "./pairCorrelations.ts";
import { type Measured, pairEntanglement } from "./pairEntanglement.ts";
import { type CutNegativity, partialTransposes } from "./partialTranspose.ts";
import { squeezingBounds } from "./squeezingError.ts";
import { squeezingInequalities } from "./squeezingInequalities.ts";

/** What is known of a state whose entanglement is asked for. */
export interface EntanglementEvidence {
  readonly spins: number;
  readonly moments: SpinMoments;
  /** Bounds of what the moments are off by. */
  readonly errors: MomentErrors;
  /** Whether the state is in the symmetric subspace, by its model. */
  readonly symmetric: boolean;
  /** From central moments, where a road has them. */
  readonly squeezing?: Squeezing;
  /** rho; may throw an error of this library, which then says what stays unknown and why. Left out where there is none. */
  readonly density?: () => AnyDensity;
  /** Bound of the trace norm of what rho is off by. */
  readonly traceNorm?: number;
}

export interface EntanglementOptions {
  /** Sizes k of the smaller part whose cut is tried; default all. */
  readonly cuts?: readonly number[];
  /** Largest predicted number of multiplications of the partial transposes, and of the Fisher information; default 3e11, minutes. */
  readonly workLimit?: number;
}

/** Whether a criterion proves entanglement: true or false only where the value is beyond its error; null where it is within it, or proves nothing here. */
export type Detects = boolean | null;

/** A number that is known, or why not. */
export interface EntanglementQuantity {
  readonly value: number | null;
  readonly errorBound: number | null;
  readonly detects: Detects;
  /** Why there is no value, or why it proves nothing whatever it is; null where it speaks for itself. */
  readonly reason: string | null;
}

export interface InequalityQuantity {
  /** Number of directions that are squeezed together. */
  readonly directions: 1 | 2 | 3;
  readonly axes: readonly Vector3[];
  /** Negative for no separable state. */
  readonly margin: number;
  readonly errorBound: number;
  readonly detects: Detects;
}

export interface CutQuantity extends CutNegativity {
  readonly detects: Detects;
}

export interface FisherQuantity extends FisherInformation {
  readonly detects: Detects;
}

/** What experimentalists quote, from what is known of a state. */
export interface Entanglement {
  readonly squeezing: {
    /** xi_S^2, below 1 for no separable state of the symmetric subspace. */
    readonly kitagawaUeda: EntanglementQuantity;
    /** xi_R^2, below 1 for no separable state. */
    readonly wineland: EntanglementQuantity;
  };
  /** The optimal spin squeezing inequalities; null for one spin. */
  readonly inequalities: readonly InequalityQuantity[] | null;
  /** Of any two of the spins. */
  readonly concurrence: EntanglementQuantity;
  /** Of any two of the spins. */
  readonly pairNegativity: EntanglementQuantity;
  /** Across k against N - k spins; null where there is no density matrix, see `reason`. */
  readonly negativity: readonly CutQuantity[] | null;
  /** Null where there is no density matrix, see `reason`. */
  readonly fisher: FisherQuantity | null;
  /** Number of spins that are entangled with one another, at least, and what proves it; 1 where nothing does. */
  readonly depth: { readonly value: number; readonly from: "fisher" | "squeezing" | null };
  /** Whether anything above proves entanglement. */
  readonly detects: boolean;
  /** Why `negativity` or `fisher` is null; null where neither is. */
  readonly reason: string | null;
}

/**
 * Every quantity of entanglement that follows from what is known: all of them from a density matrix, those of one and two spins from moments at any N.
 * docs/entanglement.md says which detects what. None of them says that a state is not entangled.
 *
 * @throws InputError for a cut that does not exist; what is too large or not known is null with the reason
 */
export function entanglement(evidence: EntanglementEvidence, options: EntanglementOptions = {}): Entanglement {
  const { spins, moments, errors, symmetric } = evidence;
  requireSpins(spins);
  const traceNorm = evidence.traceNorm ?? null;
  const bounds = squeezingBounds(spins, moments, errors, evidence.squeezing);
  const wineland = ofSqueezing(bounds.values.wineland, bounds.wineland, null);
  const known = { wineland, kitagawaUeda: kitagawaUedaOf(bounds.values.kitagawaUeda, bounds.kitagawaUeda, symmetric) };
  if (spins < 2) return ofOneSpin(known);
  const pair = pairCorrelations(spins, moments, errors, symmetric);
  const pairs = pairEntanglement(pair, symmetric, traceNorm);
  const inequalities = squeezingInequalities(pair).map((inequality) => ({
    ...inequality,
    detects: below(inequality.margin, inequality.errorBound, 0),
  }));
  const { negativity, fisher, reason } = ofDensity(evidence, options);
  const entangledPair = below(pairs.leastEigenvalue.value, pairs.leastEigenvalue.errorBound, 0);
  const concurrence = ofPair(
    pairs.concurrence,
    pairs.concurrence.value > pairs.concurrence.errorBound || entangledPair,
  );
  const pairNegativity = ofPair(pairs.negativity, entangledPair);
  const depth = depthOf(spins, fisher, wineland);
  const detects = [
    wineland,
    known.kitagawaUeda,
    concurrence,
    pairNegativity,
    ...inequalities,
    ...(negativity ?? []),
    ...(fisher === null ? [] : [fisher]),
  ].some((quantity) => quantity.detects === true);
  return {
    squeezing: known,
    inequalities,
    concurrence,
    pairNegativity,
    negativity,
    fisher,
    depth,
    detects: detects || depth.value > 1,
    reason,
  };
}

const below = (value: number, error: number, limit: number): Detects =>
  value + error < limit ? true : value - error >= limit ? false : null;

const NO_MEAN = "the mean spin vanishes within its error, and no direction is singled out";

function ofSqueezing(value: number | null, errorBound: number, reason: string | null): EntanglementQuantity {
  if (value === null || errorBound === Number.POSITIVE_INFINITY)
    return { value: null, errorBound: null, detects: null, reason: NO_MEAN };
  return { value, errorBound, detects: below(value, errorBound, 1), reason };
}

function kitagawaUedaOf(value: number | null, errorBound: number, symmetric: boolean): EntanglementQuantity {
  const found = ofSqueezing(value, errorBound, null);
  if (symmetric || found.value === null) return found;
  return {
    ...found,
    detects: null,
    reason: "outside the symmetric subspace separable states of spins that differ have it below 1 too",
  };
}

const ofPair = ({ value, errorBound }: Measured, detects: Detects): EntanglementQuantity => ({
  value,
  errorBound,
  detects,
  reason: null,
});

function ofDensity(
  { density, traceNorm }: EntanglementEvidence,
  { cuts, workLimit }: EntanglementOptions,
): Pick<Entanglement, "negativity" | "fisher" | "reason"> {
  if (density === undefined) {
    return { negativity: null, fisher: null, reason: "there is no density matrix, only first and second moments" };
  }
  if (traceNorm === undefined || !Number.isFinite(traceNorm)) {
    return { negativity: null, fisher: null, reason: "it is not known how far the density matrix may be off" };
  }
  const reasons: string[] = [];
  const tried = <T>(work: () => T, mayPass: (error: BlochfemError) => boolean): T | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof BlochfemError) || mayPass(error)) throw error;
      reasons.push(error.what);
      return null;
    }
  };
  const isInput = (error: BlochfemError): boolean => error instanceof InputError;
  const rho = tried(density, () => false);
  if (rho === null) return { negativity: null, fisher: null, reason: reasons.join("; ") };
  const limits = { error: traceNorm, ...(workLimit === undefined ? {} : { workLimit }) };
  const transposes = tried(() => partialTransposes(rho, cuts === undefined ? limits : { ...limits, cuts }), isInput);
  const fisher = tried(() => quantumFisherInformation(rho, limits), isInput);
  return {
    negativity:
      transposes?.cuts.map((cut) => ({ ...cut, detects: below(cut.leastEigenvalue, cut.errorBound, 0) })) ?? null,
    fisher: fisher === null ? null : { ...fisher, detects: fisherDetects(rho.spins, fisher) },
    reason: reasons.length === 0 ? null : reasons.join("; "),
  };
}

/** F > N for no separable state. */
const fisherDetects = (spins: number, { largest, errorBound }: FisherInformation): Detects =>
  below(-largest, errorBound, -spins);

/** F is at least N / xi_R^2: L. Pezze and A. Smerzi, doi:10.1103/PhysRevLett.102.100401. */
function depthOf(
  spins: number,
  fisher: FisherInformation | null,
  wineland: EntanglementQuantity,
): Entanglement["depth"] {
  const bySqueezing =
    wineland.value === null || wineland.errorBound === null
      ? 1
      : provenDepth(spins, spins / Math.max(wineland.value + wineland.errorBound, 1 / spins));
  const byFisher = fisher?.depth ?? 1;
  if (Math.max(bySqueezing, byFisher) === 1) return { value: 1, from: null };
  return byFisher >= bySqueezing ? { value: byFisher, from: "fisher" } : { value: bySqueezing, from: "squeezing" };
}

function ofOneSpin(known: Entanglement["squeezing"]): Entanglement {
  const reason = "one spin is entangled with no other";
  const none = { value: null, errorBound: null, detects: false, reason };
  return {
    squeezing: {
      kitagawaUeda: { ...known.kitagawaUeda, detects: false },
      wineland: { ...known.wineland, detects: false },
    },
    inequalities: null,
    concurrence: none,
    pairNegativity: none,
    negativity: null,
    fisher: null,
    depth: { value: 1, from: null },
    detects: false,
    reason,
  };
}
