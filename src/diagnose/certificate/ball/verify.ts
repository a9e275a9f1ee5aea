import { brief, briefPair } from "../../../core/brief.ts";
import { InputError } from "../../../core/errors.ts";
import type { BlockDensityMatrix } from "../../../state/blocks/blockDensity.ts";
import { errorOfState } from "../../entanglement/requireState.ts";
import type { BallCertificate, ClassicalInBall } from "./ballCertificate.ts";
import { addUpInBall } from "./verifyMixture.ts";
import { type Checked, polynomialValue, squeezingMargin, transposeValue } from "./verifyWitness.ts";

/** What came out of a certificate that was worked out again. */
export interface BallVerification {
  /** Whether the certificate holds for every state within the error. False also where nothing is claimed that can be checked. */
  readonly holds: boolean;
  /** Value of the witness, or a bound of the trace distance to the mixture; null where there is neither. */
  readonly value: number | null;
  readonly errorBound: number | null;
  /** One sentence. */
  readonly reason: string;
}

/**
 * Works out a certificate again with nothing of the search: Clebsch-Gordan coefficients from Racah's formula in whole numbers, moments of P in the place
 * of spin operators, polynomials by their expansion in solid harmonics, points as matrices of product states from their definition.
 *
 * @param stateError bound of the trace norm of what the density matrix is off by
 * @throws InputError for what is no state (errorOfState), for a certificate of another number of spins, or one that is not well formed
 */
export function verifyBallCertificate(
  density: BlockDensityMatrix,
  stateError: number,
  certificate: BallCertificate,
): BallVerification {
  const error = errorOfState(density, stateError);
  switch (certificate.outcome) {
    case "entangled": {
      const { witness } = certificate;
      return witness.kind === "partialTranspose"
        ? judged(transposeValue(density, error, witness), certificate, "the expectation of the witness")
        : judged(squeezingMargin(density, error, witness), certificate, "the margin of the inequality");
    }
    case "not-identical-product":
      return judged(
        polynomialValue(density, error, certificate.witness),
        certificate,
        "the integral of the witness over P",
      );
    case "classical":
      if (certificate.proof === "points") return ofPoints(density, error, certificate);
      return nothing("the parabolic argument is about the equation; check it with the model");
    case "undecided":
      return nothing("nothing is claimed");
  }
}

/** How far rounding may put a point outside. */
const OUTSIDE = 1e-12;

/** @throws InputError for points and weights that do not go together */
function ofPoints(
  density: BlockDensityMatrix,
  error: number,
  { points = [], weights = new Float64Array(0), uniformPart = 0, traceDistance: stated }: ClassicalInBall,
): BallVerification {
  if (points.length !== weights.length) {
    throw new InputError({
      what: `the mixture of a certificate has ${points.length} points and ${weights.length} weights`,
      remedy: "give one weight for each point",
      value: weights.length,
      limit: points.length,
    });
  }
  const negative = [...weights, uniformPart].find((weight) => !(weight >= 0));
  if (negative !== undefined) return nothing(`a weight of the mixture is ${brief(negative)}`);
  const outside = points.find((point) => !(Math.hypot(...point) <= 1 + OUTSIDE));
  if (outside !== undefined)
    return nothing(`the point (${outside.map((x) => brief(x)).join(", ")}) is outside the ball`);
  const { reach, traceDistance } = addUpInBall(density, error, points, weights, uniformPart);
  const holds = reach <= uniformPart;
  const text = `the mixture leaves a polynomial of at most ${reach.toExponential(1)} where its smooth part has ${uniformPart.toExponential(1)}`;
  if (holds && !(traceDistance <= stated * (1 + STATED) + STATED)) {
    const reason = `the trace distance to the mixture is up to ${briefPair(traceDistance, stated).join(", not ")}`;
    return { holds: false, value: traceDistance, errorBound: 0, reason };
  }
  return { holds, value: traceDistance, errorBound: 0, reason: text };
}

const nothing = (reason: string): BallVerification => ({ holds: false, value: null, errorBound: null, reason });

/** Rounding of the numbers that a certificate states, where it has no error of its own. */
const STATED = 1e-9;

/** What a certificate states has to prove what it says, too, and to be the value of this state within both errors. */
function judged({ value, errorBound }: Checked, stated: Checked, name: string): BallVerification {
  const holds = value + errorBound < 0;
  const [found, said] = briefPair(value, stated.value);
  const number = `${name} is ${found}, off by at most ${brief(errorBound)}`;
  const states = `the certificate states ${said} ± ${brief(stated.errorBound)}`;
  if (holds && !(stated.errorBound >= 0 && stated.value + stated.errorBound < 0))
    return { holds: false, value, errorBound, reason: `${number}; ${states}, which is not below zero` };
  if (holds && !(Math.abs(value - stated.value) <= errorBound + stated.errorBound + STATED * Math.abs(value))) {
    const reason = `${number}; ${states}: it is that of another state, or was changed`;
    return { holds: false, value, errorBound, reason };
  }
  return { holds, value, errorBound, reason: holds ? `${number}: negative` : `${number}: not proved negative` };
}
