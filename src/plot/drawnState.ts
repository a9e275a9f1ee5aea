import { husimiOf, type KnownFunction, knownFunction } from "../roads/knownFunction.ts";
import type { State } from "../roads/state.ts";
import { bandFact } from "./facts.ts";

/** What is drawn of a state. */
export interface DrawnState extends Omit<KnownFunction, "symbol" | "band"> {
  /** Markup: *P*, or *Q* where P is not known as a function, or is none that is looked at. */
  readonly symbol: "*P*" | "*Q*";
  /** What it is a sum of, where that is not all; markup. */
  readonly fact: string | null;
}

/** P as the road has it, else in the harmonics in which it is known, else the Husimi function; null where nothing is known, or P is a delta. */
export const drawnState = (state: State): DrawnState | null => drawn(knownFunction(state));

/** The Husimi function of a state, on the sphere; null where the road cannot tell it. */
export const drawnHusimi = (state: State): DrawnState | null => drawn(husimiOf(state));

function drawn(known: KnownFunction | null): DrawnState | null {
  if (known === null) return null;
  const { symbol, band, negligible = 0, ...rest } = known;
  const evaluate: KnownFunction["evaluate"] = (points, out) => {
    known.evaluate(points, out);
    for (let k = 0; k < out.length; k++) if (Math.abs(out[k]!) < negligible) out[k] = 0;
  };
  return {
    ...rest,
    evaluate,
    symbol: `*${symbol}*`,
    fact: band === null ? null : bandFact(band, known.contains !== null),
  };
}
