import { brief, briefPair } from "../../../core/brief.ts";
import type {
  ClassicalCertificate,
  EntangledCertificate,
  SphereCertificate,
  SphereMoments,
  Witness,
} from "../certificate.ts";
import { integrate } from "./integral.ts";
import { leastValueBelow } from "./leastValue.ts";
import { addUpPoints } from "./mixture.ts";
import { type Expansion, expandSquare } from "./squareExpansion.ts";

/** What a check of a certificate against a state found. */
export interface Verification {
  /** Whether the certificate proves of this state what it says. */
  readonly valid: boolean;
  /** What was checked, or why it is refused, in a sentence. */
  readonly reason: string;
  /** int P T as found here, T with the mean 1; null where there is no witness. */
  readonly value: number | null;
  /** How far `value` may be off. */
  readonly errorBound: number | null;
}

export interface VerifyOptions {
  /** Whether the equation of the state is parabolic, which moments do not tell: "classical" by that argument is refused without it. */
  readonly parabolic?: boolean;
}

/** Beyond it functions of the grid leave the range of doubles. */
const HIGHEST_DEGREE = 250;
/** Rounding of the numbers that a certificate states, where it has no error of its own. */
const STATED = 1e-9;

/**
 * Checks a certificate against the moments of a state, with formulas of its own: the witness by its values on a Gauss grid, and where it is no
 * square by a bound of its least value over the sphere; or the points, by adding them up. The least eigenvalue that a certificate
 * quotes is no part of the proof.
 */
export function verifyCertificate(
  moments: SphereMoments,
  certificate: SphereCertificate,
  options: VerifyOptions = {},
): Verification {
  if (certificate.outcome === "entangled") return verifyWitness(moments, certificate);
  if (certificate.outcome === "undecided")
    return refused("an undecided certificate claims nothing that could be checked");
  if (moments.band < moments.spins) {
    return refused(`degrees up to ${moments.band} of ${moments.spins} spins do not tell that a state is classical`);
  }
  return certificate.proof === "points"
    ? verifyPoints(moments, certificate)
    : verifyParabolic(moments, certificate, options);
}

const refused = (reason: string, value: number | null = null, errorBound: number | null = null): Verification => ({
  valid: false,
  reason,
  value,
  errorBound,
});

function verifyWitness(moments: SphereMoments, certificate: EntangledCertificate): Verification {
  const { witness } = certificate;
  const fault = witnessFault(moments, certificate);
  if (fault !== null) return refused(fault);
  const expansion = expansionOf(witness);
  const found = integrate(moments, expansion);
  const mean = found.mean - expansion.errors[0]!;
  if (!(mean > 0)) return refused("the mean of the witness is not positive");
  const value = found.value / found.mean;
  const errorBound = (found.errorBound + (Math.abs(found.value) * expansion.errors[0]!) / mean) / mean;
  const difference = Math.abs(value - certificate.value);
  if (!(difference <= errorBound + certificate.errorBound + STATED * Math.abs(value))) {
    return refused(
      `the witness has the value ${briefPair(value, certificate.value).join(" for this state, ")} in the certificate: it is that of another state, or was changed`,
      value,
      errorBound,
    );
  }
  const hidden = `the value ${brief(value)} of the witness is not below zero by its error ${brief(errorBound)}`;
  // Before its least value is sought, which can only raise it.
  if (!(value + errorBound < 0)) return refused(hidden, value, errorBound);
  const least = witness.kind === "square" ? 0 : Math.min(0, leastValueBelow(expansion, -found.value / 20) / mean);
  // T - least is nowhere negative, and has the value raised by as much.
  if (!(value - least + errorBound < 0)) {
    return refused(
      least < 0
        ? `the witness goes down to ${brief(least)}, which its value ${brief(value)} with the error ${brief(errorBound)} does not outweigh`
        : hidden,
      value,
      errorBound,
    );
  }
  const visibility = (1 - least) / (1 - value);
  if (
    !(
      Math.abs(certificate.visibility - visibility) <=
      STATED + visibility * (errorBound + certificate.errorBound - least)
    )
  ) {
    return refused(
      `the visibility is ${briefPair(visibility, certificate.visibility).join(", not ")}`,
      value,
      errorBound,
    );
  }
  return { valid: true, reason: "the witness is nowhere negative and has a negative mean", value, errorBound };
}

