import type { OperatorSpace } from "../../light/operatorSpace.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { initialDensity } from "../initialDensity.ts";
import { multiplicationOnBlocks } from "../multiplication.ts";
import { pack } from "./coherences.ts";
import { collectiveLiouvillian, collectivePacking } from "./liouvillian.ts";

/** The operators on the spin-N/2 space, packed as a density matrix. Throws InputError for local rates. */
export function collectiveOperators(model: SpinModel): OperatorSpace {
  const { spins } = model;
  const generator = collectiveLiouvillian(model);
  const trace = new Float64Array(generator.pattern.rows).fill(1, 0, spins + 1);
  const multiplication = multiplicationOnBlocks(spins, 1, collectivePacking(spins));
  return {
    spins,
    generator,
    generatorOf: (other) => collectiveLiouvillian(other),
    mass: null,
    trace,
    pin: 0,
    start: (initial) => ({ load: pack(initialDensity(spins, initial)), error: 0 }),
    multiplication,
    sandwich: null,
  };
}
