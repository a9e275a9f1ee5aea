import { multiplyDense } from "../../../linalg/dense/multiply.ts";
import { cellCount } from "../../../mesh/mesh.ts";
import { coefficientsOf } from "../../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import { forEachCell, productExactness } from "../../cells.ts";
import { type Element, enrichedTriangle } from "../element.ts";
import { generatorWeights } from "../generator.ts";
import { cellTerms } from "../generatorKernel.ts";
import type { GoalSolution } from "./goals.ts";

/**
 * What each cell adds to the errors that the first and second moments would have by elements a degree lower: |a(P - I P, z - I z)|, I the interpolation in that
 * degree and a the weak form of the generator, summed over the moments. These are dual-weighted residuals (Becker and Rannacher, doi:10.1017/S0962492901000010)
 * with the solution of higher degree in the place of the unknown ones.
 */
export function cellIndicators(model: SpinModel, { space, density, duals }: GoalSolution): Float64Array {
  const { element, cellUnknowns, unknowns } = space;
  const { size } = element;
  const rule = space.geometry.quadrature(productExactness(space));
  const depth = rule.weights.length;
  const terms = cellTerms(element, rule);
  const theta = generatorWeights(coefficientsOf(model));
  const leftOut = withoutLowerDegree(element);
  const { values, gradients } = element.tabulate(rule.points);
  const [value, along1, along2] = [values, ...gradients].map((table) =>
    multiplyDense(depth, size, size, table, leftOut),
  ) as [Float64Array, Float64Array, Float64Array];
  const coefficients = new Float64Array(6 * depth);
  const residual = new Float64Array(size);
  const local = new Float64Array(size);
  const indicators = new Float64Array(cellCount(space.mesh));
  const goals = duals.length / unknowns;
  forEachCell(space, rule, (cell, weights, map) => {
    terms.coefficients(map, weights, theta, coefficients, 0);
    const nodes = cell * size;
    for (let i = 0; i < size; i++) local[i] = density[cellUnknowns[nodes + i]!]!;
    residual.fill(0);
    for (let p = 0, row = 0, c = 0; p < depth; p++, row += size, c += 6) {
      let [rest, rest1, rest2] = [0, 0, 0];
      for (let i = 0; i < size; i++) {
        rest += value[row + i]! * local[i]!;
        rest1 += along1[row + i]! * local[i]!;
        rest2 += along2[row + i]! * local[i]!;
      }
      const flux1 = coefficients[c]! * rest + coefficients[c + 1]! * rest1 + coefficients[c + 2]! * rest2;
      const flux2 = coefficients[c + 3]! * rest + coefficients[c + 4]! * rest1 + coefficients[c + 5]! * rest2;
      for (let i = 0; i < size; i++) residual[i]! += along1[row + i]! * flux1 + along2[row + i]! * flux2;
    }
    for (let k = 0; k < goals; k++) {
      let error = 0;
      for (let i = 0; i < size; i++) error += residual[i]! * duals[k * unknowns + cellUnknowns[nodes + i]!]!;
      indicators[cell]! += Math.abs(error);
    }
  });
  return indicators;
}

/** Matrix (size x size) from nodal values to those of what interpolation a degree lower leaves out. */
function withoutLowerDegree(element: Element): Float64Array {
  const lower = enrichedTriangle(element.degree - 1);
  const down = element.tabulate(lower.nodes).values;
  const up = lower.tabulate(element.nodes).values;
  return multiplyDense(element.size, lower.size, element.size, up, down).map(
    (entry, k) => (k % (element.size + 1) === 0 ? 1 : 0) - entry,
  );
}
