/** What tables and titles call the methods. */
export const ROAD_NAMES = {
  fem: "finite elements",
  harmonic: "harmonics",
  dicke: "Dicke basis",
  sde: "trajectories",
} as const;
