import { InputError } from "../core/errors.ts";
import type { Mesh } from "../mesh/mesh.ts";
import type { SpectrumMethod, SpectrumOptions } from "../state/spectrum.ts";
import type { CostLimits } from "./choice.ts";

export interface SpectrumChoiceOptions
  extends Omit<SpectrumOptions, "memoryLimit" | "secondsLimit" | "frequencyScale" | "onProgress"> {
  /** "auto" (default): the first of fem, harmonic and dicke that is predicted to meet the tolerance at a reasonable cost, and does. */
  readonly method?: "auto" | SpectrumMethod;
  /** fem: triangles of the sphere, or tetrahedra of the ball; chosen where absent. */
  readonly mesh?: Mesh;
  /** fem: degree of the elements; chosen where absent. */
  readonly degree?: number;
  /** harmonic: harmonics l <= band, in the ball moments up to that degree; chosen where absent. */
  readonly band?: number;
  /** What one road may be predicted to take; default 120 s of processor time and 2 GiB. */
  readonly limits?: Partial<CostLimits>;
  /** Called where a road begins and while it searches. */
  readonly onProgress?: (method: SpectrumMethod, text: string) => void;
}

const OPTION_ROADS = { mesh: "fem", degree: "fem", band: "harmonic" } as const satisfies Readonly<
  Record<string, SpectrumMethod>
>;

const inCode = (option: string): string => `"${option}"`;

/**
 * The roads that look at every option that is given, in the order fem, harmonic, dicke; `named` is how messages call an option.
 *
 * @throws InputError for an option that does not go with the method, and for two of different methods
 */
export function spectrumRoads(
  options: Omit<SpectrumChoiceOptions, "mesh"> & { readonly mesh?: unknown },
  named: (option: string) => string = inCode,
): readonly SpectrumMethod[] {
  const { method = "auto" } = options;
  let road: SpectrumMethod | null = method === "auto" ? null : method;
  let by = `${named("method")} ${method}`;
  for (const [option, needed] of Object.entries(OPTION_ROADS)) {
    if (options[option as keyof typeof OPTION_ROADS] === undefined) continue;
    if (road !== null && road !== needed) {
      throw new InputError({
        what: `${named(option)} does not go with ${by}: no method looks at both`,
        remedy: `leave ${named(option)} or ${by} out`,
        value: option,
        limit: by,
      });
    }
    if (road === null) by = named(option);
    road = needed;
  }
  return road === null ? ["fem", "harmonic", "dicke"] : [road];
}
