import { aboutDuration } from "../../../core/duration.ts";
import type { EntangledCertificate, Judged, SphereCertificate, SphereMoments } from "../certificate.ts";
import { clock } from "../clock.ts";
import { pointCertificate } from "../points/pointCertificate.ts";
import { requireDegree, type SquareSearch, searchSquares, squareSeconds } from "./square.ts";

export interface CertifyOptions {
  /**
   * Whether the equation is parabolic and P had no negative values at the start (or the state is its steady one), which proves that the state is
   * classical. Default false.
   */
  readonly parabolic?: boolean;
  /** Whether a mixture of points, or a witness that is no square, is sought where the rest does not decide. Default true. */
  readonly points?: boolean;
  /** Highest degree of a square witness, at least 1; default: the band, up to 100. */
  readonly degree?: number;
  /** Time for all, in seconds; default 60. When it is over, what is not decided is "undecided". */
  readonly seconds?: number;
}

/** Beyond it a matrix of order (D/2 + 1)^2 takes minutes and gigabytes. */
const HIGHEST_DEGREE = 100;

/**
 * Whether a state in the symmetric subspace is a mixture of product states: square witnesses by increasing degree, then the parabolic
 * argument, then points. Every "entangled" holds for all states within the error of the moments; "classical" only where all multipoles are known
 * (band = N).
 *
 * @throws InputError for a degree that is not in the band, or a time that is negative
 */
export function certifySphere(moments: SphereMoments, options: CertifyOptions = {}): SphereCertificate {
  const { parabolic = false, points = true, seconds = 60, degree = Math.min(moments.band, HIGHEST_DEGREE) } = options;
  const left = clock(seconds);
  const expired = (): boolean => left() < 0;
  if (moments.band === 0)
    return undecided(NOTHING_KNOWN, "of the moments of the state only the trace is known, which proves nothing");
  requireDegree(moments, degree);
  const { best, last, stopped } = searchDegrees(moments, Math.min(degree, HIGHEST_DEGREE), left);
  const judged = judge(moments, last);
  if (best !== null && parabolic) {
    return undecided(judged, "a square witness detects a state that a parabolic equation is said to keep classical");
  }
  if (best !== null) return { outcome: "entangled", ...best, ...judged };
  const whole = moments.band === moments.spins;
  if (parabolic && whole) {
    const traceDistance = (Math.sqrt(moments.spins + 1) * moments.error) / 2;
    return { outcome: "classical", proof: "parabolic", traceDistance, ...judged };
  }
  if (expired()) return undecided(judged, `the time of ${seconds} s was over`);
  if (points) return { ...pointCertificate(moments, { deadline: expired, secondsLeft: left }), ...judged };
  if (stopped !== null) return undecided(judged, stopped);
  return undecided(judged, whole ? reasonOf(last) : `${reasonOf(last)}: a band below N proves nothing else`);
}

const NOTHING_KNOWN: Judged = { leastEigenvalue: null, leastEigenvalueError: null };

function reasonOf(last: SquareSearch | null): string {
  if (last === null) return "no degree of a witness was tried";
  const { degree, leastEigenvalue, errorBound } = last;
  if (leastEigenvalue < errorBound) {
    return `the least eigenvalue ${leastEigenvalue.toExponential(1)} is known to ${errorBound.toExponential(1)}, which leaves its sign open`;
  }
  return `no square of degree ${degree} detects entanglement, which is no proof of the contrary`;
}

const undecided = (judged: Judged, reason: string): SphereCertificate => ({
  outcome: "undecided",
  reason,
  bounds: null,
  traceDistance: null,
  ...judged,
});

interface Search {
  /** What is farthest below zero with its error. */
  readonly best: Omit<EntangledCertificate, "outcome" | "leastEigenvalue"> | null;
  readonly last: SquareSearch | null;
  /** Why no higher degree was tried; null where all were. */
  readonly stopped: string | null;
}

function searchDegrees(moments: SphereMoments, limit: number, left: () => number): Search {
  let best: Search["best"] = null;
  let last: SquareSearch | null = null;
  for (const degree of degreesUpTo(limit)) {
    const seconds = squareSeconds(degree);
    if (seconds > left()) {
      const stopped = `squares of degree ${degree} would take ${aboutDuration(seconds)}, and ${Math.max(0, left()).toFixed(1)} s were left`;
      return { best, last, stopped };
    }
    const found = searchSquares(moments, degree, () => left() < 0);
    if (found === null)
      return { best, last, stopped: `the time was over while squares of degree ${degree} were sought` };
    last = found;
    const { entangled } = found;
    if (entangled === null) continue;
    if (best === null || entangled.value + entangled.errorBound < best.value + best.errorBound) best = entangled;
  }
  return { best, last, stopped: null };
}

/** 1, 2, 3, 4, 6, 8, 12, ... below the highest, and the highest: all before it cost less than half of it. */
function degreesUpTo(highest: number): number[] {
  const degrees: number[] = [];
  for (let power = 1; power < highest; power *= 2) {
    degrees.push(power);
    if (power > 1 && 1.5 * power < highest) degrees.push(1.5 * power);
  }
  return highest > 0 ? [...degrees, highest] : [];
}

function judge({ spins }: SphereMoments, last: SquareSearch | null): Judged {
  if (last === null || last.degree < spins) return NOTHING_KNOWN;
  const { leastEigenvalue, errorBound } = last;
  if (errorBound > Math.max(1, Math.abs(leastEigenvalue)) / 2) return NOTHING_KNOWN;
  return { leastEigenvalue, leastEigenvalueError: errorBound };
}
