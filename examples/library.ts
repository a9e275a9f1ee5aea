import { evolve, spinModel, steady, withParameter } from "blochfem";
import { concurrence, twoSpinState, vonNeumannEntropy } from "blochfem/state";

const weak = spinModel({ spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
for (const drive of [0.5, 1, 1.5]) {
  const { observables, errorEstimate, method } = steady(withParameter(weak, "field.0", drive));
  const inversion = observables.mean[2].toFixed(9);
  console.log(`B_x = ${drive}: 2<J_z>/N = ${inversion} +- ${errorEstimate.mean[2].toExponential(0)} by ${method}`);
}

// Local loss takes P into the Bloch ball. Its density matrix has a block for each total spin.
const lossy = spinModel({ spins: 4, field: [0.5, 0, 0], collective: { decay: 1 }, local: { decay: 0.05 } });
const { observables } = steady(lossy);
console.log(`concurrence of two spins ${concurrence(twoSpinState(lossy.spins, observables)).toFixed(9)}`);
const exact = steady(lossy, { method: "dicke" });
console.log(`entropy ${vonNeumannEntropy(exact.densityMatrix()).toFixed(9)}`);

// From all spins up, in time.
for (const { time, observables } of evolve(lossy, { initial: { coherent: [0, 0, 1] }, to: 2, every: 1 })) {
  console.log(`t = ${time}: 2<J_z>/N = ${observables.mean[2].toFixed(6)}`);
}
