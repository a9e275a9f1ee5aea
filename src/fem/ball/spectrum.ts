import { CholeskyDecomposition, Matrix, solve } from "ml-matrix";
import { ConvergenceError, InputError } from "../../core/errors.ts";
import { createRandomStream, fillNormal } from "../../core/random.ts";
import { denseSpectrum } from "../../linalg/eigen/denseSpectrum.ts";
import { type Eigenvalue, leadingEigenvalues } from "../../linalg/eigen/order.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import { ball } from "../../mesh/ball/build.ts";
import { enclosingRegion, meshRegion } from "../../mesh/ball/region.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { unitOfRates } from "../../model/turnedField.ts";
import { finishedSpectrum, type SpectrumOptions, spectrumSettings, tieOf } from "../../state/spectrum.ts";
import { distancesToNearest } from "../../state/spectrumDistance.ts";
import type { DensitySpectrum } from "../densitySpectrum.ts";
import { sharedErrors } from "../errorEstimate.ts";
import { assembleMass } from "../mass.ts";
import { ballBand, reduceBallMatrix } from "./band.ts";
import { enrichedTetrahedron } from "./element.ts";
import { expectedRegion } from "./expectedRegion.ts";
import { assembleBallGenerator } from "./generator.ts";
import { ballPolynomialCount } from "./polynomials.ts";
import { ballSpace, ballUnknownCount } from "./space.ts";

export interface BallDensitySpectrumOptions extends SpectrumOptions {
  /**
   * Tetrahedra; by default an icosahedron in 20, around the place where P is expected if that is small. For a band N the mesh makes no difference
   * but for rounding. For a band below, what P does beyond it is cut off the more gently the closer the mesh is around it.
   */
  readonly mesh?: Mesh;
  /** Degree of the elements, 1 to 10; by default that of the band, so that no polynomial is interpolated. */
  readonly degree?: number;
  /** Degree of the band, 1 to N; by default the first of 4, 6, 8, 10 that reaches the tolerance, or N. */
  readonly band?: number;
  readonly maximumUnknowns?: number;
}

export interface BallDensitySpectrum extends DensitySpectrum {
  readonly mesh: string;
  readonly degree: number;
  /** Degree of the polynomials that the generator was restricted to. */
  readonly band: number;
}

/** Elements of this degree have 286 functions; the time goes up as the eighth power of the degree. */
const highestDegree = 10;

/** Of an entry of the reduced matrices, relative to the largest of its row: what sums over points and cells leave. */
const ROUNDING = 16 * Number.EPSILON;

/** Random perturbations by rounding, and the factor on the largest distance found: three draws are seldom all small. */
const PERTURBATIONS = 3;
const SAFETY = 4;

/**
 * Eigenvalues of the generator nearest to zero within the polynomials of degree <= band. They are those of the Liouvillian among the
 * permutation-symmetric operators: -real is a rate of relaxation, |imaginary| a frequency, in the unit of the rates.
 *
 * There always is a band. Where there is no diffusion along the radius, densities of every shape contract towards a delta, and the eigenfunctions
 * are no functions: all elements would find is the mesh. And the polynomials of degree > N are gauge modes, as slow as others.
 *
 * Where elements have at least the degree of the band, the eigenvalues are exact for a band N; for k_+ = k_- those that a smaller band has are, too.
 * Otherwise a band below N cuts the coupling to higher degrees: at N = 20 a band of 10 is off by some 1e-10 to 1e-5 of the rates, and the error
 * estimate says fifty times as much. It adds the distance to the eigenvalues of a band lower by two, four times the largest effect of random
 * perturbations as large as rounding, and for elements below the degree of the band the distance to those of the next degree; what truncation is
 * said to do to one of them is never below three tenths of the largest, since the nearest eigenvalue of a lower band may be near by chance.
 *
 * @throws InputError for a degree or band out of range or a space too coarse for the band; ResourceLimitError for a band too large; ConvergenceError
 */
