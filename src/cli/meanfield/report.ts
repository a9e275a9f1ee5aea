import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { type Continuum, type FixedPoint, type FixedPoints, fixedPoints } from "../../model/fixedPoints.ts";
import { linearNoise } from "../../model/linearNoise.ts";
import type { MeanFieldDomain } from "../../model/meanField.ts";
import { type Phase, type PhaseLabel, phaseOf } from "../../model/phases.ts";
import { type SpinModel, withParameter } from "../../model/spinModel.ts";
import { meanFieldTrajectory } from "../../model/trajectory.ts";
import type { ScanAxis } from "./scan.ts";

export interface FixedPointReport {
  readonly position: readonly [number, number, number];
  readonly positionError: number;
  readonly kind: FixedPoint["kind"];
  /** [real, imaginary] of the linearised flow: two on the sphere, three in the ball. */
  readonly eigenvalues: readonly (readonly [number, number])[];
  /** P there at this N, by linear noise; null where the point is not stable. */
  readonly noise: {
    /** Of the position: xx, yy, zz, xy, xz, yz. */
    readonly covariance: readonly number[];
    /** Along the principal axes, descending: two on the sphere, three in the ball. Negative where P is no classical density. */
    readonly variances: readonly number[];
  } | null;
}

/** The object that `blochfem meanfield --json` prints. */
export interface MeanFieldReport {
  readonly model: SpinModel;
  readonly domain: MeanFieldDomain;
  readonly phase: Phase;
  readonly fixedPoints: readonly FixedPointReport[];
  readonly continuum: Continuum | null;
  readonly path?: { readonly times: readonly number[]; readonly positions: readonly (readonly number[])[] };
  readonly scan?: {
    readonly axes: readonly { readonly parameter: string; readonly values: readonly number[] }[];
    /** labels[i][j] at value i of the first and j of the second parameter. */
    readonly labels: readonly (readonly PhaseLabel[])[];
    /** How many stable fixed points there are, and how many of them are approached in a spiral. */
    readonly stable: readonly (readonly number[])[];
    readonly spirals: readonly (readonly number[])[];
  };
}

export interface PathRequest {
  readonly from: readonly [number, number, number];
  readonly times: readonly number[];
}

/** Throws what the library throws. */
export function meanFieldReport(
  model: SpinModel,
  path: PathRequest | null,
  axes: readonly [ScanAxis, ScanAxis] | null,
): MeanFieldReport {
  const found = fixedPoints(model);
  return {
    model,
    domain: found.domain,
    phase: phase(found),
    fixedPoints: found.points.map((point) => fixedPointReport(model, point, found.domain)),
    continuum: found.continuum,
    ...(path === null ? {} : { path: follow(model, path) }),
    ...(axes === null ? {} : { scan: scan(model, axes) }),
  };
}

/** Rounding makes a complex pair of a double eigenvalue, square roots of 1e-14 apart: that is no spiral. */
const ROUNDED_PAIR = 1e-6;

/** `phaseOf`, with the spirals that are not rounding. */
function phase(found: FixedPoints): Phase {
  const turns = ({ real, imaginary }: FixedPoint["eigenvalues"][number]): boolean =>
    Math.abs(imaginary) > ROUNDED_PAIR * Math.abs(real);
  const spirals = found.points.filter(({ kind, eigenvalues }) => kind === "stable" && eigenvalues.some(turns)).length;
  return { ...phaseOf(found), spirals };
}

function fixedPointReport(model: SpinModel, point: FixedPoint, domain: MeanFieldDomain): FixedPointReport {
  const { position, positionError, kind, eigenvalues } = point;
  return {
    position,
    positionError,
    kind,
    eigenvalues: eigenvalues.map(({ real, imaginary }) => [real, imaginary]),
    noise: kind === "stable" ? noiseOf(model, point, domain) : null,
  };
}

function noiseOf(model: SpinModel, point: FixedPoint, domain: MeanFieldDomain): FixedPointReport["noise"] {
  const covariance = Array.from(linearNoise(model, point), (value) => value / model.spins);
  const [xx, yy, zz, xy, xz, yz] = covariance as [number, number, number, number, number, number];
  const matrix = new Matrix([
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ]);
  const { realEigenvalues: values } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  // On the sphere nothing spreads along r: the eigenvalue nearest to zero is that direction's, and rounding.
  const radial = values.reduce((best, value, k) => (Math.abs(value) < Math.abs(values[best]!) ? k : best), 0);
  const variances = domain === "sphere" ? values.filter((_, k) => k !== radial) : values;
  return { covariance, variances: variances.toSorted((a, b) => b - a) };
}

function follow(model: SpinModel, { from, times }: PathRequest): NonNullable<MeanFieldReport["path"]> {
  const { positions } = meanFieldTrajectory(model, from, times);
  return { times, positions: times.map((_, k) => Array.from(positions.subarray(3 * k, 3 * k + 3))) };
}

function scan(model: SpinModel, axes: readonly [ScanAxis, ScanAxis]): NonNullable<MeanFieldReport["scan"]> {
  const [first, second] = axes;
  const phases = first.values.map((value) => {
    const row = withParameter(model, first.path, value);
    return second.values.map((other) => phase(fixedPoints(withParameter(row, second.path, other))));
  });
  const rows = <T>(pick: (found: Phase) => T): T[][] => phases.map((row) => row.map(pick));
  return {
    axes: axes.map(({ name, values }) => ({ parameter: name, values })),
    labels: rows(({ label }) => label),
    stable: rows(({ counts }) => counts.stable),
    spirals: rows(({ spirals }) => spirals),
  };
}
