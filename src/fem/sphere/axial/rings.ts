import { coefficientsOf } from "../../../model/secondOrder/coefficients.ts";
import { sphereDiffusion, sphereFluxDrift } from "../../../model/secondOrder/kramersMoyal.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import type { Vector3 } from "../../../state/moments.ts";

/** A right-handed orthonormal frame: the third vector is the axis of a chart. */
export type Frame = readonly [Vector3, Vector3, Vector3];

/**
 * Rings of points around an axis, in a chart of the sphere that is conformal and keeps the angle about the axis: a sphere that a Moebius map
 * has shifted, or the stereographic plane. Arrays have one entry a ring.
 */
export interface Rings {
  /** Weights of integrals over the chart: 2 pi times that of the radial coordinate and its measure. */
  readonly weights: Float64Array;
  /** Distance from the axis in the chart, by which a derivative along phi is divided. */
  readonly radius: Float64Array;
  /** Cosine and sine of the angle from the axis on the sphere itself. */
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
  /** h: the length on the sphere of a unit of length in the chart. */
  readonly stretch: Float64Array;
  /** Derivative of ln h along the radial coordinate of the chart. */
  readonly stretchSlope: Float64Array;
}

/** b and D have waves 0, 1, 2 about any axis. */
export const HIGHEST_WAVE = 2;

const SAMPLES = 8;

/** One field on the rings: real and imaginary parts of its components e^{i k phi}, k = 0, 1, 2, one array a wave. */
export interface Waves {
  readonly real: readonly Float64Array[];
  readonly imaginary: readonly Float64Array[];
}

/** Transport and diffusion in a chart; `radial` and `around` are components along orthonormal vectors of the chart. */
export interface ChartFields {
  readonly radial: Waves;
  readonly around: Waves;
  /** D / 2N. */
  readonly radialRadial: Waves;
  readonly radialAround: Waves;
  readonly aroundAround: Waves;
}

/**
 * The equation of a model on rings. P per area of the chart, p = h^2 P, obeys
 *
 *     d/dt int v p = int [ p b' . grad v - grad v . D' grad p ],   b' = b / h + D grad(ln h) / (N h^2),   D' = D / (2 N h^2)
 *
 * with gradients and integrals over the chart. Sampled are b and D on the sphere, nothing else.
 */
export function sampleRings(model: SpinModel, frame: Frame, rings: Rings): ChartFields {
  const coefficients = coefficientsOf(model);
  const count = rings.weights.length;
  const fields = Array.from({ length: 5 }, () => emptyWaves(count));
  const [drift, diffusion, point] = [new Float64Array(3), new Float64Array(6), new Float64Array(3)];
  const values = new Float64Array(5);
  for (let sample = 0; sample < SAMPLES; sample++) {
    const phi = (2 * Math.PI * sample) / SAMPLES;
    const [cos, sin] = [Math.cos(phi), Math.sin(phi)];
    const outward = combine(frame, cos, sin, 0);
    const around = combine(frame, -sin, cos, 0);
    for (let k = 0; k < count; k++) {
      const [c, s] = [rings.cosine[k]!, rings.sine[k]!];
      for (let a = 0; a < 3; a++) point[a] = s * outward[a]! + c * frame[2][a]!;
      const away: Vector3 = [0, 1, 2].map((a) => c * outward[a]! - s * frame[2][a]!) as unknown as Vector3;
      sphereFluxDrift(coefficients, point, drift);
      sphereDiffusion(coefficients, point, diffusion);
      const h = rings.stretch[k]!;
      const scale = 1 / (2 * model.spins * h * h);
      values[2] = scale * form(diffusion, away, away);
      values[3] = scale * form(diffusion, away, around);
      values[4] = scale * form(diffusion, around, around);
      values[0] = dot(drift, away) / h + 2 * rings.stretchSlope[k]! * values[2]!;
      values[1] = dot(drift, around) / h + 2 * rings.stretchSlope[k]! * values[3]!;
      for (const [n, { real, imaginary }] of fields.entries()) {
        for (let wave = 0; wave <= HIGHEST_WAVE; wave++) {
          real[wave]![k]! += (values[n]! * Math.cos(wave * phi)) / SAMPLES;
          imaginary[wave]![k]! -= (values[n]! * Math.sin(wave * phi)) / SAMPLES;
        }
      }
    }
  }
  const [radial, transport, radialRadial, radialAround, aroundAround] = fields;
  return {
    radial: radial!,
    around: transport!,
    radialRadial: radialRadial!,
    radialAround: radialAround!,
    aroundAround: aroundAround!,
  };
}

/** A frame whose third vector is the given direction. */
export function frameAround(axis: ArrayLike<number>): Frame {
  const length = Math.hypot(axis[0]!, axis[1]!, axis[2]!);
  const third: Vector3 = [axis[0]! / length, axis[1]! / length, axis[2]! / length];
  const [x, y, z] = third;
  // The vector of the axes that is the farthest from the third one, made orthogonal to it.
  const least = Math.abs(x) <= Math.abs(y) && Math.abs(x) <= Math.abs(z) ? 0 : Math.abs(y) <= Math.abs(z) ? 1 : 2;
  const first = third.map((value, k) => (k === least ? 1 : 0) - third[least] * value) as unknown as Vector3;
  const norm = Math.hypot(...first);
  const [a, b, c] = first.map((value) => value / norm) as unknown as Vector3;
  return [[a, b, c], [y * c - z * b, z * a - x * c, x * b - y * a], third];
}

/** x e_1 + y e_2 + z e_3. */
export function combine(frame: Frame, x: number, y: number, z: number): Vector3 {
  const at = (k: 0 | 1 | 2): number => x * frame[0][k] + y * frame[1][k] + z * frame[2][k];
  return [at(0), at(1), at(2)];
}

const dot = (a: ArrayLike<number>, b: Vector3): number => a[0]! * b[0] + a[1]! * b[1] + a[2]! * b[2];

/** a . D b, D as xx, yy, zz, xy, xz, yz. */
const form = (d: Float64Array, [ax, ay, az]: Vector3, [bx, by, bz]: Vector3): number =>
  d[0]! * ax * bx +
  d[1]! * ay * by +
  d[2]! * az * bz +
  d[3]! * (ax * by + ay * bx) +
  d[4]! * (ax * bz + az * bx) +
  d[5]! * (ay * bz + az * by);

const emptyWaves = (count: number): Waves => {
  const arrays = (): Float64Array[] => Array.from({ length: HIGHEST_WAVE + 1 }, () => new Float64Array(count));
  return { real: arrays(), imaginary: arrays() };
};
