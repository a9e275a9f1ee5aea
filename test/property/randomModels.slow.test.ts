import { describe, expect, it } from "vitest";
import { examineMany, failureText, questions, summaryText } from "./examine.ts";

const seed = 20_210_108;
const part = 30;

describe(`300 random models of seed ${seed}, by every road`, () => {
  it.each(Array.from({ length: 10 }, (_, k) => part * k))(
    "agree within their estimates, and none crashes: from model %i on",
    (first) => {
      const summary = examineMany(seed, first, part, { elementsEvery: 10, questions });
      console.log(summaryText(seed, summary));
      expect(summary.failures.map(failureText)).toEqual([]);
    },
  );
});

describe(`120 random models of seed ${seed} with interactions and jumps, by every road`, () => {
  it.each(Array.from({ length: 4 }, (_, k) => part * k))(
    "agree within their estimates, and none crashes: from model %i on",
    (first) => {
      const summary = examineMany(seed, first, part, { elementsEvery: 30, questions, general: true });
      console.log(summaryText(seed, summary));
      expect(summary.failures.map(failureText)).toEqual([]);
    },
  );
});
