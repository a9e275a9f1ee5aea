import { NotUniqueError } from "../core/errors.ts";
import type { SpinModel } from "../model/spinModel.ts";

/**
 * In the symmetric subspace the steady state is unique as soon as there is pump or decay, or dephasing across a transverse
 * field. What is left is no dissipation at all, or dephasing along the field only.
 *
 * @throws NotUniqueError which names what is conserved
 */
export function requireUniqueSteadyState(model: SpinModel): void {
  const { dephasing, pump, decay } = model.collective;
  if (pump > 0 || decay > 0) return;
  const [x, y, z] = model.field;
  const transverse = x !== 0 || y !== 0;
  if (dephasing > 0 && transverse) return;
  if (dephasing > 0)
    throw new NotUniqueError({
      what: "the steady state is not unique: there is only dephasing along z, and J_z is conserved",
      remedy: "add a pump or decay rate, or a field component along x or y",
      value: "J_z",
    });
  const energy = transverse || z !== 0;
  throw new NotUniqueError({
    what: energy
      ? "the steady state is not unique: there is no dissipation, and the energy B.J is conserved"
      : "the steady state is not unique: all rates and the field are zero, and every state is stationary",
    remedy: "add a collective rate",
    value: energy ? "B.J" : "rho",
  });
}

/** A second mode that cannot be told from the steady state in double precision; `smallest` is its size. */
export const stationaryModes = (smallest: number): NotUniqueError =>
  new NotUniqueError({
    what: `a second mode is stationary to working precision: ${smallest.toExponential(1)} of the norm of the generator`,
    remedy: "evolve from an initial state instead, or move the rates away from the point where a quantity is conserved",
    value: smallest,
  });
