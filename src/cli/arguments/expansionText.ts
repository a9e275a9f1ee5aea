import type { AxisExpansion } from "../../fem/axis/steady.ts";

const PLACES = {
  ring: "a ring off the axis",
  threshold: "a ring that reaches the axis",
  point: "a point of the axis",
} as const;

/** What P was expanded around, for tables. */
export const describeExpansion = ({ around, degree, compared, unknowns }: AxisExpansion): string =>
  `P around ${PLACES[around]} up to degree ${degree}, errors from ${compared}; ${unknowns} unknowns`;
