import { type InitialState, livesInBall } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { type EndState, endOfDensity, endOfElements, endOfHarmonics, noEndState } from "../endState.ts";
import type { Evolved } from "./answer.ts";

/** Where an evolution ended, for one that goes on from there. Throws as `endOfDensity` and `endOfElements` do. */
export function endOfEvolution(model: SpinModel, initial: InitialState, found: Evolved): EndState {
  const error = found.errorEstimate.at(-1);
  if (error === undefined) return noEndState("no time was left to follow");
  switch (found.method) {
    case "fem":
      if (found.scheme !== "axis") return endOfElements(model, found);
      return found.solution.axis[2] === 1
        ? endOfHarmonics(found.solution.moments, "ball", error)
        : noEndState("P is known in axes in which that of the model is z");
    case "harmonic":
      return endOfHarmonics(found.state, livesInBall(model, initial) ? "ball" : "sphere", error);
    case "dicke":
      return found.rho === null
        ? noEndState(
            found.populations === null
              ? "populations and two coherences were followed, which tell first and second moments"
              : "the density matrix is too large: its populations alone were followed",
          )
        : endOfDensity(found.rho, error);
    case "sde":
      return noEndState("an evolution by method sde keeps no moments of all degrees");
  }
}
