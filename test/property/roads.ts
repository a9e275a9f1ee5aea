import { BlochfemError, NotUniqueError, spectrum, steady } from "blochfem";
import type { Evolution, EvolutionRequest, SpectrumMethod } from "blochfem/state";
import { evolveByDicke, evolveByElements, evolveByHarmonics } from "../../src/roads/evolve/byDomain.ts";
import type { Answer, ModesAnswer } from "./compare.ts";
import type { RandomProblem } from "./randomProblems.ts";

/** How a road ended, and the processor time it took. */
export type Outcome<T> =
  | { readonly kind: "answer"; readonly answer: T; readonly seconds: number }
  | { readonly kind: "refused" | "not unique"; readonly message: string; readonly seconds: number }
  /** Anything but a BlochfemError: what a user would see as a stack trace. */
  | { readonly kind: "crashed"; readonly message: string; readonly seconds: number };

export const processorSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

function attempt<T>(run: () => T): Outcome<T> {
  const started = processorSeconds();
  const seconds = () => processorSeconds() - started;
  try {
    return { kind: "answer", answer: run(), seconds: seconds() };
  } catch (error) {
    if (error instanceof NotUniqueError) return { kind: "not unique", message: error.message, seconds: seconds() };
    if (error instanceof BlochfemError) return { kind: "refused", message: error.message, seconds: seconds() };
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: "crashed", message, seconds: seconds() };
  }
}

export type SteadyRoad = "auto" | "fem" | "harmonic" | "dicke";

export const steadyBy = ({ model }: RandomProblem, road: SteadyRoad): Outcome<Answer> =>
  attempt(() => {
    const { observables, errorEstimate } = steady(model, { method: road });
    return { road, observables, errorEstimate };
  });

const evolutions = {
  fem: (request: EvolutionRequest): Evolution => evolveByElements(request),
  harmonic: (request: EvolutionRequest): Evolution => evolveByHarmonics(request),
  dicke: (request: EvolutionRequest): Evolution => evolveByDicke(request),
};

/** One answer for each of the times. */
export const evolvedBy = (
  { model, initial, times }: RandomProblem,
  road: keyof typeof evolutions,
): Outcome<readonly Answer[]> =>
  attempt(() => {
    const { observables, errorEstimate } = evolutions[road]({ model, initial, times });
    return observables.map((state, k) => ({ road, observables: state, errorEstimate: errorEstimate[k]! }));
  });

export const modesBy = ({ model }: RandomProblem, road: SpectrumMethod): Outcome<ModesAnswer> =>
  attempt(() => {
    const { eigenvalues, errorEstimate } = spectrum(model, { method: road, count: 6 });
    const modes = eigenvalues.map(([real, imaginary], k) => ({ real, imaginary, error: errorEstimate[k]! }));
    return { road, modes };
  });
