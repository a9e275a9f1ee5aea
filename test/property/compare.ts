import type { ErrorEstimate } from "blochfem";
import type { SpinMoments } from "blochfem/state";

/** What a road says of a state. */
export interface Answer {
  readonly road: string;
  readonly observables: SpinMoments & { readonly purity: number };
  readonly errorEstimate: ErrorEstimate;
}

/** What a road says of the slowest modes; `error` an absolute bound. */
export interface ModesAnswer {
  readonly road: string;
  readonly modes: readonly { readonly real: number; readonly imaginary: number; readonly error: number }[];
}

/** Every observable in which two answers differ by more than their errors allow, in words. */
export function disagreements(a: Answer, b: Answer): string[] {
  const found: string[] = [];
  const compare = (name: string, x: number, y: number, ex: number, ey: number) => {
    // NaN in a value or an estimate fails as well.
    if (Math.abs(x - y) <= ex + ey) return;
    found.push(`${name}: ${a.road} ${x} +- ${ex}, ${b.road} ${y} +- ${ey}`);
  };
  for (const name of ["mean", "square", "cross"] as const) {
    for (const k of [0, 1, 2] as const) {
      const [x, y] = [a.observables[name][k], b.observables[name][k]];
      compare(`${name}[${k}]`, x, y, a.errorEstimate[name][k], b.errorEstimate[name][k]);
    }
  }
  compare("purity", a.observables.purity, b.observables.purity, a.errorEstimate.purity, b.errorEstimate.purity);
  return found;
}

/**
 * Modes of one list that the other lacks. The other may lack what is at its end: it is cut where its fastest rate is.
 */
export function missingModes(a: ModesAnswer, b: ModesAnswer): string[] {
  const reach = Math.max(...b.modes.map(({ real, error }) => Math.abs(real) - error));
  return a.modes.flatMap(({ real, imaginary, error }) => {
    if (Math.abs(real) + error >= reach) return [];
    const near = b.modes.some((mode) => Math.hypot(mode.real - real, mode.imaginary - imaginary) <= mode.error + error);
    return near ? [] : [`mode ${real} ${imaginary}i +- ${error} of ${a.road} is not among those of ${b.road}`];
  });
}
