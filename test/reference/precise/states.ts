import type { Vector3 } from "../../../src/state/moments.ts";
import type { SpinEquation } from "../equation.ts";
import type { LinearEquation, ReferenceState } from "./linearEquation.ts";
import { permutationSymmetric } from "./permutationSymmetric.ts";
import { evolveUnknowns, steadyUnknowns } from "./solve.ts";
import { symmetricSubspace } from "./symmetricSubspace.ts";

const linearEquation = (equation: SpinEquation): LinearEquation =>
  equation.local.length > 0 ? permutationSymmetric(equation) : symmetricSubspace(equation);

/** The steady state, right to the last bit of a double. */
export function preciseSteady(equation: SpinEquation): ReferenceState {
  const linear = linearEquation(equation);
  return linear.read(steadyUnknowns(linear));
}

/** States at ascending times from all spins along `initial`, right to the last bit of a double. */
export function preciseEvolution(equation: SpinEquation, initial: Vector3, times: readonly number[]): ReferenceState[] {
  const linear = linearEquation(equation);
  return evolveUnknowns(linear, linear.start(initial), times).map((unknowns) => linear.read(unknowns));
}
