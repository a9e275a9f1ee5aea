import type { SpinModel } from "blochfem";
import { hasLocalRates, writtenModel } from "blochfem/model";
import { generalEquation } from "../reference/equation.ts";
import { preciseSteady } from "../reference/precise/states.ts";
import type { Answer } from "./compare.ts";

/** Most spins of which 256 binary digits take a fraction of a second: 120 unknowns with local rates, 169 without. */
const mostSpins = { local: 7, collective: 12 } as const;

/** The steady state of a model that has one, right to the last bit; null for more spins. */
export function exactSteady(model: SpinModel): Answer | null {
  if (model.spins > (hasLocalRates(model) ? mostSpins.local : mostSpins.collective)) return null;
  const written = writtenModel(model);
  const observables = preciseSteady(generalEquation({ ...written, interaction: { ...written.interaction } }));
  const bit = Number.EPSILON;
  const errorEstimate = {
    mean: [bit, bit, bit],
    square: [bit, bit, bit],
    cross: [bit, bit, bit],
    purity: bit,
  } as const;
  return { road: "exact", observables, errorEstimate };
}
