import { type InitialState, partsOf } from "../../model/initialState.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { BandState } from "../band.ts";
import { isAxial, termsOf } from "../terms.ts";
import { initialBallState } from "./initialState.ts";
import { outOfSector, type SectorLayout, sectorLayout, sectorOf } from "./sectorLayout.ts";
import { type BallState, withBallBand } from "./state.ts";

/** Moments of P that is the same all around the z axis: those of order m = 0 alone. */
export interface SectorState extends BandState {
  readonly layout: SectorLayout;
}

export function initialSectorState(spins: number, initial: InitialState, band: number): SectorState {
  const layout = sectorLayout(band, 0, 0);
  return { spins, band, layout, unknowns: sectorOf(layout, initialBallState(spins, initial, band).unknowns) };
}

/** All moments, those of other orders 0. */
export const wholeState = ({ spins, band, layout, unknowns }: SectorState): BallState => ({
  spins,
  band,
  unknowns: outOfSector(layout, unknowns),
});

/** The same state with another band. */
export function withSectorBand(state: SectorState, band: number): SectorState {
  const layout = sectorLayout(band, 0, 0);
  return {
    spins: state.spins,
    band,
    layout,
    unknowns: sectorOf(layout, withBallBand(wholeState(state), band).unknowns),
  };
}

/** Whether orders of moments do not feed one another: nothing tells directions across z apart, at any time. */
export const keepsOrders = (model: SpinModel, moving: MovingModel | null): boolean =>
  [model, ...(moving === null ? [] : [moving.still, ...moving.units])].every(
    (part) => part.field[0] === 0 && part.field[1] === 0 && isAxial(termsOf(part)),
  );

/** Whether P of a checked state is the same all around the z axis. */
export const startsAroundZ = (initial: InitialState): boolean =>
  partsOf(initial).every(({ state }) => {
    if (state.kind === "coherent") return state.direction[0] === 0 && state.direction[1] === 0;
    if (state.kind === "product") return state.vector[0] === 0 && state.vector[1] === 0;
    if (state.kind !== "moments") return true;
    return state.domain === "ball" && isOfOrderZero(state.band, state.unknowns);
  });

function isOfOrderZero(band: number, unknowns: Float64Array): boolean {
  const layout = sectorLayout(band, 0, 0);
  const own = outOfSector(layout, sectorOf(layout, unknowns));
  return own.every((value, k) => value === unknowns[k]);
}
