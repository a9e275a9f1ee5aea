import { checkedInitialState, type InitialState, partsOf, type StatePart } from "../../model/initialState.ts";
import { aroundAxis, modelAroundZ, toAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import { type Orthogonal, turnedVector } from "../../model/secondOrder/turn.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { hasAxis } from "./axis.ts";
import { isKnownStart } from "./flow/sectorStart.ts";

/** A model with a rotation axis and a state whose elements are known, turned until the axis is z. */
export interface AxisFrame {
  readonly model: SpinModel;
  readonly initial: InitialState;
  /** Takes the axis to z; null where that is the axis. */
  readonly rotation: Orthogonal | null;
}

/** null where a model has no axis, or the elements of its start are not known around that. */
export function axisFrame(model: SpinModel, initial: InitialState): AxisFrame | null {
  if (hasAxis(model)) return isKnownStart(initial) ? { model, initial, rotation: null } : null;
  const axial = aroundAxis(coefficientsOf(model));
  if (axial === null) return null;
  const rotation = toAxis(axial.axis);
  const turned = turnedStart(initial, rotation, model.spins);
  return turned !== null && isKnownStart(turned) ? { model: modelAroundZ(axial), initial: turned, rotation } : null;
}

/** A state turned by a rotation; null for one that is given by numbers about z. */
export function turnedStart(initial: InitialState, rotation: Orthogonal, spins: number): InitialState | null {
  const parts = partsOf(initial).map(({ weight, state }) => ({ weight, state: turnedPart(state, rotation) }));
  if (parts.some(({ state }) => state === null)) return null;
  return checkedInitialState({ kind: "mixture", parts } as InitialState, spins);
}

/** Roundings of directions and coordinates, which may leave a state beside an axis that it is on. */
const ROUNDING = 16 * Number.EPSILON;

function turnedPart(state: StatePart, rotation: Orthogonal): StatePart | null {
  if (state.kind === "coherent")
    return { kind: "coherent", direction: onAxis(turnedVector(state.direction, rotation)) };
  if (state.kind === "product") return { kind: "product", vector: onAxis(turnedVector(state.vector, rotation)) };
  return null;
}

function onAxis([x, y, z]: readonly [number, number, number]): readonly [number, number, number] {
  return Math.hypot(x, y) <= ROUNDING * Math.abs(z) ? [0, 0, z] : [x, y, z];
}
