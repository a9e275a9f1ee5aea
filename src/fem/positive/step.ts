import { ConvergenceError } from "../../core/errors.ts";
import type { LinearSolver, SolveReport } from "../../linalg/solver.ts";
import { multiply, type SparseMatrix } from "../../linalg/sparse.ts";
import { implicitScheme } from "../../ode/implicit/tableaux.ts";
import { addLumpingFlux, addMatrixFlux } from "./edgeGraph.ts";
import { type FluxLimiter, fluxCorrector } from "./limiter.ts";
import { addDiscreteDiffusion, discreteDiffusion } from "./lowOrder.ts";
import { removeRounding } from "./removeRounding.ts";
import type { PositiveSystem } from "./system.ts";

/** One step of length `step` from `time`; changes `density` in place, and returns the share of the antidiffusive flux that was held back. */
export type PositiveStepper = (time: number, step: number, density: Float64Array) => number;

/** Two stages, order 2, L-stable: as accurate in time as elements of degree 1 are in space, and safe from a delta on. */
const scheme = implicitScheme("sdirk2");

/**
 * Flux-corrected transport with implicit steps. The low-order value solves (M_L - dt (L + D)) P = M_L P_old, and is >= 0 for any step.
 * Plain Galerkin with SDIRK2 gives another; their difference, times M_L, is a sum of antisymmetric fluxes along the edges: (M_L - M)(P_new
 * - P_old), the stages' L P, and the negative of the low-order one. The limiter gives back what it may of them. With all of them the step
 * is plain Galerkin's.
 *
 * One function in spite of its length: both schemes and the fluxes share the matrices and work arrays of the step.
 */
export function positiveStepper(system: PositiveSystem, limiter: FluxLimiter): PositiveStepper {
  const { space, plan, graph, mass, lumped, autonomous } = system;
  const { pattern } = space;
  const n = space.unknowns;
  const entries = pattern.columnIndices.length;
  const correct = fluxCorrector(graph, lumped, limiter);
  const weights = scheme.a[scheme.stages - 1]!;
  const generator: SparseMatrix = { pattern, values: new Float64Array(entries) };
  const lowOrder = new Float64Array(entries);
  const images = Array.from({ length: scheme.stages }, () => new Float64Array(n));
  const stage = new Float64Array(n);
  const right = new Float64Array(n);
  const old = new Float64Array(n);
  const flux = new Float64Array(graph.count);
  let solvers: { readonly step: number; readonly high: LinearSolver; readonly low: LinearSolver } | null = null;

  const highSolver = (step: number): LinearSolver => {
    const values = generator.values.map((value, k) => mass[k]! - scheme.gamma * step * value);
    return plan.factor(values, { refine: false });
  };
  const lowSolver = (step: number): LinearSolver => {
    addDiscreteDiffusion(graph, generator.values, discreteDiffusion(graph, generator.values), lowOrder);
    const values = lowOrder.map((value) => -step * value);
    for (let i = 0; i < n; i++) values[graph.diagonal[i]!]! += lumped[i]!;
    return plan.factor(values, { refine: false });
  };

  return (time, step, density) => {
    if (autonomous && solvers?.step !== step) {
      system.generator(0, generator.values);
      solvers = { step, high: highSolver(step), low: lowSolver(step) };
    }
    old.set(density);
    flux.fill(0);
    if (limiter !== "none") {
      for (let s = 0; s < scheme.stages; s++) {
        if (!autonomous) system.generator(time + scheme.c[s]! * step, generator.values);
        multiply({ pattern, values: mass }, old, right);
        for (let r = 0; r < s; r++) {
          const weight = step * scheme.a[s]![r]!;
          for (let i = 0; i < n; i++) right[i]! += weight * images[r]![i]!;
        }
        requireSolved((solvers?.high ?? highSolver(step)).solve(right, stage));
        multiply(generator, stage, images[s]!);
        addMatrixFlux(graph, generator.values, stage, step * weights[s]!, flux);
      }
      // The last stage is the new value.
      for (let i = 0; i < n; i++) stage[i]! -= old[i]!;
      addLumpingFlux(graph, mass, stage, flux);
    }
    if (!autonomous) system.generator(time + step, generator.values);
    const low = solvers?.low ?? lowSolver(step);
    let total = 0;
    for (let i = 0; i < n; i++) {
      right[i] = lumped[i]! * old[i]!;
      total += right[i]!;
    }
    requireSolved(low.solve(right, density));
    // With plain Galerkin's density there is nothing to keep: the old one may be negative, and so may this be.
    if (limiter !== "all") removeRounding(density, lumped, total);
    addMatrixFlux(graph, lowOrder, density, -step, flux);
    return correct(density, flux);
  };
}

/** Far above rounding, far below what the mesh leaves. */
const RESIDUAL_LIMIT = 1e-9;

function requireSolved({ residual }: SolveReport): void {
  if (residual < RESIDUAL_LIMIT) return;
  throw new ConvergenceError({
    what: `the linear system of a time step is left with a relative residual of ${residual.toExponential(1)} (limit ${RESIDUAL_LIMIT})`,
    remedy: "take shorter steps, or compare the orders of magnitude of the rates",
    value: residual,
    limit: RESIDUAL_LIMIT,
  });
}
