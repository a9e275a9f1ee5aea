import { InputError } from "../core/errors.ts";
import type { SpectrumMethod, SpectrumOptions } from "../state/spectrum.ts";
import type { CostLimits } from "./choice.ts";

export interface SpectrumChoiceOptions
  extends Omit<SpectrumOptions, "memoryLimit" | "secondsLimit" | "frequencyScale" | "onProgress"> {
  /** "auto" (default): the first of fem, harmonic and dicke that is predicted to meet the tolerance at a reasonable cost, and does. */
  readonly method?: "auto" | SpectrumMethod;
  /** harmonic: harmonics l <= band, in the ball moments up to that degree; chosen where absent. */
  readonly band?: number;
  /** What one road may be predicted to take; default 120 s of processor time and 2 GiB. */
  readonly limits?: Partial<CostLimits>;
  /** Called where a road begins and while it searches. */
  readonly onProgress?: (method: SpectrumMethod, text: string) => void;
}

const inCode = (option: string): string => `"${option}"`;

/**
 * The roads that look at every option that is given, in the order fem, harmonic, dicke; `named` is how messages call an option.
 *
 * @throws InputError for a band that does not go with the method
 */
export function spectrumRoads(
  { method = "auto", band }: Pick<SpectrumChoiceOptions, "method" | "band">,
  named: (option: string) => string = inCode,
): readonly SpectrumMethod[] {
  if (band === undefined) return method === "auto" ? ["fem", "harmonic", "dicke"] : [method];
  if (method === "auto" || method === "harmonic") return ["harmonic"];
  throw new InputError({
    what: `${named("band")} does not go with ${named("method")} ${method}: no method looks at both`,
    remedy: `leave ${named("band")} or ${named("method")} ${method} out`,
    value: band,
    limit: method,
  });
}
