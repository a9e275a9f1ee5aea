import { gmres } from "../../linalg/iterative/gmres.ts";
import type { LinearSolver } from "../../linalg/solver.ts";
import { multiply, type SparseMatrix } from "../../linalg/sparse.ts";
import { norm } from "../../linalg/vectorKernels.ts";
import type { LinearSystem } from "./system.ts";
import type { ImplicitScheme } from "./tableaux.ts";

/** What the stages of a step need of M dP/dt = L(t) P. */
type StageSystem = Pick<LinearSystem, "pattern" | "plan" | "mass" | "generator" | "autonomous">;

/** Tells a matrix M - gamma h L(t): the step h and the time t. */
export interface Factored {
  readonly step: number;
  readonly time: number;
}

export interface StageSolver {
  /** Takes up the factors of a matrix, or none; does nothing where they are at hand. */
  readonly prepare: (factored: Factored | null) => void;
  /** L P at each stage of a step; the arrays are overwritten by the next one. */
  readonly stages: (time: number, load: Float64Array, step: number) => readonly Float64Array[];
  readonly factored: () => Factored | null;
}

/** Rounding in a solve is far below the error of a time step. */
const unrefined = { refine: false };

/** Residual, relative to the right-hand side, that a stage is solved to: below all other errors, with hundreds of stages. */
const RESIDUAL = 1e-12;

/** Steps of GMRES before the factors at hand are given up, and those on average from which on new ones pay in the next step. */
const MOST_ITERATIONS = 30;
const WORTH_NEW_FACTORS = 8;

/**
 * The factors of one matrix serve all stages with it. Where L depends on time every stage has its own; those of another stage, near in time and of a
 * step not too different, then precondition GMRES, because a factorisation costs tens of substitutions.
 *
 * One function in spite of its length: its steps share matrices, work arrays and the factors at hand.
 */
export function stageSolver(system: StageSystem, scheme: ImplicitScheme): StageSolver {
  const n = system.pattern.rows;
  const entries = system.pattern.columnIndices.length;
  const generator: SparseMatrix = { pattern: system.pattern, values: new Float64Array(entries) };
  const shifted: SparseMatrix = { pattern: system.pattern, values: new Float64Array(entries) };
  const stages = Array.from({ length: scheme.stages }, () => new Float64Array(n));
  const right = new Float64Array(n);
  const density = new Float64Array(n);
  const iterative = system.autonomous || system.plan.kind === "krylov" ? null : preconditioned(shifted);
  let solver: LinearSolver | null = null;
  let factored: Factored | null = null;
  if (system.autonomous) system.generator(0, generator.values);

  function shift({ step, time }: Factored): void {
    if (!system.autonomous) system.generator(time, generator.values);
    const weight = scheme.gamma * step;
    for (let k = 0; k < entries; k++) shifted.values[k] = system.mass.values[k]! - weight * generator.values[k]!;
  }

  function factor(matrix: Factored): void {
    // The values have to stay as they are while the factors are used, and those of `shifted` change.
    const values = iterative === null ? shifted.values : shifted.values.slice();
    // Twice the mass is a shorter step, which is easier to precondition.
    solver?.release?.();
    // Where the new factors fail there are none.
    solver = null;
    factored = null;
    solver = system.plan.factor(values, { ...unrefined, shift: () => system.mass.values });
    factored = matrix;
  }

  function prepare(wanted: Factored | null): void {
    if (wanted === null) factored = null;
    else if (!isSame(factored, wanted)) {
      shift(wanted);
      factor(wanted);
    }
  }

  function solveStages(time: number, load: Float64Array, step: number): readonly Float64Array[] {
    let iterations = 0;
    density.fill(0);
    for (let s = 0; s < scheme.stages; s++) {
      const matrix = { step, time: system.autonomous ? 0 : time + scheme.c[s]! * step };
      const exact = isSame(factored, matrix);
      if (!(exact && system.autonomous)) shift(matrix);
      if (factored === null || (iterative === null && !exact)) factor(matrix);
      right.set(load);
      addStages(right, step, scheme.a[s]!.slice(0, s), stages.slice(0, s));
      if (iterative === null || isSame(factored, matrix)) solver!.solve(right, density);
      else {
        const taken = iterative(solver!, right, density);
        if (taken === null) {
          factor(matrix);
          solver!.solve(right, density);
        } else iterations += taken;
      }
      multiply(generator, density, stages[s]!);
    }
    if (iterations > WORTH_NEW_FACTORS * scheme.stages) factored = null;
    return stages;
  }

  return { prepare, stages: solveStages, factored: () => factored };
}

const isSame = (a: Factored | null, b: Factored): boolean => a !== null && a.step === b.step && a.time === b.time;

/**
 * Returns a function that improves a solution with the factors of another matrix, and returns the number of steps that it took, or null where they do not
 * help.
 */
function preconditioned(
  matrix: SparseMatrix,
): (solver: LinearSolver, right: Float64Array, solution: Float64Array) => number | null {
  const residual = new Float64Array(matrix.pattern.rows);
  const workspace: Float64Array[] = [];
  return (solver, right, solution) => {
    multiply(matrix, solution, residual);
    for (let i = 0; i < residual.length; i++) residual[i] = right[i]! - residual[i]!;
    const {
      status,
      solution: correction,
      iterations,
    } = gmres((x, y) => multiply(matrix, x, y), residual, {
      tolerance: RESIDUAL * norm(right),
      maximumIterations: MOST_ITERATIONS,
      precondition: (x, y) => {
        solver.solve(x, y);
      },
      workspace,
    });
    if (status !== "converged") return null;
    for (let i = 0; i < solution.length; i++) solution[i]! += correction[i]!;
    return iterations;
  };
}

/** load += step sum_s weights_s stage_s. */
export function addStages(
  load: Float64Array,
  step: number,
  weights: readonly number[],
  stages: readonly Float64Array[],
): void {
  for (const [s, stage] of stages.entries()) {
    const weight = step * weights[s]!;
    if (weight === 0) continue;
    for (let i = 0; i < load.length; i++) load[i]! += weight * stage[i]!;
  }
}
