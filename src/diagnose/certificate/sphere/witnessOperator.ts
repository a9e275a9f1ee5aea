import { InputError } from "../../../core/errors.ts";
import { fromMultipoles } from "../../../state/blocks/multipoles.ts";
import type { DensityMatrix } from "../../../state/densityMatrix.ts";
import type { Witness } from "../certificate.ts";
import { multipoleGains } from "./multipoleGains.ts";
import { squareCoefficientCount } from "./squareBasis.ts";
import { squareMultipoles, type WitnessMultipoles } from "./squareMultipoles.ts";

/**
 * T by the multipoles of its operator W: int P T = sum_a w_a u_a.
 *
 * @throws InputError for coefficients that do not go with the degree, or a degree above N
 */
export function witnessMultipoles(witness: Witness, spins: number): WitnessMultipoles {
  const { kind, degree, coefficients } = witness;
  if (!(Number.isInteger(degree) && degree >= 0 && degree <= spins)) {
    throw new InputError({
      what: `a witness of degree ${degree} is asked of ${spins} spins`,
      remedy: "give a witness whose degree is at most N",
      value: degree,
      limit: spins,
    });
  }
  const count = kind === "square" ? squareCoefficientCount(degree) : (degree + 1) ** 2;
  if (coefficients.length !== count) {
    throw new InputError({
      what: `a ${kind} of degree ${degree} has ${count} coefficients, not ${coefficients.length}`,
      remedy: "give the witness as it was found",
      value: coefficients.length,
      limit: count,
    });
  }
  const wrong = coefficients.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) {
    throw new InputError({
      what: `the witness has a coefficient ${wrong}`,
      remedy: "give finite numbers",
      value: wrong,
    });
  }
  if (kind === "square") return squareMultipoles(spins, degree, coefficients);
  return polynomialMultipoles(spins, degree, coefficients);
}

/** y_a / sqrt(g_l). */
function polynomialMultipoles(spins: number, degree: number, coefficients: Float64Array): WitnessMultipoles {
  const gains = multipoleGains(spins, degree);
  const values = Float64Array.from(coefficients, (value, a) => {
    const l = Math.floor(Math.sqrt(a));
    return value * gains[l]! * Math.sqrt(2 * l + 1);
  });
  return { values, errors: values.map((value) => Math.abs(value) * (2 * degree + 8) * Number.EPSILON) };
}

/**
 * The operator W of a witness, in the Dicke basis: tr(rho W) = int P T, and tr(|n><n|^N W) = T(n) >= 0 for every product state: an
 * observable whose negative mean value proves entanglement.
 *
 * @throws InputError as `witnessMultipoles`
 */
export const witnessOperator = (witness: Witness, spins: number): DensityMatrix =>
  fromMultipoles(spins, witnessMultipoles(witness, spins).values);
