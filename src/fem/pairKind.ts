import { InputError } from "../core/errors.ts";
import type { Mesh } from "../mesh/mesh.ts";
import type { MovingModel } from "../model/movingModel.ts";
import type { ImplicitScheme } from "../ode/implicit/tableaux.ts";
import type { EvolutionRequest } from "../state/evolution.ts";
import type { LoadPurity } from "./loadPurity.ts";
import type { TimeSystem } from "./timeSystem.ts";

/** Options of an evolution by finite elements, on the sphere or in the ball. */
export interface PairOptions {
  /** Chosen by itself where absent. */
  readonly mesh?: Mesh;
  /** Degree of the elements; chosen by itself where absent. */
  readonly degree?: number;
  /** Degree of the gauge band, at least 2; chosen by itself where absent, and "none" turns it off. */
  readonly band?: number | "none";
  /** Limit on the number of unknowns of the space; default 100,000. */
  readonly maximumUnknowns?: number;
  /** Default "sdirk4". */
  readonly scheme?: ImplicitScheme["name"];
  /** Longest time step of the reported solution, the only one where the times are multiples of it; adaptive where absent. */
  readonly step?: number;
  /** Whether wide bands, which take up to minutes, are left to other methods where nothing cheaper meets the tolerance: default false. */
  readonly brief?: boolean;
  /** Whether P itself is asked for at each time: default false. It is then kept on a mesh, and in the frame of the model. */
  readonly density?: boolean;
}

export type PairRequest = EvolutionRequest & PairOptions;

/** Default of `tolerance`, without and with a gauge filter. */
export const DEFAULT_TOLERANCE = { whole: 5e-7, band: 5e-6 } as const;

/** Default of `maximumUnknowns`. */
export const DEFAULT_UNKNOWNS = 100_000;

/** One solution of a pair: elements of `degree` on the mesh, inside the band where there is one. */
export interface PairMember {
  readonly degree: number;
  readonly band: number | null;
}

/** A mesh with the solution that is reported on it and the one that tells its error. */
export interface PairStage {
  readonly mesh: Mesh;
  readonly name: string;
  readonly reported: PairMember;
  readonly compared: PairMember;
}

/** What of a pair depends on where P lives. */
export interface PairKind<Space extends { readonly unknowns: number }, Band> {
  readonly inBall: boolean;
  /** In the order in which they are tried. */
  readonly stages: readonly PairStage[];
  readonly system: (mesh: Mesh, member: PairMember, moving: MovingModel | null) => TimeSystem<Space, Band>;
  readonly purity: (system: TimeSystem<Space, Band>) => LoadPurity;
  /** Estimated error of a purity from that of the compared solution. */
  readonly purityError: (reported: number, compared: number) => number;
  /** What rounding may leave in the moments of a load. */
  readonly floor: (system: TimeSystem<Space, Band>, load: Float64Array) => number;
  /**
   * What growth of the values of P is: an error, for a whole space and an equation that is not parabolic; or a reason to go on in a band as soon as
   * rounding alone exceeds the tolerance, or a hundred times that where `lenient`; or nothing to look for.
   */
  readonly growth: "error" | "outgrown" | "none";
  /** Whether an estimate above the tolerance is reported as it is. */
  readonly lenient: boolean;
  /**
   * How the two solutions differ in time. Independent: each finds its own steps, the reported one with an eighth of the tolerance, which tells the
   * error where the spaces differ as well. Halved: the reported one takes two steps for each one of the other, so that errors in time show in any case.
   */
  readonly steps: "independent" | "halved";
  /**
   * Functionals of a load, at most 1 for a density of mass 1, that tell when exponentials of a constant generator have settled besides the moments. Absent
   * where these are no choice.
   */
  readonly watched?: (space: Space) => readonly Float64Array[];
}

/** Mesh and degree given, or the step, and no tolerance asked for: the estimate is reported, whatever it is. */
export const isFixed = ({
  mesh,
  degree,
  step,
  tolerance,
}: Pick<PairRequest, "mesh" | "degree" | "step" | "tolerance">): boolean =>
  tolerance === undefined && (step !== undefined || (mesh !== undefined && degree !== undefined));

/** A request with its fixed step as the longest one, which it is for what an evolution costs. Throws InputError for a step that is not above 0. */
export function steppedAs<Request extends Pick<PairRequest, "step" | "maximumStep">>(request: Request): Request {
  const { step, maximumStep = Number.POSITIVE_INFINITY } = request;
  requireStep(step);
  return step === undefined ? request : { ...request, maximumStep: Math.min(step, maximumStep) };
}

/** @throws InputError for a step that is given and not above 0 */
export function requireStep(step: number | undefined): void {
  if (step === undefined || (step > 0 && step < Number.POSITIVE_INFINITY)) return;
  throw new InputError({
    what: `the time step is ${step}, not a finite number above 0`,
    remedy: "leave it out, and the steps adapt to the tolerance",
    value: step,
    limit: 0,
  });
}

/** sum_i |p_i|. */
export function absoluteSum(load: Float64Array): number {
  let size = 0;
  for (const value of load) size += Math.abs(value);
  return size;
}
