import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { InputError } from "../core/errors.ts";
import { type Continuum, type FixedPoint, fixedPoints } from "../model/fixedPoints.ts";
import { linearNoise } from "../model/linearNoise.ts";
import type { MeanFieldDomain } from "../model/meanField.ts";
import { type Phase, type PhaseAxis, type PhaseLabel, phaseOf, scanPhases } from "../model/phases.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { meanFieldTrajectory } from "../model/trajectory.ts";
import { timeGrid } from "./evolve/timeGrid.ts";
import { phaseAxes, type ScanAxis } from "./meanField/scan.ts";
import { inCode, type Named } from "./selectRoads.ts";

/** Times are in the inverse unit of field and rates. */
export interface MeanFieldOptions {
  /** Follow the path from this point: a unit vector, with local rates a point of the ball. Goes with `to` and `every`. */
  readonly from?: readonly [number, number, number];
  /** Up to this time. */
  readonly to?: number;
  /** At 0, every, 2 every, ..., to. */
  readonly every?: number;
  /** Phases over two parameters, the others as in the model; at most 250,000. */
  readonly scan?: readonly [ScanAxis, ScanAxis];
  /** Called with a word on how far the scan is. */
  readonly onProgress?: (step: string) => void;
}

/** A fixed point of the flow, and what P does there. */
export interface MeanFieldPoint {
  /** On the unit sphere, with local rates in the ball. */
  readonly position: readonly [number, number, number];
  /** Estimated distance from the exact one. */
  readonly positionError: number;
  readonly kind: FixedPoint["kind"];
  /** [real, imaginary] of the linearised flow, in the unit of the rates: two on the sphere, three in the ball. */
  readonly eigenvalues: readonly (readonly [number, number])[];
  /** P there at this N, by linear noise; null where the point is not stable. */
  readonly noise: {
    /** Of the position: xx, yy, zz, xy, xz, yz. */
    readonly covariance: readonly number[];
    /** Along the principal axes, descending: two on the sphere, three in the ball. Negative where P is no classical density. */
    readonly variances: readonly number[];
  } | null;
}

/** What `meanField` finds; plain data. */
export interface MeanField {
  readonly model: SpinModel;
  readonly domain: MeanFieldDomain;
  readonly phase: Phase;
  readonly fixedPoints: readonly MeanFieldPoint[];
  /** Fixed points that are not isolated; null where there are none. */
  readonly continuum: Continuum | null;
  readonly path?: { readonly times: readonly number[]; readonly positions: readonly (readonly number[])[] };
  readonly scan?: {
    readonly axes: readonly [ScanAxis, ScanAxis];
    /** labels[i][j] at value i of the first and j of the second parameter. */
    readonly labels: readonly (readonly PhaseLabel[])[];
    /** How many stable fixed points there are, and how many of them are approached in a spiral. */
    readonly stable: readonly (readonly number[])[];
    readonly spirals: readonly (readonly number[])[];
  };
}

/**
 * The mean field dr/dt = a(r) of a model, where P goes as N grows: its fixed points with their stability and the width of P there at
 * the N of the model, the phase that they stand for; a path from a point, and phases over two parameters, where they are asked for.
 * `named` is how messages call an option.
 *
 *     const { phase, fixedPoints } = meanField(model);
 *     const { path } = meanField(model, { from: [1, 0, 0], to: 10, every: 0.1 });
 *     const { scan } = meanField(model, { scan: [{ parameter: "field.x", values: [0, 1, 2] }, { parameter: "local.decay", values: [0, 1] }] });
 *
 * @throws InputError for a path without a part of `from`, `to` and `every`, or from a point that P cannot be at; for a parameter that
 *   is none, given twice, or takes a value that a model does not allow
 * @throws ConvergenceError where the steps of a path become too short
 */
export function meanField(model: SpinModel, options: MeanFieldOptions = {}, named: Named = inCode): MeanField {
  const { scan } = options;
  const axes = scan === undefined ? null : phaseAxes(model, scan, named);
  const path = pathRequest(options, named);
  const found = fixedPoints(model);
  return {
    model,
    domain: found.domain,
    phase: phaseOf(found),
    fixedPoints: found.points.map((point) => pointOf(model, point, found.domain)),
    continuum: found.continuum,
    ...(path === null ? {} : { path: follow(model, path) }),
    ...(axes === null ? {} : { scan: phasesOver(model, scan!, axes, options.onProgress) }),
  };
}

interface PathRequest {
  readonly from: readonly [number, number, number];
  readonly times: readonly number[];
}

/** null where no path is asked for. */
function pathRequest({ from, to, every }: MeanFieldOptions, named: Named): PathRequest | null {
  if (from === undefined && to === undefined && every === undefined) return null;
  if (from !== undefined && to !== undefined && every !== undefined) return { from, times: timeGrid(to, every, named) };
  const missing = from === undefined ? "from" : to === undefined ? "to" : "every";
  throw new InputError({
    what: `a path needs ${named(missing)}`,
    remedy: `give ${named("from")}, ${named("to")} and ${named("every")} together`,
    value: missing,
  });
}

function pointOf(model: SpinModel, point: FixedPoint, domain: MeanFieldDomain): MeanFieldPoint {
  const { position, positionError, kind, eigenvalues } = point;
  return {
    position,
    positionError,
    kind,
    eigenvalues: eigenvalues.map(({ real, imaginary }) => [real, imaginary]),
    noise: kind === "stable" ? noiseOf(model, point, domain) : null,
  };
}

function noiseOf(model: SpinModel, point: FixedPoint, domain: MeanFieldDomain): MeanFieldPoint["noise"] {
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

function follow(model: SpinModel, { from, times }: PathRequest): NonNullable<MeanField["path"]> {
  const { positions } = meanFieldTrajectory(model, from, times);
  return { times, positions: times.map((_, k) => Array.from(positions.subarray(3 * k, 3 * k + 3))) };
}

function phasesOver(
  model: SpinModel,
  axes: readonly [ScanAxis, ScanAxis],
  paths: readonly [PhaseAxis, PhaseAxis],
  onProgress: (step: string) => void = () => {},
): NonNullable<MeanField["scan"]> {
  const models = paths[0].values.length * paths[1].values.length;
  const row = paths[1].values.length;
  const { phases } = scanPhases(model, paths, (done) => onProgress(`mean field: ${done * row} of ${models} models`));
  const [{ values }, { length: columns }] = [axes[0], axes[1].values];
  const rows = <T>(pick: (found: Phase) => T): T[][] =>
    values.map((_, i) => phases.slice(i * columns, (i + 1) * columns).map(pick));
  return {
    axes,
    labels: rows(({ label }) => label),
    stable: rows(({ counts }) => counts.stable),
    spirals: rows(({ spirals }) => spirals),
  };
}
