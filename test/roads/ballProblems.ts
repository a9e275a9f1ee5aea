import { createRandomStream, fillUniform } from "../../src/core/random.ts";
import { isParabolicInBall } from "../../src/model/kramersMoyal.ts";
import { aroundAxis } from "../../src/model/secondOrder/axis.ts";
import { coefficientsOf } from "../../src/model/secondOrder/coefficients.ts";
import { hasLocalRates, spinModel } from "../../src/model/spinModel.ts";
import { steadyStateKind } from "../../src/model/uniqueness.ts";
import { generalProblem, type RandomProblem, randomProblem } from "../property/randomProblems.ts";

/** Of few spins every road does everything. */
const LEAST_SPINS = 15;
const MOST_SPINS = 60;

/**
 * The problems of the fuzz test in the ball without an axis, every second one with interactions and jumps, of 15 to 60 spins: those with one steady state.
 *
 * @param parabolic those whose equation is, or those whose equation is not
 */
export function* ballProblems(seed: number, parabolic = false): Generator<RandomProblem> {
  const uniform = new Float64Array(1);
  for (let index = 0; ; index++) {
    const problem = (index % 2 === 0 ? randomProblem : generalProblem)(seed, index);
    fillUniform(createRandomStream(seed + 7, index), uniform);
    const spins = Math.round(LEAST_SPINS * (MOST_SPINS / LEAST_SPINS) ** uniform[0]!);
    if (!hasLocalRates(problem.model)) continue;
    const model = spinModel({ ...problem.model, spins });
    if (isParabolicInBall(model) !== parabolic || aroundAxis(coefficientsOf(model)) !== null) continue;
    if (steadyStateKind(model).kind === "unique") yield { ...problem, model };
  }
}
