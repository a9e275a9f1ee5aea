import type { ComplexVector } from "../operator/linearForm.ts";
import type { SpinModel } from "../spinModel.ts";
import { coefficientsOf, type Dissipation, type Jump, type Triple } from "./coefficients.ts";
import { type Orthogonal, turned, turnedVector } from "./turn.ts";

/** Operators of the three rates. */
const RATES = {
  dephasing: { re: [0, 0, 1], im: [0, 0, 0] },
  pump: { re: [1, 0, 0], im: [0, 1, 0] },
  decay: { re: [1, 0, 0], im: [0, -1, 0] },
} as const satisfies Readonly<Record<string, ComplexVector>>;

/** The model whose P is that of the given one turned by R, P'(R r) = P(r): all its processes as jumps. */
export function turnedModel(model: SpinModel, rotation: Orthogonal): SpinModel {
  const { field, interaction } = turned(coefficientsOf(model), rotation);
  const [xx, yy, zz, xy, xz, yz] = interaction;
  return {
    spins: model.spins,
    field,
    ...(model.interaction === undefined ? {} : { interaction: { xx, yy, zz, xy, xz, yz } }),
    collective: turnedDissipation(model.collective, rotation),
    local: turnedDissipation(model.local, rotation),
  };
}

function turnedDissipation(processes: Dissipation, rotation: Orthogonal): Dissipation {
  const named = (Object.keys(RATES) as (keyof typeof RATES)[]).map(
    (name): Jump => ({ rate: processes[name], operator: RATES[name] }),
  );
  const jumps = [...named, ...(processes.jumps ?? [])]
    .filter(({ rate }) => rate > 0)
    .map(({ rate, operator }) => ({ rate, operator: turnedOperator(operator, rotation) }));
  return { dephasing: 0, pump: 0, decay: 0, ...(jumps.length === 0 ? {} : { jumps }) };
}

/** R l. */
export const turnedOperator = ({ re, im }: ComplexVector, rotation: Orthogonal): ComplexVector => ({
  re: turnedVector(re as Triple, rotation),
  im: turnedVector(im as Triple, rotation),
});
