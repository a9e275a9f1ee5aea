import { writeFileSync } from "node:fs";
import { ballStructure, ballSystem } from "../../src/fem/ball/steady.ts";
import { patternElements } from "../../src/fem/patternElements.ts";
import { sphereStructure, sphereSystem } from "../../src/fem/sphere/steady.ts";
import type { SteadySystem } from "../../src/fem/steadySystem.ts";
import { analyze, type Factorization, factor, solve } from "../../src/linalg/direct/lu.ts";
import { solveRefined } from "../../src/linalg/direct/refine.ts";
import { ball } from "../../src/mesh/ball/build.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { medians, type Repetition, repeat } from "../measure.ts";
import { ballModel, type SolverProblem, sphereModel } from "./problem.ts";

export interface SolverParameters {
  readonly problem: SolverProblem;
  readonly repetition: Repetition;
  /** Where the matrix goes for other programs; nowhere where null. */
  readonly file: string | null;
}

/** Processor seconds, medians of the counted runs. */
export interface SolverFigures {
  readonly unknowns: number;
  /** Values of L and U. */
  readonly fill: number;
  readonly operations: number;
  readonly analysis: number;
  /** Into the memory of the factors before. */
  readonly factorization: number;
  /** One substitution, and each of four at once. */
  readonly substitution: number;
  readonly oneOfFour: number;
  /** Substitution and refinement to rounding. */
  readonly solution: number;
  readonly total: number;
}

/** The direct solver by its steps on the matrix of a steady state, one row of which fixes a value. */
export function measure({ problem, repetition, file }: SolverParameters): SolverFigures {
  const system: SteadySystem = problem.isBall
    ? ballSystem(ballModel, ballStructure(ball(problem.level, 2 * problem.level), problem.degree))
    : sphereSystem(sphereModel, sphereStructure(icosphere(problem.level), problem.degree));
  const { pattern } = system.space;
  const values = system.generator.values.slice();
  for (let k = pattern.rowStarts[system.pin]!; k < pattern.rowStarts[system.pin + 1]!; k++) {
    values[k] = pattern.columnIndices[k] === system.pin ? 1 : 0;
  }
  const n = pattern.rows;
  const right = new Float64Array(n);
  right[system.pin] = 1;
  if (file !== null) {
    const parts = [Int32Array.of(n, values.length), pattern.rowStarts, pattern.columnIndices, values, right];
    writeFileSync(
      file,
      Buffer.concat(parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))),
    );
  }
  const elements = patternElements(system.space);
  const solution = new Float64Array(n);
  const four = new Float64Array(4 * n).fill(1);
  let before: Factorization | null = null;
  const { results } = repeat(repetition, () => {
    const clock = stopwatch();
    const symbolic = analyze(pattern, { elements });
    const analysis = clock();
    const factorization: Factorization = factor(symbolic, values, before === null ? {} : { reuse: before });
    const factorSeconds = clock();
    solveRefined({ pattern, values }, factorization, right, solution);
    const solutionSeconds = clock();
    solve(factorization, right, solution);
    const substitution = clock();
    solve(factorization, four, four);
    const oneOfFour = clock() / 4;
    four.fill(1);
    before = factorization;
    return {
      unknowns: n,
      fill: symbolic.factorSize,
      operations: symbolic.operations,
      analysis,
      factorization: factorSeconds,
      substitution,
      oneOfFour,
      solution: solutionSeconds,
      total: analysis + factorSeconds + solutionSeconds,
    };
  });
  return medians(results);
}

/** Processor seconds since the call before. */
function stopwatch(): () => number {
  let last = process.cpuUsage();
  return () => {
    const now = process.cpuUsage();
    const spent = (now.user + now.system - last.user - last.system) / 1e6;
    last = now;
    return spent;
  };
}