/** T divided by a number of its size, which changes nothing that is asked of it: squares of any numbers that a file holds stay in the range of doubles. */
function expansionOf({ kind, degree, coefficients }: Witness): Expansion {
  const size = coefficients.reduce((high, value) => Math.max(high, Math.abs(value)), 0);
  const scaled = size > 0 ? coefficients.map((value) => value / size) : coefficients;
  return kind === "square"
    ? expandSquare({ kind, degree, coefficients: scaled })
    : {
        degree,
        coefficients: scaled,
        errors: Float64Array.from({ length: degree + 1 }, (_, l) => Math.sqrt(2 * l + 1) * Number.EPSILON),
      };
}

function witnessFault(
  { spins, band }: SphereMoments,
  { witness, value, errorBound }: EntangledCertificate,
): string | null {
  const { kind, degree, coefficients } = witness;
  if (!(Number.isInteger(degree) && degree >= 1)) return `a witness of degree ${degree} detects nothing`;
  if (degree > spins) return `the witness has degree ${degree}, above N = ${spins}: it is that of another state`;
  if (degree > band) return `the witness has degree ${degree}, of the state those up to ${band} are known`;
  if (degree > HIGHEST_DEGREE)
    return `the witness has degree ${degree}, above the limit ${HIGHEST_DEGREE} of this check`;
  const square = degree % 2 === 0 ? (degree / 2 + 1) ** 2 : ((degree + 1) * (degree + 3)) / 2;
  const count = kind === "square" ? square : (degree + 1) ** 2;
  if (coefficients.length !== count) return `the witness has ${coefficients.length} coefficients, not ${count}`;
  if (!coefficients.every(Number.isFinite)) return "the witness has a coefficient that is no number";
  // An error that reaches zero would let any value pass.
  if (!(errorBound >= 0 && value + errorBound < 0 && Number.isFinite(value)))
    return `the certificate states the value ${brief(value)} ± ${brief(errorBound)}, which is not below zero`;
  return null;
}

function verifyPoints(moments: SphereMoments, certificate: ClassicalCertificate): Verification {
  const { fault, reach, traceDistance, residual } = addUpPoints(moments, certificate);
  if (fault !== null) return refused(`the points are no mixture: ${fault}`);
  const uniform = certificate.uniformPart ?? 0;
  if (!(reach <= uniform)) {
    return refused(
      `points and white noise leave ${brief(residual)} of the multipoles, a density up to ${brief(reach)} where the white noise has ${brief(uniform)}: they are those of another state, or were changed`,
    );
  }
  if (!(traceDistance <= certificate.traceDistance * (1 + STATED) + STATED)) {
    return refused(
      `the trace distance to the mixture is up to ${briefPair(traceDistance, certificate.traceDistance).join(", not ")}`,
    );
  }
  const stated = certificate.residual ?? residual;
  if (!(residual <= stated * (1 + STATED) + STATED)) {
    return refused(`points and white noise leave ${briefPair(residual, stated).join(" of the multipoles, not ")}`);
  }
  return {
    valid: true,
    reason: "points and white noise, which outweighs what they leave, have all moments of the state",
    value: null,
    errorBound: null,
  };
}

function verifyParabolic(
  moments: SphereMoments,
  certificate: ClassicalCertificate,
  { parabolic = false }: VerifyOptions,
): Verification {
  if (!parabolic) return refused("the equation of this state is not known to be parabolic");
  const distance = (Math.sqrt(moments.spins + 1) * moments.error) / 2;
  if (!(distance <= certificate.traceDistance * (1 + STATED) + STATED)) {
    return refused(
      `the state is known to a trace distance of ${briefPair(distance, certificate.traceDistance).join(", not ")}`,
    );
  }
  return {
    valid: true,
    reason: "the equation is parabolic, so P stays without negative values",
    value: null,
    errorBound: null,
  };
}
