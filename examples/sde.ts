import { spinModel } from "blochfem";
import { evolveTrajectories } from "blochfem/sde";

// Trajectories whose density is P: a seed gives the same numbers everywhere.
const model = spinModel({ spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
const { observables, errorEstimate } = evolveTrajectories({
  model,
  initial: { kind: "coherent", direction: [0, 0, 1] },
  times: [1],
  trajectories: 4000,
  step: 0.02,
  seed: 1,
  scheme: "moebiusWalk",
});
console.log(`2<J_z>/N = ${observables[0]!.mean[2].toFixed(3)} +- ${errorEstimate[0]!.mean[2].toExponential(0)}`);
