import {
  ballSteadyState,
  concurrence,
  densityMatrixInBall,
  spinModel,
  steadyState,
  twoSpinState,
  vonNeumannEntropy,
  withParameter,
} from "blochfem";

const weak = spinModel({ spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
for (const drive of [0.5, 1, 1.5]) {
  const { observables, errorEstimate } = steadyState(withParameter(weak, "field.0", drive));
  const inversion = observables.mean[2].toFixed(9);
  console.log(`B_x = ${drive}: 2<J_z>/N = ${inversion} +- ${errorEstimate.mean[2].toExponential(0)}`);
}

// Local loss takes P into the Bloch ball. Its density matrix has a block for each total spin.
const lossy = spinModel({ spins: 4, field: [0.5, 0, 0], collective: { decay: 1 }, local: { decay: 0.05 } });
const { space, density, observables } = ballSteadyState(lossy);
const rho = densityMatrixInBall(space!, density!, lossy.spins);
console.log(`entropy ${vonNeumannEntropy(rho).toFixed(9)}`);
console.log(`concurrence of two spins ${concurrence(twoSpinState(lossy.spins, observables)).toFixed(9)}`);
