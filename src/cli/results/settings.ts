import { type CostLimits, DEFAULT_COST_LIMITS } from "../../roads/choice.ts";

/** What a method may be predicted to take, with the defaults of what was not given. */
export const fullLimits = (given: Partial<CostLimits> | undefined): CostLimits => ({
  ...DEFAULT_COST_LIMITS,
  ...given,
});
