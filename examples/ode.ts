import { implicitSchemes, krylovExponential } from "blochfem/ode";

for (const { name, order } of implicitSchemes) console.log(`${name} has order ${order}`);

// exp(t A) v of a rotation that is only applied: a quarter turn takes x to y.
const vector = Float64Array.of(1, 0);
krylovExponential(
  (x, y) => {
    y[0] = -x[1]!;
    y[1] = x[0]!;
  },
  Math.PI / 2,
  vector,
);
console.log(`x goes to (${vector[0]!.toFixed(6)}, ${vector[1]!.toFixed(6)})`.replace("-0.000000", "0.000000"));
