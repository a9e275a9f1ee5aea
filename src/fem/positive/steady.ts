import { ConvergenceError, InputError, SingularMatrixError } from "../../core/errors.ts";
import { type Mesh, vertexCount } from "../../mesh/mesh.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireUniqueInBall, requireUniqueSteadyState, steadyStateKind } from "../../model/uniqueness.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables, Vector3 } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import type { BallSpace } from "../ball/space.ts";
import { nullVector } from "../nullVector.ts";
import type { FunctionSpace } from "../sphere/space.ts";
import { type Solution, solutionObservables } from "./errors.ts";
import { startingDensity } from "./initialDensity.ts";
import { meshPair, prolong, requireRoom } from "./meshPair.ts";
import { indexOfLargest, type PositiveSteadySolution, solvePositiveSteady } from "./steadyIteration.ts";
import { type PositiveSystem, positiveSystem } from "./system.ts";

export interface PositiveSteadyOptions {
  /** Sphere or ball; the density is reported on its uniform refinement. By default an icosphere, or a ball where there are local rates. */
  readonly mesh?: Mesh;
  /**
   * Where P changes by more than a factor 1 + steepness along an edge, antidiffusive flux is held back; default 8. More is more accurate
   * and takes more iterations; 0 is the low-order scheme. Any value keeps P >= 0.
   */
  readonly steepness?: number;
  /** Largest change int |P_new - P| of the last iteration; default 1e-8. */
  readonly tolerance?: number;
  /** On each of the two meshes; default 100. */
  readonly maximumIterations?: number;
  /** Of the refinement; default 100,000. */
  readonly maximumUnknowns?: number;
}

export interface PositiveSteadyState extends PositiveSteadySolution {
  readonly method: "fem";
  readonly model: SpinModel;
  readonly space: FunctionSpace | BallSpace;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  /** int P. */
  readonly mass: number;
  /** Least nodal value, >= 0. */
  readonly minimum: number;
}

/**
 * Steady P that is nowhere negative: algebraic flux correction of elements of degree 1, on the sphere and in the ball. See
 * `limitedGenerator` for the scheme.
 *
 * What plain Galerkin (`steadyState`, `ballSteadyState`) and this scheme guarantee:
 *
 * - Positivity: here every nodal value, hence all of P, is >= 0 to the last bit. Plain Galerkin undershoots where P falls by more than
 *   about exp(2) from node to node.
 * - Mass: 1 to rounding, both.
 * - Moments: plain Galerkin obeys the exact moment equations of the polynomials in its space. So does this where P is resolved, since
 *   nothing is held back then (`withheld` = 0: the two agree to the tolerance); else the diffusion that stays puts them in error.
 * - Order: 2 where P is resolved. With steepness 0, order 1 on the sphere where transport dominates; in the ball D is degenerate along r,
 *   the diffusion that makes A a Metzler matrix is then a share of D, and the low-order scheme does not converge.
 *
 * Where the steady state is a coherent state P is a delta; then the density is the hat functions of the cell that holds it, by
 * `startingDensity`.
 *
 * The error estimate compares with two solutions on `mesh`, limited and not: see `solutionObservables`. As with every mesh it says nothing
 * of a peak that neither mesh sees.
 *
 * @throws NotParabolicError where the equation is not parabolic (in the ball: unless w = 0 and there is no interaction, as for k_+ = k_-), so that P >= 0 need not exist
 * @throws NotUniqueError where the steady state is not unique; ConvergenceError where the iteration does not converge
 * @throws InputError for local rates with a mesh of the sphere, and options out of range; ResourceLimitError above `maximumUnknowns`
 */
export function steadyPositiveDensity(model: SpinModel, options: PositiveSteadyOptions = {}): PositiveSteadyState {
  const { steepness = 8, tolerance = 1e-8, maximumIterations = 100, maximumUnknowns = 100_000 } = options;
  requireRange("steepness", steepness, steepness >= 0, 0);
  requireRange("tolerance", tolerance, tolerance > 0, 0);
  requireRange("maximumIterations", maximumIterations, maximumIterations >= 2, 2);
  const { coarse, fine } = meshPair(model, options.mesh);
  requireRoom(vertexCount(fine), maximumUnknowns);
  const systems = { coarse: positiveSystem(model, coarse), fine: positiveSystem(model, fine) };
  // The low-order scheme would not conserve J^2, and hide that the steady state in the ball is not unique.
  if (fine.dimension === 2) requireUniqueSteadyState(model);
  else requireUniqueInBall(model);
  const kind = steadyStateKind(model);
  const iteration = { steepness, tolerance, maximumIterations };
  const solve = (system: PositiveSystem, start?: () => Float64Array): PositiveSteadySolution =>
    kind.kind === "point"
      ? pointDensity(system, kind.direction)
      : solvePositiveSteady(system, start === undefined ? iteration : { ...iteration, start: start() });
  const compared = solve(systems.coarse);
  const found = solve(systems.fine, () => prolong(coarse, compared.density, systems.fine.lumped));

  const galerkin = kind.kind === "point" ? null : galerkinSolution(systems.coarse, compared.density);
  const { space, lumped } = systems.fine;
  const { moments, purity, errorEstimate } = solutionObservables(
    { system: systems.fine, density: found.density },
    { system: systems.coarse, density: compared.density },
    galerkin,
  );
  return {
    method: "fem",
    model,
    space,
    ...found,
    observables: observables(model.spins, moments.moments, purity, moments.covariance),
    errorEstimate,
    mass: found.density.reduce((sum, value, i) => sum + value * lumped[i]!, 0),
    minimum: found.density.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  };
}

/**
 * Plain Galerkin's, with the largest values where the limited density has them; null where its matrix is too near to a singular one, as on
 * a mesh that sees nothing of P.
 */
function galerkinSolution(system: PositiveSystem, limited: Float64Array): Solution | null {
  const { graph, generator, plan, lumped } = system;
  const { pattern } = graph;
  const values = new Float64Array(pattern.columnIndices.length);
  generator(0, values);
  try {
    return { system, density: nullVector({ pattern, values }, plan, lumped, indexOfLargest(limited)).vector };
  } catch (error) {
    if (error instanceof SingularMatrixError || error instanceof ConvergenceError) return null;
    throw error;
  }
}

/** A coherent state, whose P is a delta, as the time steps start from it. */
const pointDensity = (system: PositiveSystem, direction: Vector3): PositiveSteadySolution => ({
  density: startingDensity(system, { kind: "coherent", direction }, "positive"),
  iterations: 0,
  residual: 0,
  withheld: 0,
});

function requireRange(name: string, value: number, holds: boolean, limit: number): void {
  if (holds && value < Number.POSITIVE_INFINITY) return;
  throw new InputError({
    what: `${name} is ${value}, not a finite number of at least ${limit}`,
    remedy: "leave it out for its default",
    value,
    limit,
  });
}
