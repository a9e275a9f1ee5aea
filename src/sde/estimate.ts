import { covarianceFromIntegrals, momentsFromIntegrals } from "../state/integrals.ts";
import type { Observables, Squeezing, Vector3 } from "../state/moments.ts";
import { observables } from "../state/observables.ts";
import { type SymmetricMatrix3, squeezing } from "../state/squeezing.ts";
import { type CentralSums, covarianceOfMeans, standardError } from "./centralSums.ts";
import type { SampleSums } from "./samples.ts";
import { differenceBound, type StepSums } from "./stepErrors.ts";

/** Quantum expectation values from trajectories, with one standard error and a bound of what the length of the steps adds. */
export interface EnsembleEstimate {
  /**
   * Squeezing is null where the mean spin is shorter than three of its standard errors: its direction would be noise. The
   * purity is an average over pairs and unbiased, so that it can come out a little above 1.
   */
  readonly observables: Observables;
  /** In the same units; of squeezing to first order in the errors of the moments. */
  readonly standardErrors: Observables;
  /**
   * Bounds of the error of the steps, in the same units, from the difference to the trajectories in steps of twice the length: see
   * `StepSums`. The largest one among the nine integrals stands for all, since a single one may agree by chance.
   */
  readonly stepErrors: Observables;
  /** Independent samples: trajectories. */
  readonly trajectories: number;
  /** Trajectories in each cell of the histogram's mesh (times samples a trajectory); null where none was asked for. */
  readonly counts: Uint32Array | null;
}

/** Observables of N spins from the sums over trajectories: see `ChunkRow`. */
export function estimate(
  spins: number,
  { integrals, purity }: SampleSums,
  steps: StepSums,
  counts: Uint32Array | null,
): EnsembleEstimate {
  const { mean, second } = split(integrals.mean);
  const values = observables(
    spins,
    momentsFromIntegrals(spins, mean, second),
    purity.mean[0]!,
    covarianceFromIntegrals(spins, mean, central(mean, second)),
  );
  const errors = split(integrals.mean.map((_, q) => standardError(integrals, q)));
  const weight = 1 - 1 / spins;
  const scaled = ([a, b, c]: Vector3): Vector3 => [weight * a, weight * b, weight * c];
  const directed = Math.hypot(...mean) > 3 * Math.hypot(...errors.mean);
  return {
    observables: directed ? values : { ...values, squeezing: noSqueezing },
    standardErrors: {
      mean: errors.mean,
      square: scaled(errors.second.square),
      cross: scaled(errors.second.cross),
      purity: standardError(purity, 0),
      squeezing: directed ? squeezingErrors(spins, integrals, integrals) : noSqueezing,
    },
    stepErrors: stepErrors(spins, integrals, steps, directed),
    trajectories: integrals.count,
    counts,
  };
}

function stepErrors(spins: number, integrals: CentralSums, steps: StepSums, directed: boolean): Observables {
  const { sums } = steps;
  const bounds = Array.from(sums.integrals.mean, (difference, q) =>
    differenceBound(steps, difference, sums.integrals, q),
  );
  const largest = Math.min(2, Math.max(...bounds));
  const second = (1 - 1 / spins) * largest;
  return {
    mean: [largest, largest, largest],
    square: [second, second, second],
    cross: [second, second, second],
    purity: Math.min(1, differenceBound(steps, sums.purity.mean[0]!, sums.purity, 0, spins)),
    squeezing: directed ? squeezingStepErrors(spins, integrals, steps) : noSqueezing,
  };
}

/** Of squeezing at the means, against that at the means of the coarse trajectories. */
function squeezingStepErrors(spins: number, integrals: CentralSums, steps: StepSums): Squeezing {
  const { sums, weakOrder } = steps;
  if (sums.integrals.count < 2) return noSqueezing;
  const fine = squeezingOf(spins, Array.from(integrals.mean));
  const coarse = squeezingOf(
    spins,
    Array.from(integrals.mean, (value, q) => value + sums.integrals.mean[q]!),
  );
  const noise = squeezingErrors(spins, integrals, sums.integrals);
  const bound = (k: 0 | 1, error: number): number =>
    (3 * Math.abs(coarse[k] - fine[k])) / (2 ** weakOrder - 1) + 2 * error;
  return { kitagawaUeda: bound(0, noise.kitagawaUeda!), wineland: bound(1, noise.wineland!) };
}

const noSqueezing: Squeezing = Object.freeze({ kitagawaUeda: null, wineland: null });

function split(values: ArrayLike<number>): { mean: Vector3; second: SymmetricMatrix3 } {
  const three = (at: number): Vector3 => [values[at]!, values[at + 1]!, values[at + 2]!];
  return { mean: three(0), second: { square: three(3), cross: three(6) } };
}

/** Central integrals; what the subtraction loses, about 1e-16 N relative, is far below any statistical error. */
function central([x, y, z]: Vector3, { square, cross }: SymmetricMatrix3): SymmetricMatrix3 {
  return {
    square: [square[0] - x * x, square[1] - y * y, square[2] - z * z],
    cross: [cross[0] - x * y, cross[1] - x * z, cross[2] - y * z],
  };
}

/**
 * sqrt(g^T C g) with the covariance C of nine means, and the gradient g at those of the integrals by differences over their
 * standard errors.
 */
function squeezingErrors(spins: number, integrals: CentralSums, varying: CentralSums): Squeezing {
  const at = Array.from(integrals.mean);
  const gradient = at.map((value, q): [number, number] => {
    const reach = standardError(integrals, q);
    // A quantity that does not vary has no share in the error.
    if (reach === 0) return [0, 0];
    const ahead = squeezingOf(spins, at.with(q, value + reach));
    const behind = squeezingOf(spins, at.with(q, value - reach));
    return [(ahead[0] - behind[0]) / (2 * reach), (ahead[1] - behind[1]) / (2 * reach)];
  });
  const variance = [0, 0];
  for (let a = 0; a < at.length; a++) {
    for (let b = 0; b < at.length; b++) {
      const covariance = covarianceOfMeans(varying, Math.max(a, b), Math.min(a, b));
      for (const k of [0, 1] as const) variance[k]! += gradient[a]![k] * covariance * gradient[b]![k];
    }
  }
  return { kitagawaUeda: Math.sqrt(Math.max(0, variance[0]!)), wineland: Math.sqrt(Math.max(0, variance[1]!)) };
}

function squeezingOf(spins: number, integrals: readonly number[]): readonly [number, number] {
  const { mean, second } = split(integrals);
  const { kitagawaUeda, wineland } = squeezing(
    spins,
    mean,
    covarianceFromIntegrals(spins, mean, central(mean, second)),
  );
  return [kitagawaUeda ?? 0, wineland ?? 0];
}
