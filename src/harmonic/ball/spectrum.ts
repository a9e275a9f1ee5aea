import { ConvergenceError } from "../../core/errors.ts";
import { eigenvaluesNear } from "../../linalg/arnoldi.ts";
import { solve } from "../../linalg/lu.ts";
import { infinityNorm } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireUniqueInBall } from "../../model/uniqueness.ts";
import { distancesToNearest, requireSimpleZero, type Spectrum, withZero } from "../../state/spectrum.ts";
import { comparisonBand } from "../harmonicState.ts";
import { ballGenerator, ballHierarchy } from "./hierarchy.ts";
import { factorBall, reduceBall, requireFactoredBand } from "./reduced.ts";

export interface BallSpectrumOptions {
  /** Number of eigenvalues, the zero of the steady state included, default 10; one more where a pair would be cut. */
  readonly count?: number;
  /** Highest degree kept, default N up to N = 30 and 30 above. */
  readonly band?: number;
  /** Accepted relative residual of the inverse, default 1e-12. */
  readonly tolerance?: number;
}

export interface BallSpectrum extends Spectrum {
  readonly method: "harmonic";
  readonly band: number;
  /**
   * Distance of each to the nearest eigenvalue with 4/5 of the band: what the band cuts off, on the safe side. Zeros for the
   * full band.
   */
  readonly bandErrors: readonly number[];
}

const DEFAULT_BAND = 30;

/**
 * The eigenvalues of the generator in the ball nearest to zero. With the full band they are those of the Liouvillian among the
 * permutation-symmetric operators: -real part is a rate of relaxation, the imaginary part a frequency.
 *
 * @throws NotUniqueError where zero is a multiple eigenvalue (without local rates it is); ConvergenceError; ResourceLimitError for
 *   a band above MAXIMUM_FACTORED_BAND; InputError for a band that is no integer from 2 to N. ConvergenceError too where the default band leaves
 *   an eigenvalue with an error of its own size
 */
export function slowestBallModes(model: SpinModel, options: BallSpectrumOptions = {}): BallSpectrum {
  requireUniqueInBall(model);
  const { spins } = model;
  const band = options.band ?? Math.min(spins, DEFAULT_BAND);
  const count = options.count ?? 10;
  const tolerance = options.tolerance ?? 1e-12;
  const found = spectrumOfBand(model, band, count, tolerance);
  if (band === spins) return { method: "harmonic", band, ...found, bandErrors: found.eigenvalues.map(() => 0) };
  const lower = spectrumOfBand(model, comparisonBand(band), count, tolerance);
  const bandErrors = distancesToNearest(found.eigenvalues, lower.eigenvalues);
  if (options.band === undefined) requireSigns(found.eigenvalues, bandErrors, band);
  return { method: "harmonic", band, ...found, bandErrors };
}

/** Fails where a rate may as well be none: an eigenvalue that is off by its own size says nothing of its sign. */
function requireSigns(eigenvalues: Spectrum["eigenvalues"], bandErrors: readonly number[], band: number): void {
  const lost = eigenvalues.findIndex(
    ([real, imaginary], k) => (real !== 0 || imaginary !== 0) && !(bandErrors[k]! < -real),
  );
  if (lost < 0) return;
  const [real] = eigenvalues[lost]!;
  throw new ConvergenceError({
    what: `moments up to degree ${band} give a rate ${(-real).toPrecision(2)} with an error of ${bandErrors[lost]!.toExponential(1)}: they cut off what matters`,
    remedy: "use the Dicke method, or ask for fewer eigenvalues or a higher band",
    value: bandErrors[lost]!,
    limit: Math.abs(real),
  });
}

function spectrumOfBand(
  model: SpinModel,
  band: number,
  count: number,
  tolerance: number,
): Pick<Spectrum, "eigenvalues" | "residuals"> {
  requireFactoredBand(band);
  const reduced = reduceBall(ballGenerator(ballHierarchy(model.spins, band), model), model.spins, "all");
  const factorization = factorBall(reduced, model);
  const size = reduced.indices.length;
  const wanted = Math.min(count, size + 1) - 1;
  if (wanted === 0) return withZero(null);
  const spectrum = withZero(
    eigenvaluesNear((x, y) => solve(factorization, x, y), size, 0, { count: wanted, tolerance }),
  );
  requireSimpleZero(model, spectrum, infinityNorm(reduced.matrix));
  return spectrum;
}
