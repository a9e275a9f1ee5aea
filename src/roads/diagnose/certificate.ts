import { defined } from "../../core/defined.ts";
import { BlochfemError, InputError } from "../../core/errors.ts";
import type { BallCertificate } from "../../diagnose/certificate/ball/ballCertificate.ts";
import { type BallCertifyOptions, certifyBall } from "../../diagnose/certificate/ball/certify.ts";
import type { SphereCertificate, SphereMoments } from "../../diagnose/certificate/certificate.ts";
import { leastNegativeMass } from "../../diagnose/certificate/points/leastNegativeMass.ts";
import { certifySphere } from "../../diagnose/certificate/sphere/certify.ts";
import { sphereMoments } from "../../diagnose/certificate/sphere/sphereMoments.ts";
import type { Subject } from "./subject.ts";

/** Whether a state is classical or entangled, on the sphere or in the ball. */
export type Certificate = SphereCertificate | BallCertificate;

/** A certificate, or why there is none. */
export type FoundCertificate =
  | { readonly certificate: Certificate; readonly missing: null }
  | { readonly certificate: null; readonly missing: string };

export interface CertificateRequest {
  /** Whether the equation is parabolic; it proves what it does of the steady state, whose P is nowhere negative. */
  readonly parabolic: boolean;
  readonly seconds?: number;
  /** Whether mixtures of points are sought, and witnesses that are no squares; in the ball, whether mixtures of identical product states are excluded. Default true. */
  readonly thorough?: boolean;
}

/** @throws InputError for a state that is none, or a time that is negative */
export function certificateOf(
  subject: Subject,
  { parabolic, seconds, thorough = true }: CertificateRequest,
): FoundCertificate {
  const options = { parabolic: parabolic && subject.isSteady };
  if (subject.domain === "ball")
    return inTheBall(subject, { ...options, ...defined({ seconds }), identicalProducts: thorough });
  const moments = knownMoments(subject);
  const whole = moments !== null && moments.band === moments.spins;
  if (options.parabolic && !whole) return { certificate: withoutMoments(subject), missing: null };
  if (moments === null)
    return {
      certificate: null,
      missing:
        "the moments of P are not known, or are too many; of those of the first two degrees there are the measures",
    };
  return {
    certificate: certifySphere(moments, { ...options, ...defined({ seconds }), points: thorough }),
    missing: null,
  };
}

/** What is parabolic needs no moments to be proven classical; where all are known they are searched for what would contradict it. */
const withoutMoments = ({ traceNorm }: Subject): Certificate => ({
  outcome: "classical",
  proof: "parabolic",
  traceDistance: traceNorm / 2,
  leastEigenvalue: null,
});

function inTheBall(subject: Subject, options: BallCertifyOptions): FoundCertificate {
  try {
    const rho = subject.densityMatrix();
    if (!("blocks" in rho)) return { certificate: null, missing: "the state has one block alone" };
    return { certificate: certifyBall(rho, subject.traceNorm, options), missing: null };
  } catch (error) {
    if (!(error instanceof BlochfemError) || error instanceof InputError) throw error;
    return { certificate: null, missing: error.what };
  }
}

/** The moments on the sphere, checked to be those of a state; null where they are not known. */
export function knownMoments({ moments, domain, degreeErrors }: Subject): SphereMoments | null {
  if (moments === null || domain === "ball") return null;
  const { spins, band, unknowns: multipoles, error } = moments;
  return sphereMoments({ spins, band, multipoles, ...(degreeErrors === null ? {} : { degreeErrors }) }, error);
}

/** Above it a linear programme takes minutes. */
const LARGEST_PROGRAM_SPINS = 20;

/** Time for the least negative mass, whatever is given for the certificate. */
const MASS_SECONDS = 20;

/** Bounds of the least negative mass of any P with the moments of a state; null where they are not known. */
export function massInEveryGauge(
  subject: Subject,
  certificate: Certificate,
  seconds: number | undefined,
): readonly [number, number] | null {
  const moments = knownMoments(subject);
  if (moments === null) return null;
  if (certificate.outcome === "classical") return [0, 0];
  if (certificate.outcome === "undecided" && "bounds" in certificate && certificate.bounds !== null)
    return certificate.bounds;
  if (moments.spins > LARGEST_PROGRAM_SPINS || moments.band < moments.spins) return null;
  const end = performance.now() + 1000 * Math.min(MASS_SECONDS, seconds ?? MASS_SECONDS);
  return leastNegativeMass(moments, { deadline: () => performance.now() > end }).bounds;
}
