import { fixedPoints, linearNoise, spinModel, steadyStateKind } from "blochfem/model";

const model = spinModel({ spins: 1_000_000, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
const stable = fixedPoints(model).points.find(({ kind }) => kind === "stable")!;
console.log(
  `stable at (${stable.position.map((value) => (value + 0).toFixed(6)).join(", ")})`.replace("-0.000000", "0.000000"),
);
// N Var(x) of P for large N, without solving for P.
console.log(`N Var(x) = ${linearNoise(model, stable)[0]!.toFixed(7)}`);
console.log(`steady state: ${steadyStateKind(model).kind}`);
