import { spinModel } from "blochfem";
import { linearRange, sweep } from "blochfem/sweep";

const model = spinModel({ spins: 40, collective: { dephasing: 1, pump: 1 } });
const field = { parameter: "field.x", values: linearRange(0.5, 1.5, 5) };
// So few points are not worth a thread.
const here = { workers: 1 };
for (const row of await sweep(model, { task: "steady", vary: [field] }, here)) {
  if ("observables" in row && "mean" in row.observables) {
    console.log(`B_x = ${row.parameters["field.x"]}: 2<J_z>/N = ${row.observables.mean[2].toFixed(6)}`);
  }
}

const spins = { parameter: "spins", values: [20, 40] };
const half = "observables.mean[2] = 0.5";
for (const row of await sweep(model, { task: "steady", vary: [spins, field], until: half }, here)) {
  if ("roots" in row) {
    const [root] = row.roots;
    console.log(`N = ${row.parameters.spins}: 0.5 at B_x = ${root!.parameters["field.x"]!.toFixed(6)}`);
  }
}
