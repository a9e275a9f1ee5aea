import { ConvergenceError } from "../../../core/errors.ts";
import { once } from "../../../core/once.ts";
import { planSolver } from "../../../linalg/solver.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import { densityMoments } from "../../moments.ts";
import { nodePoints } from "../../nodePoints.ts";
import { nullVector } from "../../nullVector.ts";
import { changeOfPurity, momentRounding } from "../../steadyRounding.ts";
import type { SteadyDensity } from "../../steadySystem.ts";
import type { FunctionSpace } from "../space.ts";
import type { AxialChart } from "./chart.ts";
import { axialGenerator } from "./expansion.ts";
import { sampleRings } from "./rings.ts";

/**
 * Coefficients grow with the degree where P is not classical. At N = 1000 in the critical field moments are right to 3e-11 where they have grown to 2e15, and to 6e-10 at
 * 1e20; above the limit nothing that is left of those of low degree is trusted.
 */
const LARGEST_GROWTH = 1e16;

/**
 * Steady state among the functions of a chart: the null vector of the generator, whose tests are evaluated at quadrature points, never interpolated. Moments come from
 * coefficients; the space only carries the values of P.
 *
 * @param degree highest degree of the functions
 * @throws SingularMatrixError, ConvergenceError as `nullVector`, and where coefficients outgrow the mass; NotUniqueError as `momentRounding`
 */
export function solveSteadyInChart(
  model: SpinModel,
  chart: AxialChart,
  degree: number,
  space: () => FunctionSpace,
): SteadyDensity<FunctionSpace> {
  const { spins } = model;
  const { basis, functionals } = chart;
  const start = performance.now();
  const { matrix, sizes } = axialGenerator(basis, sampleRings(model, chart.frame, basis.rings));
  const assembled = performance.now();
  const plan = planSolver(matrix.pattern);
  const analysed = performance.now();
  // The generator keeps the mass, which is what the first test function, a constant, stands for.
  const { vector, changes, residual, seconds } = nullVector(matrix, plan, functionals.mass, 0, {
    mayMove: false,
    entrySizes: sizes,
  });
  requireTame(basis, vector);
  const momentsOf = (coefficients: Float64Array) => densityMoments(functionals, coefficients, spins);
  const carrier = once(space);
  const own = once(() => chart.purity(vector, spins));
  return {
    get space() {
      return carrier();
    },
    density: once(() => chart.values(vector, nodePoints(carrier()))),
    multipoles: once(() => chart.multipoles(vector, spins)),
    moments: momentsOf(vector),
    band: degree,
    functions: chart.functions,
    residual,
    rounding: momentRounding(model, (change) => momentsOf(change).moments, changes),
    purity: own,
    purityRounding: once(() => {
      const { purity, error } = own();
      // The series of a tangent plane has its rounding in its error, and no meaning for a change without mass.
      if (chart.functions === "tangentPlane") return error;
      return error + changeOfPurity(purity, chart.purity(changes[0]!, spins).purity);
    }),
    seconds: { assembly: (assembled - start) / 1000, analysis: (analysed - assembled) / 1000, ...seconds },
  };
}

function requireTame({ pairs }: AxialChart["basis"], coefficients: Float64Array): void {
  let largest = 0;
  for (const [m, column] of pairs.entries()) {
    for (const { place } of column) {
      largest = Math.max(largest, Math.abs(coefficients[place]!), m === 0 ? 0 : Math.abs(coefficients[place + 1]!));
    }
  }
  const growth = largest / Math.abs(coefficients[0]!);
  if (growth < LARGEST_GROWTH) return;
  throw new ConvergenceError({
    what: `coefficients of P grow to ${growth.toExponential(1)} times its mass (limit ${LARGEST_GROWTH})`,
    remedy: "use another band, or the method harmonic",
    value: growth,
    limit: LARGEST_GROWTH,
  });
}
