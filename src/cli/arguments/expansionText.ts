import type { AxisExpansion } from "../../fem/axis/steady.ts";
import type { PointExpansion } from "../../fem/ball/expansion/steady.ts";

const PLACES = {
  ring: "a ring off the axis",
  threshold: "a ring that reaches the axis",
  point: "a point of the axis",
  fixedPoint: "the fixed point of the mean field",
} as const;

/** What P was expanded around, for tables. */
export const describeExpansion = ({ around, degree, compared, unknowns }: AxisExpansion | PointExpansion): string =>
  `P around ${PLACES[around]} up to degree ${degree}, errors from ${compared}; ${unknowns} unknowns`;
