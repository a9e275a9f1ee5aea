import { defined } from "../core/defined.ts";
import { BlochfemError, ConvergenceError, InputError } from "../core/errors.ts";
import { hasAxis } from "../dicke/axis/axis.ts";
import { meanFieldFrequency } from "../model/meanFieldFrequency.ts";
import { turnedToZ } from "../model/secondOrder/axis.ts";
import { hasLocalRates, type SpinModel } from "../model/spinModel.ts";
import { type Spectrum, type SpectrumMethod, type SpectrumOptions, spectrumSettings } from "../state/spectrum.ts";
import {
  askedFor,
  type Candidate,
  type CostLimits,
  DEFAULT_COST_LIMITS,
  firstAnswer,
  requireAffordable,
  tooDear,
} from "./choice.ts";
import { modesByDicke, modesByElements, modesByHarmonics, type RoadSpectrum } from "./spectrum/byDomain.ts";
import {
  dickeSectorOutlook,
  dickeSpectrumOutlook,
  exactSpectrumOutlook,
  femSectorOutlook,
  femSpectrumOutlook,
  orTooMany,
  SECONDS_OF_ELEMENTS,
  spectrumBand,
} from "./spectrum/cost.ts";
import { type AnySpectrumOptions, type SpectrumChoiceOptions, spectrumRoads } from "./spectrum/options.ts";
import type { Outlook } from "./steady/cost.ts";

/** Eigenvalues of the generator; `method` is the road that was taken. */
export interface ChosenSpectrum extends RoadSpectrum {
  readonly model: SpinModel;
  /** Where P is: `band` counts harmonics on the sphere, and degrees of polynomials in the ball. */
  readonly domain: "sphere" | "ball";
  /** The least rate that is not zero to its error, among those listed: null where there is none. */
  readonly relaxationGap: number | null;
  /** One sentence: why this road was taken. */
  readonly reason: string;
}

/**
 * Eigenvalues of the generator of a model, the slowest (or those near a place), by the road that is predicted to meet the tolerance
 * at a reasonable cost: finite elements, else harmonic moments or the density matrix. Where one fails the next is tried. Whether P is on
 * the sphere or in the ball follows from the local rates. A model whose steady state is not unique has as many zeros as conserved quantities; where these
 * would be the whole list and neither `count` nor `near` is given, ten more follow them if they can be had within the limits.
 *
 * @throws InputError for options out of range, of a method other than the one named, or of two methods
 * @throws ConvergenceError, ResourceLimitError where no road is left: the message has the reason of each
 */
export function spectrum(model: SpinModel, options: SpectrumChoiceOptions = {}): ChosenSpectrum {
  const found = listed(model, options);
  const { zeros, eigenvalues, errorEstimate } = found;
  const { count, near, sector }: AnySpectrumOptions = options;
  const moves = eigenvalues.some(([real, imaginary], k) => Math.hypot(real, imaginary) > errorEstimate[k]!);
  if (moves || [count, near, sector].some((option) => option !== undefined)) return found;
  try {
    const more = listed(model, { ...options, count: zeros.count + MODES_BEHIND_ZEROS });
    return { ...more, reason: found.reason };
  } catch (error) {
    if (error instanceof BlochfemError) return found;
    throw error;
  }
}

/** So many follow zeros that would be the whole list. */
const MODES_BEHIND_ZEROS = 10;

function listed(model: SpinModel, options: SpectrumChoiceOptions): ChosenSpectrum {
  spectrumSettings(common(options, DEFAULT_COST_LIMITS, undefined));
  const { sector }: AnySpectrumOptions = options;
  const turned = sector === undefined || hasAxis(model) ? null : turnedToZ(model);
  if (turned !== null) return { ...listed(turned, options), model };
  requireSectors(model, options);
  const limits: CostLimits = { ...DEFAULT_COST_LIMITS, ...options.limits };
  const roads = spectrumRoads(options);
  const candidates = roads.map((road) => candidate(road, model, options, limits, roads.length > 1));
  const [only] = candidates;
  if (candidates.length === 1) {
    requireAffordable(
      "the spectrum",
      only!,
      limits,
      only!.method === "harmonic" ? null : bySectors(model, options, limits),
    );
    return only!.solve(askedFor(only!.method));
  }
  const first = (method: SpectrumMethod, seconds: number): number =>
    method === "fem" && seconds <= SECONDS_OF_ELEMENTS ? 0 : seconds;
  const ordered = candidates.toSorted((a, b) => first(a.method, a.cost.seconds) - first(b.method, b.cost.seconds));
  const tried = wholeSpace(model) ? ordered.map((one) => ({ ...one, stopsOther: roundsAlike })) : ordered;
  return firstAnswer("the spectrum", tried, limits, bySectors(model, options, limits)).answer;
}

