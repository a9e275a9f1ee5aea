/** Up to this N all elements of the density matrix of a model with local rates take a minute. */
const MOST_IN_FULL = 120;

/** Up to this N a window of the populations about an axis takes a minute or two. */
const MOST_POPULATED = 10_000;

/** What to do where P around a fixed point is no way to the state of a model with local rates: nothing is advised that would take hours. */
export const withoutPoint = (spins: number): string =>
  spins <= MOST_IN_FULL
    ? "use the method dicke, or evolve an initial state in time"
    : `evolve an initial state in time, or take at most ${MOST_IN_FULL} spins, whose density matrix is solved for`;

/** The same around an axis. @param instead what else helps */
export const withoutAxis = (spins: number, instead?: string): string => {
  const fewer =
    spins <= MOST_POPULATED
      ? "use the method dicke, which solves for the populations"
      : `take at most ${MOST_POPULATED} spins, whose populations the method dicke solves for`;
  return instead === undefined ? fewer : `${instead}, or ${fewer}`;
};
