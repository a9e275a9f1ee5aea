import type { SpectrumMethod, SpectrumOptions } from "../../state/spectrum.ts";
import type { CostLimits } from "../choice.ts";
import { inCode, type Named, selectRoads } from "../selectRoads.ts";

/** What every road to a spectrum looks at. */
interface CommonOptions
  extends Omit<SpectrumOptions, "memoryLimit" | "secondsLimit" | "frequencyScale" | "sector" | "onProgress"> {
  /** What one road may be predicted to take; default 120 s of processor time and 2 GiB. */
  readonly limits?: Partial<CostLimits>;
  /** Called where a road begins and while it searches. */
  readonly onProgress?: (method: SpectrumMethod, text: string) => void;
}

interface BandOption {
  /** Harmonics l <= band, in the ball moments up to that degree; chosen where absent. */
  readonly band?: number;
}

interface SectorOption {
  /** Eigenvalues of one coherence m - m' = 0, 1, 2, ... alone, of a model with an axis: 1 is that of the light. */
  readonly sector?: number;
}

/**
 * The first of fem, harmonic and dicke that is predicted to meet the tolerance at a reasonable cost, and does; harmonic where a band is given.
 *
 * @inline
 */
export interface SpectrumAutoOptions extends CommonOptions, BandOption, SectorOption {
  readonly method?: "auto";
}

/**
 * Finite elements.
 *
 * @inline
 */
export interface SpectrumFemOptions extends CommonOptions, SectorOption {
  readonly method: "fem";
}

/**
 * Moments of P.
 *
 * @inline
 */
export interface SpectrumHarmonicOptions extends CommonOptions, BandOption {
  readonly method: "harmonic";
}

/**
 * The density matrix.
 *
 * @inline
 */
export interface SpectrumDickeOptions extends CommonOptions, SectorOption {
  readonly method: "dicke";
}

/**
 * What goes with every method, for code that compares them.
 *
 * @inline
 */
export interface SpectrumMethodOptions extends CommonOptions {
  readonly method: "auto" | SpectrumMethod;
}

/** What `spectrum` takes: the common options and those of the method. */
export type SpectrumChoiceOptions =
  | SpectrumMethodOptions
  | SpectrumAutoOptions
  | SpectrumFemOptions
  | SpectrumHarmonicOptions
  | SpectrumDickeOptions;

/** The same before it is known whether the options go with the method. */
export interface AnySpectrumOptions extends CommonOptions, BandOption, SectorOption {
  readonly method?: "auto" | SpectrumMethod;
}

/**
 * The roads that look at every option that is given, in the order fem, harmonic, dicke; `named` is how messages call an option.
 *
 * @throws InputError for a band or a sector that does not go with the method
 */
export const spectrumRoads = (options: AnySpectrumOptions, named: Named = inCode): readonly SpectrumMethod[] =>
  selectRoads<SpectrumMethod>(
    ["fem", "harmonic", "dicke"],
    { band: ["harmonic"], sector: ["fem", "dicke"] },
    { ...options },
    named,
  );

/** The options, whose method is known at run time only. Throws as `spectrumRoads`. */
export function checkedSpectrumOptions(options: AnySpectrumOptions, named: Named): SpectrumChoiceOptions {
  spectrumRoads(options, named);
  return options as SpectrumChoiceOptions;
}
