import { eigenvaluesNear } from "../linalg/arnoldi.ts";
import { solve } from "../linalg/lu.ts";
import { infinityNorm } from "../linalg/sparse.ts";
import { requireCollective, type SpinModel } from "../model/spinModel.ts";
import { requireUniqueSteadyState } from "../model/uniqueness.ts";
import { distancesToNearest, requireSimpleZero, type Spectrum, withZero } from "../state/spectrum.ts";
import { comparisonBand } from "./harmonicState.ts";
import { harmonicGenerator, harmonicHierarchy } from "./hierarchy.ts";
import { factorReduced, reducedMatrix, reduceHierarchy } from "./reduced.ts";

export interface HarmonicSpectrumOptions {
  /** Number of eigenvalues, the zero of the steady state included, default 10; one more where a pair would be cut. */
  readonly count?: number;
  /** Highest degree kept, default N up to N = 64 and 6 sqrt(N) above. */
  readonly band?: number;
  /** Accepted relative residual of the inverse, default 1e-12. */
  readonly tolerance?: number;
}

export interface HarmonicSpectrum extends Spectrum {
  readonly method: "harmonic";
  readonly band: number;
  /**
   * Distance of each to the nearest eigenvalue with 4/5 of the band: what the band cuts off, on the safe side. Zeros for the
   * full band.
   */
  readonly bandErrors: readonly number[];
}

/**
 * The eigenvalues of the generator nearest to zero. With the full band they are those of the Liouvillian in the symmetric
 * subspace: -real part is a rate of relaxation, the imaginary part a frequency.
 *
 * @throws InputError where local rates are set; NotUniqueError where zero is a multiple eigenvalue; ConvergenceError
 */
export function slowestModes(model: SpinModel, options: HarmonicSpectrumOptions = {}): HarmonicSpectrum {
  requireCollective(model);
  requireUniqueSteadyState(model);
  const { spins } = model;
  const band = options.band ?? (spins <= 64 ? spins : Math.min(spins, Math.ceil(6 * Math.sqrt(spins))));
  const count = Math.min(options.count ?? 10, (band + 1) ** 2);
  const tolerance = options.tolerance ?? 1e-12;
  const found = spectrumOnBand(model, band, count, tolerance);
  const bandErrors =
    band === spins
      ? found.eigenvalues.map(() => 0)
      : distancesToNearest(found.eigenvalues, lowerSpectrum().eigenvalues);
  return { method: "harmonic", band, ...found, bandErrors };

  function lowerSpectrum(): Found {
    const lower = comparisonBand(band);
    return spectrumOnBand(model, lower, Math.min(count, (lower + 1) ** 2), tolerance);
  }
}

type Found = Pick<Spectrum, "eigenvalues" | "residuals">;

function spectrumOnBand(model: SpinModel, band: number, count: number, tolerance: number): Found {
  const reduced = reduceHierarchy(harmonicHierarchy(model.spins, band));
  const generator = harmonicGenerator(reduced.hierarchy, model);
  const matrix = reducedMatrix(reduced, generator);
  const factorization = factorReduced(reduced, matrix, model);
  if (count === 1) return withZero(null);
  const spectrum = withZero(
    eigenvaluesNear((x, y) => solve(factorization, x, y), reduced.pattern.rows, 0, { count: count - 1, tolerance }),
  );
  requireSimpleZero(model, spectrum, infinityNorm(matrix));
  return spectrum;
}
