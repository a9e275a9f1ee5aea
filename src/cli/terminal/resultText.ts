import { storedState } from "../../io/resultFile.ts";
import type { EndState } from "../../roads/endState.ts";
import { toJson } from "./format.ts";

/** result.json: what --json prints, and the state, so that an evolution can start from it. */
export const resultText = (report: object, { state, missing }: EndState): string =>
  `${toJson(state === null ? { ...report, state: null, stateMissing: missing } : { ...report, state: storedState(state) })}\n`;
