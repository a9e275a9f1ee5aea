import { spinModel, steadyState, withParameter } from "blochfem";

const weak = spinModel({ spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
for (const drive of [0.5, 1, 1.5]) {
  const { observables, errorEstimate } = steadyState(withParameter(weak, "field.0", drive));
  const inversion = observables.mean[2].toFixed(9);
  console.log(`B_x = ${drive}: 2<J_z>/N = ${inversion} +- ${errorEstimate.mean[2].toExponential(0)}`);
}