export function slowestBallDensityModes(
  model: SpinModel,
  options: BallDensitySpectrumOptions = {},
): BallDensitySpectrum {
  const { spins } = model;
  const settings = spectrumSettings(options);
  const { tolerance, count, near } = settings;
  const highest = near === null ? settings.frequencyLimit : null;
  const request = { count, near, highest, tie: tieOf(model) };
  const limit = options.maximumUnknowns ?? 100_000;
  const { mesh, name } = options.mesh ? { mesh: options.mesh, name: "the given mesh" } : defaultMesh(model);
  const unit = unitOfRates(model);
  const bands = bandsToTry(spins, options.band);
  let best = Number.POSITIVE_INFINITY;
  for (const band of bands) {
    const degree = options.degree ?? Math.min(band, highestDegree);
    requireBetween("the degree of the elements", degree, 1, highestDegree);
    const unknowns = ballUnknownCount(mesh, degree);
    if (unknowns > limit) break;
    settings.onProgress?.(`band ${band}, degree ${degree}, ${unknowns} unknowns`);
    const whole = bandPencil(model, mesh, degree, band);
    const matrix = orthonormalForm(whole);
    const listed = leadingEigenvalues(eigenvaluesOf(matrix), request);
    const distancesTo = (other: Matrix): readonly number[] => distancesToNearest(listed, eigenvaluesOf(other));
    const byRounding = Array.from({ length: PERTURBATIONS }, (_, k) =>
      distancesTo(orthonormalForm(perturbed(whole, k))),
    );
    const byTruncation: (readonly number[])[] = [];
    if (band < spins) byTruncation.push(distancesTo(leading(matrix, Math.max(1, band - 2))));
    if (degree < band) byTruncation.push(distancesTo(orthonormalForm(bandPencil(model, mesh, degree + 1, band))));
    const truncation = sharedErrors(listed.map((_, k) => byTruncation.reduce((sum, those) => sum + those[k]!, 0)));
    const eigenvalues = listed.map((value, k): Eigenvalue => {
      const rounding = SAFETY * Math.max(...byRounding.map((those) => those[k]!));
      return { ...value, error: rounding + truncation[k]! };
    });
    best = Math.max(...eigenvalues.map(({ error }) => error)) / unit;
    if (!(best > tolerance)) {
      const finished = finishedSpectrum(model, true, eigenvalues, highest, settings);
      return { method: "fem", ...finished, band, mesh: name, degree };
    }
  }
  throw new ConvergenceError({
    what: `the eigenvalues' error estimate ${best.toExponential(1)} stays above the tolerance ${tolerance} with bands up to ${bands.at(-1)} on up to ${limit} unknowns`,
    remedy: "ask for fewer eigenvalues or a larger tolerance",
    value: best,
    limit: tolerance,
  });
}

function defaultMesh(model: SpinModel): { readonly mesh: Mesh; readonly name: string } {
  const region = expectedRegion(model);
  if (region === null) return { mesh: ball(0), name: "ball:0" };
  const centre = region.centre.map((c) => c.toFixed(3)).join(", ");
  return {
    mesh: meshRegion(ball(0), region),
    name: `ball:0, radius ${region.radius.toPrecision(3)} around (${centre})`,
  };
}

function bandsToTry(spins: number, band: number | undefined): readonly number[] {
  if (band === undefined) return [...[4, 6, 8, 10].filter((degree) => degree < spins), ...(spins <= 10 ? [spins] : [])];
  requireBetween("the degree of the band", band, 1, spins);
  return [band];
}

function requireBetween(name: string, value: number, lowest: number, highest: number): void {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return;
  throw new InputError({
    what: `${name} is ${value}, not a whole number from ${lowest} to ${highest}`,
    remedy: "give one in this range, or none: it is chosen then",
    value,
    limit: highest,
  });
}

/** L P = lambda M P in the band. */
interface Pencil {
  readonly generator: Matrix;
  readonly mass: Matrix;
}

function bandPencil(model: SpinModel, mesh: Mesh, degree: number, bandDegree: number): Pencil {
  const space = ballSpace(mesh, enrichedTetrahedron(degree));
  const band = ballBand(space, bandDegree, enclosingRegion(mesh));
  const dense = (matrix: SparseMatrix): Matrix =>
    Matrix.from1DArray(band.size, band.size, reduceBallMatrix(band, matrix).values);
  return { generator: dense(assembleBallGenerator(space, model)), mass: dense(assembleMass(space)) };
}

/** C^-1 L C^-T with M = C C^T: the generator in polynomials that are orthonormal in the polyhedron, in ascending degree as before. */
function orthonormalForm({ generator, mass }: Pencil): Matrix {
  const decomposition = new CholeskyDecomposition(Matrix.mul(Matrix.add(mass, mass.transpose()), 0.5));
  if (!decomposition.isPositiveDefinite()) {
    throw new InputError({
      what: `the space does not tell the ${mass.rows} polynomials of the band apart`,
      remedy: "use a smaller band, a finer mesh or a higher degree",
      value: mass.rows,
    });
  }
  const factor = decomposition.lowerTriangularMatrix;
  return solve(factor, solve(factor, generator).transpose()).transpose();
}

/** The part of a lower band: its polynomials come first. */
function leading(matrix: Matrix, degree: number): Matrix {
  const last = ballPolynomialCount(degree) - 1;
  return matrix.subMatrix(0, last, 0, last);
}

/** Every entry off by what rounding may do: how sensitive the eigenvalues are, those of near-defective clusters too. */
function perturbed({ generator, mass }: Pencil, draw: number): Pencil {
  const stream = createRandomStream(1, draw);
  const noise = new Float64Array(mass.rows);
  const off = (matrix: Matrix): Matrix => {
    const moved = matrix.clone();
    for (let i = 0; i < moved.rows; i++) {
      fillNormal(stream, noise);
      const largest = Math.max(...matrix.getRow(i).map(Math.abs));
      for (let k = 0; k < moved.columns; k++) moved.set(i, k, matrix.get(i, k) + ROUNDING * largest * noise[k]!);
    }
    return moved;
  };
  return { generator: off(generator), mass: off(mass) };
}

/** All of them. */
function eigenvaluesOf(matrix: Matrix): Eigenvalue[] {
  const { real, imaginary } = denseSpectrum(Float64Array.from(matrix.to1DArray()), matrix.rows);
  return Array.from(real, (value, k) => ({ real: value, imaginary: imaginary[k]!, error: 0 }));
}
