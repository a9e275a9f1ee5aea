import { InputError } from "../../core/errors.ts";
import type { SteadyProgress } from "../../fem/steadyLadder.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import type { InitialState } from "../../model/initialState.ts";
import type { CostLimits } from "../choice.ts";
import { inCode, type Named, selectRoads } from "../selectRoads.ts";

/** The roads to a steady state. */
export type SteadyMethod = "fem" | "harmonic" | "dicke";

/** Largest estimated error of first and second moments where nothing else is asked for, on sphere and ball alike. */
export const STEADY_TOLERANCE = 1e-8;

/** What every road to a steady state looks at. */
interface CommonOptions {
  /**
   * The long-time limit of this start is asked for, which is the steady state where that is unique, and exists where it is not:
   * what is conserved keeps its distribution. Only methods harmonic and dicke find a limit that depends on the start.
   */
  readonly from?: InitialState;
  /** What one road may be predicted to take; default 120 s of processor time and 2 GiB. */
  readonly limits?: Partial<CostLimits>;
  readonly onProgress?: (progress: RoadProgress) => void;
}

interface ToleranceOption {
  /** Largest accepted error estimate of 2<J>/N, 4<J_k^2>/N^2 and 2<{J_k,J_l}>/N^2; default 1e-8. */
  readonly tolerance?: number;
}

interface MeshOption {
  /** Triangles of the sphere, or tetrahedra of the ball; chosen where absent. */
  readonly mesh?: Mesh;
}

interface ElementOptions extends MeshOption {
  /** Degree of the elements, 1 to 8, in the ball 1 to 4; chosen where absent. */
  readonly degree?: number;
  /**
   * Whether mesh and degree are refined for the purity, too, to twice the tolerance on the sphere, as far as they can be in the ball; default true.
   * With false the moments alone decide, and the purity, which at large N costs more than the solve, is computed when it is looked at,
   * with whatever error estimate it then has.
   */
  readonly purity?: boolean;
}

interface BandOption {
  /** Harmonics l <= band, in the ball polynomials of that degree; "none" for no band; chosen where absent. */
  readonly band?: number | "none";
}

/**
 * The first of fem, harmonic and dicke that is predicted to meet the tolerance at a reasonable cost, and does. An option of one method selects that
 * method.
 *
 * @inline
 */
export interface SteadyAutoOptions extends CommonOptions, ToleranceOption, ElementOptions, BandOption {
  readonly method?: "auto";
  readonly scheme?: SteadyScheme;
}

/**
 * P by finite elements, with the most accurate moments.
 *
 * @inline
 */
export interface SteadyFemOptions extends CommonOptions, ToleranceOption, ElementOptions, BandOption {
  readonly method: "fem";
  readonly scheme?: "galerkin";
}

/**
 * P by finite elements of degree 1 on the uniform refinement of a mesh, nowhere negative; its errors are those of the mesh.
 *
 * @inline
 */
export interface SteadyPositiveOptions extends CommonOptions, MeshOption {
  readonly method: "fem";
  readonly scheme: "fluxCorrection";
}

/**
 * Moments of P.
 *
 * @inline
 */
export interface SteadyHarmonicOptions extends CommonOptions, ToleranceOption, BandOption {
  readonly method: "harmonic";
}

/**
 * The density matrix.
 *
 * @inline
 */
export interface SteadyDickeOptions extends CommonOptions, ToleranceOption {
  readonly method: "dicke";
}

/**
 * What goes with every method, for code that compares them.
 *
 * @inline
 */
export interface SteadyMethodOptions extends CommonOptions, ToleranceOption {
  readonly method: "auto" | SteadyMethod;
}

/** What `steady` takes: the common options and those of the method. */
export type SteadyOptions =
  | SteadyMethodOptions
  | SteadyAutoOptions
  | SteadyFemOptions
  | SteadyPositiveOptions
  | SteadyHarmonicOptions
  | SteadyDickeOptions;

/** The same before it is known whether the options go with the method. */
export interface AnySteadyOptions extends CommonOptions, ToleranceOption, ElementOptions, BandOption {
  readonly method?: "auto" | SteadyMethod;
  readonly scheme?: SteadyScheme;
}

/** @inline */
export type SteadyScheme = "galerkin" | "fluxCorrection";

/** What a road is at. */
export type RoadProgress =
  | ({ readonly method: "fem" } & SteadyProgress)
  | { readonly method: "fem"; readonly scheme: "fluxCorrection" }
  | { readonly method: "harmonic" }
  | { readonly method: "dicke"; readonly unknowns: number };

/** Roads that look at an option; every road looks at those that are not listed. */
const OPTION_ROADS = {
  mesh: ["fem"],
  degree: ["fem"],
  band: ["fem", "harmonic"],
  scheme: ["fem"],
  purity: ["fem"],
} as const satisfies Readonly<Record<string, readonly SteadyMethod[]>>;

/** What plain Galerkin has and flux correction has not: its elements are of degree 1 on a given mesh and its refinement. */
const GALERKIN_ONLY = ["degree", "tolerance", "band", "purity"] as const;

/**
 * The roads that look at every option that is given, in the order fem, harmonic, dicke; one where the method is named. `named` is
 * how messages call an option.
 *
 * @throws InputError for an option that does not go with the method, and for two of different methods
 */
export function roadsFor(
  options: Omit<AnySteadyOptions, "mesh"> & { readonly mesh?: unknown },
  named: Named = inCode,
): readonly SteadyMethod[] {
  const roads = selectRoads<SteadyMethod>(["fem", "harmonic", "dicke"], OPTION_ROADS, { ...options }, named);
  if (options.scheme === "fluxCorrection") {
    const extra = GALERKIN_ONLY.find((option) => options[option] !== undefined);
    if (extra !== undefined) throw besideFluxCorrection(named(extra), named);
  }
  return roads;
}

/** The options, whose method is known at run time only. Throws as `roadsFor`. */
export function checkedSteadyOptions(options: AnySteadyOptions, named: Named = inCode): SteadyOptions {
  roadsFor(options, named);
  return options as SteadyOptions;
}

export const besideFluxCorrection = (option: string, named: Named): InputError =>
  new InputError({
    what: `${option} does not go with ${named("scheme")} fluxCorrection, whose elements are of degree 1 on a given mesh and its refinement`,
    remedy: `leave ${option} or ${named("scheme")} out; a finer ${named("mesh")} makes it more accurate`,
    value: option,
  });
