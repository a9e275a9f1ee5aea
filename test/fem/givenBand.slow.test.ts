import fc from "fast-check";
import { it } from "vitest";
import { coveredInBall } from "./givenBand.ts";

it("covers what a given band in the ball leaves out, twelve models", () => {
  fc.assert(coveredInBall, { numRuns: 12, seed: 9 });
});
