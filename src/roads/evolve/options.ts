import { InputError } from "../../core/errors.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import type { InitialInput } from "../../model/startInput.ts";
import type { ImplicitScheme } from "../../ode/implicit/tableaux.ts";
import type { AnyScheme } from "../../sde/defaultStep.ts";
import type { EvolutionRequest } from "../../state/evolution.ts";
import type { EnsemblePool } from "../ensemblePool.ts";
import { inCode, type Named, selectRoads } from "../selectRoads.ts";
import { besideFluxCorrection } from "../steady/options.ts";
import { timeGrid } from "./timeGrid.ts";

/** The roads in time. "auto" takes one of the first three; trajectories, with their standard errors, are asked for by name. */
export type EvolveMethod = "fem" | "harmonic" | "dicke" | "sde";

/** What is common to all roads is that of `EvolutionRequest`; its tolerance is about everything, at every time. */
export interface EvolveOptions extends Omit<EvolutionRequest, "model" | "initial" | "times"> {
  /** State at t = 0: `{ coherent: [1, 0, 0] }` and the like, as in a model file, or an `InitialState`. */
  readonly initial: InitialInput;
  /** Ascending, the first may be 0; or `to` and `every`. */
  readonly times?: readonly number[];
  /** The last time; the first is 0. */
  readonly to?: number;
  /** The time from one to the next. */
  readonly every?: number;
  /** "auto" (default): the first of fem, harmonic and dicke that is predicted to meet the tolerance at a reasonable cost, and does. */
  readonly method?: "auto" | EvolveMethod;
  /** fem: triangles of the sphere, or tetrahedra of the ball. */
  readonly mesh?: Mesh;
  /** fem: degree of the elements. */
  readonly degree?: number;
  /** fem, harmonic: harmonics l <= band, in the ball polynomials of that degree; "none" for no band. */
  readonly band?: number | "none";
  /** fem: a time scheme, or "fluxCorrection", whose P is nowhere negative. sde: how trajectories step. */
  readonly scheme?: ImplicitScheme["name"] | "fluxCorrection" | AnyScheme;
  /** fem: a fixed time step. sde: the longest one. */
  readonly step?: number;
  /** fem: whether P is asked for at each time. */
  readonly density?: boolean;
  /** sde: how many; default 10,000. */
  readonly trajectories?: number;
  /** sde: seed of the random numbers; default 1. */
  readonly seed?: number;
  /** sde: takes the work where it can be divided among threads, for `for await`; the bits are the same. */
  readonly pool?: EnsemblePool;
  /** Looked at between steps: once `aborted` is true the next one throws AbortedError. */
  readonly signal?: { readonly aborted: boolean };
  /** Called where a road begins, and after each of its steps; often, so that showing it should be cheap. */
  readonly onProgress?: (progress: EvolveProgress) => void;
}

/** How far a run has come. */
export interface EvolveProgress {
  readonly method: EvolveMethod;
  /** Why this road is taken. */
  readonly reason: string;
  /** Where the step has ended. A road that starts over, or after another that failed, begins at 0 again. */
  readonly time: number;
  /** The last time. */
  readonly to: number;
  /** fem: the space. */
  readonly mesh?: string;
  readonly degree?: number;
  /** sde: how much of the work is done, from 0 to 1. */
  readonly share?: number;
}

const BOUNDED = ["fem", "harmonic", "dicke"] as const satisfies readonly EvolveMethod[];

/** Roads that look at an option; every road looks at those that are not listed. */
const OPTION_ROADS: Readonly<Record<string, readonly EvolveMethod[]>> = {
  tolerance: BOUNDED,
  mesh: ["fem"],
  degree: ["fem"],
  band: ["fem", "harmonic"],
  scheme: ["fem", "sde"],
  step: ["fem", "sde"],
  trajectories: ["sde"],
  seed: ["sde"],
  density: ["fem"],
};

const TRAJECTORY_SCHEMES: readonly unknown[] = ["eulerMaruyama", "moebiusWalk", "blochWalk"] satisfies AnyScheme[];

/** What plain Galerkin has and flux correction has not. */
const GALERKIN_ONLY = ["degree", "tolerance", "band"] as const;

/**
 * The roads that look at every option that is given; `named` is how messages call an option, and `more` lists the roads of options that only a caller
 * has. Trajectories are among them only where nothing else is.
 *
 * @throws InputError for an option that does not go with the method, and for two of different methods
 */
export function evolveRoadsFor(
  options: Readonly<Record<string, unknown>>,
  named: Named = inCode,
  more: Readonly<Record<string, readonly EvolveMethod[]>> = {},
): readonly EvolveMethod[] {
  const byName = options.method !== undefined && options.method !== "auto";
  const isWalk = TRAJECTORY_SCHEMES.includes(options.scheme);
  const allowed = { ...OPTION_ROADS, ...more, ...(byName ? {} : { scheme: [isWalk ? "sde" : "fem"] as const }) };
  const asked = options.density === false ? { ...options, density: undefined } : options;
  const roads = selectRoads<EvolveMethod>([...BOUNDED, "sde"], allowed, asked, named);
  if (options.scheme === "fluxCorrection") {
    const extra = GALERKIN_ONLY.find((option) => options[option] !== undefined);
    if (extra !== undefined) throw besideFluxCorrection(named(extra), named);
  }
  return roads.length === 1 ? roads : roads.filter((road) => road !== "sde");
}

/** @throws InputError where the times are given twice, by half, or not at all */
export function timesOf(
  { times, to, every }: Pick<EvolveOptions, "times" | "to" | "every">,
  named: Named,
): readonly number[] {
  if (times !== undefined && to === undefined && every === undefined) return times;
  if (times === undefined && to !== undefined && every !== undefined) return timeGrid(to, every, named);
  const given = Object.entries({ times, to, every }).filter(([, value]) => value !== undefined);
  const names = given.map(([name]) => named(name));
  throw new InputError({
    what:
      names.length === 0 ? "no times are given" : `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} given`,
    remedy: `give ${named("times")}, or ${named("to")} and ${named("every")}`,
    value: Object.fromEntries(given),
  });
}
