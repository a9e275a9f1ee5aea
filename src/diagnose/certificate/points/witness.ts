import type { EntangledCertificate } from "../certificate.ts";
import type { Mirrors } from "./mirrors.ts";
import { type SpherePolynomial, spherePolynomial } from "./polynomial.ts";
import { polynomialRange } from "./range.ts";
import { integralError, type PointMoments } from "./scale.ts";

/** T raised by its least value over the sphere and scaled back to mean 1, where that leaves int P T negative; `lowest` is a value that was seen. */
export function provenWitness(
  polynomial: SpherePolynomial,
  lowest: number,
  moments: PointMoments,
  mirrors: Mirrors,
  late: () => boolean,
): Omit<EntangledCertificate, "leastEigenvalue"> | null {
  const value = polynomial.coefficients.reduce((sum, y, a) => sum + y * moments.values[a]!, 0);
  const rough = Math.max(0, -lowest);
  // Before the least value is proven: that takes seconds, and can only take more away.
  if (!(value + rough + integralError(moments, polynomial.coefficients) < 0)) return null;
  const range = polynomialRange(polynomial, mirrors, -(value + rough) / 10, late);
  if (range === null) return null;
  const shift = Math.max(0, -range.lower);
  const coefficients = polynomial.coefficients.map((y, a) => (y + (a === 0 ? shift : 0)) / (1 + shift));
  const shifted = coefficients.reduce((sum, y, a) => sum + y * moments.values[a]!, 0);
  const errorBound = integralError(moments, coefficients) + spherePolynomial(moments.degree, coefficients).rounding;
  if (!(shifted + errorBound < 0)) return null;
  return {
    outcome: "entangled",
    witness: { kind: "polynomial", degree: moments.degree, coefficients },
    value: shifted,
    errorBound,
    visibility: 1 / (1 - shifted),
  };
}
