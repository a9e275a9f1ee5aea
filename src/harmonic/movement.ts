import type { Movement } from "../state/evolutionCost.ts";

/** Both bands together, in units of the upper one: 1 and (4/5)^2 or (4/5)^3. */
const WITH_COMPARISON = 1.7;

/** How moments up to a band move, and those of the band that it is compared with: what the cost of an evolution grows with. */
export const bandMovement = ({
  spins,
  band,
  unknowns,
  isDriven,
}: {
  readonly spins: number;
  readonly band: number;
  /** Up to the band. */
  readonly unknowns: number;
  readonly isDriven: boolean;
}): Movement => ({
  by: isDriven ? "explicit" : "krylov",
  degree: band,
  unknowns: (band < spins ? WITH_COMPARISON : 1) * unknowns,
});
