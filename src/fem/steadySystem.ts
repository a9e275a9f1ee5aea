import { defined } from "../core/defined.ts";
import { once } from "../core/once.ts";
import { planSolver, type SolverPlan } from "../linalg/solver.ts";
import type { SparseMatrix } from "../linalg/sparse.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { SpinMoments } from "../state/moments.ts";
import type { SampledDensity } from "./density.ts";
import type { MomentFunctionals } from "./functionals.ts";
import type { BandPair } from "./gaugeBand.ts";
import { type DensityMoments, densityMoments } from "./moments.ts";
import { nullVector } from "./nullVector.ts";
import { patternElements } from "./patternElements.ts";
import type { Space } from "./space.ts";
import type { StageSeconds } from "./steadyResult.ts";
import { changeOfPurity, momentRounding } from "./steadyRounding.ts";

/** tr rho^2, and an estimate of what was left out of its sum. */
export interface DensityPurity {
  readonly purity: number;
  readonly error: number;
}

/** What the steady equations of all models on one mesh and degree share. */
export interface SteadyStructure<S extends Space = Space> {
  readonly space: S;
  readonly functionals: MomentFunctionals;
  /** Symbolic analysis of the pattern, made when first asked for. */
  readonly plan: () => SolverPlan;
  /** Seconds it took to make, and to assemble the equation. */
  readonly seconds: number;
}

/** @param started time at which its making began */
export const steadyStructure = <S extends Space>(
  started: number,
  space: S,
  functionals: MomentFunctionals,
): SteadyStructure<S> => ({
  space,
  functionals,
  plan: once(() => planSolver(space.pattern, { elements: patternElements(space) })),
  seconds: (performance.now() - started) / 1000,
});

/** The steady equation of a model on one space: L P = 0, mass . P = 1. */
export interface SteadySystem<S extends Space = Space> extends SteadyStructure<S> {
  readonly model: SpinModel;
  readonly generator: SparseMatrix;
  /** Unknown where the density is expected to be large. */
  readonly pin: number;
  /** Values such that generator + shift is easier to precondition: see `nullVector`. */
  readonly shift?: () => Float64Array;
  /** A density at the points of the rule of the mass matrix, where that serves other ends, too. */
  readonly sample?: (density: Float64Array) => SampledDensity;
  /** tr rho^2 of a density of mass 1. */
  readonly purity: (density: Float64Array) => DensityPurity;
  /** tr d^2 of a change d of the density, of mass 0, or an upper bound. */
  readonly squareOfChange: (density: Float64Array, change: Float64Array) => number;
}

/** The steady density on one space. */
export interface SteadyDensity<S extends Space = Space> {
  readonly space: S;
  /** Nodal values; int P = 1. */
  readonly density: () => Float64Array;
  /** As in `SteadySystem`. */
  readonly sample?: (density: Float64Array) => SampledDensity;
  /** Multipoles of rho up to the lesser of N and the band (layout of state/blocks/multipoles.ts); null without a band of harmonics. */
  readonly multipoles: (() => Float64Array) | null;
  readonly moments: DensityMoments;
  /** Degree of the band, null without one. */
  readonly band: number | null;
  /** As in `BandPair`. */
  readonly functions?: BandPair["functions"];
  /** Backward error of the null vector. */
  readonly residual: number;
  /** Errors of the moments by rounding, from the condition of the equation. */
  readonly rounding: SpinMoments;
  /** tr rho^2, computed when first asked for: it may cost more than the solve. */
  readonly purity: () => DensityPurity;
  /** Error of the purity by rounding. */
  readonly purityRounding: () => number;
  readonly seconds: StageSeconds;
}

/**
 * Steady state of plain Galerkin on one space.
 *
 * @throws SingularMatrixError, ConvergenceError as `nullVector`; NotUniqueError as `momentRounding`
 */
export function solveSteady<S extends Space>(system: SteadySystem<S>): SteadyDensity<S> {
  const { model, space, generator, functionals, pin, shift } = system;
  const start = performance.now();
  const plan = system.plan();
  const analysis = (performance.now() - start) / 1000;
  const found = nullVector(generator, plan, functionals.mass, pin, {
    entrySizes: generator.values,
    ...(shift === undefined ? {} : { shift }),
  });
  return {
    space,
    density: () => found.vector,
    ...defined({ sample: system.sample }),
    multipoles: null,
    moments: densityMoments(functionals, found.vector, model.spins),
    band: null,
    residual: found.residual,
    ...observedRounding(system, found.vector, found.changes),
    seconds: { assembly: system.seconds, analysis, ...found.seconds },
  };
}

/**
 * The purity of a steady density, and errors of what is observed in it by rounding.
 *
 * @param changes samples of the change of the density, of mass 0
 * @throws NotUniqueError as `momentRounding`
 */
export function observedRounding(
  {
    model,
    functionals,
    purity,
    squareOfChange,
  }: Pick<SteadySystem, "model" | "functionals" | "purity" | "squareOfChange">,
  density: Float64Array,
  changes: readonly Float64Array[],
): Pick<SteadyDensity, "purity" | "rounding" | "purityRounding"> {
  const momentsOf = (vector: Float64Array): SpinMoments => densityMoments(functionals, vector, model.spins).moments;
  const own = once(() => purity(density));
  return {
    rounding: momentRounding(model, momentsOf, changes),
    purity: own,
    purityRounding: once(() => changeOfPurity(own().purity, squareOfChange(density, changes[0]!))),
  };
}
