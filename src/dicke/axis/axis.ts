import type { SpinModel } from "../../model/spinModel.ts";

/**
 * Whether the field is along z or absent. All seven rates are about z too, so that populations p(j, m) and coherences of
 * different m - m' then change independently.
 */
export const hasAxis = ({ field: [x, y] }: Pick<SpinModel, "field">): boolean => x === 0 && y === 0;
