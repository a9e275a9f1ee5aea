import { interacts, type SpinModel } from "./spinModel.ts";

/** Whether a model has a field and the rates dephasing, pump and decay alone: much is known of it in closed form. */
export const hasRatesAlone = (model: Pick<SpinModel, "interaction" | "collective" | "local">): boolean =>
  !interacts(model) && [model.collective, model.local].every(({ jumps = [] }) => jumps.every(({ rate }) => rate === 0));
