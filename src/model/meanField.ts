import type { FlowDomain } from "./secondOrder/meanField/flow.ts";
import { freezeModel, hasLocalRates, type SpinModel } from "./spinModel.ts";

/**
 * The mean field: N -> infinity, where P moves along dr/dt = a(r) without spreading. Without local processes the flow keeps |r| and is
 * studied on the sphere; of rates alone it is B x r - d (ez - z r), d = k_- - k_+, a one-parameter group of Moebius maps. With local
 * processes it lives in the ball.
 */
export type MeanFieldDomain = FlowDomain;

export const meanFieldDomain = (model: SpinModel): MeanFieldDomain => (hasLocalRates(model) ? "ball" : "sphere");

/** The model at N = Infinity, for `drift` and `driftJacobian`. `spinModel` would not accept it: no finite state has it. */
export const meanFieldLimit = (model: SpinModel): SpinModel =>
  freezeModel({ ...model, spins: Number.POSITIVE_INFINITY });
