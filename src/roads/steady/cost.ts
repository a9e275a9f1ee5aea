import { hasAxis } from "../../dicke/axis/axis.ts";
import { populationCost } from "../../dicke/axis/cost.ts";
import { collectiveBytes, liouvillianBytes } from "../../dicke/matrixBytes.ts";
import { asRateModel } from "../../dicke/processMatrix.ts";
import { fitsChart } from "../../fem/sphere/axial/parameters.ts";
import { MAXIMUM_AXIAL_BAND } from "../../harmonic/ball/axialSteady.ts";
import { fixedPoints } from "../../model/fixedPoints.ts";
import { isParabolicInBall, isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import { linearNoise } from "../../model/linearNoise.ts";
import { aroundAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { Cost, CostLimits } from "../choice.ts";
import { densityElements } from "../domain.ts";
import type { AnySteadyOptions } from "./options.ts";

/*
 * What each road to a steady state is predicted to take, and whether it is predicted to meet a tolerance: docs/methods.md has
 * the same numbers in words. Seconds are of one core at 2 to 3 GHz, measured, and meant to a factor of three.
 */

/** Whether a road may be tried, and what it is predicted to take. */
export interface Outlook {
  /** Why it is not predicted to meet the tolerance; null where it is. */
  readonly refusal: string | null;
  /** The limit that `refusal` is about, where it is about one. */
  readonly refusedBy?: keyof CostLimits;
  /** Why other roads are tried first; absent where they are not. */
  readonly postponed?: string;
  readonly cost: Cost;
}

/** Structure of the problem, which decides how many unknowns are coupled. */
type Symmetry = "axis" | "mirror" | "none";

/** "axis": everything is about z; "mirror": rates, and a field across z alone, which may be turned along x; "none": anything else. */
export function symmetryOf(model: SpinModel): Symmetry {
  if (hasAxis(model)) return "axis";
  return model.field[2] === 0 && asRateModel(model) !== null ? "mirror" : "none";
}

/** Up to this N polynomials of degree N are elements within a second, and a non-parabolic model of the ball is solved exactly. */
const EXACT_ELEMENTS = 8;

/** Bands of harmonics are asked for no more than this where the band is not the full one. */
const BAND_ACCURACY = 1e-7;

/** Up to this N the full band of harmonics takes a second, and is right but for rounding. */
const FULL_BAND_ELEMENTS = 100;

/** Up to this N harmonics cost no more than elements in a chart around an axis, and know the purity better; populations along an axis cost less at any N. */
const CHEAP_HARMONICS = 1000;

/** Finite elements: degrees 5 to 8 on a few hundred cells. */
export function femOutlook(
  model: SpinModel,
  tolerance: number,
  options: Pick<AnySteadyOptions, "mesh" | "degree" | "band">,
): Outlook {
  const asked = options.mesh !== undefined || options.degree !== undefined || options.band !== undefined;
  const inBall = hasLocalRates(model);
  if (isLeftToMeshes(model)) return { refusal: null, cost: { seconds: 15, bytes: 1.5e9 } };
  const cost = inBall ? { seconds: 5, bytes: 5e8 } : { seconds: 3, bytes: 5e8 };
  return { refusal: asked ? null : femRefusal(model, tolerance), cost };
}

/**
 * Whether P is on a ridge, a cycle or several narrow peaks, which meshes bisected for the moments see, and neither few harmonics nor a density matrix hold: a parabolic
 * equation of many spins without one stable point.
 */
export function isLeftToMeshes(model: SpinModel): boolean {
  if (hasLocalRates(model) || model.spins <= CHEAP_HARMONICS || !isParabolicOnSphere(model)) return false;
  if (symmetryOf(model) === "axis") return false;
  const { points, continuum } = fixedPoints(model);
  return continuum === null && points.filter(({ kind }) => kind === "stable").length !== 1;
}

function femRefusal(model: SpinModel, tolerance: number): string | null {
  const { spins } = model;
  if (hasLocalRates(model)) {
    if (isParabolicInBall(model) || spins <= EXACT_ELEMENTS) return null;
    return tolerance < 1e-6
      ? `P is sought in bands for N above ${EXACT_ELEMENTS} where D is negative somewhere, which seldom are right to ${tolerance}`
      : null;
  }
  if (isParabolicOnSphere(model) || tolerance >= BAND_ACCURACY) return null;
  return spins <= FULL_BAND_ELEMENTS || (spins > CHEAP_HARMONICS && symmetryOf(model) !== "axis" && fitsChart(model))
    ? null
    : `the equation is not parabolic, and P in a band of harmonics is not predicted to be right to ${tolerance} above N = ${FULL_BAND_ELEMENTS}`;
}

/** Seconds of one steady solve in harmonics l <= band: nested dissection of a plane grid, band^3, and the ordering. */
const harmonicSeconds = (band: number): number => 0.02 + 2e-6 * band ** 2 + 8e-8 * band ** 3;

/** Bytes of matrix and factors: n log n for n = band^2. */
const harmonicBytes = (band: number): number => 1e8 + 20 * 18 * (band + 1) ** 2 * Math.log2((band + 1) ** 2) * 0.35;

/** Structure of the hierarchy in the ball; "closed": each degree is driven by lower ones alone, and is solved for by itself. */
type BallStructure = Symmetry | "closed";

function structureOf(model: SpinModel): BallStructure {
  // About z or another axis: the moments of order 0 are all there is.
  if (aroundAxis(coefficientsOf(model)) !== null) return "axis";
  return isParabolicInBall(model) ? "closed" : symmetryOf(model);
}

/** Seconds of one solve in polynomials of degree <= band: a grid in space, n^2 for n = band^3 / 6 coupled unknowns. */
function ballHarmonicSeconds(band: number, structure: BallStructure): number {
  if (structure === "axis") return 0.02 + 2e-8 * band ** 3;
  if (structure === "closed") return 0.03 + 6e-6 * band ** 3;
  return 0.03 + (structure === "mirror" ? 0.45e-10 : 3.5e-10) * band ** 6;
}

function ballHarmonicBytes(band: number, structure: BallStructure): number {
  // Moments of all orders are written down, with their errors.
  if (structure === "axis") return 1e8 + 2000 * band ** 2 + 6 * band ** 3;
  if (structure === "closed") return 1e8 + 2500 * band ** 3;
  return 1e8 + (structure === "mirror" ? 12 : 35) * band ** 4.4;
}

/** Highest harmonics on the sphere, and polynomials in the ball, that the hierarchies take. */
const HIGHEST_BAND = { sphere: 999, ball: 100, axis: MAXIMUM_AXIAL_BAND } as const;

function highestBand(model: SpinModel): number {
  if (!hasLocalRates(model)) return HIGHEST_BAND.sphere;
  return structureOf(model) === "axis" ? HIGHEST_BAND.axis : HIGHEST_BAND.ball;
}

/** What the bands below the last one, and the one that it is compared with, take beside it. */
const CLIMB = 2.5;

function harmonicCost(model: SpinModel, band: number): Cost {
  if (!hasLocalRates(model)) return { seconds: CLIMB * harmonicSeconds(band), bytes: harmonicBytes(band) };
  const structure = structureOf(model);
  return { seconds: CLIMB * ballHarmonicSeconds(band, structure), bytes: ballHarmonicBytes(band, structure) };
}

/** Moments of P, in the band that is asked for or in the one that is expected to be enough. */
export function harmonicOutlook(model: SpinModel, asked: number | "none" | undefined): Outlook {
  const highest = highestBand(model);
  const band = asked === undefined ? expectedBand(model) : asked === "none" ? model.spins : asked;
  const refusal =
    band > highest
      ? `the moments of P up to degree ${Number(band.toPrecision(3))} matter, above ${highest}, the highest that are solved for`
      : null;
  return { refusal, cost: harmonicCost(model, band) };
}

/** A Gaussian in l that has fallen to 1e-12. */
const DEVIATIONS = 7.5;

/** Harmonics of a state without a narrow peak, and polynomials in the ball: they seldom need more. */
const BROAD_BAND = 64;
const BALL_BAND = 40;

/**
 * Band that the steady state is expected to need, at most N. Around one stable fixed point the harmonics, in the norm of the
 * density matrix, fall as exp(-l^2 w^2 / 2), w^2 = (1 + Sigma_min)/N, Sigma_min the smaller variance of linear noise.
 */
export function expectedBand(model: SpinModel): number {
  const { spins } = model;
  if (hasLocalRates(model)) {
    const all = structureOf(model) === "axis" && spins <= HIGHEST_BAND.axis;
    return all ? spins : Math.min(spins, BALL_BAND);
  }
  if (spins <= BROAD_BAND) return spins;
  const { points, continuum } = fixedPoints(model);
  const [point, second] = points.filter(({ kind }) => kind === "stable");
  if (continuum !== null || point === undefined || second !== undefined) return BROAD_BAND;
  const [xx, yy, zz, xy, xz, yz] = linearNoise(model, point);
  const half = (xx + yy + zz) / 2;
  // One eigenvalue is 0, along the radius.
  const product = xx * yy + yy * zz + zz * xx - xy * xy - xz * xz - yz * yz;
  const smallest = half - Math.sqrt(Math.max(0, half * half - product));
  const width = Math.sqrt(Math.max(0, 1 + smallest) / spins);
  return Math.max(BROAD_BAND, Math.min(spins, Math.ceil(DEVIATIONS / Math.max(width, 1e-300))));
}

/** The highest band whose cost is within the limits. */
export function affordableBand(model: SpinModel, limits: CostLimits): number {
  const fits = (band: number): boolean => {
    const { seconds, bytes } = harmonicCost(model, band);
    return seconds <= limits.seconds && bytes <= limits.bytes;
  };
  const highest = Math.min(model.spins, highestBand(model));
  if (fits(highest)) return highest;
  let [low, high] = [2, highest];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The density matrix. */
export function dickeOutlook(model: SpinModel): Outlook {
  const populations = populationCost(model);
  if (populations !== null) return { refusal: null, cost: populations };
  const { spins } = model;
  const symmetry = symmetryOf(model);
  const elements = densityElements(model);
  if (!hasLocalRates(model)) {
    // Jumps of any operator couple each element to all around it: measured up to N = 200.
    const factors = (asRateModel(model) === null ? 28 : 18) * elements * Math.log2(elements);
    const bytes = collectiveBytes(model) + 20 * factors;
    return { refusal: null, cost: { seconds: 0.05 + 3.3e-7 * spins ** 3, bytes } };
  }
  const unknowns = symmetry === "mirror" ? elements / 2 : elements;
  const seconds = 0.05 + (symmetry === "mirror" ? 1.4e-6 : 3.3e-6) * spins ** 3.5;
  const bytes = 1e8 + liouvillianBytes(model, unknowns) + 8 * unknowns * (spins + 60) + 16 * elements;
  return { refusal: null, cost: { seconds, bytes } };
}
