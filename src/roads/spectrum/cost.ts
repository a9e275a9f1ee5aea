import { unexpandable } from "../../fem/axis/validity.ts";
import { hasModeCharts } from "../../fem/sphere/axial/spectrum.ts";
import { defaultBand as defaultBallBand } from "../../harmonic/ball/spectrum.ts";
import { comparisonBand } from "../../harmonic/band.ts";
import { defaultBand as defaultSphereBand } from "../../harmonic/sphere/spectrum.ts";
import { MOST_OF_A_SEARCH } from "../../linalg/eigen/sparseSearch.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import { hasLocalRates, interacts, type SpinModel } from "../../model/spinModel.ts";
import { brokenLimit, type Cost, type CostLimits, tooDear } from "../choice.ts";
import { densityElements } from "../domain.ts";
import { expandedAround } from "../steady/axisCost.ts";
import { type Outlook, symmetryOf } from "../steady/cost.ts";
import { hasModesAroundPoint } from "./byDomain.ts";

/*
 * What each road to a spectrum is predicted to take, in seconds of one core at 2 to 3 GHz, measured, and meant to a factor of three.
 */

/** Seconds for all eigenvalues of a dense matrix of that order, with the errors of ten. */
const denseSeconds = (order: number): number => 0.03 + 2e-8 * order ** 3;

/** All eigenvalues are computed up to this. */
const SECONDS_FOR_ALL = 10;

/** Up to this N elements take all harmonics. */
const MOST_OF_A_BAND = 300;

/** Finite elements are tried first where they take no longer than this, else in the order of the costs. */
export const SECONDS_OF_ELEMENTS = 3;

/**
 * On the sphere elements of harmonics take what moments do, and functions around an axis a second or two at any N. In the ball polynomials around the stable fixed point take some seconds at any
 * N, and bands of degree 4 to 10 are tried one after the other where there is none; where the equation is parabolic the moments of each degree close, and the first is exact.
 */
export function femSpectrumOutlook(model: SpinModel): Outlook {
  if (!hasLocalRates(model)) {
    const charted = model.spins > MOST_OF_A_BAND && symmetryOf(model) !== "axis" && hasModeCharts(model);
    return charted ? { refusal: null, cost: { seconds: 2, bytes: 2e8 } } : exactSpectrumOutlook(model);
  }
  if (hasModesAroundPoint(model)) return { refusal: null, cost: { seconds: 4, bytes: 2e8 } };
  const band = isParabolicInBall(model) ? 4 : Math.min(model.spins, 10);
  return { refusal: null, cost: { seconds: 0.3 + 1.6e-4 * band ** 5, bytes: 2e8 } };
}

/** Seconds of a sector of the density matrix up to which P is not expanded: it is exact. */
const SECONDS_OF_A_SECTOR = 2;

/** One sector by polynomials around the axis: at any N, where P has a smooth shape there. */
export function femSectorOutlook(model: SpinModel, sector: number, hasOthers: boolean): Outlook {
  // Real and imaginary parts together where coherences turn at different speeds.
  const seconds = sector > 0 && interacts(model) ? 8 : 1;
  return { refusal: sectorRefusal(model, sector, hasOthers), cost: { seconds, bytes: 5e7 } };
}

function sectorRefusal(model: SpinModel, sector: number, hasOthers: boolean): string | null {
  const axial = expandedAround(model);
  if (axial === null)
    return "P is expanded around an axis for N from 100 on and unequal collective pump and decay, local rates among them";
  if (hasOthers && dickeSectorOutlook(model, sector).cost.seconds <= SECONDS_OF_A_SECTOR) {
    return `a sector of ${model.spins} spins is solved for exactly`;
  }
  return unexpandable(axial)?.what ?? null;
}

/** Band of the moments where none is asked for. */
export const spectrumBand = (model: SpinModel): number =>
  hasLocalRates(model) ? defaultBallBand(model.spins) : defaultSphereBand(model.spins);

/** Dense arrays of 8 bytes that all eigenvalues of a matrix take. */
const DENSE_BYTES = 8 * 6;

/** A road is refused at once where more eigenvalues are asked for than are searched for, and all of them are too many. */
export function orTooMany(
  model: SpinModel,
  outlook: Outlook,
  { count, band }: { readonly count?: number; readonly band: number },
  limits: CostLimits,
): Outlook {
  const symmetry = symmetryOf(model);
  if (count === undefined || count <= MOST_OF_A_SEARCH || symmetry === "axis") return outlook;
  const blocks = symmetry === "mirror" ? 2 : 1;
  const order = densityElements({ ...model, spins: band }) / blocks;
  const cost = { seconds: blocks * denseSeconds(order), bytes: DENSE_BYTES * blocks * order ** 2 };
  const refusedBy = brokenLimit(cost, limits);
  if (refusedBy === null) return outlook;
  const refusal = `${count} eigenvalues are more than the ${MOST_OF_A_SEARCH} that are searched for, and for all ${tooDear(cost, limits)}`;
  return { ...outlook, refusal, refusedBy };
}

