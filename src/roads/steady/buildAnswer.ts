import type { SpinModel } from "../../model/spinModel.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import { dickeStates } from "../domain.ts";
import { viewOfDensityMatrix, viewOfMoments, viewOfPopulations } from "../stateViews.ts";
import type { DickeSteady, HarmonicSteady } from "./answer.ts";

/** What an answer is put together from. */
interface Parts<Found> {
  readonly model: SpinModel;
  readonly reason: string;
  readonly inBall: boolean;
  readonly found: Found;
  /** Wall-clock. */
  readonly seconds: number;
}

/** An answer by moments. */
export function harmonicAnswer({
  model,
  reason,
  inBall,
  found,
  seconds,
}: Parts<
  Pick<HarmonicSteady, "observables" | "errorEstimate" | "residual" | "band" | "unknowns" | "state"> &
    Partial<Pick<HarmonicSteady, "degreeErrors">>
>): HarmonicSteady {
  const { observables, errorEstimate, residual, band, unknowns, state, degreeErrors = null } = found;
  return {
    method: "harmonic",
    model,
    observables,
    errorEstimate,
    reason,
    ...viewOfMoments(state, inBall ? "ball" : "sphere", () => errorEstimate),
    residual,
    seconds: { total: seconds },
    band,
    unknowns,
    state,
    degreeErrors,
  };
}

/** An answer by the density matrix. */
export function dickeAnswer({
  model,
  reason,
  inBall,
  found,
  seconds,
}: Parts<
  Pick<DickeSteady, "observables" | "errorEstimate" | "residual" | "unknowns" | "rho"> & {
    /** Of the largest total spin, where rho is diagonal. */
    readonly populations?: Float64Array | null;
  }
>): DickeSteady {
  const { observables, errorEstimate, residual, unknowns, rho, populations = null } = found;
  const errors = (): ErrorEstimate => errorEstimate;
  return {
    method: "dicke",
    model,
    observables,
    errorEstimate,
    reason,
    ...(rho === null
      ? viewOfPopulations(model.spins, populations, inBall ? "ball" : "sphere", errors)
      : viewOfDensityMatrix(rho, errors)),
    residual,
    seconds: { total: seconds },
    states: dickeStates(model, inBall),
    unknowns,
    rho,
  };
}
