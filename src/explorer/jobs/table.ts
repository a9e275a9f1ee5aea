import { squeezingBounds } from "../../diagnose/entanglement/squeezingError.ts";
import type { State } from "../../roads/state.ts";
import type { Observables } from "../../state/moments.ts";
import type { Row } from "../protocol.ts";

const AXES = ["x", "y", "z"] as const;
const PAIRS = ["xy", "xz", "yz"] as const;

/** Values with errors, beside those of another road. `withPurity` is false where it costs more than the rest. */
export function rowsOf(state: State, exact: Observables | null, withPurity: boolean): Row[] {
  const { observables, errorEstimate, model } = state;
  const row = (key: string, label: string, value: number, error: number | null, other: number | null): Row => ({
    key,
    label,
    value,
    error,
    exact: other,
    difference: other === null ? null : value - other,
  });
  const moments = [
    ...AXES.map((axis, k) =>
      row(`mean.${k}`, `2<J${axis}>/N`, observables.mean[k]!, errorEstimate.mean[k]!, exact?.mean[k] ?? null),
    ),
    ...AXES.map((axis, k) =>
      row(
        `square.${k}`,
        `4<J${axis}^2>/N^2`,
        observables.square[k]!,
        errorEstimate.square[k]!,
        exact?.square[k] ?? null,
      ),
    ),
    ...PAIRS.map((pair, k) =>
      row(
        `cross.${k}`,
        `2<{J${pair[0]},J${pair[1]}}>/N^2`,
        observables.cross[k]!,
        errorEstimate.cross[k]!,
        exact?.cross[k] ?? null,
      ),
    ),
  ];
  const purity = withPurity
    ? [row("purity", "tr rho^2", observables.purity, errorEstimate.purity, exact?.purity ?? null)]
    : [];
  return [...moments, ...purity, ...squeezingRows(model.spins, state, exact)];

  function squeezingRows(spins: number, { observables, errorEstimate }: State, other: Observables | null): Row[] {
    const { squeezing } = observables;
    const bounds = squeezingBounds(spins, observables, errorEstimate, squeezing);
    return (["kitagawaUeda", "wineland"] as const).flatMap((name) => {
      const value = squeezing[name];
      if (value === null) return [];
      const error = Number.isFinite(bounds[name]) ? bounds[name] : null;
      return [row(name, name === "wineland" ? "xi_R^2" : "xi_S^2", value, error, other?.squeezing[name] ?? null)];
    });
  }
}
