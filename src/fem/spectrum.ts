import { ConvergenceError } from "../core/errors.ts";
import { eigenvaluesNear } from "../linalg/arnoldi.ts";
import { analyze, factor, solve } from "../linalg/lu.ts";
import { multiply, type SparseMatrix } from "../linalg/sparse.ts";
import type { Mesh } from "../mesh/mesh.ts";
import { isParabolicOnSphere } from "../model/kramersMoyal.ts";
import { requireCollective, type SpinModel } from "../model/spinModel.ts";
import { requireUniqueSteadyState } from "../model/uniqueness.ts";
import { distancesToNearest, type Spectrum } from "../state/spectrum.ts";
import { bandGenerator, bandMass, comparedBand, type HarmonicBand, harmonicBand } from "./band.ts";
import { enrichedTriangle } from "./element.ts";
import { assembleGenerator } from "./generator.ts";
import { assembleMass } from "./mass.ts";
import { functionSpace } from "./space.ts";
import { unknownCount } from "./steady.ts";
import { smoothStages } from "./steadyStages.ts";

export interface DensitySpectrumOptions {
  /** Number of eigenvalues, the zero included; default 10. One more where a conjugate pair would be cut. */
  readonly count?: number;
  /** Largest accepted estimate of the error of an eigenvalue, relative to the sum of field and rates; default 2.5e-9. */
  readonly tolerance?: number;
  readonly mesh?: Mesh;
  readonly degree?: number;
  readonly maximumUnknowns?: number;
}

export interface DensitySpectrum extends Spectrum {
  readonly method: "fem";
  /** Distance of each to the nearest eigenvalue of a second, finer space. */
  readonly errorEstimate: readonly number[];
  /** Band of harmonics that the generator was restricted to; null for none. */
  readonly band: number | null;
  readonly mesh: string;
  readonly degree: number;
}

/** Up to this N the band l <= N is small, and it keeps out the eigenvalues of the gauge modes l > N. */
const ALWAYS_BANDED = 32;

/** Place of the shift, in units of field and rates: off the zero eigenvalue, close to the slow ones. */
const SHIFT = 0.01;

/**
 * Eigenvalues of the generator nearest to zero by shift-invert Arnoldi. They are those of the Liouvillian in the symmetric
 * subspace: -real is a rate of relaxation, |imaginary| a frequency, in the unit of the rates.
 *
 * @throws InputError for local rates; NotUniqueError where the zero is a multiple eigenvalue; ConvergenceError
 */
export function slowestDensityModes(model: SpinModel, options: DensitySpectrumOptions = {}): DensitySpectrum {
  requireCollective(model);
  requireUniqueSteadyState(model);
  const { spins } = model;
  const tolerance = options.tolerance ?? 2.5e-9;
  const limit = options.maximumUnknowns ?? 100_000;
  const band =
    spins > ALWAYS_BANDED && isParabolicOnSphere(model) ? null : Math.min(spins, Math.ceil(6 * Math.sqrt(spins)));
  const available = band === null ? Number.POSITIVE_INFINITY : (band + 1) ** 2;
  const count = Math.min(options.count ?? 10, available);
  const unit = unitOfRates(model);
  let best = Number.POSITIVE_INFINITY;
  for (const stage of smoothStages({ ...options, maximumUnknowns: limit })) {
    const mesh = stage.mesh();
    for (const [degree, compared] of stage.pairs) {
      if (unknownCount(mesh, Math.max(degree, compared)) > limit) break;
      const coarse = spectrumOn(model, mesh, degree, band, count, unit);
      const wider = band === null ? null : comparedBand(band);
      const fine = spectrumOn(model, mesh, compared, wider, Math.min(count + 2, available), unit);
      const errorEstimate = distancesToNearest(coarse.eigenvalues, fine.eigenvalues);
      best = Math.max(...errorEstimate) / unit;
      if (best <= tolerance || (options.mesh && options.degree && options.tolerance === undefined)) {
        return { method: "fem", ...coarse, errorEstimate, band, mesh: stage.name, degree };
      }
    }
  }
  throw new ConvergenceError({
    what: `the eigenvalues' error estimate ${best.toExponential(1)} stays above the tolerance ${tolerance} on up to ${limit} unknowns`,
    remedy: "ask for fewer eigenvalues or a larger tolerance, or use the harmonic method",
    value: best,
    limit: tolerance,
  });
}

function spectrumOn(
  model: SpinModel,
  mesh: Mesh,
  degree: number,
  bandDegree: number | null,
  count: number,
  unit: number,
): Pick<Spectrum, "eigenvalues" | "residuals"> {
  const [generator, mass] =
    bandDegree === null ? wholeMatrices(model, mesh, degree) : bandMatrices(model, harmonicBand(bandDegree));
  const shift = SHIFT * unit;
  const shifted = generator.values.map((value, k) => value - shift * mass.values[k]!);
  const factorization = factor(analyze(generator.pattern), shifted);
  const image = new Float64Array(generator.pattern.rows);
  const found = eigenvaluesNear(
    (x, y) => {
      multiply(mass, x, image);
      solve(factorization, image, y);
    },
    image.length,
    shift,
    { count },
  );
  const eigenvalues = Array.from(found.real, (re, k): readonly [number, number] => [re, found.imaginary[k]!]);
  // The constant is an exact left null vector, so one eigenvalue is zero but for rounding.
  eigenvalues[0] = [0, 0];
  return { eigenvalues, residuals: [0, ...found.residuals.slice(1)] };
}

function wholeMatrices(model: SpinModel, mesh: Mesh, degree: number): readonly [SparseMatrix, SparseMatrix] {
  const space = functionSpace(mesh, enrichedTriangle(degree));
  return [assembleGenerator(space, model), assembleMass(space)];
}

const bandMatrices = (model: SpinModel, band: HarmonicBand): readonly [SparseMatrix, SparseMatrix] => [
  bandGenerator(band, model),
  bandMass(band),
];

/** Field and rates of a model added up. */
export const unitOfRates = ({ field, collective, local }: SpinModel): number =>
  Math.hypot(...field) +
  collective.dephasing +
  collective.pump +
  collective.decay +
  (local.dephasing + local.pump + local.decay);
