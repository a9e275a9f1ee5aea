import { describe, expect, it } from "vitest";
import { aboutDuration } from "../../src/core/duration.ts";

describe("aboutDuration", () => {
  it.each([
    [0, "less than 0.01 s"],
    [4e-8, "less than 0.01 s"],
    [0.0716, "about 0.072 s"],
    [11.3, "about 11 s"],
    [599, "about 600 s"],
    [1512, "about 25 minutes (1500 s)"],
    [7300, "about 2 hours (7300 s)"],
    [3.3e5, "about 3.8 days (330000 s)"],
    [1e8, "about 3.2 years"],
    [3.3e11, "about 10000 years"],
    [1e20, "about 3.2e12 years"],
    [Number.POSITIVE_INFINITY, "about Infinity years"],
  ])("reads %d s as %s", (seconds, text) => {
    expect(aboutDuration(seconds)).toBe(text);
  });
});
