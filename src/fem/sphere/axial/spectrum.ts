import type { EntryRounding } from "../../../linalg/eigen/eigenvalueError.ts";
import { type Eigenvalue, leadingEigenvalues } from "../../../linalg/eigen/order.ts";
import { fixedPoints } from "../../../model/fixedPoints.ts";
import { interacts, type SpinModel } from "../../../model/spinModel.ts";
import { unitOfRates } from "../../../model/turnedField.ts";
import { type Modes, modesOf } from "../../../state/modes.ts";
import type { Vector3 } from "../../../state/moments.ts";
import { type SpectrumSettings, tieOf } from "../../../state/spectrum.ts";
import { withDistances } from "../../../state/spectrumDistance.ts";
import type { BandPair } from "../../gaugeBand.ts";
import { boostedBasis } from "./boostedSphere.ts";
import { type AxialBasis, axialGenerator } from "./expansion.ts";
import { fitsChart, type PlanePeak, planePeak, rigidShift } from "./parameters.ts";
import { frameAround, sampleRings } from "./rings.ts";
import { planeBasis } from "./tangentPlane.ts";

/** Eigenvalues beyond the list that are compared: others may have changed places. */
const EXTRA = 6;

/** Degrees of polynomials, and harmonics of a shifted sphere: each is compared with the one before. */
const PLANE_DEGREES = [8, 10, 12, 14, 16] as const;
const BANDS = [12, 16, 20, 28, 38] as const;

type Functions = NonNullable<BandPair["functions"]>;

/** The charts that hold the slow modes of a model, by degree. */
interface ModeCharts {
  readonly functions: Functions;
  readonly degrees: readonly number[];
  readonly bases: (degree: number) => readonly { readonly axis: Vector3; readonly basis: AxialBasis }[];
}

/**
 * Slow modes at any N, each with what rounding does to it and the distance to the nearest one of a lower degree: a mode that a lower degree does not have is one that
 * the functions make up. Null where charts are not known to hold them all.
 *
 * Near a stable fixed point P is a Gaussian times polynomials, and its tests are polynomials. Near an unstable one it is the other way round: there live modes
 * that decay as fast as P is carried away, of rates that those of the stable point have, too.
 */
export function chartModes(
  model: SpinModel,
  rounding: EntryRounding,
  settings: SpectrumSettings,
): { readonly modes: Modes; readonly degree: number; readonly functions: Functions } | null {
  const charts = modeCharts(model);
  if (charts === null) return null;
  const wider = { ...settings, count: settings.count + EXTRA };
  let found: { readonly eigenvalues: readonly Eigenvalue[]; readonly degree: number } | null = null;
  let lower = modesAt(model, charts, charts.degrees[0]!, rounding, wider);
  for (const degree of charts.degrees.slice(1)) {
    const own = modesAt(model, charts, degree, rounding, wider);
    const eigenvalues = withDistances(leading(model, own, settings), lower);
    const worst = largestError(eigenvalues);
    if (found === null || worst < largestError(found.eigenvalues)) found = { eigenvalues, degree };
    if (worst <= settings.tolerance * unitOfRates(model)) break;
    lower = own;
  }
  const { eigenvalues, degree } = found!;
  const highest = Math.max(1.5 * (settings.frequencyScale ?? 0), ...eigenvalues.map(({ imaginary }) => imaginary));
  return { modes: { eigenvalues, searched: settings.frequencyLimit ?? highest }, degree, functions: charts.functions };
}

const largestError = (values: readonly Eigenvalue[]): number => Math.max(...values.map(({ error }) => error));

const leading = (model: SpinModel, values: readonly Eigenvalue[], { near, count, frequencyLimit }: SpectrumSettings) =>
  leadingEigenvalues(values, { near, count, tie: tieOf(model), highest: near === null ? frequencyLimit : null });

function modesAt(
  model: SpinModel,
  { bases }: ModeCharts,
  degree: number,
  rounding: EntryRounding,
  settings: SpectrumSettings,
): readonly Eigenvalue[] {
  const all = bases(degree).flatMap(({ axis, basis }) => {
    const { matrix } = axialGenerator(basis, sampleRings(model, frameAround(axis), basis.rings));
    return modesOf(model, matrix, rounding, settings).eigenvalues;
  });
  return leading(model, all, settings);
}

/** Whether slow modes are found in charts. */
export const hasModeCharts = (model: SpinModel): boolean => modeCharts(model) !== null;

function modeCharts(model: SpinModel): ModeCharts | null {
  if (interacts(model) || !fitsChart(model)) return null;
  const stable = planePeak(model);
  if (stable === null) {
    const { axis, scale, weight } = rigidShift(model);
    return {
      functions: "shiftedSphere",
      degrees: BANDS,
      bases: (degree) => [{ axis, basis: boostedBasis({ scale, degree, weight }) }],
    };
  }
  const unstable = fixedPoints(model).points.filter(({ kind }) => kind === "unstable");
  if (unstable.length !== 1) return null;
  const places: readonly (PlanePeak & { readonly dual: boolean })[] = [
    { ...stable, dual: false },
    { centre: unstable[0]!.position, deviation: stable.deviation, dual: true },
  ];
  return {
    functions: "tangentPlane",
    degrees: PLANE_DEGREES,
    bases: (degree) =>
      places.map(({ centre, deviation, dual }) => {
        const basis = planeBasis({ width: deviation / 2, degree });
        return { axis: centre, basis: dual ? dualBasis(basis) : basis };
      }),
  };
}

/** The same with the Gaussian on the side of the tests. */
const dualBasis = (basis: AxialBasis): AxialBasis => ({
  ...basis,
  pairs: basis.pairs.map((column) =>
    column.map((pair) => ({
      ...pair,
      test: pair.trial,
      testSlope: pair.trialSlope,
      trial: pair.test,
      trialSlope: pair.testSlope,
    })),
  ),
});
