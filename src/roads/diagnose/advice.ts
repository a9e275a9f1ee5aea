import { aboutDuration } from "../../core/duration.ts";
import { NotParabolicError, NotUniqueError } from "../../core/errors.ts";
import { LARGEST_WHOLE_BAND } from "../../fem/ball/evolutionStages.ts";
import { defaultBand, LARGEST_FOR_BAND } from "../../fem/sphere/band.ts";
import { hasRatesAlone } from "../../model/ratesAlone.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import { requireDiffusionInBall } from "../../sde/ball/dynamics.ts";
import { noProcess, requireDiffusionOnSphere } from "../../sde/sphere/dynamics.ts";
import { type CostLimits, tooDear } from "../choice.ts";
import { dickeOutlook, expectedBand, harmonicOutlook, type Outlook } from "../steady/cost.ts";
import { elementsOutlook } from "../steady/elementsOutlook.ts";
import { STEADY_TOLERANCE, type SteadyMethod } from "../steady/options.ts";
import type { DiagnosedParabolicity } from "./parabolicity.ts";

/**
 * Which roads a model can take, in the order in which `steady` tries them.
 *
 * @inline
 */
export interface RoadAdvice {
  readonly method: SteadyMethod | "sde";
  /** Why it is not taken, in the words of the error that asking for it gives; null where it may be. */
  readonly refusal: string | null;
  /** Predicted processor time on one core; null for trajectories. */
  readonly seconds: number | null;
}

export interface Advice {
  readonly roads: readonly RoadAdvice[];
  /** Band of harmonics, in the ball of polynomials, in which P is sought by finite elements; null where the equation is parabolic, or N so large that other functions are taken. */
  readonly band: number | null;
  /** All of it as one paragraph. */
  readonly text: string;
}

/** What `steady` would do with the model, and why, without doing it. */
export function adviceFor(
  model: SpinModel,
  { domain, parabolic, minimumEigenvalue }: Pick<DiagnosedParabolicity, "domain" | "parabolic" | "minimumEigenvalue">,
  limits: CostLimits,
): Advice {
  const notUnique = notUniqueRefusal(model);
  const road = (method: SteadyMethod, { refusal, cost }: Outlook): RoadAdvice => ({
    method,
    refusal: notUnique ?? refusal ?? tooDear(cost, limits),
    seconds: notUnique === null ? cost.seconds : null,
  });
  const exact = [road("harmonic", harmonicOutlook(model, undefined)), road("dicke", dickeOutlook(model))].toSorted(
    (a, b) => (a.seconds ?? 0) - (b.seconds ?? 0),
  );
  const elements = elementsOutlook(model, { tolerance: STEADY_TOLERANCE }, true);
  const roads: RoadAdvice[] = [
    road("fem", elements),
    ...exact,
    {
      method: "sde",
      refusal: trajectoryRefusal(model, domain === "ball" || parabolic ? null : minimumEigenvalue),
      seconds: null,
    },
  ];
  const band = parabolic || elements.around !== null ? null : bandOf(model);
  return { roads, band, text: paragraph(model, roads, { parabolic, band }, notUnique) };
}

/** null above the N up to which P is sought in a band at all. */
function bandOf(model: SpinModel): number | null {
  if (hasLocalRates(model)) return Math.min(model.spins, LARGEST_WHOLE_BAND);
  return model.spins <= LARGEST_FOR_BAND ? defaultBand(model.spins) : null;
}

function notUniqueRefusal(model: SpinModel): string | null {
  try {
    requireUniqueSteadyState(model);
    return null;
  } catch (error) {
    if (error instanceof NotUniqueError) return error.what;
    throw error;
  }
}

/** @param negative the least eigenvalue of D on the sphere, where it is known to be below 0: it takes a search */
function trajectoryRefusal(model: SpinModel, negative: number | null): string | null {
  try {
    if (hasLocalRates(model)) requireDiffusionInBall(model);
    else if (hasRatesAlone(model)) requireDiffusionOnSphere(model);
    else if (negative !== null) return noProcess(negative);
    return null;
  } catch (error) {
    if (error instanceof NotParabolicError) return error.what;
    throw error;
  }
}

function paragraph(
  model: SpinModel,
  roads: readonly RoadAdvice[],
  { parabolic, band }: Pick<Advice, "band"> & { readonly parabolic: boolean },
  notUnique: string | null,
): string {
  const open = roads.filter(({ refusal, method }) => refusal === null && method !== "sde");
  const shut = roads.filter(({ refusal }) => refusal !== null && refusal !== notUnique);
  const sentences: string[] = [];
  if (notUnique === null) {
    const named = open.map(({ method, seconds }) => `${method} (${aboutDuration(seconds!)})`);
    sentences.push(
      named.length === 0 ? "No method is predicted to do." : `A steady state is sought by ${named.join(", then ")}.`,
    );
  } else {
    sentences.push(
      `No method has a steady state: ${notUnique}; that of an initial state is found by harmonic or dicke.`,
    );
  }
  if (!parabolic && open.some(({ method }) => method === "fem")) {
    const [what, letter, others] = hasLocalRates(model)
      ? ["polynomials of degree", "n", "polynomials around an axis or a fixed point"]
      : ["harmonics", "l", "functions around an axis"];
    const among = band === null ? others : `the ${what} ${letter} <= ${band}`;
    sentences.push(`The equation is not parabolic: fem seeks P among ${among} alone.`);
  }
  const needed = expectedBand(model);
  if (needed < model.spins)
    sentences.push(`Moments up to degree ${needed} of ${model.spins} are expected to be enough.`);
  if (roads.some(({ method, refusal }) => method === "sde" && refusal === null)) {
    sentences.push("Trajectories apply: the equation is that of a stochastic process.");
  }
  for (const { method, refusal } of shut) {
    sentences.push(`Not ${method === "sde" ? "trajectories" : method}: ${refusal}.`);
  }
  return sentences.join(" ");
}
