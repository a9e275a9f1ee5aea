import { expect, it } from "vitest";
import { fareOf, median } from "./ballWithoutAxis.ts";

it("300 random models in the ball without an axis: 99 % have an answer by auto, with a median below 2 s", () => {
  const { messages, seconds, compared } = fareOf(12, 300, false, 24);
  console.log(`median ${median(seconds)} s, largest ${Math.max(...seconds)} s, ${compared} compared`);
  expect(messages.length, messages.join("\n")).toBeLessThanOrEqual(3);
  expect(median(seconds)).toBeLessThan(2);
  expect(compared).toBeGreaterThan(60);
});

it("60 of them whose equation is parabolic", () => {
  const { messages, seconds } = fareOf(12, 60, true, 24);
  // The one is a state that J_z is nearly conserved in, by every method.
  expect(messages.filter((message) => !message.includes("nearly conserved"))).toEqual([]);
  expect(median(seconds)).toBeLessThan(2);
});
