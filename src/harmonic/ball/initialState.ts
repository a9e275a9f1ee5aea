import { sumSolidHarmonics } from "../../core/solidHarmonicSums.ts";
import { solidCount } from "../../core/solidHarmonics.ts";
import { checkedInitialState, type InitialState, type StatePart, startsInBall } from "../../model/initialState.ts";
import { ballMomentsFromSums, ballMomentsOnSphere } from "../../state/ballMoments.ts";
import { dickeBlocks } from "../../state/blocks/dickeBlocks.ts";
import { momentsOfBlocks } from "../../state/blocks/momentBlocks.ts";
import { requireBand } from "../band.ts";
import { symmetricUnknowns } from "../symmetricStates.ts";
import { type BallState, withBallBand } from "./state.ts";

/**
 * The moments up to degree `band` of any initial state.
 *
 * @throws InputError as `checkedInitialState` does
 * @throws ResourceLimitError for a Dicke state of j < N/2 of more than 200 spins
 */
export function initialBallState(spins: number, initial: InitialState, band: number = spins): BallState {
  requireBand(spins, band);
  const state = checkedInitialState(initial, spins);
  if (state.kind !== "mixture") return stateOfPart(spins, state, band);
  const unknowns = new Float64Array(solidCount(band));
  for (const { weight, state: part } of state.parts) {
    const own = stateOfPart(spins, part, band).unknowns;
    for (let i = 0; i < unknowns.length; i++) unknowns[i]! += weight * own[i]!;
  }
  return { spins, band, unknowns };
}

function stateOfPart(spins: number, part: StatePart, band: number): BallState {
  if (part.kind === "product")
    return ballMomentsFromSums(
      spins,
      band,
      sumSolidHarmonics(band, Float64Array.from(part.vector), Float64Array.of(1)),
    );
  if (part.kind === "moments" && part.domain === "ball") return withBallBand(part, band);
  if (part.kind === "dicke" && startsInBall(part, spins))
    return withBallBand(momentsOfBlocks(dickeBlocks(spins, part.j!, part.m)), band);
  return ballMomentsOnSphere(spins, band, symmetricUnknowns(spins, part, band));
}
