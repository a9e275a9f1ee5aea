import type { OperatorSpace } from "../../../light/operatorSpace.ts";
import type { SparseMatrix } from "../../../linalg/sparse.ts";
import { coefficientsOf } from "../../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import { requireAttracting } from "../../attractingPoint.ts";
import { type ExpandedOperators, expansionOperators } from "../../expansionOperators.ts";
import { frameOf, linearGaussian, settledGaussian } from "./frame.ts";
import { along, expandedGenerator, expandedOperator, type Frame, positionIn, type Term, termsOf } from "./generator.ts";
import { constant, product, sumOf } from "./polynomial.ts";

const AXES = [0, 1, 2] as const;

/**
 * The permutation-symmetric operators by their moments around the stable fixed point of the mean field, as those of `pointSteadyState`.
 *
 * @throws ConvergenceError where no single fixed point attracts all paths
 */
export function pointOperators(model: SpinModel): ExpandedOperators<"fixedPoint"> {
  const { spins } = model;
  const gaussian = settledGaussian(model, linearGaussian(model, requireAttracting(model)));
  const operators = (degree: number, stretch: number): OperatorSpace => {
    const frame = frameOf(gaussian, spins, stretch);
    return expansionOperators({
      model,
      generatorOf: (other) => expandedGenerator(coefficientsOf(other), frame, degree),
      products: multiplications(frame, spins, degree),
    });
  };
  return { around: "fixedPoint", operators };
}

/** Of each component J_a the real part of D_a, (N/2) r_a + (e_a - r_a r).grad / 2, and its imaginary one, (e_a x r).grad / 2. */
function multiplications(
  frame: Frame,
  spins: number,
  degree: number,
): readonly (readonly [SparseMatrix, SparseMatrix])[] {
  const position = positionIn(frame);
  const { axes, widths } = frame;
  return AXES.map((a) => {
    const real: Term[] = [...termsOf(position[a], spins / 2, along())];
    const imaginary: Term[] = [];
    const [b, c] = [((a + 1) % 3) as 0 | 1 | 2, ((a + 2) % 3) as 0 | 1 | 2];
    for (const j of AXES) {
      const outward = sumOf(...AXES.map((i) => [axes[j][i], product(position[a], position[i])] as const));
      const factor = 1 / (2 * widths[j]);
      real.push(...termsOf(sumOf([1, constant(axes[j][a])], [-1, outward]), factor, along(j)));
      // e_a x r has -r_c along b and r_b along c.
      imaginary.push(...termsOf(sumOf([-axes[j][b], position[c]], [axes[j][c], position[b]]), factor, along(j)));
    }
    return [expandedOperator(real, frame, degree), expandedOperator(imaginary, frame, degree)] as const;
  });
}
