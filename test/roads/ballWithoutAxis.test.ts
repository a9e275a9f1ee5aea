import { expect, it } from "vitest";
import { fareOf } from "./ballWithoutAxis.ts";

// 300 of them are among the slow tests.
it.each([
  ["is", true],
  ["is not", false],
])(
  "random models in the ball without an axis, whose equation %s parabolic, have an answer that an exact road agrees with",
  (_, parabolic) => {
    const { messages, compared } = fareOf(5, 6, parabolic, 20);
    expect(messages).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  },
);
