import type { ClassicalCertificate, EntangledCertificate, UndecidedCertificate } from "../certificate.ts";
import type { Mixture } from "./mixture.ts";

/** A certificate without the least eigenvalue of the moment matrix, which points know nothing of. */
export type PointVerdict =
  | Omit<EntangledCertificate, "leastEigenvalue">
  | Omit<ClassicalCertificate, "leastEigenvalue">
  | Omit<UndecidedCertificate, "leastEigenvalue">;

export const classical = (mixture: Mixture): PointVerdict => ({
  outcome: "classical",
  proof: "points",
  points: mixture.points,
  weights: mixture.weights,
  uniformPart: mixture.uniform,
  residual: mixture.residual,
  traceDistance: mixture.traceDistance,
});

export const undecided = (
  reason: string,
  bounds: readonly [number, number] | null,
  traceDistance: number | null,
): PointVerdict => ({ outcome: "undecided", reason, bounds, traceDistance });
