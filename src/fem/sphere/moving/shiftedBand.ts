import { logPurityWeights } from "../../../core/sphericalHarmonics.ts";
import { multiply } from "../../../linalg/sparse.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import { explicitIntegrator } from "../../../ode/explicit/integrator.ts";
import type { Vector3 } from "../../../state/moments.ts";
import { boostFactors } from "../axial/boostedSphere.ts";
import { type AxialChart, boostedChart } from "../axial/chart.ts";
import { axialGenerator } from "../axial/expansion.ts";
import type { Shift } from "../axial/parameters.ts";
import { type Frame, frameAround, sampleRings } from "../axial/rings.ts";
import { bandLoad } from "../band.ts";
import type { MovingDensity } from "./movingDensity.ts";

export interface ShiftedBandRequest {
  readonly model: SpinModel;
  readonly shift: Shift;
  readonly degree: number;
  /** P at the start: deltas. */
  readonly points: readonly { readonly weight: number; readonly direction: Vector3 }[];
  /** Error per unit of time that steps may cause in a coefficient, as estimated. */
  readonly tolerancePerTime: number;
}

const MOST_STEPS = 10_000_000;

/**
 * P among the harmonics of a shifted sphere, whose low degrees, and with them the moments, do not hear of the high ones that a delta has before it has spread. The sphere stands still:
 * where the mean field turns it rigidly, P is as smooth on it at any N.
 */
export function shiftedBand({ model, shift, degree, points, tolerancePerTime }: ShiftedBandRequest): MovingDensity {
  const { axis, scale, weight } = shift;
  const frame = frameAround(axis);
  const chart = boostedChart({ scale, degree, weight }, frame);
  const { matrix } = axialGenerator(chart.basis, sampleRings(model, frame, chart.basis.rings));
  const size = (degree + 1) ** 2;
  const start = bandLoad(
    { degree, size },
    {
      points: Float64Array.from(points.flatMap(({ direction }) => shiftedPlace(frame, scale, direction))),
      weights: Float64Array.from(points, (point) => point.weight),
    },
  );
  const weights = normWeights(model.spins, degree);
  const integrator = explicitIntegrator(start, (_, from, to) => multiply(matrix, from, to), {
    tolerancePerTime,
    maximumSteps: MOST_STEPS,
    norm: (vector) => Math.sqrt(vector.reduce((sum, value, k) => sum + weights[k]! * value * value, 0)),
    settle: (state) => {
      state[0] = start[0]!;
    },
  });
  const purity: AxialChart["purity"] = (coefficients, spins) =>
    isShown(degree, coefficients, weights) ? chart.purity(coefficients, spins) : UNKNOWN_PURITY;
  return {
    integrator,
    look: () => ({ chart: { ...chart, purity }, coefficients: integrator.at(0) }),
    outgrown: () => null,
  };
}

const UNKNOWN_PURITY = Object.freeze({ purity: 1, error: 1 });

/** Share of the purity that the highest quarter of the degrees may hold where P is wider than the shortest waves. */
const LARGEST_TAIL = 1e-6;

/** Whether the band holds P itself, and not only what its moments hear of. */
function isShown(degree: number, coefficients: Float64Array, weights: Float64Array): boolean {
  const from = Math.ceil(0.75 * degree) ** 2;
  let [tail, whole] = [0, 0];
  for (const [k, value] of coefficients.entries()) {
    const power = weights[k]! * value * value;
    whole += power;
    if (k >= from) tail += power;
  }
  return tail < LARGEST_TAIL * whole;
}

/** Of the purity on a sphere that is not shifted, relative to that of degree 0: where P is not classical high harmonics grow as these fall. */
function normWeights(spins: number, degree: number): Float64Array {
  const logs = logPurityWeights(spins, degree);
  return Float64Array.from({ length: (degree + 1) ** 2 }, (_, k) => {
    const l = Math.min(spins, Math.floor(Math.sqrt(k)));
    return Math.exp(logs[l]! - logs[0]!);
  });
}

/** Where the map takes a direction, along the frame: the inverse of that from the shifted sphere. */
function shiftedPlace(frame: Frame, scale: number, direction: Vector3): Vector3 {
  const { gamma, beta } = boostFactors(scale);
  const [x, y, z] = frame.map((axis) => axis[0] * direction[0] + axis[1] * direction[1] + axis[2] * direction[2]) as [
    number,
    number,
    number,
  ];
  const omega = 1 / (gamma - beta * z);
  return [omega * x, omega * y, omega * (gamma * z - beta)];
}
