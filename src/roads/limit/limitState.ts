import type { ExactSteady } from "../steady/byDomain.ts";

/** What a road says of a limit. */
export type LimitState = ExactSteady;

/** Roundings of a state on the way from a description of it, of its longest vectors. */
export const MOVING_ROUNDINGS = 32;

/** A total spin that is less likely is left out, and counted as an error. */
export const NEGLIGIBLE_WEIGHT = 1e-17;
