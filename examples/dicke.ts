import { spinModel } from "blochfem";
import { coherentState, evolveDicke, steadyDicke } from "blochfem/dicke";
import { vonNeumannEntropy } from "blochfem/state";

// The density matrix itself, which knows nothing of P.
const model = spinModel({ spins: 10, field: [0.4, 0, 0], collective: { decay: 1 } });
const { observables, density } = steadyDicke(model);
console.log(`2<J_z>/N = ${observables.mean[2].toFixed(9)}`);
console.log(`entropy ${vonNeumannEntropy(density!).toFixed(9)}`);

const burst = evolveDicke({ model, initial: coherentState(10, [0, 0, 1]), times: [0, 10] });
console.log(`from all up, at t = ${burst.times[1]}: ${burst.observables[1]!.mean[2].toFixed(6)}`);
