import { createRandomStream, fillUniform } from "../../../../src/core/random.ts";
import { isParabolicInBall } from "../../../../src/model/kramersMoyal.ts";
import { hasLocalRates, type SpinModel, spinModel } from "../../../../src/model/spinModel.ts";
import { steadyStateKind } from "../../../../src/model/uniqueness.ts";
import { generalProblem } from "../../../property/randomProblems.ts";

/** The first random models with interactions, jumps and local rates whose equation is not parabolic, of `least` to `most` spins. */
export function randomBall(seed: number, count: number, least: number, most: number): SpinModel[] {
  const models: SpinModel[] = [];
  for (let index = 0; models.length < count; index++) {
    const { model } = generalProblem(seed, index);
    if (!hasLocalRates(model) || isParabolicInBall(model) || steadyStateKind(model).kind !== "unique") continue;
    const uniform = new Float64Array(1);
    fillUniform(createRandomStream(seed + 7, index), uniform);
    models.push(spinModel({ ...model, spins: Math.round(least * (most / least) ** uniform[0]!) }));
  }
  return models;
}