/** Moments up to a band, or the density matrix: the same number of unknowns where the band is N. */
export function exactSpectrumOutlook(model: SpinModel, band: number = model.spins): Outlook {
  const unknowns = band === model.spins ? densityElements(model) : densityElements({ ...model, spins: band });
  const symmetry = symmetryOf(model);
  const inBall = hasLocalRates(model);
  if (symmetry === "axis") {
    // One block for each coherence, real and imaginary part together.
    const blocks = band + 1;
    const order = (2 * unknowns) / blocks;
    const all = blocks * denseSeconds(order);
    return { refusal: null, cost: costOf(all, inBall, unknowns, band, model.spins) };
  }
  const all = symmetry === "mirror" ? 2 * denseSeconds(unknowns / 2) : denseSeconds(unknowns);
  return { refusal: null, cost: costOf(all, inBall, unknowns, band, model.spins) };
}

/** In the ball blocks of the density matrix take less than moments, and are far less ill-conditioned: errors of 1e-10 against 3e-6 for ten modes of 26 spins. */
const DICKE_SHARE = 0.8;

const inShare = (outlook: Outlook, share: number): Outlook => ({
  ...outlook,
  cost: { ...outlook.cost, seconds: share * outlook.cost.seconds },
});

/** Coherence by coherence where there is an axis: each sector of populations or coherences is a grid in j and m, or a chain. */
export function dickeSpectrumOutlook(model: SpinModel, sector?: number): Outlook {
  if (symmetryOf(model) !== "axis") return inShare(exactSpectrumOutlook(model), hasLocalRates(model) ? DICKE_SHARE : 1);
  if (sector !== undefined) return dickeSectorOutlook(model, sector);
  if (interacts(model)) return interactingSectors(model);
  const { spins } = model;
  const states = hasLocalRates(model) ? (spins / 2 + 1) ** 2 : spins + 1;
  const all = (spins + 1) * denseSeconds(states);
  if (all <= SECONDS_FOR_ALL) return { refusal: null, cost: { seconds: all, bytes: 1e8 } };
  // A few sectors, each searched for more and more eigenvalues; of the others there is a bound.
  const seconds = hasLocalRates(model) ? 1 + 7e-4 * spins ** 2 + 4e-8 * spins ** 3 : 1 + 3e-5 * spins ** 2;
  return { refusal: null, cost: { seconds, bytes: 1e8 + states * (4000 + 20 * 9 * Math.log2(states)) } };
}

/** One factorisation and a few dozen solves: a grid in j and m, or a chain, real and imaginary parts together with an interaction. */
export function dickeSectorOutlook(model: SpinModel, sector: number): Outlook {
  const { spins } = model;
  const inBall = hasLocalRates(model);
  const grid = inBall ? Math.floor((spins + 2 - sector) ** 2 / 4) : spins + 1 - sector;
  const states = sector > 0 && interacts(model) ? 2 * grid : grid;
  const seconds = 0.1 + (inBall ? 7e-8 * states ** 1.5 : 1e-5 * states);
  return { refusal: null, cost: { seconds, bytes: 1e8 + states * (200 + 20 * 4 * Math.log2(states)) } };
}

/** With an interaction all sectors are solved densely, real and imaginary parts of coherences together, or none is told from the others. */
function interactingSectors(model: SpinModel): Outlook {
  const { spins } = model;
  let all = 0;
  for (let q = 0; q <= spins; q++) {
    const states = hasLocalRates(model) ? Math.floor((spins + 2 - q) ** 2 / 4) : spins + 1 - q;
    all += denseSeconds(q === 0 ? states : 2 * states);
  }
  return all <= SECONDS_FOR_ALL ? { refusal: null, cost: { seconds: all, bytes: 1e8 } } : exactSpectrumOutlook(model);
}

function costOf(all: number, inBall: boolean, unknowns: number, band: number, spins: number): Cost {
  if (all <= SECONDS_FOR_ALL) return { seconds: all, bytes: 1e8 };
  const factors = inBall ? 40 * unknowns ** 1.33 : 40 * unknowns * Math.log2(2 * unknowns);
  // A band that cuts something off is compared with one of 4/5 of it.
  const searched = band < spins ? [band, comparisonBand(band)] : [band];
  const seconds = searched.reduce((sum, degree) => sum + searchSeconds(inBall, degree, spins), 0);
  return { seconds, bytes: 2500 * unknowns + 20 * factors };
}

/** Above this N a search on the sphere takes twice as many shifts: modes are closer, and reach further along the imaginary axis. */
const MORE_SHIFTS = 100;

/**
 * A handful of complex shifts, each two factorisations and some 200 solves: a grid in the plane or in space. In the ball all of 26 spins took 2.5 to 3 s, of 33 14 s, of 29 that turn fast 40 s, and moments of 38 spins
 * up to degree 24 with those up to 19 9 s.
 */
const searchSeconds = (inBall: boolean, band: number, spins: number): number =>
  inBall ? 1.8e-7 * band ** 5.5 : 4e-5 * band ** 2.8 * (spins > MORE_SHIFTS ? 2 : 1);
