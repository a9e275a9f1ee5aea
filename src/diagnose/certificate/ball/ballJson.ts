import type { Vector3 } from "../../../state/moments.ts";
import { isNumber, type JsonValue, plainJson, type Reader, reader, wrongPart } from "../certificateJson.ts";
import type {
  BallCertificate,
  BallPolynomial,
  ClassicalInBall,
  JudgedInBall,
  SqueezingWitness,
  TransposeWitness,
} from "./ballCertificate.ts";

/** The certificate as an object that JSON.stringify writes without loss; the keys are those of the certificate. */
export const ballCertificateToJson = (certificate: BallCertificate): { readonly [key: string]: JsonValue } =>
  plainJson(certificate) as { readonly [key: string]: JsonValue };

/**
 * The certificate in a parsed JSON object. Whether it is right is what `verifyBallCertificate` asks.
 *
 * @throws InputError where a part is missing or is not what it has to be
 */
export function ballCertificateFromJson(json: unknown): BallCertificate {
  const read = reader(json, "the certificate");
  const outcome = read.oneOf("outcome", ["entangled", "not-identical-product", "classical", "undecided"]);
  const judged: JudgedInBall = {
    leastEigenvalue: read.numberOrNull("leastEigenvalue"),
    leastEigenvalueError: read.numberOrNull("leastEigenvalueError"),
  };
  switch (outcome) {
    case "entangled":
      return { outcome, witness: entanglementWitness(read), ...numbersOf(read), ...judged };
    case "not-identical-product":
      return { outcome, witness: polynomialOf(read), ...numbersOf(read), ...judged };
    case "classical":
      return { outcome, ...mixtureOf(read), traceDistance: read.number("traceDistance"), ...judged };
    case "undecided":
      return { outcome, reason: read.text("reason"), traceDistance: read.numberOrNull("traceDistance"), ...judged };
  }
}

const numbersOf = (read: Reader): { value: number; errorBound: number } => ({
  value: read.number("value"),
  errorBound: read.number("errorBound"),
});

function mixtureOf(read: Reader): Pick<ClassicalInBall, "proof" | "points" | "weights" | "uniformPart"> {
  const proof = read.oneOf("proof", ["parabolic", "points"]);
  if (proof === "parabolic") return { proof };
  return {
    proof,
    points: read.list("points").map((point, k) => vectorOf(point, `point ${k + 1} of the certificate`)),
    weights: read.numbers("weights"),
    uniformPart: read.number("uniformPart"),
  };
}

function entanglementWitness(read: Reader): TransposeWitness | SqueezingWitness {
  const part = reader(read.value("witness"), "the witness");
  const kind = part.oneOf("kind", ["partialTranspose", "squeezing"]);
  if (kind === "squeezing") {
    return { kind, axes: part.list("axes").map((axis, k) => vectorOf(axis, `axis ${k + 1} of the witness`)) };
  }
  const vector = reader(part.value("vector"), "the vector of the witness");
  const [k, rest, ...more] = part.numbers("cut");
  if (k === undefined || rest === undefined || more.length > 0)
    throw wrongPart("cut of the witness", "two numbers", part.value("cut"));
  return {
    kind,
    cut: [k, rest],
    vector: {
      twiceA: vector.number("twiceA"),
      twiceB: vector.number("twiceB"),
      real: vector.numbers("real"),
      imaginary: vector.numbers("imaginary"),
    },
  };
}

function polynomialOf(read: Reader): BallPolynomial {
  const part = reader(read.value("witness"), "the witness");
  return {
    kind: part.oneOf("kind", ["square", "localizing"]),
    degree: part.number("degree"),
    coefficients: part.numbers("coefficients"),
  };
}

function vectorOf(value: unknown, name: string): Vector3 {
  const [x, y, z, ...more] = Array.isArray(value) ? value : [];
  if (isNumber(x) && isNumber(y) && isNumber(z) && more.length === 0) return [x, y, z];
  throw wrongPart(name, "three numbers", value);
}
