import { spinModel, steady } from "blochfem";
import { compareStates, concurrence, husimiFunction, twoSpinState } from "blochfem/state";

const model = spinModel({ spins: 10, field: [0.4, 0, 0], collective: { decay: 1 } });
const [harmonic, dicke] = [steady(model, { method: "harmonic" }), steady(model, { method: "dicke" })];
console.log(`concurrence of two spins ${concurrence(twoSpinState(model.spins, dicke.observables)).toFixed(9)}`);
const { largest } = compareStates(harmonic.observables, dicke.observables);
console.log(`two methods differ by less than 1e-9: ${largest < 1e-9}`);
const [south] = husimiFunction(dicke.densityMatrix(), Float64Array.of(0, 0, -1));
console.log(`Husimi function at the south pole ${south!.toFixed(6)}`);
