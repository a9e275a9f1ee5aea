import { eigenvaluesNear } from "../linalg/arnoldi.ts";
import { solve } from "../linalg/lu.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { requireUniqueSteadyState } from "../model/uniqueness.ts";
import { comparisonBand } from "./harmonicState.ts";
import { harmonicGenerator, harmonicHierarchy, requireCollective } from "./hierarchy.ts";
import { factorReduced, reducedMatrix, reduceHierarchy } from "./reduced.ts";

export interface HarmonicSpectrumOptions {
  /** Number of eigenvalues, the zero of the steady state included, default 10; one more where a pair would be cut. */
  readonly count?: number;
  /** Highest degree kept, default N up to N = 64 and 6 sqrt(N) above. */
  readonly band?: number;
  /** Accepted relative residual of the inverse, default 1e-12. */
  readonly tolerance?: number;
}

export interface HarmonicSpectrum {
  readonly status: "converged";
  readonly band: number;
  /** Eigenvalues by modulus, in units of the rates; the first is the exact zero. Pairs start with the positive imaginary part. */
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  /** Relative backward errors of 1/eigenvalue (0 for the zero). */
  readonly residuals: Float64Array;
  /**
   * Distance of each to the nearest eigenvalue with 4/5 of the band: what the band cuts off, on the safe side. Zeros for the
   * full band.
   */
  readonly bandErrors: Float64Array;
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
  const found = spectrumOnBand(model, band, count, options.tolerance ?? 1e-12);
  const bandErrors = new Float64Array(found.real.length);
  if (band < spins) {
    const lower = comparisonBand(band);
    const coarse = spectrumOnBand(model, lower, Math.min(count, (lower + 1) ** 2), options.tolerance ?? 1e-12);
    for (let k = 0; k < bandErrors.length; k++) {
      bandErrors[k] = Number.POSITIVE_INFINITY;
      for (let j = 0; j < coarse.real.length; j++) {
        const distance = Math.hypot(found.real[k]! - coarse.real[j]!, found.imaginary[k]! - coarse.imaginary[j]!);
        bandErrors[k] = Math.min(bandErrors[k]!, distance);
      }
    }
  }
  return { status: "converged", band, ...found, bandErrors };
}

type Found = Pick<HarmonicSpectrum, "real" | "imaginary" | "residuals">;

function spectrumOnBand(model: SpinModel, band: number, count: number, tolerance: number): Found {
  const reduced = reduceHierarchy(harmonicHierarchy(model.spins, band));
  const generator = harmonicGenerator(reduced.hierarchy, model);
  const factorization = factorReduced(reduced, reducedMatrix(reduced, generator), model);
  const zero = Float64Array.of(0);
  if (count === 1) return { real: zero, imaginary: zero.slice(), residuals: zero.slice() };
  const rest = eigenvaluesNear((x, y) => solve(factorization, x, y), reduced.pattern.rows, 0, {
    count: count - 1,
    tolerance,
  });
  const withZero = (values: Float64Array): Float64Array => Float64Array.of(0, ...values);
  return {
    real: withZero(rest.real),
    imaginary: withZero(rest.imaginary),
    residuals: withZero(rest.residuals),
  };
}
