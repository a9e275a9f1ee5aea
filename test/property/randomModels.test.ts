import { describe, expect, it } from "vitest";
import { examineMany, failureText, summaryText } from "./examine.ts";

const seed = 20_201_001;
const part = 15;
/** A minute or two in all on an idle machine. */
const limit = 1_800_000;

describe(`60 random models of seed ${seed}, steady, in time and their spectra, by every road`, () => {
  it.each(Array.from({ length: 4 }, (_, k) => part * k))(
    "agree within their estimates, and none crashes: from model %i on",
    (first) => {
      const summary = examineMany(seed, first, part, {
        elementsEvery: 15,
        questions: ["steady", "evolve", "spectrum"],
      });
      console.log(summaryText(seed, summary));
      expect(summary.failures.map(failureText)).toEqual([]);
    },
    limit,
  );
});

describe(`12 random models of seed ${seed} with interactions and jumps, steady and in time`, () => {
  it(
    "agree within their estimates, and none crashes",
    () => {
      const summary = examineMany(seed, 0, 12, { elementsEvery: 12, questions: ["steady", "evolve"], general: true });
      console.log(summaryText(seed, summary));
      expect(summary.failures.map(failureText)).toEqual([]);
    },
    limit,
  );
});
