import { describe, it } from "vitest";
import { expectDecided, randomAtEdge } from "./decided.ts";
import { steadyMoments } from "./states.ts";

// The fast test holds the same of fewer states.
describe("a certificate is undecided only at the edge", () => {
  it.each([2, 3, 4, 5, 6, 7, 8])("of random states, N = %i", (spins) => {
    for (let seed = 3; seed <= 12; seed++) {
      for (const least of [-1e-3, -1e-6, -1e-9, 1e-9, 2e-6, 1e-5, 1e-3]) {
        const moments = randomAtEdge(spins, seed, least);
        if (moments !== null) expectDecided(moments);
      }
    }
  });

  it.each([4, 5, 8, 12])("of steady states, N = %i", (spins) => {
    for (const field of [0.3, 0.8, 1.2, 1.6]) {
      for (const dephasing of [0, 0.1, 0.3, 0.45]) expectDecided(steadyMoments(spins, field, dephasing));
    }
  });
});