/** Advice to take a sector of the density matrix, where all are too many and one is not; null where that does not help. */
function bySectors(model: SpinModel, { sector, band }: AnySpectrumOptions, limits: CostLimits): string | null {
  if (sector !== undefined || band !== undefined || !(hasAxis(model) || turnedToZ(model) !== null)) return null;
  // Populations are the largest but where coherences have real and imaginary parts together.
  const dear = [0, 1].some((one) => tooDear(dickeSectorOutlook(model, one).cost, limits) !== null);
  return dear ? null : "give a sector, 0 for populations or 1 for the coherences of the light: one alone is solved for";
}

/** @throws InputError for a sector of a model without an axis, and for one that N spins do not have */
function requireSectors(model: SpinModel, { sector }: AnySpectrumOptions): void {
  if (sector === undefined) return;
  if (!hasAxis(model)) {
    throw new InputError({
      what: `the sector ${sector} is asked for, and the model has none: its field, its interaction and its jumps are not alike all around one axis`,
      remedy: "leave the sector out",
      value: sector,
    });
  }
  if (sector > model.spins) {
    throw new InputError({
      what: `the sector ${sector} is asked for, and the density matrix of ${model.spins} spins has those from 0 to ${model.spins}`,
      remedy: "give a smaller one: 1 is that of the light",
      value: sector,
      limit: model.spins,
    });
  }
}

/** All roads take all harmonics, or elements of the density matrix. */
const wholeSpace = (model: SpinModel): boolean => !hasLocalRates(model) && spectrumBand(model) === model.spins;

/** Estimates of roads that take the whole space differ by less than this: what moves eigenvalues there is the rounding of entries alone. */
const ROUNDING_APART = 1e3;

/**
 * Where rounding spoils an eigenvalue of P by far, the other road of P is not tried: it rounds as well. The density matrix is not far
 * from normal where P is (a squeezed reservoir: 1e-14 against 1e-1).
 */
const roundsAlike = (error: BlochfemError, other: SpectrumMethod): string | null =>
  other !== "dicke" && error instanceof ConvergenceError && Number(error.value) > ROUNDING_APART * Number(error.limit)
    ? "the eigenvalue is as ill-conditioned there"
    : null;

const ROADS: Readonly<
  Record<SpectrumMethod, (model: SpinModel, options: SpectrumOptions & { readonly band?: number }) => RoadSpectrum>
> = {
  fem: modesByElements,
  harmonic: modesByHarmonics,
  dicke: modesByDicke,
};

function outlookOf(
  method: SpectrumMethod,
  model: SpinModel,
  { band, count, sector }: AnySpectrumOptions,
  limits: CostLimits,
  hasOthers: boolean,
): Outlook {
  const foreseen = (outlook: Outlook, degree = model.spins): Outlook =>
    orTooMany(model, outlook, { band: degree, ...defined({ count }) }, limits);
  if (method === "dicke") return foreseen(dickeSpectrumOutlook(model, sector));
  if (method === "fem") {
    return sector === undefined ? foreseen(femSpectrumOutlook(model)) : femSectorOutlook(model, sector, hasOthers);
  }
  const degree = band ?? spectrumBand(model);
  return foreseen(exactSpectrumOutlook(model, degree), degree);
}

function candidate(
  method: SpectrumMethod,
  model: SpinModel,
  options: AnySpectrumOptions,
  limits: CostLimits,
  hasOthers: boolean,
): Candidate<SpectrumMethod, ChosenSpectrum> {
  const solve = (reason: string): ChosenSpectrum => {
    options.onProgress?.(method, "");
    const asked = {
      ...common(options, limits, (text) => options.onProgress?.(method, text)),
      frequencyScale: meanFieldFrequency(model),
    };
    const banded = method === "harmonic" ? { ...asked, ...defined({ band: options.band }) } : asked;
    const found = ROADS[method](model, banded);
    const domain = hasLocalRates(model) ? "ball" : "sphere";
    return { ...found, model, domain, relaxationGap: relaxationGap(found), reason };
  };
  return { method, ...outlookOf(method, model, options, limits, hasOthers), solve };
}

/** What every road takes. */
function common(
  { count, near, tolerance, frequencyLimit, sector }: AnySpectrumOptions,
  { seconds, bytes }: CostLimits,
  onProgress: ((text: string) => void) | undefined,
): SpectrumOptions {
  return {
    ...defined({ count, near, tolerance, frequencyLimit, sector }),
    memoryLimit: bytes,
    secondsLimit: seconds,
    ...defined({ onProgress }),
  };
}

/** The least rate that is not zero to its error, among those listed: null where there is none. */
function relaxationGap({ eigenvalues, errorEstimate }: Pick<Spectrum, "eigenvalues" | "errorEstimate">): number | null {
  const rates = eigenvalues.map(([real]) => Math.abs(real)).filter((rate, k) => rate > errorEstimate[k]!);
  return rates.length === 0 ? null : Math.min(...rates);
}
