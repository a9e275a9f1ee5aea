import type { LightExpansion } from "../../roads/light/road.ts";

const PLACES = {
  ring: "a ring off the axis",
  threshold: "a ring that reaches the axis",
  point: "a point of the axis",
  fixedPoint: "the fixed point of the mean field",
} as const;

/** What P was expanded around, for tables. */
export const describeExpansion = ({ around, degree, compared, unknowns }: LightExpansion): string =>
  around === "halfDisk"
    ? `elements in the half plane beside the axis, in the polynomials of degree ${degree}, errors from ${degree === compared ? "another mesh" : compared}; ${unknowns} unknowns`
    : `P around ${PLACES[around]} up to degree ${degree}, errors from ${compared}; ${unknowns} unknowns`;
