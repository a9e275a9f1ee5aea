import { freezeModel, hasLocalRates, requireRatesAlone, type SpinModel } from "./spinModel.ts";

/**
 * The mean field: N -> infinity, where P moves along dr/dt = a(r) without spreading. With collective processes and a field
 * only, the flow keeps |r| and is studied on the sphere: B x r - d (ez - z r), d = k_- - k_+, a one-parameter group of
 * Moebius maps. With local processes it lives in the ball.
 */
export type MeanFieldDomain = "sphere" | "ball";

export const meanFieldDomain = (model: SpinModel): MeanFieldDomain => (hasLocalRates(model) ? "ball" : "sphere");

/** The model at N = Infinity, for `drift` and `driftJacobian`. `spinModel` would not accept it: no finite state has it. */
export function meanFieldLimit(model: SpinModel): SpinModel {
  requireRatesAlone(model, "the mean field");
  return freezeModel({ ...model, spins: Number.POSITIVE_INFINITY });
}

export interface ScaledFlow {
  /** Mean-field limit with all coefficients divided by `rate`, or null where the flow vanishes everywhere. */
  readonly model: SpinModel | null;
  /** The largest coefficient of the flow, in the model's own unit. */
  readonly rate: number;
}

/**
 * The flow in units of its largest coefficient, so that rounding errors have one scale and nothing overflows. Collective
 * dephasing and the common part of pump and decay do not move the mean field and are left out.
 */
export function scaledFlow(model: SpinModel): ScaledFlow {
  requireRatesAlone(model, "the mean field");
  const { field, collective, local } = model;
  const pull = collective.decay - collective.pump;
  const coefficients = [...field, pull, local.dephasing, local.pump, local.decay];
  const rate = Math.max(...coefficients.map(Math.abs));
  if (rate === 0) return { model: null, rate };
  const [x, y, z] = field;
  const scaled = freezeModel({
    spins: Number.POSITIVE_INFINITY,
    field: [x / rate, y / rate, z / rate],
    collective: { dephasing: 0, pump: Math.max(0, -pull / rate), decay: Math.max(0, pull / rate) },
    local: { dephasing: local.dephasing / rate, pump: local.pump / rate, decay: local.decay / rate },
  });
  return { model: scaled, rate };
}
