import { spinModel } from "blochfem";
import { densityMatrixOfHarmonics, steadyHarmonics } from "blochfem/harmonic";
import { vonNeumannEntropy } from "blochfem/state";

// Exact where the band reaches N, also where the equation for P is not parabolic.
const model = spinModel({ spins: 10, field: [0.4, 0, 0], collective: { decay: 1 } });
const { observables, state } = steadyHarmonics(model);
console.log(`2<J_z>/N = ${observables.mean[2].toFixed(9)}`);
console.log(`entropy ${vonNeumannEntropy(densityMatrixOfHarmonics(state)).toFixed(9)}`);
