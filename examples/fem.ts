import { spinModel } from "blochfem";
import {
  assembleGenerator,
  assembleMass,
  functionSpace,
  interpolate,
  lagrangeTriangle,
  steadyState,
} from "blochfem/fem";
import { multiply, multiplyTransposed } from "blochfem/linalg";
import { icosphere } from "blochfem/mesh";

const model = spinModel({ spins: 40, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
const { density, observables } = steadyState(model, { tolerance: 1e-6 });
console.log(`2<J_z>/N = ${observables.mean[2].toFixed(6)} from ${density!.length} unknowns`);

// What it is made of: a space of functions, and the equation M dp/dt = L p for their values at the nodes.
const space = functionSpace(icosphere(2), lagrangeTriangle(3));
const one = interpolate(space, () => 1);
const load = new Float64Array(one.length);
multiply(assembleMass(space), one, load);
const area = load.reduce((sum, value) => sum + value, 0);
console.log(`area / 4 pi = ${(area / (4 * Math.PI)).toFixed(6)}`);
multiplyTransposed(assembleGenerator(space, model), one, load);
console.log(`probability is kept: ${load.every((value) => Math.abs(value) < 1e-10)}`);
